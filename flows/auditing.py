"""``whitepaper audit``: a sample for a person to judge, and the judgements taken in."""

from __future__ import annotations

from pathlib import Path

from evidence import audit_file
from evidence.audit import CODING, UNCODED, Item, drawn
from flows import assembling, private, reliability, replacing, steps
from flows.moving import make_outputs
from flows.places import Place
from flows.waiting import alone
from transcripts.errors import InputError


def draw(place: Place, number: int, seed: int = 1) -> str:
    """Write ``audit.xlsx`` with a stratified sample; what was drawn, in words.

    Args:
        place: of the study.
        number: codings, and as many uncoded passages; fewer where there are not so many.
        seed: another one draws another sample.

    Raises:
        InputError: there is nothing to judge, or too little is asked for.
    """
    with alone(place):
        make_outputs(place.outputs)
        gathered = steps.read(place)
        evidence = assembling.bring_together(place, gathered, steps.code(place, gathered))
        used = {source.id for source in evidence.sources}
        known = [t for t in steps.load_transcripts(place, gathered.transcripts) if t.id in used]
        items = reliability.to_judge(evidence, known)
        sample = [one for kind in (CODING, UNCODED) for one in _drawn(items, kind, number, seed)]
        if not sample:
            remedy = "Look at whitepaper check, and whether anybody may be quoted"
            raise InputError(place.name, "holds nothing to judge", remedy, kind="audit")
        sheet = place.outputs / audit_file.SHEET
        audit_file.write_sheet(sample, evidence.codebook, replacing.part_of(sheet))
        replacing.part_of(sheet).replace(sheet)
    codings = sum(item.kind == CODING for item in sample)
    return _told(codings, len(sample) - codings, f"{place.delivered}/{audit_file.SHEET}")


def _drawn(items: tuple[Item, ...], kind: str, number: int, seed: int) -> tuple[Item, ...]:
    found = [item for item in items if item.kind == kind]
    strata = {item.stratum for item in found}
    if number < len(strata):
        raise InputError(
            f"audit {number}",
            f"is too few: the codings are of {len(strata)} kinds by language and theme",
            f"Ask for {len(strata)} or more, so that each is judged; 100 give useful intervals",
            kind="audit",
        )
    return drawn(found, number, seed)


def _told(codings: int, passages: int, path: str) -> str:
    return (
        f"Drew {codings} codings and {passages} uncoded passages into {path}\n"
        "Fill in the columns right and codes, then: whitepaper audit --judged FILE"
    )


def take_in(place: Place, path: Path) -> str:
    """Keep a person's judgements in the study's folder; how many there are, in words.

    Judgements that are there already stay, unless the same thing was judged again.

    Raises:
        InputError: the file cannot be read, or says what cannot be said.
    """
    if not path.is_file():
        raise InputError(str(path), "there is no such file", "Check its name")
    book, kept = steps.codebook_of(place), place.folder / audit_file.AUDIT
    before = audit_file.read_judged(kept, book) if kept.is_file() else ()
    called = private.read_called(place)
    found = tuple(map(called.judged, audit_file.read_judged(path, book)))
    if not found:
        remedy = "Write yes or no under right, and none or codes under codes"
        raise InputError(path.name, "holds no judgement", remedy, kind="audit")
    every = {one.key: one for one in (*before, *found)}
    replacing.put(kept, audit_file.as_judged(every[key] for key in sorted(every)))
    return (
        f"Took in {len(found)} judgements; {kept.name} holds {len(every)}\n"
        "They are in the paper after the next whitepaper run"
    )

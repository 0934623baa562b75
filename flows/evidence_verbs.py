"""The commands that go back over a run: what people say of it, and what it says beside another."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TypeAlias

from flows import listing, places, terminal
from flows.remote import at_hand
from transcripts.errors import InputError

DONE, UNUSABLE = 0, 1
"""Exit status: done; done, but some input could not be used."""

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - no other name


def add_study(verb: argparse.ArgumentParser) -> None:
    """The argument that names a study."""
    verb.add_argument(
        "study", nargs="?", default="", help="a folder, or the name of one under inputs"
    )


def _add_audit(verbs: Verbs) -> None:
    verb = verbs.add_parser("audit", help="draw a sample to judge, or take the judgements in")
    verb.add_argument("number", nargs="?", help="of codings, and of passages without a code")
    add_study(verb)
    verb.add_argument("--judged", type=Path, metavar="FILE", help="audit.xlsx, filled in")
    verb.add_argument("--seed", type=int, default=1, help="another one draws another sample")
    verb.add_argument("--outputs", default="", metavar="FOLDER", help="where documents go")
    verb.set_defaults(call=_audit)


def _audit(asked: argparse.Namespace) -> int:
    from flows import auditing
    from flows.waiting import alone

    if asked.judged:
        # With a file there is no number: what stands first is the study.
        place = places.find(asked.study or asked.number or "")
        with alone(place), at_hand(place):
            said = auditing.take_in(place, asked.judged)
        print(said)
        return DONE
    if not (asked.number or "").isdecimal() or int(asked.number) == 0:
        problem = "says neither how many to draw nor which file was judged"
        raise InputError("audit", problem, "Write whitepaper audit 100, or --judged FILE")
    with terminal.shown(), at_hand(places.find(asked.study, asked.outputs)) as place:
        said = auditing.draw(place, int(asked.number), asked.seed)
    print(said)
    return DONE


def _add_diff(verbs: Verbs) -> None:
    verb = verbs.add_parser("diff", help="say what is different between two runs, and why")
    verb.add_argument(
        "runs", nargs="*", metavar="RUN", help="number of a run, or a folder with run.json in it"
    )
    verb.add_argument("--study", default="", help="a folder, or the name of one under inputs")
    verb.set_defaults(call=_diff)


def _diff(asked: argparse.Namespace) -> int:
    from flows.comparing import compare

    folders = len(asked.runs) == 2 and all(Path(run).is_dir() for run in asked.runs)
    print(compare(None if folders else places.find(asked.study), asked.runs))
    return DONE


def _add_export(verbs: Verbs) -> None:
    verb = verbs.add_parser("export", help="write a study for other programs (REFI-QDA)")
    add_study(verb)
    for ending, what in (("qdpx", "all of it"), ("qdc", "the codebook alone")):
        verb.add_argument(
            f"--{ending}",
            nargs="?",
            const="",
            metavar="FILE",
            help=f"{what}; without FILE, among the study's outputs",
        )
    verb.set_defaults(call=_export)


def _export(asked: argparse.Namespace) -> int:
    from flows.exchange import NAME, export_codebook, export_project
    from flows.waiting import alone

    wanted = {
        ending: said
        for ending, said in (("qdpx", asked.qdpx), ("qdc", asked.qdc))
        if said is not None or (ending == "qdpx" and asked.qdc is None)
    }
    unusable = False
    place = places.find(asked.study)
    with alone(place), at_hand(place):
        for ending, said in wanted.items():
            path = Path(said) if said else place.outputs / f"{NAME}.{ending}"
            if ending == "qdpx":
                for notice in export_project(place, path):
                    unusable |= notice.unusable
                    print(f"whitepaper: {listing.notice_line(notice)}", file=sys.stderr)
            else:
                export_codebook(place, path)
            print(f"Wrote {listing.shown(str(path))}")
    return UNUSABLE if unusable else DONE


def _add_import(verbs: Verbs) -> None:
    verb = verbs.add_parser("import", help="take a project or codebook into a study (REFI-QDA)")
    verb.add_argument("file", type=Path, help="ends with .qdpx or .qdc")
    add_study(verb)
    verb.set_defaults(call=_import)


def _import(asked: argparse.Namespace) -> int:
    from flows.importing import take_over
    from flows.listing_imports import report
    from flows.waiting import alone

    place = places.find(asked.study)
    with alone(place), at_hand(place):
        taken = take_over(place, asked.file)
    print(listing.shown(report(taken, asked.file.name)))
    return UNUSABLE if taken.losses else DONE


def _add_verify(verbs: Verbs) -> None:
    verb = verbs.add_parser("verify", help="hold a paper, edited or not, against the evidence")
    verb.add_argument("file", type=Path, help="a .docx, .pdf or .html file of the paper")
    add_study(verb)
    verb.add_argument("--json", action="store_true", help="for other programs")
    verb.set_defaults(call=_verify)


def _verify(asked: argparse.Namespace) -> int:
    from flows import verifying
    from flows.waiting import alone

    place = places.find(asked.study)
    with terminal.shown(), alone(place), at_hand(place):
        found = verifying.verify(asked.file, place)
    show = verifying.as_json if asked.json else verifying.as_text
    print(show(found, places.sayable(asked.file.name)))
    return UNUSABLE if found.findings else DONE


def _add_correct(verbs: Verbs) -> None:
    verb = verbs.add_parser("correct", help="take in decisions on codings from evidence.xlsx")
    verb.add_argument("file", type=Path, help="evidence.xlsx, or codings.csv with those columns")
    add_study(verb)
    verb.add_argument("--by", default="", metavar="NAME", help="who decided")
    verb.add_argument("--on", default="", metavar="DATE", help="when, as 2026-05-31; else today")
    verb.set_defaults(call=_correct)


def _correct(asked: argparse.Namespace) -> int:
    from flows.correcting import correct
    from flows.waiting import alone

    place = places.find(asked.study)
    with alone(place), at_hand(place):
        taken = correct(place, asked.file, asked.by, asked.on)
    print(listing.shown(str(taken)))
    return UNUSABLE if taken.lost else DONE


ADDERS = (_add_correct, _add_audit, _add_verify, _add_export, _add_import, _add_diff)
"""What adds each command to the command line's."""

"""Consent, before anything is kept: pseudonyms are settled, and who has withdrawn is taken out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flows import private
from flows.file_names import Called, called
from flows.places import Place
from flows.store import canonical, digest
from transcripts.duplicates import Duplicate
from transcripts.model import Notice, Transcript
from transcripts.participant_list import Row
from transcripts.participants import Participant, identify
from transcripts.pseudonyms import entries, settle
from transcripts.study import PARTICIPANTS
from transcripts.withdrawal import mentions, withdrawn, without


@dataclass(frozen=True, slots=True)
class Consenting:
    """What may be kept of a study.

    Attributes:
        transcripts: without the words of those who have withdrawn.
        participants: without them.
        notices: what does not fit between the list and the speakers.
        hidden: paths of the files that hold words of somebody who has withdrawn.
        gone: those of them of which nothing is left.
        labels: what the transcripts call those who have withdrawn.
        withdrawn: stands for them, without telling who they are; empty for nobody.
        called: what the study calls the interviews whose files would tell a name.
    """

    transcripts: tuple[Transcript, ...]
    participants: tuple[Participant, ...]
    notices: tuple[Notice, ...]
    hidden: frozenset[str]
    gone: frozenset[str]
    labels: frozenset[str]
    withdrawn: str
    called: Called

    def hides(self, path: str) -> bool:
        """Whether a file, or one in an archive, holds words of somebody who has withdrawn."""
        return any(hidden == path or hidden.startswith(f"{path}/") for hidden in self.hidden)

    def allowed(self, notices: Iterable[Notice]) -> Iterator[Notice]:
        """The notices that tell nothing of whoever has withdrawn, nor of others by their files."""
        for notice in notices:
            tells = notice.path in self.hidden and mentions(notice, self.labels)
            if notice.path not in self.gone and not tells and not mentions(notice, self.gone):
                yield self.called.notice(notice)


def apply(
    place: Place,
    transcripts: Sequence[Transcript],
    doubles: Sequence[Duplicate],
    listed: tuple[tuple[Row, ...], str],
) -> Consenting:
    """The study as those who speak in it agree to; the key of pseudonyms is kept for next time.

    Args:
        place: of the study.
        transcripts: to be analysed.
        doubles: the files left out as the same interview.
        listed: the researchers' list, and the consent of whoever has none there.
    """
    rows, usual = listed
    twins = [(double.left_out.path, double.kept.id) for double in doubles]
    people, notices = identify(transcripts, rows, usual, twins)
    key = private.read_key(place)
    people = settle(people, {row.cells.get("id", "") for row in rows} - {""}, key)
    private.write_key(place, entries(people, key))
    voices = withdrawn(people)
    kept = {one.id: without(one, voices) for one in transcripts}
    hidden = {one.id for one in transcripts if kept[one.id] is not one}
    paths = [(one.id, one.path) for one in transcripts]
    paths += [(ident, path) for path, ident in twins if ident in kept]
    names = called([one for one in kept.values() if one is not None], people, twins)
    private.write_called(place, names)
    return Consenting(
        tuple(names.transcript(one) for one in kept.values() if one is not None),
        tuple(names.participant(person) for person in people if person.consent != "withdrawn"),
        (*map(names.notice, notices), *_told(people, transcripts)),
        frozenset(path for ident, path in paths if ident in hidden),
        frozenset(path for ident, path in paths if kept[ident] is None),
        frozenset(label for _, label in voices),
        _standing_for(voices, transcripts),
        names,
    )


def _standing_for(voices: Iterable[tuple[str, str]], transcripts: Iterable[Transcript]) -> str:
    """A hash that nobody can try names against: the files' own hashes are in it."""
    files = {one.id: one.sha256 for one in transcripts}
    gone = sorted((files[ident], label) for ident, label in voices)
    return digest("withdrawn", canonical(gone)) if gone else ""


def _told(people: Iterable[Participant], transcripts: Iterable[Transcript]) -> Iterator[Notice]:
    there = {one.id for one in transcripts}
    gone = [p for p in people if p.consent == "withdrawn" and any(v[0] in there for v in p.voices)]
    if gone:
        said = f"Withdrawn: {len(gone)}. Nothing that they said is read into the study or kept."
        remedy = (
            "Delete their files from the study's folder yourself, and lines on them in "
            "corrections.csv, codings.csv, memos.csv and audit.csv."
        )
        yield Notice(PARTICIPANTS[0], "withdrawn", f"{said} {remedy}")

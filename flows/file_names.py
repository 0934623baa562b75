"""Files whose names tell who was interviewed: the study calls them by the pseudonym."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath

from evidence.audit import Judgement
from evidence.correction_list import Correction
from evidence.known_names import Known, known
from evidence.personal_words import WORD, fold
from transcripts.model import Notice, Transcript
from transcripts.participants import Participant


@dataclass(frozen=True, slots=True)
class Called:
    """What the study calls the interviews whose files would tell a name.

    Attributes:
        ids: the transcripts' new ids by the old ones.
        paths: the files' new paths by the old ones.
    """

    ids: Mapping[str, str] = field(default_factory=dict)
    paths: Mapping[str, str] = field(default_factory=dict)

    def transcript(self, one: Transcript) -> Transcript:
        """The transcript under the name that may be shown."""
        if one.id not in self.ids:
            return one
        notices = tuple(map(self.notice, one.notices))
        return replace(one, id=self.ids[one.id], path=self.paths[one.path], notices=notices)

    def real(self, one: Transcript) -> Transcript:
        """The transcript under its file's own name, for the researcher alone."""
        ident, path = _looked_up(self.ids, one.id), _looked_up(self.paths, one.path)
        return replace(one, id=ident, path=path)

    def known(self, person: Participant) -> Participant:
        """The participant, with voices in transcripts under their files' own names."""
        voices = ((_looked_up(self.ids, ident), label) for ident, label in person.voices)
        return replace(person, voices=tuple(voices))

    def noticed(self, notice: Notice) -> Notice:
        """The notice with its file's own name, for the researcher alone."""
        return replace(notice, path=_looked_up(self.paths, notice.path))

    def participant(self, person: Participant) -> Participant:
        """The participant, with voices in transcripts that are called so."""
        voices = ((self.ids.get(ident, ident), label) for ident, label in person.voices)
        return replace(person, voices=tuple(voices))

    def correction(self, one: Correction) -> Correction:
        """The decision, on the transcript as the study calls it."""
        return replace(one, transcript=self.ids.get(one.transcript, one.transcript))

    def decided(self, one: Correction) -> Correction:
        """The decision, on the transcript as its file is named, which outlives a pseudonym."""
        return replace(one, transcript=_looked_up(self.ids, one.transcript))

    def judgement(self, one: Judgement) -> Judgement:
        """The judgement, on the transcript as the study calls it."""
        kind, transcript, text, code = one.key
        return replace(one, key=(kind, self.ids.get(transcript, transcript), text, code))

    def judged(self, one: Judgement) -> Judgement:
        """The judgement, on the transcript as its file is named."""
        kind, transcript, text, code = one.key
        return replace(one, key=(kind, _looked_up(self.ids, transcript), text, code))

    def notice(self, notice: Notice) -> Notice:
        """The notice without the names of files that tell somebody's."""
        text = notice.text
        for told, shown in (*self.paths.items(), *self.ids.items()):
            text = text.replace(told, shown)
        return replace(notice, path=self.paths.get(notice.path, notice.path), text=text)


def _looked_up(shown: Mapping[str, str], name: str) -> str:
    """What is shown under that name; the name itself where it stands for nothing."""
    return next((told for told, alias in shown.items() if alias == name), name)


def called(
    transcripts: Sequence[Transcript],
    participants: Sequence[Participant],
    twins: Iterable[tuple[str, str]] = (),
) -> Called:
    """The pseudonyms for the files whose names hold a word of a name that is not to be told.

    Args:
        transcripts: of the study.
        participants: who speaks in them.
        twins: paths of files left out as the same interview, each with the id of the one kept.
    """
    names = known(participants)
    ids: dict[str, str] = {}
    taken = {one.id for one in transcripts}
    for one in transcripts:
        if _tells(one.path, names):
            ids[one.id] = _free(_pseudonyms(one.id, participants), taken)
            taken.add(ids[one.id])
    paths = {one.path: _path(one.path, ids[one.id]) for one in transcripts if one.id in ids}
    others = {path: kept for path, kept in twins if _tells(path, names)}
    paths |= {path: _path(path, ids.get(kept, kept)) for path, kept in others.items()}
    return Called(ids, paths)


def _tells(path: str, names: Known) -> bool:
    words = map(fold, WORD.findall(path))
    return any(word in names.forms or word in names.organisations for word in words)


def _pseudonyms(transcript: str, participants: Iterable[Participant]) -> str:
    heard = [p.id for p in participants if any(ident == transcript for ident, _ in p.voices)]
    return "-".join(heard) or "interview"


def _free(wanted: str, taken: Iterable[str]) -> str:
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def _path(path: str, ident: str) -> str:
    """The path with the pseudonym for the file's name; folders below the first may tell too."""
    first, *rest = PurePosixPath(path).parts
    return (
        f"{first}/{ident}{PurePosixPath(path).suffix}"
        if rest
        else f"{ident}{PurePosixPath(path).suffix}"
    )

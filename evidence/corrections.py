"""Decisions of people applied to codings: what was accepted, rejected, added, moved, recoded.

Nothing is lost without a word: a decision whose words cannot be found again, or that rejects what
is no longer there, gives a notice with its line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from evidence.anchors import Anchor, Place, place_all
from evidence.codebook import Codebook
from evidence.correction_list import Correction
from evidence.model import Coding, Memo
from transcripts.model import INTERVIEWER, Notice, Transcript
from transcripts.settings import suggestion
from transcripts.study import CORRECTIONS

_DONE = {"accept": "accepted", "add": "added", "move": "moved", "recode": "recoded"}


@dataclass(frozen=True, slots=True)
class Corrected:
    """What has become of the codings.

    Attributes:
        codings: those that stand, the program's and people's.
        memos: what people noted.
        notices: decisions that could not be applied.
    """

    codings: tuple[Coding, ...]
    memos: tuple[Memo, ...] = ()
    notices: tuple[Notice, ...] = ()


def apply(
    codings: Iterable[Coding],
    corrections: Iterable[Correction],
    transcripts: Sequence[Transcript],
    codebook: Codebook,
) -> Corrected:
    """The codings as people have decided.

    Args:
        codings: the program's.
        corrections: in the order of their file; they are applied in that of their time, so that
            the later of two on the same words and code holds.
        transcripts: in which their words are looked for.
        codebook: whose codes they may give.
    """
    desk = _Desk(codings, transcripts, codebook)
    ordered = sorted(corrections, key=lambda one: (one.when, one.line))
    for one, found in desk.placed(ordered):
        desk.take(one, found)
    return Corrected(tuple(desk.codings), tuple(desk.memos), tuple(desk.notices))


@dataclass(frozen=True, slots=True)
class _Found:
    """Where a decision holds."""

    transcript: Transcript | None
    at: Place | None
    new: Place | None


class _Desk:
    """The codings while they are worked on."""

    def __init__(
        self, codings: Iterable[Coding], transcripts: Sequence[Transcript], codebook: Codebook
    ) -> None:
        self.codings = list(codings)
        self.memos: list[Memo] = []
        self.notices: list[Notice] = []
        self._before = tuple(self.codings)
        self._rejected: list[Coding] = []
        self._transcripts = {transcript.id: transcript for transcript in transcripts}
        self._codes = [code.id for code in codebook.codes]

    def placed(self, corrections: Sequence[Correction]) -> Iterator[tuple[Correction, _Found]]:
        """Each decision with the place of its words, those of a transcript found together."""
        homes = [self._home(one) for one in corrections]
        sought: dict[str, list[Anchor]] = defaultdict(list)
        for one, home in zip(corrections, homes, strict=True):
            if home:
                sought[home.id] += [a for a in (one.anchor, one.new_anchor) if a and a.exact]
        found = {
            ident: dict(
                zip(anchors, place_all(anchors, self._transcripts[ident].text), strict=True)
            )
            for ident, anchors in sought.items()
        }
        for one, home in zip(corrections, homes, strict=True):
            places = found.get(home.id, {}) if home else {}
            new = places.get(one.new_anchor) if one.new_anchor else None
            yield one, _Found(home, places.get(one.anchor), new)

    def _home(self, one: Correction) -> Transcript | None:
        """The transcript that is meant, also where its file was renamed."""
        named = self._transcripts.get(one.transcript)
        if named or not one.anchor.sha256:
            return named
        from evidence.word_alignment import indexed

        return next(
            (
                transcript
                for transcript in self._transcripts.values()
                if indexed(transcript.text).sha256 == one.anchor.sha256
            ),
            None,
        )

    def take(self, one: Correction, found: _Found) -> None:
        """Apply one decision, or tell why not."""
        if one.action == "memo":
            self._note(one, found)
            return
        lost = self._unusable(one, found)
        if lost or found.transcript is None or found.at is None:
            self._tell(one, lost)
            return
        there = self._there(one.code, found.transcript, found.at, self.codings)
        if one.action == "reject":
            self._reject(one, found.transcript, found.at, there)
        else:
            self._set(one, found.transcript, found.at, found.new, there)
        if one.memo:
            self._note(one, found)

    def _unusable(self, one: Correction, found: _Found) -> str:
        """Why a decision cannot be applied; empty where it can."""
        code = one.new_code if one.action == "recode" else one.code
        if found.transcript is None:
            return f"there is no transcript {one.transcript!r}"
        if code not in self._codes and one.action != "reject":
            return f"there is no code {code!r}. {suggestion(code, self._codes)}"
        gone = "are gone from the transcript, or stand in it more than once"
        if found.at is None:
            return f"its words {gone}"
        if one.action == "move" and found.new is None:
            return f"the words to move to {gone}"
        return ""

    def _tell(self, one: Correction, why: str) -> None:
        place = f"line {one.line}" if one.line else ""
        text = f"Not applied ({one.action}): {why.removesuffix('.')}."
        self.notices.append(Notice(CORRECTIONS, "correction", text, place))

    def _there(
        self, code: str, transcript: Transcript, at: Place, among: Iterable[Coding]
    ) -> list[Coding]:
        """The codings with the code that lie at the place with half of their words or more."""
        return [
            coding
            for coding in among
            if (coding.transcript, coding.code) == (transcript.id, code)
            and 2 * (min(coding.end, at.end) - max(coding.start, at.start))
            >= max(1, coding.end - coding.start)
        ]

    def _reject(
        self, one: Correction, transcript: Transcript, at: Place, there: list[Coding]
    ) -> None:
        self._remove(there)
        earlier = self._there(one.code, transcript, at, (*self._before, *self._rejected))
        self._rejected += there
        if not there and not earlier:
            self._tell(one, "the coding that it rejects is no longer there")

    def _remove(self, gone: Iterable[Coding]) -> None:
        left = set(gone)
        self.codings = [coding for coding in self.codings if coding not in left]

    def _set(
        self,
        one: Correction,
        transcript: Transcript,
        at: Place,
        new: Place | None,
        there: list[Coding],
    ) -> None:
        """Put codings as decided in the place of those that are there."""
        rejected = [c for c in self._before if c not in self.codings]
        known = there or self._there(one.code, transcript, at, rejected)
        self._remove(there)
        decided = f"{_DONE[one.action]} by {one.who}" if one.who else _DONE[one.action]
        own = _own(one, transcript, new or at)
        if one.action in {"accept", "add"} and known:
            made = [replace(coding, decided=decided) for coding in known]
        elif one.action == "move" and known:
            made = [_as(coding, known[0]) for coding in own]
        elif one.action == "recode" and known:
            made = [_recoded(coding, one) for coding in known]
        else:
            made = own
        self._remove(made)
        self.codings += [replace(coding, decided=decided) for coding in made]
        if not made:
            self._tell(one, "its words are in no turn")

    def _note(self, one: Correction, found: _Found) -> None:
        if one.code and one.code not in self._codes:
            self._tell(one, f"there is no code {one.code!r}. {suggestion(one.code, self._codes)}")
        if one.transcript and found.transcript is None:
            self._tell(one, f"there is no transcript {one.transcript!r}; the memo is kept")
        elif one.anchor.exact.strip() and found.at is None:
            self._tell(one, "its words are gone; the memo stands for the whole transcript")
        ident = found.transcript.id if found.transcript else ""
        start, end = (found.at.start, found.at.end) if found.at and ident else (0, 0)
        self.memos.append(Memo(one.memo, one.who, ident, start, end, one.code))


def _own(one: Correction, transcript: Transcript, at: Place) -> list[Coding]:
    """Codings by the person who decided; one for each turn that the words reach into."""
    code, coder = one.new_code or one.code, one.who or "unnamed"
    parts = list(_parts(transcript, at))
    asked = all(transcript.turns[turn].role == INTERVIEWER for turn, _, _ in parts)
    return [
        Coding(transcript.id, turn, start, end, code, coder, counted=not asked)
        for turn, start, end in parts
        if asked or transcript.turns[turn].role != INTERVIEWER
    ]


def _parts(transcript: Transcript, at: Place) -> Iterator[tuple[int, int, int]]:
    """Turn, start and end of what of a place lies in turns, without the blanks around it."""
    for index, turn in enumerate(transcript.turns):
        start, end = max(turn.start, at.start), min(turn.end, at.end)
        said = transcript.text[start:end]
        if start < end and said.strip():
            begin = start + len(said) - len(said.lstrip())
            yield index, begin, begin + len(said.strip())


def _as(coding: Coding, before: Coding) -> Coding:
    """A coding elsewhere, by whoever made the one that was moved there."""
    return replace(coding, coder=before.coder, prompted=before.prompted)


def _recoded(coding: Coding, one: Correction) -> Coding:
    """With another code; why the program gave the old one says nothing of it."""
    coder = one.who or coding.coder
    return replace(
        coding, code=one.new_code, coder=coder, terms=(), rules=(), score=0.0, prompted=False
    )

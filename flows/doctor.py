"""What a run needs of this machine: looked at one by one, with how to get what is missing.

Each check says what it has found by a key of its texts in ``doctor.toml``, such as ``ok`` or
``missing``; its remedies there are by system.
"""

from __future__ import annotations

import platform
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

OK, DOUBTFUL, MISSING = "ok", "doubtful", "missing"
"""States: as it should be; a run works, but not as well as it might; a run does not work."""

LACKING = "ok-lacking"
"""The key of what only some people need; they are told how to get it."""

ANY = "any"
"""The system whose remedy holds where there is none for this one."""

Found: TypeAlias = tuple[str, Mapping[str, str]]
"""The key of what to say, which begins with the state, and the words that it leaves open."""

Check: TypeAlias = Callable[[], Found]

_WIDTHS = (8, 16)
"""Characters of the first two columns."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check has found.

    Attributes:
        title: what was looked at.
        state: ``OK``, ``DOUBTFUL`` or ``MISSING``.
        told: what was found, on one line.
        remedy: what to do about it, in lines; none where nothing is to be done.
    """

    title: str
    state: str
    told: str
    remedy: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The finding as the terminal shows it: a line, and below it what to do."""
        state, title = _WIDTHS
        first = f"{self.state:<{state}}  {self.title:<{title}}  {self.told}"
        below = " " * (state + title + 4)
        return "\n".join([first, *(f"{below}{line}" for line in self.remedy)])


def examine(outputs: str = "") -> Iterator[Finding]:
    """All findings, each as soon as it is there.

    Args:
        outputs: the folder that documents are to be collected in; ``outputs`` where empty.
    """
    from flows import doctor_machine, doctor_programs

    with doctor_programs.prefect_beside() as prefect:
        for name, check in doctor_programs.CHECKS.items():
            yield finding(name, check)
        for name, check in doctor_machine.checks(Path.cwd(), outputs).items():
            yield finding(name, check)
        yield finding("prefect", prefect)


def finding(name: str, check: Check) -> Finding:
    """What the check finds, in words."""
    texts: dict[str, Any] = known()["checks"][name]
    try:
        key, words = check()
    except Exception as error:  # noqa: BLE001 - whatever it is, the other checks go on
        told = f"could not be looked at ({type(error).__name__}: {error})"
        return Finding(texts["title"], DOUBTFUL, " ".join(told.split()))
    state = key.partition("-")[0]
    remedies = texts.get("remedy", {}) if state != OK or key == LACKING else {}
    remedy = remedies.get(system(), remedies.get(ANY, ""))
    lines = tuple(line.format(**words) for line in remedy.splitlines())
    return Finding(texts["title"].format(**words), state, texts[key].format(**words), lines)


def conclusion(*, sound: bool) -> str:
    """The last line."""
    said: str = known()["conclusion"]["sound" if sound else "unsound"]
    return said


def system() -> str:
    """The kind of system that this is, as the remedies name it."""
    if sys.platform in known()["platforms"]:
        return str(known()["platforms"][sys.platform])
    try:
        told = platform.freedesktop_os_release()
    except OSError:
        return ANY
    likes = {told.get("ID", ""), *told.get("ID_LIKE", "").split()}
    families = known()["distributions"].items()
    return next((name for name, members in families if likes & set(members)), ANY)


@cache
def known() -> dict[str, Any]:
    """Titles, texts and remedies (``doctor.toml``)."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))

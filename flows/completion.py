"""What the shell offers at the tab key: commands, studies, runs, and files that a command takes.

The shell asks by starting the program with ``_ARGCOMPLETE`` in its environment; argcomplete speaks
with it. What is heavy is not loaded for it.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

from flows import history, places
from transcripts import clutter
from transcripts.errors import InputError

PROGRAM = "whitepaper"

PLACES = {
    "bash": "~/.local/share/bash-completion/completions/whitepaper",
    "zsh": "~/.zfunc/_whitepaper",
    "fish": "~/.config/fish/completions/whitepaper.fish",
    "powershell": "$PROFILE",
}
"""The shells that are known, each with the file where it looks for completions."""

_TAKES = {
    "code": (".jsonl",),
    "correct": (".xlsx", ".csv"),
    "import": (".qdpx", ".qdc"),
    "verify": (".docx", ".pdf", ".html"),
    "--codebook": (".toml",),
    "--judged": (".xlsx",),
    "--qdc": (".qdc",),
    "--qdpx": (".qdpx",),
}
"""The endings of the files that a command or an option takes; of any other, all files."""

Completer: TypeAlias = Callable[..., list[str]]


def code(shell: str) -> str:
    """What the shell has to read to complete the program's arguments."""
    from argcomplete.shell_integration import shellcode

    return shellcode([PROGRAM], shell=shell)


def advice() -> str:
    """A line a shell: what to type so that it knows for ever."""
    lines = (f"{shell:<12}{PROGRAM} completion {shell} > {at}" for shell, at in PLACES.items())
    return "\n".join(lines).replace("> $PROFILE", "| Add-Content $PROFILE")


def answer(parser: argparse.ArgumentParser) -> None:
    """Answer the shell, where it asks, and end the program; otherwise do nothing."""
    if "_ARGCOMPLETE" not in os.environ:
        return
    import argcomplete

    for verb, asked in _verbs(parser):
        for action in asked._actions:  # noqa: SLF001 - argparse shows them in no other way
            action.completer = _completer(verb, action)  # type: ignore[attr-defined]
    argcomplete.autocomplete(parser, always_complete_options="long")


def _verbs(parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    for action in parser._actions:  # noqa: SLF001 - as above
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - as above
            yield from action.choices.items()


def _completer(verb: str, action: argparse.Action) -> Completer | None:
    """What may stand for the argument; nothing for one that is anybody's to choose."""
    if action.choices is not None:
        return None  # argcomplete knows these
    if action.dest == "study":
        return studies
    if action.dest == "runs":
        return runs
    if action.metavar == "FOLDER":
        return files((None,))
    if action.type is Path or action.metavar == "FILE":
        option = next(iter(action.option_strings), verb)
        return files(_TAKES.get(option, ()))
    return _nothing


def _nothing(**_: Any) -> list[str]:
    return []


def studies(prefix: str, **_: Any) -> list[str]:
    """The studies under ``inputs``, or the folders that begin so where a path is begun."""
    if "/" in prefix or prefix.startswith((".", "~")):
        return files((None,))(prefix)
    return [name for name in places.studies(Path.cwd() / places.INPUTS) if name.startswith(prefix)]


def runs(prefix: str, parsed_args: argparse.Namespace, **_: Any) -> list[str]:
    """The numbers of the runs that are kept of the study."""
    try:
        kept = history.runs(places.find(getattr(parsed_args, "study", "") or ""))
    except InputError:
        return []
    return [path.name for path in kept if path.name.startswith(prefix)]


def files(endings: tuple[str | None, ...]) -> Completer:
    """A completer for paths.

    Args:
        endings: of the files that are offered; none for all of them, ``None`` for folders alone.
    """

    def offered(prefix: str, **_: Any) -> list[str]:
        before, slash, start = prefix.rpartition("/")
        folder = Path(before + slash).expanduser()
        found = sorted(folder.iterdir()) if folder.is_dir() else []
        visible = [path for path in found if start or not clutter.reason(path.name)]
        return [
            before + slash + name for name in _named(visible, endings) if name.startswith(start)
        ]

    return offered


def _named(found: list[Path], endings: tuple[str | None, ...]) -> Iterator[str]:
    for path in found:
        if path.is_dir():
            yield path.name + "/"
        elif not endings or path.suffix.lower() in endings:
            yield path.name

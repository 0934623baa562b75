"""The commands that go back over a run: what people say of it, and what it says beside another."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TypeAlias

from flows import places
from transcripts.errors import InputError

DONE = 0
"""The exit status of a command that did what was asked."""

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

    if asked.judged:
        # With a file there is no number: what stands first is the study.
        print(auditing.take_in(places.find(asked.study or asked.number or ""), asked.judged))
        return DONE
    if not (asked.number or "").isdecimal() or int(asked.number) == 0:
        problem = "says neither how many to draw nor which file was judged"
        raise InputError("audit", problem, "Write whitepaper audit 100, or --judged FILE")
    place = places.find(asked.study, asked.outputs)
    print(auditing.draw(place, int(asked.number), asked.seed))
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


ADDERS = (_add_audit, _add_diff)
"""What adds each command to the command line's."""

"""The commands that are about the machine and not about a study."""

from __future__ import annotations

import argparse

from flows import completion
from flows.evidence_verbs import DONE, Verbs


def _add_completion(verbs: Verbs) -> None:
    verb = verbs.add_parser("completion", help="have the shell complete names at the tab key")
    verb.add_argument(
        "shell", nargs="?", choices=tuple(completion.PLACES), help="without it, what to do with it"
    )
    verb.set_defaults(call=_completion)


def _completion(asked: argparse.Namespace) -> int:
    print(completion.code(asked.shell) if asked.shell else completion.advice())
    return DONE


ADDERS = (_add_completion,)
"""What adds each command to the command line's."""

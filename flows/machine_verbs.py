"""The commands that are about the machine and not about a study."""

from __future__ import annotations

import argparse
import shlex

from flows import completion
from flows.evidence_verbs import DONE, UNUSABLE, Verbs


def _add_doctor(verbs: Verbs) -> None:
    verb = verbs.add_parser("doctor", help="say what is missing on this machine, and how to get it")
    verb.add_argument("--outputs", default="", metavar="FOLDER", help="where documents go")
    verb.set_defaults(call=_doctor)


def _doctor(asked: argparse.Namespace) -> int:
    from flows import doctor

    sound = True
    for finding in doctor.examine(asked.outputs):
        print(finding, flush=True)
        sound &= finding.state != doctor.MISSING
    print(doctor.conclusion(sound=sound))
    return DONE if sound else UNUSABLE


def _add_completion(verbs: Verbs) -> None:
    verb = verbs.add_parser("completion", help="have the shell complete names at the tab key")
    verb.add_argument(
        "shell", nargs="?", choices=tuple(completion.PLACES), help="without it, what to do with it"
    )
    verb.set_defaults(call=_completion)


def _completion(asked: argparse.Namespace) -> int:
    print(completion.code(asked.shell) if asked.shell else completion.advice())
    return DONE


def _add_pool(verbs: Verbs) -> None:
    verb = verbs.add_parser("pool", help="offer the runs of this folder to a Prefect work pool")
    verb.add_argument("pool", metavar="NAME")
    verb.add_argument("--outputs", default="", metavar="FOLDER", help="where documents go")
    verb.set_defaults(call=_pool)


def _pool(asked: argparse.Namespace) -> int:
    from flows import pool

    names = pool.offer(asked.pool, asked.outputs)
    print(f"The pool {asked.pool} offers {', '.join(names)}. Where this folder is seen, type")
    print(f"prefect worker start --pool {shlex.quote(asked.pool)} --type process")
    return DONE


ADDERS = (_add_doctor, _add_completion, _add_pool)
"""What adds each command to the command line's."""

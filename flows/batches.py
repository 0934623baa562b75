"""Work dealt out: into batches of about the same size, large enough to be worth a task."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any, TypeAlias, TypeVar

Item = TypeVar("Item")

Each: TypeAlias = Callable[[int], None]
"""Called with the number of a call as soon as that is done."""

Spread: TypeAlias = Callable[[Callable[..., Any], Sequence[Sequence[Any]], Each], Any]
"""Has a function called once for each tuple of arguments, wherever that may be."""

SMALLEST, LARGEST = 120_000, 1_500_000
"""Bytes of a batch: below, handing it out costs more than it saves; above, it is long until the
first is done, and much is done again where a machine is lost."""

_MOST = 61 if sys.platform == "win32" else 1_000
"""Processes; Windows can wait for no more."""

_ROUNDS = 4
"""Batches for each process, where there is enough for that: who is done early takes another."""


def processors() -> int:
    """How many processors this program may use: fewer than there are, on a shared machine."""
    if hasattr(os, "sched_getaffinity"):
        return min(len(os.sched_getaffinity(0)), _MOST)
    return min(os.cpu_count() or 1, _MOST)


def deal(items: Sequence[Item], sizes: Sequence[int]) -> list[list[Item]]:
    """The items in batches of about the same size, the larger ones first in each.

    Args:
        items: what is dealt out.
        sizes: of each, in bytes.
    """
    whole = sum(sizes)
    wanted = min(_ROUNDS * processors(), whole // SMALLEST)
    number = min(len(items), max(1, wanted, -(-whole // LARGEST)))
    order = sorted(range(len(items)), key=lambda one: (-sizes[one], one))
    return [[items[one] for one in order[start::number]] for start in range(number)]

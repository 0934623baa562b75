"""Processes that end with the one that started them, however that one ends."""

from __future__ import annotations

import os
from multiprocessing import parent_process
from multiprocessing.connection import wait
from threading import Thread


def leave_with_parent() -> None:
    """End this process as soon as the one that started it has ended, even where it was killed."""
    parent = parent_process()
    if parent is not None:
        Thread(target=_outlast, args=(parent.sentinel,), daemon=True).start()


def _outlast(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)

"""An empty database of this Prefect, to be copied: making one takes twenty seconds.

`make` leaves one in the environment. Elsewhere the first server that had to make one leaves a copy
in the user's cache, from before anything was run in it.
"""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing, suppress
from importlib.metadata import version
from pathlib import Path

DATABASE = "prefect.db"

_NAME = f"prefect-{version('prefect')}.db"

TEMPLATE = Path(sys.prefix, "share", "whitepaper", _NAME)
"""Where `make` leaves it."""


def cached() -> Path:
    """Where a server leaves it for this user's other folders."""
    if sys.platform == "win32":
        home, named = Path.home() / "AppData" / "Local", os.environ.get("LOCALAPPDATA")
    elif sys.platform == "darwin":
        home, named = Path.home() / "Library" / "Caches", None
    else:
        home, named = Path.home() / ".cache", os.environ.get("XDG_CACHE_HOME")
    return Path(named or home, "whitepaper", _NAME)


def lay(home: Path) -> bool:
    """Whether the folder has a database, an empty one if it had none before."""
    database = home / DATABASE
    return database.exists() or any(copy(one, database) for one in (TEMPLATE, cached()))


def copy(source: Path, target: Path) -> bool:
    """Copy an empty database, which may be in use; false where it is not there, sound and empty."""
    near = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        if not source.is_file():
            return False
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with closing(sqlite3.connect(source)) as full, closing(sqlite3.connect(near)) as new:
            full.backup(new)
            if new.execute("select count(*) from flow_run").fetchone() != (0,):
                return False
        near.replace(target)
    except (OSError, sqlite3.Error):
        return False
    else:
        return True
    finally:
        with suppress(OSError):
            near.unlink(missing_ok=True)

"""Folders of other file systems by their URLs, such as ``s3://bucket/papers``, through fsspec.

Names are taken as they are written: nothing is decoded, and no sign in them stands for others. Who
may read and write is for the file system's own settings to say; a URL with a password is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from transcripts.errors import InputError

_URL = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]+)://(?P<rest>.*)", re.DOTALL)
_PASSWORD = re.compile(r"[^/@]*:[^/]*@")
_TOP = re.compile("/*[^/]+")
_PAGES = ("http", "https")


@dataclass(frozen=True, slots=True)
class Location:
    """A file or folder of another file system.

    Attributes:
        url: as people write it.
        files: the file system, as fsspec has it.
        path: in that file system.
    """

    url: str
    files: Any
    path: str

    def __str__(self) -> str:
        """The URL, which leads here again."""
        return self.url

    def __truediv__(self, name: str) -> Location:
        """What lies in this folder under that name."""
        return Location(f"{self.url}/{name}", self.files, f"{self.path}/{name}")

    @property
    def name(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    def read_bytes(self) -> bytes:
        """The file's bytes.

        Raises:
            FileNotFoundError: there is none.
            InputError: the file system cannot be reached.
        """
        with _reached(self.url):
            return bytes(self.files.cat_file(self.path))

    def write_bytes(self, data: bytes) -> None:
        """Put the file there; whole or not at all where the file system can do that.

        Raises:
            InputError: the file system cannot be reached or written to.
        """
        self._write(lambda: self.files.pipe_file(self.path, data))

    def take(self, file: Path) -> None:
        """Put a file of this machine there, as ``write_bytes`` does.

        Raises:
            InputError: the file system cannot be reached or written to.
        """
        self._write(lambda: self.files.put_file(str(file), self.path))

    def _write(self, put: Callable[[], None]) -> None:
        try:
            with _reached(self.url):
                put()
        except FileNotFoundError:
            with _reached(self.url):
                self._make_above()
                put()

    def _make_above(self) -> None:
        """Make the folders that are missing; never a bucket, which a slip of the pen could name."""
        top = _TOP.match(self.path)
        if top and not self.files.exists(top[0]):
            remedy = "Check how it is spelled, or make it"
            raise InputError(self.url, f"there is no {top[0]}", remedy, kind="location")
        self.files.makedirs(self.path.rpartition("/")[0], exist_ok=True)

    def unlink(self, *, missing_ok: bool = False) -> None:
        """Delete the file.

        Raises:
            FileNotFoundError: there is none.
            InputError: the file system cannot be reached or written to.
        """
        try:
            with _reached(self.url):
                self.files.rm_file(self.path)
        except FileNotFoundError:
            if not missing_ok:
                raise

    def listed(self) -> list[tuple[str, dict[str, Any]]]:
        """What lies in the folder as it is now: each name, and what the file system tells of it.

        Where files have keys instead of folders, a file and a folder may have the same name.

        Raises:
            FileNotFoundError: there is no such folder.
            InputError: the file system cannot be reached.
        """
        with _reached(self.url):
            self.files.invalidate_cache()
            found = self.files.ls(self.path, detail=True)
        start = f"{self.path}/"
        return [
            (name, one)
            for one in found
            if (name := one["name"].removeprefix(start).rstrip("/")) and one["name"] != self.path
        ]

    def iterdir(self) -> Iterator[Location]:
        """What lies in the folder; nothing where there is no such folder."""
        try:
            yield from (self / name for name, _ in self.listed())
        except FileNotFoundError:
            return


def read_all(files: Sequence[Location], most: Sequence[int]) -> list[bytes | None]:
    """The bytes of files of one file system, fetched together; nothing of those that are gone.

    Args:
        files: to read.
        most: bytes of each that are read.

    Raises:
        InputError: one of them cannot be read.
    """
    if not files:
        return []
    with _reached(files[0].url):
        paths = [file.path for file in files]
        found = files[0].files.cat_ranges(paths, [0] * len(paths), list(most), on_error="return")
    return [_whole(file.url, data) for file, data in zip(files, found, strict=True)]


def _whole(url: str, data: bytes | Exception) -> bytes | None:
    if isinstance(data, FileNotFoundError):
        return None
    with _reached(url):
        if isinstance(data, Exception):
            raise data
    return bytes(data)


def plain(text: str) -> str:
    """The path that a ``file://`` URL names; anything else as it is."""
    found = _URL.match(text)
    is_file = found is not None and found["scheme"].casefold() == "file"
    return str(located(text)) if is_file else text


def is_url(text: str) -> bool:
    """Whether this is a URL and no path; ``file://`` is one too."""
    return _URL.match(text) is not None


def check_is_folder(outputs: str) -> None:
    """Make sure that documents are to go into a folder of this machine.

    Raises:
        InputError: it is a URL.
    """
    if is_url(plain(outputs)):
        problem = "is in another file system, from which a browser can be shown nothing"
        raise InputError(outputs, problem, "Name a folder, or use whitepaper run", kind="location")


def located(text: str) -> Path | Location:
    """The path or location of that name.

    Raises:
        InputError: nothing of its kind can be reached from here.
    """
    found = _URL.match(text)
    if found is None:
        return Path(text)
    if found["scheme"].casefold() == "file":
        return _local(found["rest"])
    url = checked(text)
    with _known(url, found["scheme"].casefold()):
        from fsspec.core import url_to_fs

        files, path = url_to_fs(url)
    return Location(url, files, path.rstrip("/"))


def _local(rest: str) -> Path:
    """The path that a ``file://`` URL names, with or without signs that are spelled out."""
    whole = Path(rest.removeprefix("localhost"))
    return whole if whole.exists() else Path(unquote(str(whole)))


def checked(url: str) -> str:
    """The URL without slashes at its end, if nothing is wrong with it; no network is used.

    Raises:
        InputError: it holds a password, or names no folder of files.
    """
    found = _URL.fullmatch(url)
    scheme, rest = (found["scheme"].casefold(), found["rest"]) if found else ("", url)
    if hidden := _PASSWORD.match(rest):
        shown = f"{scheme}://***@{rest[hidden.end() :]}"
        remedy = "Take it out, and put it where the file system looks: environment or settings"
        raise InputError(shown, "holds a password", remedy, kind="password")
    if scheme in _PAGES or "::" in rest:
        problem = "is no folder that can be listed and written to"
        raise InputError(url, problem, "Name a folder, such as s3://bucket/study", kind="location")
    if not rest.strip("/") or {".", ".."} & set(rest.split("/")):
        remedy = "Write it whole, such as s3://bucket/study"
        raise InputError(url, "names no folder", remedy, kind="location")
    return f"{scheme}://{rest.rstrip('/')}"


@contextmanager
def _known(url: str, scheme: str) -> Iterator[None]:
    try:
        yield
    except ImportError as error:
        problem = f"needs a package that is not installed ({str(error).rstrip('.')})"
        remedy = (
            "Run pip install 'whitepaper[remote]', and the package for it: s3fs for s3, gcsfs for "
            "gs, adlfs for abfs"
        )
        raise InputError(url, problem, remedy, kind="location") from error
    except Exception as error:
        problem = f"{scheme}:// cannot be used ({type(error).__name__})"
        remedy = "Check how it is spelled and the settings of that file system"
        raise InputError(url, problem, remedy, kind="location") from error


@contextmanager
def _reached(url: str) -> Iterator[None]:
    """Tell what a file system does not do; its own words stay away, for they may hold keys."""
    try:
        yield
    except (FileNotFoundError, InputError):
        raise
    except Exception as error:
        problem = f"cannot be reached, or not be written to ({type(error).__name__})"
        remedy = "Check the network, your rights there and the settings of that file system"
        raise InputError(url, problem, remedy, kind="location") from error

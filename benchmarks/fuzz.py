"""Feed one reader what nobody would type, guided by the code that it reaches.

`python -m benchmarks.fuzz FORMAT [SECONDS] [FOLDER ...]` starts from the files of that format in
the folders, by default those of the sample and of the tests' corpora, and stops at the first
defect; the file that shows it is left in the working folder. `python -m benchmarks.fuzz all
[SECONDS]` does so for every format, as many at a time as there are processors, and prints a line
for each.

A defect is an exception raised by our own code that is no `InputError`, a transcript that breaks
what always holds, a reading of more than half a minute, or one of more than 1.5 GB. What a library
raises over a damaged file is none: `transcripts.reading` makes it an `InputError` by its type.
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
import traceback
import zipfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import interviews

ROOT = Path(__file__).parents[1]
SEEDS = (ROOT / "inputs" / "sample", ROOT.parent / "shared" / "data")
SECONDS = 600

# Parts of zipped documents that are fuzzed by themselves: a damaged archive is soon refused.
PARTS = {
    "docx": "word/document.xml",
    "odt": "content.xml",
    "xlsx": "xl/worksheets/sheet1.xml",
}
XML = ("ttml", "dfxp", "xml", *PARTS)
"""Formats of which a piece is none: it would be refused before anything of it is read."""

LARGEST = 4_000
"""Bytes of a file that is started from."""


def seeds(kind: str, folders: Iterable[Path]) -> Iterator[bytes]:
    """The files to start from; of a zipped document its main part."""
    for folder in folders:
        for path in sorted(folder.rglob(f"*.{kind}")) if folder.is_dir() else ():
            data = path.read_bytes()
            if kind in PARTS:
                data = _part(data, PARTS[kind])
            if 0 < len(data) <= LARGEST or kind not in XML:
                yield data[:LARGEST]


def _part(data: bytes, name: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.read(name)
    except Exception:  # noqa: BLE001 - a seed that is no archive is none
        return b""


def wrapped(kind: str, data: bytes, frame: bytes) -> bytes:
    """The fuzzer's bytes as a file: for a zipped document, as the main part of a sound one."""
    if kind not in PARTS:
        return data
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(frame)) as whole, zipfile.ZipFile(held, "w") as archive:
        for entry in whole.infolist():
            part = data if entry.filename == PARTS[kind] else whole.read(entry)
            archive.writestr(entry.filename, part)
    return held.getvalue()


def is_ours(error: BaseException) -> bool:
    """Whether an exception was raised by the project's own code."""
    frames = traceback.extract_tb(error.__traceback__)
    return bool(frames) and Path(frames[-1].filename).is_relative_to(ROOT / "transcripts")


def check(data: bytes, kind: str) -> None:
    """Read the bytes.

    Raises:
        Exception: a defect.
    """
    from transcripts import reading
    from transcripts.errors import InputError

    name = f"fuzzed.{kind}"
    try:
        reading.READERS[kind](data, name)
    except InputError:
        pass
    except Exception as error:
        if is_ours(error):
            raise
    try:
        found = reading.read_data(data, name)
    except InputError:
        return
    for transcript in found.transcripts:
        said = [transcript.said(turn) for turn in transcript.turns]
        assert "\n".join(said) == transcript.text
        assert all(words == words.strip() != "" for words in said)
        assert transcript.text.encode()


def fuzz(kind: str, seconds: int, folders: Iterable[Path]) -> None:
    """Fuzz one reader until the time is over or a defect is found; this does not return."""
    import atheris

    with atheris.instrument_imports(include=["transcripts"]):
        from transcripts import reading

        del reading
    said = [(name, words[:60]) for name, words in interviews.turns(1)[:8]]
    made = interviews.WRITERS.get(kind, interviews.text)(said)

    def one(data: bytes) -> None:
        check(wrapped(kind, data, made), kind)

    own = _part(made, PARTS[kind]) if kind in PARTS else made
    with TemporaryDirectory() as corpus:
        for number, data in enumerate([own[:LARGEST], *seeds(kind, folders)]):
            (Path(corpus) / str(number)).write_bytes(data)
        limits = [f"-max_total_time={seconds}", "-timeout=30", "-rss_limit_mb=1500"]
        sizes = [f"-max_len={LARGEST}", "-print_final_stats=1", "-verbosity=1"]
        atheris.Setup([sys.argv[0], *limits, *sizes, corpus], one)
        atheris.Fuzz()


def fuzz_all(seconds: int) -> int:
    """Fuzz every reader in processes of their own; how many found a defect."""
    from transcripts.reading import READERS

    def one(kind: str) -> int:
        command = [sys.executable, "-m", "benchmarks.fuzz", kind, str(seconds)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        runs = [line.split()[-1] for line in done.stderr.splitlines() if "executed_units" in line]
        told = "no defect" if done.returncode == 0 else f"DEFECT\n{done.stderr[-3000:]}"
        print(f"{kind:10} {runs[0] if runs else '?':>10} inputs  {told}", flush=True)
        return done.returncode != 0

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return sum(pool.map(one, READERS))


def main() -> None:
    """What `python -m benchmarks.fuzz` does."""
    kind, *rest = sys.argv[1:] or ["all"]
    seconds = int(rest[0]) if rest else SECONDS
    if kind == "all":
        sys.exit(fuzz_all(seconds) > 0)
    fuzz(kind, seconds, [Path(folder) for folder in rest[1:]] or SEEDS)


if __name__ == "__main__":
    main()

"""The command line: it reads what was asked, calls a function, and prints what came of it."""

from __future__ import annotations

import argparse
import io
import json
import logging
import os
import shlex
import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from flows import completion, interrupting, listing, machine_verbs, places, remote, terminal
from flows.evidence_verbs import ADDERS, Verbs, add_study
from transcripts.errors import InputError
from transcripts.limits import Limits

DONE, UNUSABLE, WRONG = 0, 1, 2
"""Exit status: done; done, but some input could not be used or a paper does not agree with its
evidence; wrong usage."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; its exit status."""
    parser = _parser()
    completion.answer(parser)
    asked = parser.parse_args(arguments)
    _spell_out()
    _show_progress(quiet=getattr(asked, "quiet", False))
    try:
        return int(asked.call(asked))
    except InputError as error:
        print(f"whitepaper: {listing.shown(str(error))}", file=sys.stderr)
        return WRONG
    except BrokenPipeError:  # whoever was reading the output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        told = f"{error.strerror}: {error.filename}" if error.filename else str(error)
        print(f"whitepaper: {listing.shown(told)}", file=sys.stderr)
        return WRONG
    except KeyboardInterrupt:
        return interrupting.told()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "whitepaper",
        description="From interview transcripts to a white paper in Word, PDF and HTML.",
        epilog="Exit status: 0 done, 1 done but some input could not be used or a paper does not "
        "agree with its evidence, 2 wrong usage.",
    )
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    own = (_add_run, _add_serve, _add_new, _add_check, _add_read, _add_code, _add_version)
    for add in (*own, *ADDERS, *machine_verbs.ADDERS):
        add(verbs)
    return parser


def _add_run(verbs: Verbs) -> None:
    verb = verbs.add_parser("run", help="read, code and write: from transcripts to the paper")
    add_study(verb)
    verb.add_argument("--outputs", default="", metavar="FOLDER", help="where documents go")
    verb.add_argument(
        "--language", action="append", choices=("en", "fr", "de"), help="of the paper; repeatable"
    )
    verb.add_argument(
        "--format", action="append", choices=("docx", "pdf", "html"), help="to write; repeatable"
    )
    verb.add_argument("--draft", action="store_true", help="Word and HTML only, which take no time")
    by = verb.add_mutually_exclusive_group()
    by.add_argument("--untracked", action="store_true", help="run without Prefect")
    told = "of a Dask scheduler whose machines read and code, such as tcp://10.0.0.1:8786"
    by.add_argument("--cluster", default="", metavar="ADDRESS", help=told)
    _add_quiet(verb)
    verb.set_defaults(call=_run)


def _add_quiet(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("-q", "--quiet", action="store_true", help="tell errors and the result alone")


def _add_serve(verbs: Verbs) -> None:
    verb = verbs.add_parser("serve", help="start and watch runs in a browser; run what arrives")
    verb.add_argument("--host", default="127.0.0.1", help="to listen on; others need a password")
    verb.add_argument("--port", type=int, default=4200)
    verb.add_argument("--password-file", type=Path, metavar="FILE", help="what browsers must give")
    verb.add_argument("--outputs", default="", metavar="FOLDER", help="where documents go")
    verb.add_argument("--no-watch", action="store_true", help="run nothing unless asked to")
    verb.set_defaults(call=_serve)


def _add_new(verbs: Verbs) -> None:
    verb = verbs.add_parser("new", help="make the folder of a study, ready to fill in")
    verb.add_argument("name", nargs="?", help="of the folder, below inputs")
    verb.add_argument("--sample", action="store_true", help="with the sample's interviews in it")
    verb.set_defaults(call=_new)


def _add_check(verbs: Verbs) -> None:
    verb = verbs.add_parser("check", help="read everything and report, without coding or writing")
    add_study(verb)
    _add_quiet(verb)
    verb.set_defaults(call=_check)


def _add_read(verbs: Verbs) -> None:
    verb = verbs.add_parser("read", help="show one transcript as it is read")
    verb.add_argument("file", type=Path)
    verb.add_argument(
        "--json", action="store_true", help="as JSON, times in seconds; a list for an archive"
    )
    verb.set_defaults(call=_read)


def _add_code(verbs: Verbs) -> None:
    verb = verbs.add_parser("code", help="code passages given as JSON lines with id and text")
    verb.add_argument("file", type=Path)
    verb.add_argument("--codebook", type=Path, help="instead of the built-in one")
    verb.set_defaults(call=_code)


def _add_version(verbs: Verbs) -> None:
    verb = verbs.add_parser("version", help="print the versions of the program and its libraries")
    verb.set_defaults(call=_version)


def _spell_out() -> None:
    """Print letters that the terminal does not know as their numbers, instead of giving up."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _show_progress(*, quiet: bool) -> None:
    handler = terminal.LineHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(message)s"))
    logger = logging.getLogger("whitepaper")
    logger.handlers = [handler]
    logger.setLevel(logging.ERROR if quiet else logging.INFO)
    logger.propagate = False


def _run(asked: argparse.Namespace) -> int:
    from flows.editions import DRAFT, FORMATS
    from flows.run import run

    place = places.find(asked.study, asked.outputs)
    languages = tuple(dict.fromkeys(asked.language or ()))
    wanted = asked.format or (DRAFT if asked.draft else FORMATS)
    formats = tuple(f for f in FORMATS if f in wanted)
    with terminal.shown(quiet=asked.quiet):
        tracked, cluster = not asked.untracked, asked.cluster
        made = run(place, languages, formats, tracked=tracked, cluster=cluster)
    print(listing.summary(made, place.delivered if place.target else place.outputs))
    return UNUSABLE if any(notice["unusable"] for notice in made["notices"]) else DONE


def _serve(asked: argparse.Namespace) -> int:
    from flows.listening import listening, password_of
    from flows.serve import serve

    where = listening(asked.host, asked.port, password_of(asked.password_file))
    try:
        serve(where, asked.outputs, watch=not asked.no_watch)
    except KeyboardInterrupt:
        print("whitepaper: ended", file=sys.stderr)
        return 128 + signal.SIGINT
    return DONE


def _new(asked: argparse.Namespace) -> int:
    from flows.new import MODEL, SAMPLE, make

    if asked.name is None and not asked.sample:
        problem = "says neither what to call the study nor that it is the sample"
        raise InputError(
            "new", problem, "Write whitepaper new my-study, or whitepaper new --sample"
        )
    model = SAMPLE if asked.sample else MODEL
    folder = make(
        model.name if asked.name is None else asked.name, Path.cwd() / places.INPUTS, model
    )
    drop = "" if asked.sample else " Drop transcripts into its folder transcripts."
    print(f"Made {folder.relative_to(Path.cwd())}.{drop}")
    print(f"Then: whitepaper run {shlex.quote(folder.name)}")
    return DONE


def _check(asked: argparse.Namespace) -> int:
    from flows.checking import check

    with terminal.shown(quiet=asked.quiet), remote.at_hand(places.find(asked.study)) as place:
        report, unusable = check(place)
    print(report)
    return UNUSABLE if unusable else DONE


def _read(asked: argparse.Namespace) -> int:
    from flows import intake
    from transcripts import files
    from transcripts.reading import ARCHIVE
    from transcripts.study import read_study

    study = places.study_around(asked.file)
    intaken = intake.read_one(asked.file, read_study(study).limits if study else Limits())
    show = listing.as_json if asked.json else listing.as_text
    shown = [show(transcript) for transcript in intaken.transcripts]
    archive = asked.json and files.ending(asked.file.name) == ARCHIVE
    if shown:
        print("[" + ",\n".join(shown) + "]" if archive else "\n".join(shown))
    for notice in intaken.notices:
        print(f"whitepaper: {listing.notice_line(notice)}", file=sys.stderr)
    return UNUSABLE if any(notice.unusable for notice in intaken.notices) else DONE


def _code(asked: argparse.Namespace) -> int:
    from evidence.codebook import DEFAULT, read_codebook
    from flows.passages import code_lines

    for line in code_lines(asked.file, read_codebook(asked.codebook or DEFAULT)):
        print(json.dumps(line, ensure_ascii=False))
    return DONE


def _version(asked: argparse.Namespace) -> int:
    from flows.record import versions_used

    del asked
    for name, version in versions_used().items():
        print(f"{name} {version[:12] if name == 'code' else version}")
    return DONE

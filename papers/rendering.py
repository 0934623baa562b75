"""An outline's file filled in: Jinja whose values stand as tokens until Markdown has been read."""

from __future__ import annotations

import traceback
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, TemplateError, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from papers.facts import Facts
from papers.headings import slug
from papers.labels import TEMPLATES
from papers.prose import Tokens
from transcripts.errors import InputError

_FAILURES = (TemplateError, LookupError, TypeError, ValueError, ArithmeticError)


def wrong(path: str, problem: str, remedy: str, place: str = "") -> InputError:
    """What is wrong with an outline."""
    return InputError(path, problem, remedy, place=place, kind="outline")


@pass_context  # which also keeps Jinja from filling in what is constant, and escaping it
def _as_token(context: Context, value: object) -> object:
    """Every value stands as a token, so that nothing in it is read as Markdown."""
    return value if isinstance(value, Markup) else Markup(context["_keep"](str(value)))  # noqa: S704


@cache
def _environment(folder: Path) -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=True,
        finalize=_as_token,
        trim_blocks=True,
        lstrip_blocks=True,
        comment_start_string="<!--",
        comment_end_string="-->",
    )


def rendered(
    path: str, facts: Facts, tokens: Tokens, run: Mapping[str, Any], authored: Collection[str]
) -> str:
    """The outline's text with its values in it, as tokens.

    Args:
        path: below the templates' folder.
        facts: what it may say.
        tokens: receives the values.
        run: facts of the run.
        authored: names of the sections that the authors have written.

    Raises:
        InputError: there is no such outline, or it cannot be filled in.
    """
    if not (TEMPLATES / path).is_file():
        known = sorted(file.parent.name for file in TEMPLATES.glob("*/en.md"))
        raise wrong(path, "there is no such outline", f"Known are: {', '.join(known)}")
    names = _names(facts) | {"_keep": tokens.keep, "run": run, "has": set(authored).__contains__}
    try:
        return _environment(TEMPLATES).get_template(path).render(names)
    except _FAILURES as error:
        problem = f"cannot be filled in: {error}".rstrip(".")
        raise wrong(path, problem, "Correct the outline", _line_of(path, error)) from error


def _names(facts: Facts) -> dict[str, Any]:
    labels = facts.labels
    return {
        "facts": facts,
        "study": facts.study,
        "n": labels.number,
        "count": labels.count,
        "form": labels.form,
        "share": labels.share,
        "listed": labels.listed,
        "named": facts.named,
        "quoted": labels.quoted,
        "date": labels.date,
        "attribute": labels.attribute,
        "inline": labels.inline,
        "slug": slug,
    }


def _line_of(path: str, error: Exception) -> str:
    """Where in the outline an error has come up, as ``line 12``."""
    frames = traceback.extract_tb(error.__traceback__)
    passed = [frame.lineno for frame in frames if frame.filename.endswith(path)]
    line = getattr(error, "lineno", None) or (passed[-1] if passed else None)
    return f"line {line}" if line else ""

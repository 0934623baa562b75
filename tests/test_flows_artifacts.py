"""What a run's page shows: numbers that grow, and no text that does anything."""

import pytest

from flows.artifacts import percent, plain
from flows.deployments import FLOWS, description, form, in_words
from flows.documents import link


def test_a_run_comes_nearer_to_its_end_with_each_thing_that_is_done():
    stages = [("read", 0, 4), ("read", 4, 4), ("code", 2, 4), ("write", 1, 9), ("write", 9, 9)]
    shown = [percent(*stage) for stage in stages]
    assert shown == sorted(shown)
    assert (shown[0], shown[-1]) == (0, 100)
    assert percent("code", 0, 0) == 60


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Urban planning", "Urban planning"),
        ("![x](http://evil.example)", r"\!\[x\]\(http\:\/\/evil\.example\)"),
        ("<img src=x>", r"\<img src=x\>"),
        ("a | b\nc", r"a \| b c"),
    ],
)
def test_a_label_is_text_and_nothing_else(text, shown):
    assert plain(text) == shown


def test_a_link_leads_to_its_document_whatever_the_study_is_called():
    assert link("my study/ä#?", "a.pdf") == "/documents/my%20study%2F%C3%A4%23%3F/a.pdf"


def test_a_form_offers_studies_and_takes_them_back():
    schema = {"properties": {"study": {"type": "string", "title": "study"}}}
    offered = form(schema, ["a", "b"])
    assert offered["properties"]["study"] == {
        "type": "string",
        "title": "Study",
        "enum": ["a", "b"],
    }
    assert "enum" not in form(offered, [])["properties"]["study"]
    assert "enum" not in schema["properties"]["study"]


@pytest.mark.parametrize("one", FLOWS, ids=lambda one: one.name)
def test_what_a_form_is_for_is_said_without_its_parameters(one):
    assert description(one)
    assert "Args" not in description(one)


@pytest.mark.parametrize("kind", ["empty", "busy", "something new"])
def test_why_a_run_stopped_is_said_plainly(kind):
    said = in_words(kind, "trial")
    assert said[0].isupper()
    assert said.endswith("whitepaper check trial")

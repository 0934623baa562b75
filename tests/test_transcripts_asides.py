"""What stands among the words and was not said."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts import asides
from transcripts.reading import read

DATA = tomllib.loads(Path(asides.__file__).with_name("asides.toml").read_text("utf-8"))
EXAMPLES = [example for form in DATA["form"] for example in form["examples"]]


def marked(text: str) -> str:
    """The text with ‹ and › around its asides."""
    for start, end in reversed(asides.find(text)):
        text = f"{text[:start]}‹{text[start:end]}›{text[end:]}"
    return text


@pytest.mark.parametrize("example", EXAMPLES)
def test_each_form_finds_what_its_examples_say(example: str) -> None:
    assert marked(example.replace("‹", "").replace("›", "")) == example


@pytest.mark.parametrize("sound", sorted({w for words in DATA["sounds"].values() for w in words}))
def test_each_sound_is_known_in_both_brackets(sound: str) -> None:
    assert asides.is_all(f"({sound})")
    assert asides.is_all(f"[{sound}]")


@pytest.mark.parametrize("text", ["", "...", "[laughs] yes", "the [company]", "(ein Bäcker)"])
def test_words_are_no_asides(text: str) -> None:
    assert not asides.is_all(text)


@given(st.text(alphabet="ab [](){}*♪.…:0123 \n", max_size=60))
def test_asides_stand_in_order_and_apart_from_each_other(text: str) -> None:
    places = [at for span in asides.find(text) for at in span]
    assert places == sorted(places)
    assert all(start < end for start, end in asides.find(text))


def test_a_transcript_keeps_its_asides_in_its_text_and_says_where(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Interviewer: [laughs] And then?\nAnna: Then (lacht) we *sighs* left.", "utf-8")
    transcript = read(path)
    assert transcript.text == "[laughs] And then?\nThen (lacht) we *sighs* left."
    found = [transcript.text[start:end] for start, end in transcript.asides]
    assert found == ["[laughs]", "(lacht)", "*sighs*"]

"""On which line something stands: the same values as the parser's, each at its place."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evidence.codebook import DEFAULT
from evidence.codebook_lines import Lines

TEXT = '''
# [codes.none]
[codes.welding]          # a code
label = { en = "Welding, [joining]", "fr" = 'Soudage = #' }
threshold = 1.5
since = 2024-01-01 10:00:00
definition.en = """
Joining
metal ""quoted"" \\"""."""
[codes.welding.terms.en]
strong = [ # the first
  "weld*", "seam",

  'it "joins"', ["deep", [1]],
]
[[notes]]
text = """" one"""
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("codes", "welding"), 3),
        (("codes", "welding", "label"), 4),
        (("codes", "welding", "label", "fr"), 4),
        (("codes", "welding", "threshold"), 5),
        (("codes", "welding", "definition", "en"), 7),
        (("codes", "welding", "terms"), 10),
        (("codes", "welding", "terms", "en", "strong"), 11),
        (("codes", "welding", "terms", "en", "strong", 1), 12),
        (("codes", "welding", "terms", "en", "strong", 2), 14),
        (("notes", "text"), 17),
        (("codes", "welding", "parent"), 3),
        (("codes", "welding", "terms", "en", "weak", 3), 10),
        (("sets",), 0),
    ],
    ids=lambda value: ".".join(map(str, value)) if isinstance(value, tuple) else None,
)
def test_what_stands_there_or_is_nearest(path, line):
    assert tomllib.loads(TEXT)
    assert Lines(TEXT).of(*path) == line


def texts(value, path=()):
    """Each text in a table, and the keys that lead there."""
    if isinstance(value, str):
        yield path, value
    for key, inner in value.items() if isinstance(value, dict) else ():
        yield from texts(inner, (*path, key))
    for index, inner in enumerate(value if isinstance(value, list) else ()):
        yield from texts(inner, (*path, index))


def test_each_text_of_the_default_codebook_stands_on_its_line():
    whole = DEFAULT.read_text("utf-8")
    found, lines = Lines(whole), whole.split("\n")
    for path, text in texts(tomllib.loads(whole)):
        assert text in lines[found.of(*path) - 1]


KEYS = st.sampled_from(["a", "b-c", '"d.e"', "'f = ['", "1"])
BREAK = st.sampled_from(["", "\n", " # [x] = {\n", "\r\n\t"])
LEAVES = st.sampled_from(
    ['"{n}"', "'{n}'", '"""{n}"""', "'''{n}\n'''", '"\\\\"', "'#'", '"a\\"b"', "1.5", "1979-05-27"]
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(st.tuples(BREAK, inner, BREAK).map("".join), max_size=3).map(
            lambda found: f"[{','.join(found)}]"
        ),
        st.tuples(KEYS, inner).map(lambda pair: f"{{ {pair[0]} = {pair[1]} }}"),
    ),
    max_leaves=6,
)
PATHS = st.lists(KEYS, min_size=1, max_size=3).map(" . ".join)
STATEMENTS = st.one_of(st.tuples(PATHS, VALUES).map(" = ".join), PATHS.map("[{}] # a".format))


def parsed(text):
    """The table that a text is, if it is one."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        return None


@given(st.lists(STATEMENTS, max_size=5).map("\n".join))
def test_each_text_of_any_table_stands_on_its_line(text):
    numbered = "".join(
        part + (f"n{number}" if number < text.count("{n}") else "")
        for number, part in enumerate(text.split("{n}"))
    )
    table = parsed(numbered)
    assume(table is not None)
    found, lines = Lines(numbered), numbered.split("\n")
    for path, value in texts(table):
        if value.startswith("n") and len(path) < 8:
            assert value.strip() in lines[found.of(*path) - 1]


@given(st.text(alphabet="[]{}=,.\"'#\n ab", max_size=40))
def test_looking_through_a_text_always_ends(text):
    assert Lines(text).of("a") <= text.count("\n") + 1

"""The codebook: what a researcher may write in it, and what is said when it cannot be used."""

from __future__ import annotations

import pickle
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.codebook import default_codebook, read_codebook
from evidence.codebook_file import CodebookError, Reading
from transcripts.errors import InputError

THEMES = (
    "electrification",
    "autonomous_vehicles",
    "data_sharing",
    "urbanisation",
    "covid_19",
    "sustainable_innovation",
    "internationalisation",
)

BOOK = """
[codes.skills]
label = { en = "Skills", fr = "Compétences", de = "Fachwissen" }
definition = { en = "What people can do.", fr = "Le savoir-faire.", de = "Was Leute können." }

[codes.welding]
parent = "skills"
requires = "robots"
threshold = 2
label = { en = "Welding", fr = "Soudage", de = "Schweißen" }
definition = { en = "Joining metal.", fr = "Joindre le métal.", de = "Metall verbinden." }
[codes.welding.terms]
en = { strong = ["weld*"], weak = ["seam"], never = ["welded to his phone"] }
fr = { strong = ["souder", "soudure à l'arc"] }
de = { strong = ["schweiß*"], weak = ["naht"] }

[codes.robots]
label = { en = "Robots", fr = "Robots", de = "Roboter" }
definition = { en = "Machines.", fr = "Des machines.", de = "Maschinen." }
[codes.robots.terms]
en = { strong = ["robot"] }
fr = { strong = ["robot"] }
de = { strong = ["roboter*"] }
"""


@pytest.fixture
def read(tmp_path):
    def read_text(text):
        path = tmp_path / "codebook.toml"
        path.write_text(text, encoding="utf-8")
        return read_codebook(path)

    return read_text


@pytest.fixture(scope="module")
def default():
    return default_codebook()


def test_the_default_has_the_seven_themes(default):
    assert tuple(theme.id for theme in default.themes()) == THEMES


def test_the_default_has_sub_codes_of_two_themes(default):
    assert [code.id for code in default.children("sustainable_innovation")] == [
        "sustainability",
        "innovation",
    ]
    assert [code.id for code in default.children("internationalisation")] == [
        "markets",
        "barriers",
        "drivers",
        "support_needs",
        "cross_border_cooperation",
    ]


@pytest.mark.parametrize("language", ["en", "fr", "de"])
def test_every_code_of_the_default_can_be_printed(default, language):
    for code in default.codes:
        assert default.label(code.id, language)
        assert code.definitions[language].endswith(".")


def test_a_codebook_keeps_order_weights_and_conditions(read):
    book = read(BOOK)
    assert [code.id for code in book.codes] == ["skills", "welding", "robots"]
    assert {(t.text, t.weight) for t in book.terms_in("en")} == {
        ("weld*", 1.0),
        ("seam", 0.5),
        ("welded to his phone", 0.0),
        ("robot", 1.0),
    }
    assert book.requires == {"welding": "robots"}
    assert book.threshold("welding") == 2
    assert book.threshold("robots") == 1


def test_equal_files_give_equal_codebooks(read):
    assert read(BOOK) == read(BOOK)
    assert hash(read(BOOK)) == hash(read(BOOK))


@pytest.mark.parametrize(
    ("said", "instead", "place", "words"),
    [
        ("[codes.skills]", "author = 'me'\n[codes.skills]", "line 2", 'unknown key "author"'),
        ('parent = "skills"', 'parents = "skills"', "line 7", "Did you mean 'parent'"),
        ('parent = "skills"', 'parent = "skils"', "line 6", "Did you mean 'skills'"),
        ('parent = "skills"', 'parent = "welding"', "line 6", "above itself"),
        ('parent = "skills"', "parent = 3", "line 6", "parent must be the name of a code"),
        ('requires = "robots"', 'requires = "robot"', "line 6", "Did you mean 'robots'"),
        ("threshold = 2", "threshold = 0", "line 6", "number above 0"),
        ("threshold = 2", "threshold = true", "line 6", "number above 0"),
        ('fr = "Soudage", ', "", "line 6", "label is missing in language fr"),
        ('fr = "Soudage"', 'fr = " "', "line 6", "label.fr must be a text"),
        ('fr = "Soudage"', 'es = "Soldar"', "line 10", 'unknown key "es"'),
        (
            'fr = { strong = ["souder", "soudure à l\'arc"] }',
            "",
            "line 6",
            "missing in language fr",
        ),
        ('fr = { strong = ["souder", "soudure à l\'arc"] }', "fr = {}", "line 6", "no terms"),
        ('"weld*"', '"we*ld"', "line 13", "* may stand once at the start"),
        ('"weld*"', '""', "line 13", "it is empty"),
        ('"weld*"', '"w.*"', "line 13", "at least 3 letters"),
        ('"weld*"', '"(weld|join)ing"', "line 13", "patterns and signs are not words"),
        ('"weld*"', "12", "line 6", "entry 1 is not a text"),
        ('["weld*"]', '"weld*"', "line 6", "must be a list"),
        ('"seam"', '"Weld*"', "line 13", "twice"),
        ('{ strong = ["weld*"]', '{ stong = ["weld*"]', "line 13", "Did you mean 'strong'"),
        ("[codes.robots]", "[codes.Robots]", "", "cannot be the name of a code"),
        ("[codes.robots]", "[codes.welding]", "line 17", "not valid TOML"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_line(read, said, instead, place, words):
    with pytest.raises(InputError) as caught:
        read(BOOK.replace(said, instead, 1))
    assert caught.value.path == "codebook.toml"
    (line,) = [line for line in str(caught.value).splitlines() if words in line]
    assert place in line


def test_a_code_that_nothing_can_get_is_refused(read):
    without = BOOK[: BOOK.index("[codes.robots.terms]")].replace('requires = "robots"\n', "")
    with pytest.raises(InputError, match="code robots: no terms"):
        read(without)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match="there is no such codebook"):
        read_codebook(tmp_path / "codebook.toml")


def test_a_file_in_another_encoding_is_refused_with_the_line(tmp_path):
    path = tmp_path / "codebook.toml"
    path.write_bytes(BOOK.encode("cp1252"))
    with pytest.raises(InputError, match="UTF-8") as caught:
        read_codebook(path)
    assert caught.value.place == "line 3"


def test_everything_that_is_wrong_is_named_at_once(read):
    bad = (
        BOOK.replace('"seam"', '"(seam)"')
        .replace("threshold = 2", "threshold = 0")
        .replace('parent = "skills"', 'parent = "skils"')
    )
    with pytest.raises(CodebookError) as caught:
        read(bad)
    assert [(fault.line, fault.problem) for fault in caught.value.faults] == [
        (6, "code welding: threshold must be a number above 0"),
        (6, 'code welding: the parent "skils" is not a code'),
        (13, 'code welding: terms.en.weak, entry 1, "(seam)": patterns and signs are not words'),
    ]
    assert str(caught.value).count("\n") == 2
    again = pickle.loads(pickle.dumps(caught.value))
    assert again.faults == caught.value.faults


SETS = """
[sets.joint]
en = ["corner", "butt joint"]
fr = []
"""


def test_a_term_may_name_a_set_and_need_company(read):
    book = read(SETS + BOOK.replace('"seam"', '"weld ... <joint> & robot|steel plate"'))
    (term,) = [term for term in book.terms_in("en") if "joint" in term.text]
    assert term.phrases == ("weld … corner", "weld … butt joint")
    assert term.near == ("robot", "steel plate")
    assert term.weight == 0.5


def test_a_set_that_is_not_there_is_named_with_those_that_are(read):
    with pytest.raises(CodebookError, match=r"there is no set <joints>\. Did you mean 'joint'"):
        read(SETS + BOOK.replace('"seam"', '"<joints>"'))


def test_sentences_may_show_what_a_code_is_for(read):
    examples = 'examples = { en = ["They weld."] }\ncounterexamples = { de = ["Es schweißt."] }\n'
    book = read(BOOK.replace("threshold = 2\n", "threshold = 2\n" + examples))
    assert book.code("welding").examples == {"en": ("They weld.",)}
    assert book.code("welding").counterexamples == {"de": ("Es schweißt.",)}
    assert book.code("skills").examples == {}


@given(st.text(alphabet='[]codes.a="{}\n, *<>|&', max_size=80))
def test_whatever_is_written_no_other_error_comes(text):
    with suppress(InputError):
        Reading("codebook.toml", text)

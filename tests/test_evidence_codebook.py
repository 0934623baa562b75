"""The codebook: what a researcher may write in it, and what is said when it cannot be used."""

from __future__ import annotations

import pickle
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.codebook import default_codebook, read_codebook
from evidence.codebook_faults import CodebookError
from evidence.codebook_file import Reading
from evidence.terms import GAP
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


NO_SOLDER = 'fr = { strong = ["souder", "soudure à l\'arc"] }'
NO_SIGNS = "patterns and signs are not words"


@pytest.mark.parametrize(
    ("said", "instead", "fault"),
    [
        ("[codes.skills]", "author = 'me'\n[codes.skills]", "line 2: author: there is no such key"),
        (
            "[codes.skills]",
            "codes.dull = 3\n[codes.skills]",
            "line 2: code dull: this must be a table",
        ),
        ('parent = "skills"', 'parents = "skills"', "line 7: code welding: parents: there is no"),
        ('parent = "skills"', 'parents = "skills"', "Did you mean 'parent'"),
        ('parent = "skills"', 'parent = "skils"', 'line 7: code welding: parent: "skils" is not'),
        ('parent = "skills"', 'parent = "skils"', "Did you mean 'skills'"),
        (
            'parent = "skills"',
            'parent = "welding"',
            "line 7: code welding: parent: the code stands",
        ),
        ('parent = "skills"', "parent = 3", "line 7: code welding: parent: this must be the name"),
        ('requires = "robots"', 'requires = "robot"', 'line 8: code welding: requires: "robot" is'),
        (
            'requires = "robots"',
            'requires = "welding"',
            "line 8: code welding: requires: the code req",
        ),
        ('requires = "robots"', 'requires = "tools"', "Use one of: robots, skills, welding"),
        (
            "threshold = 2",
            "threshold = 0",
            "line 9: code welding: threshold: this must be a number",
        ),
        (
            "threshold = 2",
            "threshold = true",
            "line 9: code welding: threshold: this must be a num",
        ),
        (
            "threshold = 2",
            "threshold = nan",
            "line 9: code welding: threshold: this must be a numb",
        ),
        (
            "threshold = 2",
            "threshold = inf",
            "line 9: code welding: threshold: this must be a numb",
        ),
        ('fr = "Soudage", ', "", "line 10: code welding: label.fr: this is missing"),
        ('fr = "Soudage"', 'fr = " "', "line 10: code welding: label.fr: this must be a text"),
        (
            'fr = "Soudage"',
            'es = "Soldar"',
            "line 10: code welding: label.es: there is no such key",
        ),
        (NO_SOLDER, "", "line 12: code welding: terms.fr: this is missing"),
        (NO_SOLDER, "fr = {}", "line 14: code welding: terms.fr: there are no terms"),
        (NO_SOLDER, 'fr = { never = ["souder"] }', "line 14: code welding: terms.fr: there are no"),
        (NO_SOLDER, 'fr = ["souder"]', "line 14: code welding: terms.fr: this must be a table"),
        ('"weld*"', '"we*ld"', 'line 13: code welding: terms.en.strong, entry 1: "we*ld": * may'),
        ('"weld*"', '""', 'line 13: code welding: terms.en.strong, entry 1: "": it is empty'),
        ('"weld*"', '"w.*"', "with * a word needs at least 3 letters"),
        ('"weld*"', '"(weld|join)ing"', NO_SIGNS),
        ('"weld*"', "12", "line 13: code welding: terms.en.strong, entry 1: this is not a text"),
        ('["weld*"]', '"weld*"', "line 13: code welding: terms.en.strong: this must be a list"),
        (
            '["weld*"]',
            '[\n  "join",\n  "we(ld", # a seam\n]',
            "line 15: code welding: terms.en.str",
        ),
        ('"seam"', '"Weld*"', '"Weld*" stands there twice, first on line 13'),
        (
            '["weld*"]',
            '[\n "weld",\n "Weld",\n]',
            "line 15: code welding: terms.en.strong, entry 2",
        ),
        ('["naht"]', '["roboter*", "na(ht"]', "line 15: code welding: terms.de.weak, entry 2"),
        (
            '{ strong = ["weld*"]',
            '{ stong = ["weld*"]',
            "line 13: code welding: terms.en.stong: ther",
        ),
        ('{ strong = ["weld*"]', '{ stong = ["weld*"]', "Did you mean 'strong'"),
        ("[codes.robots]", "[codes.Robots]", "line 17: code Robots: this cannot be the name of"),
        ("[codes.robots]", "[codes.welding]", "line 17, column 15: is not valid TOML: a name is g"),
        ("[codes.robots]", "[codes.x]\nexamples.en = ['']\n[codes.robots]", "examples.en, entry 1"),
    ],
)
def test_what_cannot_be_used_is_named_with_its_line(read, said, instead, fault):
    with pytest.raises(InputError) as caught:
        read(BOOK.replace(said, instead, 1))
    shown = str(caught.value).replace("codebook.toml, ", "")
    assert fault in shown, shown


@pytest.mark.parametrize(
    ("instead", "faults"),
    [
        ('label = "Welding"', ["line 10: code welding: label: this must be a table"]),
        ("label = []", ["line 10: code welding: label: this must be a table"]),
    ],
)
def test_a_slip_is_named_once_and_not_what_follows_from_it(read, instead, faults):
    label = 'label = { en = "Welding", fr = "Soudage", de = "Schweißen" }'
    with pytest.raises(CodebookError) as caught:
        read(BOOK.replace(label, instead))
    assert [f"{fault.place}: {fault.problem}" for fault in caught.value.faults] == faults


def test_a_code_that_nothing_can_get_is_refused(read):
    without = BOOK[: BOOK.index("[codes.robots.terms]")].replace('requires = "robots"\n', "")
    with pytest.raises(InputError, match="code robots: nothing would ever get this code"):
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
        (7, 'code welding: parent: "skils" is not a code'),
        (9, "code welding: threshold: this must be a number above 0"),
        (13, 'code welding: terms.en.weak, entry 1: "(seam)": patterns and signs are not words'),
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


def test_a_set_holds_phrases_with_alternatives_and_gaps(read):
    sets = SETS.replace('"butt joint"', '"butt|lap joint", "edge ... edge"')
    (term,) = [
        term
        for term in read(sets + BOOK.replace('"seam"', '"weld <joint>"')).terms_in("en")
        if "joint" in term.text
    ]
    assert term.phrases == (
        "weld corner",
        "weld butt joint",
        "weld lap joint",
        f"weld edge {GAP} edge",
    )


@pytest.mark.parametrize(
    ("said", "instead", "fault"),
    [
        ('"seam"', '"<joints>"', "there is no set <joints>. Did you mean 'joint'"),
        ('"souder"', '"souder & <joint>"', "the set <joint> has no words in this language"),
        ("fr = []", 'fr = ["un & deux"]', "line 4: set joint: fr, entry 1: "),
        ("fr = []", 'fr = ["un & deux"]', "& belongs to a term"),
        ("fr = []", 'fr = ["<joint>"]', "a set may not name another"),
        ("fr = []", "fr = 'coin'", "line 4: set joint: fr: this must be a list"),
        ("fr = []", "es = []", "line 4: set joint: es: there is no such key"),
        ("[sets.joint]", '[sets."a joint"]', "line 2: set a joint: this cannot be the name"),
    ],
)
def test_what_is_wrong_with_a_set_is_named(read, said, instead, fault):
    with pytest.raises(CodebookError) as caught:
        read((SETS + BOOK).replace(said, instead, 1))
    assert fault in str(caught.value).replace("codebook.toml, ", "")


def test_what_is_wrong_with_a_set_is_not_wrong_with_its_terms(read):
    wrong = SETS.replace('["corner", "butt joint"]', '["(corner)"]')
    with pytest.raises(CodebookError) as caught:
        read(wrong + BOOK.replace('"seam"', '"weld <joint>"'))
    assert [fault.line for fault in caught.value.faults] == [3]


def test_a_code_cannot_require_what_is_never_found(read):
    with pytest.raises(CodebookError, match='nothing is found for "skills"'):
        read(BOOK.replace('requires = "robots"', 'requires = "skills"'))


def test_sentences_may_show_what_a_code_is_for(read):
    examples = 'examples = { en = ["They weld."] }\ncounterexamples = { de = ["Es schweißt."] }\n'
    book = read(BOOK.replace("threshold = 2\n", "threshold = 2\n" + examples))
    assert book.code("welding").examples == {"en": ("They weld.",)}
    assert book.code("welding").counterexamples == {"de": ("Es schweißt.",)}
    assert book.code("skills").examples == {}


NAMES = st.sampled_from(
    ["codes", "sets", "a", "terms", "en", "strong", "label", "threshold", '"é"']
)
VALUES = st.recursive(
    st.sampled_from(
        ['"<a>"', "'a & b|c'", "1", "nan", "-9e999", "true", "2020-01-01", '"a*b"', '""']
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda found: f"[{', '.join(found)}]"),
        st.tuples(NAMES, inner).map(lambda pair: f"{{ {pair[0]} = {pair[1]} }}"),
    ),
    max_leaves=5,
)
PATHS = st.lists(NAMES, min_size=1, max_size=4).map(".".join)
LINES = st.one_of(
    PATHS.map("[{}]".format),
    PATHS.map("[[{}]]".format),
    st.tuples(PATHS, VALUES).map(" = ".join),
    st.text(alphabet="[]codes.a=\"'{}\n, *<>|&", max_size=12),
)


@given(st.lists(LINES, max_size=8).map("\n".join))
def test_whatever_is_written_no_other_error_comes(text):
    with suppress(InputError):
        read = Reading("codebook.toml", text)
        assert all(0 <= fault.line <= text.count("\n") + 1 for fault in read.faults)
        assert read.faults or read.codes


# Codes from another program


FOREIGN = """
[codes.trade]
guid = "a1111111-1111-4111-8111-111111111111"
[codes.trade.label]
en = "Trade"
fr = "Commerce"
de = "Handel"
"""


def foreign(tmp_path, text):
    path = tmp_path / "codebook.toml"
    path.write_text(text, "utf-8")
    return read_codebook(path).code("trade")


def test_a_code_from_another_program_needs_neither_terms_nor_definition(tmp_path):
    code = foreign(tmp_path, FOREIGN)
    assert code.guid == "a1111111-1111-4111-8111-111111111111"
    assert code.definitions == {"en": "", "fr": "", "de": ""}


def test_what_it_says_in_one_language_stands_for_the_others(tmp_path):
    text = FOREIGN.replace('fr = "Commerce"\nde = "Handel"\n', "")
    code = foreign(tmp_path, text + '[codes.trade.definition]\nde = "Was verkauft wird."\n')
    assert code.labels["fr"] == "Trade"
    assert code.definitions["en"] == "Was verkauft wird."


def test_any_other_code_needs_terms(tmp_path):
    with pytest.raises(InputError, match="nothing would ever get this code"):
        foreign(tmp_path, FOREIGN.replace("guid =", "# guid =") + _ALL_LANGUAGES)


_ALL_LANGUAGES = """[codes.trade.definition]
en = "x"
fr = "x"
de = "x"
"""

"""study.toml: what researchers may say of their study, and what they are told of a slip."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts.errors import InputError
from transcripts.imprint import author, faults, read_logos
from transcripts.limits import Limits
from transcripts.settings import check, suggestion
from transcripts.study import Study, in_language, read_study

ROOT = Path(__file__).parents[1]


@pytest.fixture
def read(tmp_path):
    def read_text(text):
        data = text if isinstance(text, bytes) else text.encode()
        (tmp_path / "study.toml").write_bytes(data)
        return read_study(tmp_path, "trial")

    return read_text


@pytest.fixture
def refused(read):
    def told(text):
        with pytest.raises(InputError) as caught:
            read(text)
        assert caught.value.path == "study.toml"
        return str(caught.value)

    return told


# What is said


def test_a_study_without_settings_has_defaults_for_all(tmp_path):
    assert read_study(tmp_path, "trial") == Study("trial")
    assert Study("trial").languages == ("en", "fr", "de")


def test_an_empty_file_says_nothing(read):
    assert read("") == Study("trial")


def test_a_study_goes_by_its_folders_name(tmp_path):
    (tmp_path / "future-move").mkdir()
    assert read_study(tmp_path / "future-move").name == "future-move"


@pytest.mark.parametrize(
    ("line", "name", "value"),
    [
        ('title = "Move"', "title", {"": "Move"}),
        ('title = ""', "title", {}),
        ('title = { en = "Move", fr = "Bouger" }', "title", {"en": "Move", "fr": "Bouger"}),
        ('[region]\nde = "Großregion"', "region", {"de": "Großregion"}),
        ('authors = ["A. Martin", "B. Schmidt"]', "authors", ("A. Martin", "B. Schmidt")),
        ("authors = []", "authors", ()),
        ('languages = ["de", "fr"]', "languages", ("de", "fr")),
        ('languages = ["de", "fr", "de"]', "languages", ("de", "fr")),
        ('consent = "no-quotes"', "consent", "no-quotes"),
        ('consent = ""', "consent", ""),
        ("invented = true", "invented", True),
        ('date = "2026"', "date", "2026"),
        ('date = "2026-05"', "date", "2026-05"),
        ('date = "2024-02-29"', "date", "2024-02-29"),
        ('date = ""', "date", ""),
        ('[fieldwork]\nfrom = "2026-03"', "fieldwork", ("2026-03", "")),
        (
            '[fieldwork]\nfrom = "2026-03"\nuntil = "2026-03-31"',
            "fieldwork",
            ("2026-03", "2026-03-31"),
        ),
        (
            '[funding]\nprogramme = "P"\namount = "1 €"\nstatement.fr = "UE"',
            "funding",
            {"programme": {"": "P"}, "amount": {"": "1 €"}, "statement": {"fr": "UE"}},
        ),
        ('[funding]\nstatement = ""', "funding", {"statement": {}}),
        ('doi = "10.1234/move.1"', "doi", "10.1234/move.1"),
        ('isbn = "978-3-16-148410-0"', "isbn", "978-3-16-148410-0"),
        ('abbreviations.SME = "small firm"', "abbreviations", {"SME": {"": "small firm"}}),
        ('[glossary."rail"]\nfr = "voie"', "glossary", {"rail": {"fr": "voie"}}),
        ('[pipelines]\nfr = "fr_core_news_md"', "pipelines", {"fr": "fr_core_news_md"}),
        ('[roles."a b"]\n"S 1" = "interviewer"', "roles", {"a b": {"S 1": "interviewer"}}),
        ('[translations.fr]\nseats = "sièges"', "translations", {"fr": {"seats": "sièges"}}),
        ('outline = "report"', "outline", "report"),
        ("[limits]\npages = 3000", "limits", Limits(pages=3000)),
    ],
)
def test_a_setting_is_read(read, line, name, value):
    assert read(line) == Study("trial", **{name: value})


def test_a_file_with_a_byte_order_mark_and_other_line_ends_is_read(read):
    assert read(b'\xef\xbb\xbftitle = "Move"\r\nversion = "1"\r\n').version == "1"


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        ({"": "Move"}, "fr", "Move"),
        ({"en": "Move"}, "en", "Move"),
        ({"en": "Move"}, "fr", ""),
        ({"": "All", "fr": "Tous"}, "fr", "Tous"),
        ({"": "All", "fr": ""}, "fr", "All"),
        ({}, "fr", ""),
    ],
)
def test_a_text_is_in_its_language_else_in_that_for_all(text, language, found):
    assert in_language(text, language) == found


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('[funding]\nstatement = "EU"', "[funding]: 'programme', 'amount' is missing. Fill it in"),
        ('[funding]\nprogramme = "P"\nstatement = "S"', "[funding]: 'amount' is missing"),
        ('authors = ["A, 0000-0002-1825-0098"]', "authors: 'A, 0000-0002-1825-0098' ends in an"),
        ('doi = "doi:10.1/x"', "'doi' is 'doi:10.1/x', which is no DOI"),
        ('isbn = "978-3-16-148410-1"', "'isbn' is '978-3-16-148410-1', whose digits are no ISBN"),
        ('[[logos]]\nfile = "a.png"', "[[logos]]: 'a.png' has no 'alt'"),
        ('[[logos]]\nfile = "../a.png"\nalt = "A"', "is not in the folder logos"),
        ('[[logos]]\nfile = "no.png"\nalt = "A"', "'no.png' is not in the folder logos"),
        ("[[logos]]\nfil = 1", "[[logos]]: 'fil' is not a setting. Did you mean 'file'?"),
    ],
)
def test_half_an_imprint_or_a_wrong_number_in_it_is_refused(refused, text, told):
    assert told in refused(text)


@pytest.mark.parametrize(
    ("text", "printed", "orcid"),
    [
        ("Ada Bell, University", "Ada Bell, University", ""),
        ("Ada Bell, 0000-0002-1825-0097", "Ada Bell", "0000-0002-1825-0097"),
        ("Ada Bell, https://orcid.org/0000-0002-1694-233X", "Ada Bell", "0000-0002-1694-233X"),
    ],
)
def test_an_author_may_have_an_orcid_id(text, printed, orcid):
    assert author(text) == (printed, orcid)
    assert not list(faults({"authors": [text]}))


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x30\0\0\0\x20\x08\2\0\0\0"
JPEG = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x0b\x08\0\x20\0\x30\x01\x01\x11\0"


@pytest.mark.parametrize(("content", "kind"), [(PNG, "image/png"), (JPEG, "image/jpeg")])
def test_a_logo_is_read_with_its_kind_and_size(tmp_path, content, kind):
    (tmp_path / "logos").mkdir()
    (tmp_path / "logos" / "a.x").write_bytes(content)
    (logo,) = read_logos(tmp_path, [{"file": "a.x", "alt": {"fr": "La région"}}])
    assert (logo.kind, logo.size, logo.alt) == (kind, (48, 32), {"fr": "La région"})


@pytest.mark.parametrize("content", [b"", b"GIF89a", b"<svg/>", PNG[:18], JPEG[:9]])
def test_what_is_no_picture_is_refused(tmp_path, content):
    (tmp_path / "logos").mkdir()
    (tmp_path / "logos" / "a.png").write_bytes(content)
    with pytest.raises(InputError, match=r"a\.png"):
        read_logos(tmp_path, [{"file": "a.png", "alt": "A"}])


def test_the_sample_study_is_read():
    sample = read_study(ROOT / "inputs" / "sample")
    assert sample.name == "sample"
    assert sample.invented
    assert sample.consent == "pseudonym"
    assert set(sample.title) == {"en", "fr", "de"}
    assert sample.translations["fr"]["gearbox castings"] == "fonderie de boîtes de vitesses"


def test_every_setting_of_a_new_study_can_be_used_by_taking_its_mark_away(read):
    text = (ROOT / "templates" / "study" / "study.toml").read_text("utf-8")
    assert read(text) == Study("trial")
    used = read(re.sub(r"^# (?=\[|\"|[a-z_]+ =)", "", text, flags=re.MULTILINE))
    assert used.authors == ("Name, organisation", "Name, organisation")
    assert used.limits == Limits()
    assert used.roles == {"interview-07": {"Speaker 1": "interviewer", "Speaker 2": "respondent"}}


# What is told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('titel = "Move"', "'titel' is not a setting. Did you mean 'title'?"),
        ('language = ["en"]', "'language' is not a setting. Did you mean 'languages'?"),
        ('zzz = ""', "'zzz' is not a setting. Use one of: abbreviations"),
        ('[fundings]\nstatement = ""', "'fundings' is not a setting. Did you mean 'funding'?"),
        ('[funding]\nstatment = ""', "[funding]: 'statment' is not a setting. Did you mean"),
        ("[limits]\npage = 3", "[limits]: 'page' is not a setting. Did you mean 'pages'?"),
        ('[fieldwork]\nto = "2026"', "[fieldwork]: 'to' is not a setting. Use one of: from, until"),
    ],
)
def test_an_unknown_setting_is_named_with_what_was_meant(refused, text, told):
    assert told in refused(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("title = 3", "'title' has to be a text, or a table with one text a language"),
        ('authors = "A. Martin"', "'authors' has to be a list of texts"),
        ("authors = [1, 2]", "'authors' has to be a list of texts"),
        ('invented = "yes"', "'invented' has to be true or false"),
        ("invented = 1", "'invented' has to be true or false"),
        ("version = 1.10", "'version' has to be a text in quotation marks"),
        ("date = 2026-05-31", "'date' has to be a text in quotation marks"),
        ("date = 2026", "'date' has to be a text in quotation marks"),
        ('funding = "EU"', "'funding' has to be a table"),
        ("[funding]\nstatement = 3", "[funding]: 'statement' has to be a text, or a table"),
        ("[funding]\namount = 1000", "[funding]: 'amount' has to be a text"),
        ("[funding.statement]\nfr = 3", "[funding.statement]: 'fr' has to be a text"),
        ("[title]\nfr = 3", "[title]: 'fr' has to be a text"),
        ("[fieldwork]\nfrom = 2026-05-31", "[fieldwork]: 'from' has to be a text"),
        ("[pipelines]\nfr = true", "[pipelines]: 'fr' has to be a text"),
        ("[limits]\npages = 0", "[limits]: 'pages' has to be a whole number from 1 to 1000000000"),
        (
            "[limits]\npages = true",
            "[limits]: 'pages' has to be a whole number from 1 to 1000000000",
        ),
        (
            "[limits]\nseconds = 9999999999",
            "[limits]: 'seconds' has to be a whole number from 1 to 1000000000",
        ),
        ('translations = "fr"', "'translations' has to be a table that holds tables"),
        ('[translations]\nfr = "x"', "'translations' has to be a table that holds tables"),
        ("[translations.fr]\nseats = 3", "[translations.fr]: 'seats' has to be a text"),
        ('[roles]\ninterview = "interviewer"', "'roles' has to be a table that holds tables"),
        ("[roles.a]\nAnna = 1", "[roles.a]: 'Anna' has to be a text"),
    ],
)
def test_a_value_of_another_kind_is_named_with_the_kind_it_has_to_be(refused, text, told):
    assert told in refused(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('languages = ["en", "nl"]', "languages: 'nl' cannot stand here. Use one of: de, en, fr"),
        ('languages = ["eng"]', "languages: 'eng' cannot stand here. Did you mean 'en'"),
        ("languages = []", "'languages' is empty. Name at least one"),
        ("coders = []", "'coders' is empty. Name at least one"),
        ('[title]\nnl = "x"', "[title]: 'nl' cannot stand here"),
        ('[funding.statement]\nes = "x"', "[funding.statement]: 'es' cannot stand here"),
        ('[pipelines]\nnl = "x"', "[pipelines]: 'nl' cannot stand here"),
        ('[translations.nl]\na = "b"', "[translations]: 'nl' cannot stand here"),
        ('consent = "anonymous"', "consent: 'anonymous' cannot stand here. Use one of: named"),
        ('consent = "pseudonyme"', "Did you mean 'pseudonym'?"),
        ('[roles.a]\nAnna = "respondant"', "[roles.a]: 'respondant' cannot stand here. Did you"),
    ],
)
def test_a_word_that_is_not_known_is_named_with_those_that_are(refused, text, told):
    assert told in refused(text)


NO_DATES = (
    "2026-5-31",
    "31.05.2026",
    "2026-13",
    "2026-00",
    "2026-05-00",
    "2026-02-30",
    "2025-02-29",
    "0000",
    "26",
    " 2026",
    "٢٠٢٦",
    "May 2026",
    "2026-05-31T10:00",
)


@pytest.mark.parametrize("date", NO_DATES)
@pytest.mark.parametrize("line", ['date = "{}"', '[fieldwork]\nuntil = "{}"'])
def test_what_is_no_date_is_refused(refused, line, date):
    assert "which is no date. Write it as 2026, 2026-05 or 2026-05-31" in refused(line.format(date))


@pytest.mark.parametrize(
    ("first", "last"),
    [("2026-05-31", "2026-05-01"), ("2026-05", "2026-04-30"), ("2027", "2026-12-31")],
)
def test_fieldwork_cannot_end_before_it_begins(refused, first, last):
    told = refused(f'[fieldwork]\nfrom = "{first}"\nuntil = "{last}"')
    assert "[fieldwork]: " in told
    assert "lies before it" in told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('title = "Move\n', "study.toml, line 1: is not valid TOML: Illegal character '\\n'"),
        ('a = "b"\ntitle = Move', "study.toml, line 2: is not valid TOML"),
        ('title = "a"\ntitle = "b"', "is not valid TOML"),
        ('# é\ntitle = "é"'.encode("cp1252"), "study.toml, line 1: is not UTF-8 text"),
        ('version = "1"\ntitle = "é"'.encode("cp1252"), "study.toml, line 2: is not UTF-8 text"),
        ('title = "é"'.encode("utf-16"), "is not UTF-8 text"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_the_line(refused, text, told):
    assert told in refused(text)


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("from", "Did you mean 'from'? Known are: from, until"),
        ("form", "Did you mean 'from'?"),
        ("", "Use one of: from, until"),
    ],
)
def test_a_suggestion_is_an_instruction(word, told):
    assert suggestion(word, ["until", "from"]).startswith(told)


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2)
    ),
)


_TYPES = {"text": str, "texts": list, "flag": bool, "localised": str | dict}


@given(_VALUES, st.sampled_from(["text", "texts", "localised", "flag", "table", "tables"]))
def test_any_value_fits_a_kind_or_is_refused_by_name(value, kind):
    if isinstance(value, _TYPES.get(kind, dict)) and kind not in {"texts", "tables"}:
        check({"key": value}, {"key": kind}, "study.toml")
    elif not isinstance(value, _TYPES.get(kind, dict)):
        with pytest.raises(InputError, match="'key' has to be"):
            check({"key": value}, {"key": kind}, "study.toml")

"""Projects and codebooks of other programs: what is taken over, what is listed as lost, what is refused."""

from __future__ import annotations

import stat
import zipfile

import pytest
from refi_qda_writers import ANNA, CODE, WRITERS, Writer, text_element, written, zipped

from evidence.refi_qda import normalised
from evidence.refi_qda_reading import read
from transcripts import limits
from transcripts.errors import InputError
from transcripts.limits import Limits

PLAIN = Writer("plain")
TALK = "We sell parts.\nThey leave by night.\n"
UNKNOWN = "b0000000-0000-4000-8000-000000000000"


def guid(number):
    return f"c0000000-0000-4000-8000-{number:012}"


@pytest.fixture
def project(tmp_path):
    def make(writer=PLAIN, texts=None, spans=None, **parts):
        path = tmp_path / "trial.qdpx"
        path.write_bytes(written(writer, texts or {}, spans or {}, parts))
        return read(path)

    return make


def selection(start, end, number=1, code=CODE):
    return (
        f'<PlainTextSelection guid="{guid(number)}" startPosition="{start}" endPosition="{end}">'
        f'<Coding guid="{guid(number + 500)}" creatingUser="{ANNA}"><CodeRef targetGUID="{code}"/></Coding></PlainTextSelection>'
    )


# What is taken over


@pytest.mark.parametrize("writer", WRITERS, ids=lambda writer: writer.name)
def test_texts_codes_coders_and_codings_are_taken_over_from_every_program(project, writer):
    got = project(writer, {"talk": TALK}, {"talk": [(0, 7)]})
    (source,) = got.project.sources
    (one,) = source.selections
    (coding,) = one.codings
    assert (source.name, source.text) == ("talk", TALK)
    assert (coding.code, coding.user) == (CODE, ANNA)
    assert [(code.name, code.color) for code in got.project.codes] == [("Trade", "#ABC")]
    assert [user.name for user in got.project.users] == ["Anna"]
    assert got.losses == ()


@pytest.mark.parametrize("spelled", [CODE, CODE.upper(), f"{{{CODE}}}", f" {{{CODE.upper()}}} "])
def test_a_guid_is_the_same_however_it_is_spelled(spelled):
    assert normalised(spelled) == CODE


def test_codes_of_one_name_stay_two_and_folders_stay_parents(project):
    codes = (
        f'<Code guid="{guid(1)}" name="Costs" isCodable="false">'
        f'<Code guid="{guid(2)}" name="Rent" isCodable="true"><Description>What a hall costs.</Description></Code></Code>'
        f'<Code guid="{guid(3)}" name="Gains" isCodable="true"><Code guid="{guid(4)}" name="Rent" isCodable="1"/></Code>'
    )
    got = project(codes=codes).project.codes
    assert [(c.name, c.parent, c.codable, c.description) for c in got] == [
        ("Costs", "", False, ""),
        ("Rent", guid(1), True, "What a hall costs."),
        ("Gains", "", True, ""),
        ("Rent", guid(3), True, ""),
    ]


def test_what_has_no_guid_gets_one_of_its_own(project):
    got = project(codes='<Code name="a"><Code name="b"/></Code><Code name="c"/>').project.codes
    assert len({code.guid for code in got}) == 3
    assert got[1].parent == got[0].guid


def test_a_text_inside_the_xml_is_a_text_too(project):
    got = project(sources=text_element("inline", TALK, guid(1), selection(15, 19)))
    (source,) = got.project.sources
    assert source.text == TALK
    assert [source.text[one.start : one.end] for one in source.selections] == ["They"]


def test_words_that_a_pdf_s_segment_tells_are_found_in_its_text(project):
    found, lost = (
        f'<PDFSelection guid="{guid(n)}" name="x" page="0" firstX="1" firstY="1" secondX="2" secondY="2">{inner}'
        f'<Coding guid="{guid(n + 500)}"><CodeRef targetGUID="{CODE}"/></Coding></PDFSelection>'
        for n, inner in (
            (
                1,
                f'<Representation guid="{guid(9)}"><PlainTextContent>leave by night</PlainTextContent></Representation>',
            ),
            (2, ""),
        )
    )
    shown = text_element("", TALK, guid(7), selection(0, 7, 3)).replace(
        "TextSource", "Representation"
    )
    got = project(
        sources=f'<PDFSource guid="{guid(6)}" name="scan.pdf" path="internal://x.pdf">{found}{lost}{shown}</PDFSource>'
    )
    (source,) = got.project.sources
    assert [source.text[s.start : s.end] for s in source.selections] == [
        "We sell",
        "leave by night",
    ]
    assert source.guid == guid(6)
    assert [(loss.kind, loss.codings) for loss in got.losses] == [("PDFSelection", 1)]


def test_segments_of_a_recording_are_found_by_its_transcript_s_times(project):
    points = "".join(
        f'<SyncPoint guid="{guid(20 + n)}" timeStamp="{n * 1500}" position="{at}"/>'
        for n, at in enumerate((0, 15, 35))
    )
    coding = f'<Coding guid="{guid(80)}"><CodeRef targetGUID="{CODE}"/></Coding>'
    inside = f'<TranscriptSelection guid="{guid(30)}" fromSyncPoint="{guid(21)}" toSyncPoint="{guid(22)}">{coding}</TranscriptSelection>'
    timed = "".join(
        f'<AudioSelection guid="{guid(40 + begin)}" name="s" begin="{begin}" end="{end}">{coding}</AudioSelection>'
        for begin, end in ((0, 1500), (7, 9))
    )
    transcript = f'<Transcript guid="{guid(2)}" name="words"><PlainTextContent>{TALK}</PlainTextContent>{points}{inside}</Transcript>'
    got = project(
        sources=f'<AudioSource guid="{guid(1)}" name="talk.mp3">{transcript}{timed}</AudioSource>'
    )
    (source,) = got.project.sources
    assert [source.text[s.start : s.end] for s in source.selections] == [
        "They leave by night.",
        "We sell parts.\n",
    ]
    assert [(loss.kind, loss.codings) for loss in got.losses] == [("AudioSelection", 1)]
    assert any("times of 3 places" in remark for remark in got.remarks)


def test_cases_variables_memos_and_sets_are_taken_over(project):
    before = (
        f'<Variables><Variable guid="{guid(1)}" name="Age" typeOfVariable="Integer"/></Variables>'
        f'<Cases><Case guid="{guid(2)}" name="P01"><VariableValue><VariableRef targetGUID="{guid(1)}"/><IntegerValue>44</IntegerValue></VariableValue>'
        f'<SourceRef targetGUID="{guid(4)}"/></Case></Cases>'
    )
    after = (
        f'<Notes><Note guid="{guid(5)}" name="n" creatingUser="{ANNA}"><PlainTextContent>Odd.</PlainTextContent></Note></Notes>'
        f'<Sets><Set guid="{guid(6)}" name="all"><MemberCode targetGUID="{CODE}"/><MemberSource targetGUID="{guid(4)}"/></Set></Sets>'
        f'<Description>A trial.</Description><NoteRef targetGUID="{guid(5)}"/>'
    )
    got = project(before=before, after=after, sources=text_element("t", TALK, guid(4))).project
    assert [(v.name, v.kind) for v in got.variables] == [("Age", "Integer")]
    assert [(c.name, c.values, c.sources) for c in got.cases] == [
        ("P01", ((guid(1), "44"),), (guid(4),))
    ]
    assert [(n.text, n.user) for n in got.notes] == [("Odd.", ANNA)]
    assert [(s.name, s.codes, s.sources) for s in got.sets] == [("all", (CODE,), (guid(4),))]
    assert (got.description, got.on_project) == ("A trial.", (guid(5),))


def test_a_codebook_alone_is_a_project_without_sources(tmp_path):
    path = tmp_path / "book.qdc"
    path.write_text(
        f'<CodeBook xmlns="urn:QDA-XML:codebook:0:4" origin="ATLAS.ti"><Codes><Code guid="{CODE}" name="Trade" isCodable="true"/></Codes>'
        f'<Sets><Set guid="{guid(1)}" name="g"><MemberCode guid="{CODE}"/></Set></Sets></CodeBook>'
    )
    got = read(path)
    assert [code.guid for code in got.project.codes] == [CODE]
    assert got.project.sets[0].codes == (CODE,)
    assert got.losses == ()


# What is lost, and said so


def test_a_source_that_is_not_in_the_archive_is_named_with_its_codings(project):
    gone = f'<TextSource guid="{guid(1)}" name="gone" plainTextPath="internal://gone.txt">{selection(0, 7)}</TextSource>'
    (loss,) = project(sources=gone).losses
    assert (loss.kind, loss.which, loss.codings) == ("TextSource", "gone", 1)


@pytest.mark.parametrize(
    ("parts", "kinds"),
    [
        ({"sources": f'<PictureSource guid="{UNKNOWN}" name="p.jpg" path="internal://p.jpg"/>'}, ["PictureSource"]),
        ({"sources": f'<VideoSource guid="{UNKNOWN}" name="v"/>'}, ["VideoSource"]),
        ({"after": f'<Links><Link guid="{UNKNOWN}" name="l"/></Links>'}, ["Link"]),
        ({"after": f'<Graphs><Graph guid="{UNKNOWN}" name="g"/><Graph guid="{UNKNOWN}"/></Graphs>'}, ["Graph", "Graph"]),
        ({"after": "<Weather/>"}, ["Weather"]),
        ({"sources": text_element("t", TALK, UNKNOWN, selection(0, 7, code=UNKNOWN))}, ["Coding"]),
        ({"sources": text_element("t", TALK, UNKNOWN, selection(10, 9_999))}, ["PlainTextSelection"]),
        ({"sources": text_element("t", TALK, UNKNOWN, selection(9, 9))}, ["PlainTextSelection"]),
        ({"sources": text_element("t", TALK, UNKNOWN, selection("x", 9))}, ["PlainTextSelection"]),
        ({"after": f'<Notes><Note guid="{UNKNOWN}" plainTextPath="internal://n.txt"/></Notes>'}, ["Note"]),
    ],
)  # fmt: skip
def test_every_element_that_is_not_taken_over_is_listed(project, parts, kinds):
    assert [loss.kind for loss in project(**parts).losses] == kinds


# What is refused


def entry(name, data=b"x", mode=0o644):
    made = zipfile.ZipInfo(name)
    made.external_attr = mode << 16
    return made, data


QDE = ("project.qde", b'<Project xmlns="urn:QDA-XML:project:1.0" name="x"/>')


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ([QDE, ("../evil.txt", b"x")], "leads out of it"),
        ([QDE, ("/etc/evil.txt", b"x")], "leads out of it"),
        ([QDE, ("sources\\..\\evil.txt", b"x")], "leads out of it"),
        ([QDE, entry("sources/a.txt", b"/etc/passwd", stat.S_IFLNK | 0o777)], "a link"),
        ([QDE, ("sources/a.txt", b"x"), ("Sources/A.txt", b"y")], "twice"),
        ([QDE, ("sources/a.zip", b"x")], "nested"),
        ([QDE, ("other.qde", b"<Project/>")], "2 project files"),
        ([("sources/a.txt", b"x")], "no project files"),
        ([("project.qde", b"<!DOCTYPE a [<!ENTITY b 'c'>]><Project/>")], "document type"),
        ([("project.qde", b"<Project>")], "damaged"),
        ([("project.qde", b"<CodeBook/>")], "should be"),
        ([("project.qde", b"<a>" * 300)], "nests more than"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_hostile_archive_is_refused(tmp_path, members, said):
    path = tmp_path / "x.qdpx"
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members:
            archive.writestr(name, data)
    with pytest.raises(InputError, match=said):
        read(path)


@pytest.mark.parametrize(
    ("members", "allowed"),
    [
        ({QDE[0]: QDE[1], **{f"sources/{n}.txt": b"x" for n in range(9)}}, Limits(parts=8)),
        ({"project.qde": b" " * 3_000_000 + QDE[1]}, Limits(part_mb=1)),
    ],
    ids=["many", "large"],
)
def test_an_archive_beyond_the_limits_is_refused(tmp_path, members, allowed):
    path = tmp_path / "x.qdpx"
    path.write_bytes(zipped(members))
    with limits.using(allowed), pytest.raises(InputError) as refused:
        read(path)
    assert refused.value.kind == "limit"


def test_many_small_bombs_are_one_large_one(tmp_path):
    texts = {f"t{n}": " " * 900_000 for n in range(6)}
    path = tmp_path / "x.qdpx"
    path.write_bytes(written(PLAIN, texts, {}))
    with limits.using(Limits(unpacked_mb=4)), pytest.raises(InputError, match="more than 4 MB"):
        read(path)


def test_recordings_may_be_as_large_as_they_are(tmp_path):
    path = tmp_path / "x.qdpx"
    path.write_bytes(zipped({QDE[0]: QDE[1], "sources/film.mp4": b"\0" * 3_000_000}))
    with limits.using(Limits(part_mb=1, unpacked_mb=1)):
        assert read(path).project.name == "x"


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 no more", b"words"])
def test_what_is_no_archive_is_refused(tmp_path, data):
    path = tmp_path / "x.qdpx"
    path.write_bytes(data)
    with pytest.raises(InputError):
        read(path)


def test_a_path_never_leads_out_of_the_archive(tmp_path, project):
    (tmp_path / "secret.txt").write_text("secret")
    element = (
        f'<TextSource guid="{UNKNOWN}" name="s" plainTextPath="absolute:///{tmp_path}/secret.txt"/>'
    )
    got = project(sources=element)
    assert got.project.sources == ()
    assert [loss.which for loss in got.losses] == ["s"]

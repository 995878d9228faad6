from __future__ import annotations

import pytest

from corpus.formats.office.packages import STRICT_W, p, package, r, table, tc, tr, word
from corpus.formats.shown import blocks, sectioned
from relbot.corpus.documents import parse
from relbot.corpus.formats.office import package as parts
from relbot.errors.corpus import SourceRejected

STYLES = """
<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="Eigene"><w:name w:val="Eigene"/><w:basedOn w:val="berschrift2"/></w:style>
<w:style w:styleId="berschrift2"><w:name w:val="x"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="Verzeichnis1"><w:name w:val="toc 1"/></w:style>
<w:style w:styleId="Liste"><w:name w:val="x"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>
<w:style w:type="character" w:styleId="Unsichtbar"><w:name w:val="Secret"/><w:rPr><w:vanish/></w:rPr></w:style>
"""
BOX = f"<w:txbxContent>{p('In the box.')}</w:txbxContent>"


@pytest.mark.parametrize("namespace", ["http://schemas.openxmlformats.org/wordprocessingml/2006/main", STRICT_W])
def test_headings_are_found_by_the_style_whatever_its_id_is(namespace: str) -> None:
    body = (
        p("The Report", "Titel") + p("Soil", "berschrift1") + p("Clay", "Eigene") + p("Clay holds water all the year.")
        + p("Sand", properties='<w:outlineLvl w:val="1"/>') + p("Sand lets all the water through.")
    )  # fmt: skip
    document = parse("a.docx", word(body, styles=STYLES, namespace=namespace, title="Old template"))
    assert document.source.title == "The Report"
    assert sectioned("a.docx", word(body, styles=STYLES, namespace=namespace)) == [
        ("Soil", "Clay", "Clay holds water all the year."),
        ("Soil", "Sand", "Sand lets all the water through."),
    ]


@pytest.mark.parametrize(
    ("title", "headings", "shown"),
    [
        ("Core", ["One", "Two"], "Core"),
        ("", ["Only"], "Only"),
        ("", ["One", "Two"], "My file"),
        ("Untitled", [], "My file"),
    ],
)
def test_the_title_is_that_of_the_properties_else_the_only_heading_else_the_name(
    title: str, headings: list[str], shown: str
) -> None:
    body = "".join(p(heading, "berschrift1") + p("It stands here.") for heading in headings) or p("It stands here.")
    assert parse("my_file.docx", word(body, styles=STYLES, title=title)).source.title == shown


@pytest.mark.parametrize("mark", ["strike", "dstrike"])
def test_what_is_struck_through_is_left_out(mark: str) -> None:
    struck = f"<w:{mark}/>"
    body = (
        p(r("The fee is ") + r("40 euros", struck) + r(" 45 euros") + r(".", f'<w:{mark} w:val="0"/>'))
        + p(r("We close at nine.", struck))
        + table(tr(tc("Boat"), tc("Price")), tr(tc("Raft"), tc(p(r("9", struck) + r(" 12")))))
    )
    assert blocks("a.docx", word(body)) == ["The fee is 45 euros.", "Boat: Raft; Price: 12"]


def test_a_power_of_ten_stays_raised() -> None:
    raised = '<w:vertAlign w:val="superscript"/>'
    body = p(r("It has 10") + r("6", raised) + r(" stones and 5 m") + r("2", raised) + r("."))
    assert blocks("a.docx", word(body)) == ["It has 10⁶ stones and 5 m2."]


def test_a_table_of_data_with_a_table_in_one_cell_keeps_its_headers() -> None:
    inner = f"{p('Tom Oake')}{table(tr(tc('Deputy'), tc('Rosa Lind')))}{p('')}"
    body = table(tr(tc("Boat"), tc("Skipper")), tr(tc("Teal"), tc("Ilse Kranz")), tr(tc("Smew"), tc(inner)))
    assert blocks("a.docx", word(body)) == [
        "Boat: Teal; Skipper: Ilse Kranz",
        "Boat: Smew; Skipper: Tom Oake Deputy Rosa Lind",
    ]


def test_a_short_bold_line_above_plain_text_is_a_heading() -> None:
    body = p(r("Opening hours", "<w:b/>")) + p("We open at seven on all days.") + p(r("Bold to the end.", "<w:b/>"))
    assert sectioned("a.docx", word(body)) == [
        ("Opening hours", "We open at seven on all days."),
        ("Opening hours", "Bold to the end."),
    ]


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        (r("One ") + "<w:del>" + r("old ") + "</w:del><w:ins>" + r("new ") + "</w:ins>" + r("word."), "One new word."),
        ("<w:moveFrom>" + r("Gone. ") + "</w:moveFrom><w:moveTo>" + r("Here.") + "</w:moveTo>", "Here."),
        (r("Seen.") + r(" Unseen.", "<w:vanish/>") + r(" Unseen.", '<w:rStyle w:val="Unsichtbar"/>'), "Seen."),
        (r("Seen", '<w:vanish w:val="0"/>') + "<w:r><w:tab/></w:r>" + r("here."), "Seen here."),
        ("<w:r><w:t>A</w:t><w:br/><w:t>B</w:t><w:noBreakHyphen/><w:t>C\u00adD</w:t><w:softHyphen/></w:r>", "A\nB-CD"),
        ('<w:r><w:sym w:font="Symbol" w:char="F061"/><w:t>-ray</w:t></w:r>', "α-ray"),
        ('<w:hyperlink r:id="x">' + r("The site") + "</w:hyperlink>" + r(" is up."), "The site is up."),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
            '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("7") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
            + r(" pages."), "7 pages.",
        ),
        ('<w:fldSimple w:instr="REF a">' + r("Table 1") + "</w:fldSimple>" + r(" shows it."), "Table 1 shows it."),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + r("Controlled.") + "</w:sdtContent></w:sdt>", "Controlled."),
        ("<w:smartTag>" + r("Tagged.") + "</w:smartTag>", "Tagged."),
        ("<m:oMath><m:r><m:t>E=mc</m:t></m:r></m:oMath>", "E=mc"),
        ("<w:r><w:ruby><w:rt>" + r("かん") + "</w:rt><w:rubyBase>" + r("漢") + "</w:rubyBase></w:ruby></w:r>", "漢"),
        ("<mc:AlternateContent><mc:Choice>" + r("New.") + "</mc:Choice><mc:Fallback>" + r("Old.")
         + "</mc:Fallback></mc:AlternateContent>", "New."),
    ],
)  # fmt: skip
def test_a_paragraph_shows_what_a_reader_of_the_document_sees(runs: str, shown: str) -> None:
    assert blocks("a.docx", word(p(runs), styles=STYLES)) == [shown]


def test_a_text_box_is_read_once_and_stands_behind_its_paragraph() -> None:
    drawing = (
        f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><wps:txbx>{BOX}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert blocks("a.docx", word(p(r("Around it.") + drawing))) == ["Around it.", "In the box."]


def test_an_unclosed_field_hides_nothing_below_it() -> None:
    begin, separate = (f'<w:fldChar w:fldCharType="{kind}"/>' for kind in ("begin", "separate"))
    opened = f"<w:r>{begin}<w:instrText>TOC</w:instrText>{separate}</w:r>"
    assert blocks("a.docx", word(p(opened + r("Contents")) + p("It goes on."))) == ["Contents", "It goes on."]


def test_contents_are_no_prose() -> None:
    field = (
        p('<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o </w:instrText></w:r>'
          '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + r("Soil 3"))
        + p(r("Sand 4") + '<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    )  # fmt: skip
    styled = p("Clay 5", "Verzeichnis1")
    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{p('Peat 6')}</w:sdtContent></w:sdt>"
    )
    assert blocks("a.docx", word(field + styled + control + p("The text."), styles=STYLES)) == ["The text."]


def test_a_footnote_is_a_block_of_its_own_in_its_section() -> None:
    body = (
        p("Soil", "berschrift1") + p(r("Clay is old.") + '<w:r><w:footnoteReference w:id="2"/></w:r>') + p("It is red.")
        + p("Sand", "berschrift1") + p("Sand is new.")
    )  # fmt: skip
    separator = f'<w:footnote w:type="separator" w:id="-1">{p("-")}</w:footnote>'
    notes = f'{separator}<w:footnote w:id="2">{p("See Meier.")}</w:footnote>'
    assert sectioned("a.docx", word(body, styles=STYLES, footnotes=notes)) == [
        ("Soil", "Clay is old."),
        ("Soil", "It is red."),
        ("Soil", "See Meier."),
        ("Sand", "Sand is new."),
    ]


def test_a_list_stays_with_its_lead_in() -> None:
    numbered = '<w:numPr><w:numId w:val="3"/></w:numPr>'
    body = p("To build it you need:") + p("Wood", "Liste") + p("Nails", properties=numbered) + p("Then begin to build.")
    assert blocks("a.docx", word(body, styles=STYLES)) == ["To build it you need:\nWood\nNails", "Then begin to build."]


def test_a_row_is_said_with_its_headers_and_merged_cells() -> None:
    grid = table(
        tr(tc("Region"), tc("Sales", '<w:gridSpan w:val="2"/>')),
        tr(tc("North", '<w:vMerge w:val="restart"/>'), tc("10"), tc("20")),
        f"<w:sdt><w:sdtContent>{tr(tc('', '<w:vMerge/>'), tc('30'), tc('40'))}</w:sdtContent></w:sdt>",
        tr(tc("Gone"), tc("1"), tc("2"), properties="<w:del/>"),
    )
    assert blocks("a.docx", word(grid)) == [
        "Region: North; Sales: 10; Sales: 20",
        "Region: North; Sales: 30; Sales: 40",
    ]


@pytest.mark.parametrize("mark", ["", ":"])
def test_bold_keys_are_the_headers_of_their_rows(mark: str) -> None:
    bold = "" if mark else "<w:b/>"
    grid = table(
        tr(tc(p(r("Name" + mark, bold))), tc("Anna Berg")),
        tr(tc(p(r("Town" + mark, bold))), tc("Oslo")),
    )
    assert blocks("a.docx", word(grid)) == ["Name: Anna Berg", "Town: Oslo"]


def test_a_table_that_only_lays_out_the_page_is_read_as_blocks() -> None:
    grid = table(
        tr(tc(p("Left", "berschrift1") + p("The left side.")), tc(p("Right", "berschrift1") + p("The right side.")))
    )
    assert sectioned("a.docx", word(grid, styles=STYLES)) == [("Left", "The left side."), ("Right", "The right side.")]


def encrypted_archive() -> bytes:
    data = bytearray(word(p("Text.")))
    for header, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        data[data.index(header) + offset] |= 1
    return bytes(data)


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it is empty"),
        (b"Text.", "it is plain text in spite of its name; rename it to .txt"),
        (b"Te\0xt.", "it is no Word document in spite of its name; save it as .docx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "it is protected by a password; save it without one"),
        (encrypted_archive(), "it is protected by a password; save it without one"),
        (OLE + b"WordDocument", "it is a Word document of an old version; save it as .docx"),
        (word(p("Text."))[:300], "it is damaged and cannot be read as a Word document; open and save it again"),
        (package({"a.txt": "x"}), "it is no Word document in spite of its name; open it and save it as .docx"),
        (
            word(p("&x;"), extra='<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'),
            "it has a document type definition",
        ),
        (word("<w:p>" * 3000 + "</w:p>" * 3000), "it is damaged and cannot be read as a Word document"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data: bytes, why: str) -> None:
    with pytest.raises(SourceRejected) as error:
        parse("a.docx", data)
    assert error.value.why.startswith(why)


@pytest.mark.parametrize(
    ("limit", "why"),
    [("MAX_XML", "it has more than 0 MB in one part"), ("MAX_UNPACKED", "it unpacks to more than 0 MB")],
)
def test_what_is_unpacked_is_counted(limit: str, why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, limit, 100_000)
    assert len(blocks("a.docx", word(p("Text.") * 400))) == 400
    with pytest.raises(SourceRejected, match=why):
        parse("a.docx", word(p("Text.") * 3000))

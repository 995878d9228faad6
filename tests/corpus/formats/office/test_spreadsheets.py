from __future__ import annotations

import pytest

from corpus.formats.office.packages import package, rows, strict, workbook
from corpus.formats.shown import blocks, placed, sectioned
from relbot.corpus.documents import parse
from relbot.corpus.formats.office.number_formats import number, read_format
from relbot.errors.corpus import SourceRejected

STYLES = """
<numFmts><numFmt numFmtId="170" formatCode="0.0%"/><numFmt numFmtId="171" formatCode="0&quot;%&quot;"/></numFmts>
<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="170"/><xf numFmtId="14"/><xf numFmtId="171"/></cellXfs>
"""


def test_a_row_is_said_with_its_headers_and_found_by_sheet_and_number() -> None:
    data = workbook({"Towns": rows(["Town", "People"], ["Harn", 1200.0], ["Lieb", 13.5]), "Rivers": rows(["Ane", 3])})
    assert placed("a.xlsx", data) == [
        ("Towns, row 2", "Town: Harn; People: 1200"),
        ("Towns, row 3", "Town: Lieb; People: 13.5"),
        ("Rivers, row 1", "Ane: 3"),
    ]
    assert [section for *section, _ in sectioned("a.xlsx", data)] == [["Towns"], ["Towns"], ["Rivers"]]


@pytest.mark.parametrize(
    ("cell", "shown"),
    [((0.25, 1), "25%"), ((0.125, 2), "12.5%"), ((43831, 3), "2020-01-01"), ((43831.5, 3), "2020-01-01 12:00"),
     ((7, 4), "7%"), (0.1 + 0.2, "0.3"), (1e21, "1000000000000000000000"), ("a\nb", "a b")],
)  # fmt: skip
def test_a_cell_shows_what_a_reader_sees(cell: object, shown: str) -> None:
    data = workbook({"S": rows(["Name", "Value"], ["x", cell])}, styles=STYLES)
    assert blocks("a.xlsx", data) == [f"Name: x; Value: {shown}"]


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ('"€" #,##0.00', 45.5, "€ 45.50"),
        ('#,##0.00\\ "€"', 1200, "1200.00 €"),
        ("[$$-409]#,##0", 60, "$60"),
        ("_-* #,##0.00\\ [$€-407]_-;\\-* #,##0.00\\ [$€-407]_-", -3, "-3.00 €"),
        ('_("$"* #,##0.00_);_("$"* (#,##0.00)', -5, "-$5.00"),
        ('0.0"kg"', 38.25, "38.25kg"),
        ('[Red]0 "h"', 7, "7 h"),
        ("#,##0.00", 3, "3"),
        ("General", 3, "3"),
        ('0.0,, "M"', 2_000_000, "2000000"),
        ("# ?/?", 0.5, "0.5"),
        ("0.00E+00", 1200, "1200"),
        ("@", 3, "3"),
    ],
)
def test_a_number_shows_the_currency_or_unit_of_its_format(code: str, value: float, shown: str) -> None:
    form = read_format("170", code)
    assert (form.shown(value) if form else number(value)) == shown


def test_a_format_that_a_file_need_not_define_is_known() -> None:
    forms = [read_format(name, None) for name in ("0", "4", "9", "44")]
    assert [form and form.shown(0.5) for form in forms] == [None, None, "50%", "$0.50"]


STRUCK = '<fonts><font/><font><strike/></font></fonts><cellXfs><xf fontId="0"/><xf fontId="1"/></cellXfs>'


def sheet(data: str, *, columns: str = "", more: str = "") -> bytes:
    return workbook({"S": data}, styles=STRUCK, merged=f"<cols>{columns}</cols>{more}")


def hidden(row: str) -> str:
    return row.replace("<row ", '<row hidden="1" ')


def test_hidden_rows_and_columns_are_left_out_and_the_others_keep_their_numbers() -> None:
    table = (
        rows(["Item", "Cost", "Price"], ["Raft", 3, 9])
        + hidden(rows(["Tub", 1, 2], first=3))
        + rows(["Oar", 4, 8], first=4)
    )
    assert placed("a.xlsx", sheet(table, columns='<col min="2" max="2" hidden="1"/>')) == [
        ("S, row 2", "Item: Raft; Price: 9"),
        ("S, row 4", "Item: Oar; Price: 8"),
    ]


@pytest.mark.parametrize(
    ("attributes", "more"),
    [(' outlineLevel="1"', ""), ("", '<autoFilter ref="A1:B3"><filterColumn colId="0"/></autoFilter>')],
)
def test_rows_that_are_folded_or_filtered_are_read(attributes: str, more: str) -> None:
    tub = hidden(rows(["Tub", 2], first=3)).replace("<row ", f"<row{attributes} ")
    assert blocks("a.xlsx", sheet(rows(["Item", "Price"], ["Raft", 9]) + tub, more=more)) == [
        "Item: Raft; Price: 9",
        "Item: Tub; Price: 2",
    ]


def test_cells_that_are_struck_through_are_left_out_and_do_not_end_the_table() -> None:
    table = rows(["Item", "Price"], [(5, 1), (9, 1)], ["Oar", 8], ["Tub", (2, 1)])
    assert blocks("a.xlsx", sheet(table)) == ["Item: Oar; Price: 8", "Item: Tub"]


def test_a_line_above_the_table_is_its_title_and_a_blank_row_ends_it() -> None:
    table = rows(["Harvest of 2019"], ["Field", "Tons"], ["North", 4], ["South", 5])
    more = rows(["Total", 9], first=6) + rows(["Mill", "Built"], ["Old", 1900], first=8)
    assert sectioned("a.xlsx", workbook({"S": table + more})) == [
        ("Harvest of 2019", "Field: North; Tons: 4"),
        ("Harvest of 2019", "Field: South; Tons: 5"),
        ("Field: Total; Tons: 9",),
        ("Mill: Old; Built: 1900",),
    ]


def test_lines_with_blank_rows_around_are_a_title_above_and_notes_below() -> None:
    merged = '<mergeCells count="1"><mergeCell ref="A1:C1"/></mergeCells>'
    table = rows(["Staff of 2024"]) + rows(["Name", "Born", "Town"], ["Anna", 1990, "Oslo"], first=3)
    notes = rows(["Source: own survey"], first=6)
    assert sectioned("a.xlsx", workbook({"S": table + notes}, merged=merged)) == [
        ("Staff of 2024", "Name: Anna; Born: 1990; Town: Oslo"),
        ("Source: own survey",),
    ]


def test_years_are_headers_above_other_numbers_and_values_above_years() -> None:
    assert blocks("a.xlsx", workbook({"S": rows(["", 2019, 2020], ["Rye", 4, 5], ["Oats", 6, 7])})) == [
        "Rye; 2019: 4; 2020: 5",
        "Oats; 2019: 6; 2020: 7",
    ]
    assert blocks("a.xlsx", workbook({"S": rows(["Otto", 1304, "x"], ["Anna", 1310, "y"])})) == [
        "Otto; 1304; x",
        "Anna; 1310; y",
    ]


def test_years_that_follow_one_another_are_headers_above_amounts_that_look_like_years() -> None:
    assert blocks(
        "a.xlsx", workbook({"S": rows(["Post", 2024, 2025, 2026], ["Rent", 1200, 1300], ["Power", 300, 350])})
    ) == [
        "Post: Rent; 2024: 1200; 2025: 1300",
        "Post: Power; 2024: 300; 2025: 350",
    ]
    assert blocks("a.xlsx", workbook({"S": rows(["Otto", 1304, 1305], ["Anna", 1310, 1311])})) == [
        "Otto; 1304; 1305",
        "Anna; 1310; 1311",
    ]


@pytest.mark.parametrize("day", ["12 May 2026", "May 12, 2026", "2026-05-12"])
def test_a_date_beside_its_key_is_no_header_above_words(day: str) -> None:
    assert blocks("a.xlsx", workbook({"S": rows(["Date", day], ["Chair", "Rosa Lind"], ["Place", "Harn"])})) == [
        f"Date: {day}",
        "Chair: Rosa Lind",
        "Place: Harn",
    ]
    assert blocks("a.xlsx", workbook({"S": rows(["Item", day], ["Rye", 4], ["Oats", 6])}))[0] == f"Item: Rye; {day}: 4"


def test_a_year_above_two_columns_is_said_with_the_header_of_each() -> None:
    merged = '<mergeCells count="2"><mergeCell ref="B1:C1"/><mergeCell ref="D1:E1"/></mergeCells>'
    grid = rows(
        ["", 2024, None, 2025, None], ["Post", "Plan", "Done", "Plan", "Done"], ["Rent", 1200, 1250, 1300], ["Oil", 3]
    )
    assert blocks("a.xlsx", workbook({"S": grid}, merged=merged)) == [
        "Post: Rent; 2024 Plan: 1200; 2024 Done: 1250; 2025 Plan: 1300",
        "Post: Oil; 2024 Plan: 3",
    ]


def test_merged_cells_are_said_wherever_they_reach() -> None:
    merged = (
        '<mergeCells count="3"><mergeCell ref="B1:C1"/><mergeCell ref="A3:A4"/><mergeCell ref="A5:C5"/></mergeCells>'
    )
    grid = rows(
        ["", "Sales", None], ["Region", "Plan", "Done"], ["North", 1, 2], [None, 3, 4], ["The south"], ["Harn", 5, 6]
    )
    assert sectioned("a.xlsx", workbook({"S": grid}, merged=merged)) == [
        ("Region: North; Sales Plan: 1; Sales Done: 2",),
        ("Region: North; Sales Plan: 3; Sales Done: 4",),
        ("The south", "Region: Harn; Sales Plan: 5; Sales Done: 6"),
    ]


def test_a_strict_workbook_is_read() -> None:
    dated = '<row r="3"><c r="B3" t="d"><v>2020-03-04</v></c></row>'
    data = workbook({"S": rows(["Name", "Value"], ["x", (0.5, 1)]) + dated}, styles=STYLES)
    assert blocks("a.xlsx", strict(data)) == ["Name: x; Value: 50%", "Value: 2020-03-04"]


SHEET = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="Towns">{}</table:table></office:spreadsheet></office:body>
</office:document-content>"""


def open_document(*table_rows: str) -> bytes:
    manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    content = SHEET.format("".join(table_rows))
    return package({"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": content})


def ods_row(*words: str, repeated: int = 1) -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{w}</text:p></table:table-cell>' for w in words
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{cells}</table:table-row>'


def test_an_open_document_is_read_and_one_that_repeats_its_cells_without_end_refused() -> None:
    table = ods_row("Town", "River"), ods_row("Harn", "Ane")
    assert placed("a.ods", open_document(*table)) == [("Towns, row 2", "Town: Harn; River: Ane")]
    with pytest.raises(SourceRejected, match="a sheet repeats cells to more than 5,000,000; divide it"):
        parse("a.ods", open_document(*table, ods_row("x" * 9, "y", "z", repeated=10_000_000)))


def test_a_hidden_sheet_is_left_out() -> None:
    data = workbook({"Shown": rows(["A", "B"], ["x", 1]), "Lists": rows(["C", "D"], ["y", 2])}, hidden="Lists")
    assert blocks("a.xlsx", data) == ["A: x; B: 1"]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
FAR = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it is empty"),
        (b"a;b", "it is plain text in spite of its name; rename it to .csv"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "it is protected by a password; save it without one"),
        (OLE + b"Workbook", "it is damaged and cannot be read as a spreadsheet; open and save it again"),
        (package({"a": "b"}), "it is damaged"),
        (workbook({"S": FAR}), "a sheet has cells so far apart that it covers more than 5,000,000 cells; divide it"),
        (workbook({"S": rows(["A"])})[:400], "it is damaged"),
        (workbook({"S": "<!DOCTYPE a>"}), "it has a document type definition"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(data: bytes, why: str) -> None:
    with pytest.raises(SourceRejected) as error:
        parse("a.xlsx", data)
    assert error.value.why.startswith(why)


def test_far_cells_without_words_are_no_reason_to_refuse() -> None:
    styled = FAR.replace('<c r="XFD1048576"><v>2</v></c>', '<c r="XFD1048576" s="1"/>')
    assert blocks("a.xlsx", workbook({"S": styled})) == ["1"]

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.formats.pdf.pdf_writer import HEIGHT, WIDTH, Bookmark, Page, Text, lines, pdf
from corpus.invariants import check_passages, check_source
from relbot.corpus.chunking import TokenOffsets, chunk
from relbot.corpus.documents import parse
from relbot.corpus.formats.pdf import parser
from relbot.corpus.outline import Heading, Prose, Rendered
from relbot.errors.corpus import SourceRejected

HARBOUR = """The harbour of Varn was dredged in 1911, because the coal
ships that came from the north could no longer enter it at
low water. The work took three years."""
LIGHTHOUSE = """The lighthouse was built by Ada Rook, who had learned her
trade in the yards of the river. It burned down in 1934."""


def blocks(rendered: Rendered) -> list[str]:
    return [rendered.text[e.start : e.end] for e in rendered.elements if isinstance(e, Prose)]


def headings(rendered: Rendered) -> list[tuple[int, str]]:
    return [(e.level, e.text) for e in rendered.elements if isinstance(e, Heading)]


def why_refused(data: bytes) -> str:
    with pytest.raises(SourceRejected) as refused:
        parse("a.pdf", data)
    return refused.value.why


def test_lines_of_a_paragraph_are_one_and_paragraphs_are_apart() -> None:
    page = Page([*lines(HARBOUR), *lines(LIGHTHOUSE, y=650)])
    assert blocks(parser.parse(pdf([page]))) == [HARBOUR.replace("\n", " "), LIGHTHOUSE.replace("\n", " ")]


def test_a_paragraph_goes_on_over_columns_and_pages_and_its_sentence_is_cited_by_the_page_it_begins_on(
    token_offsets: TokenOffsets,
) -> None:
    first, second, third = HARBOUR.split("\n")
    left, right = Page([Text(72, 60, first), Text(330, 700, second)]), Page(lines(f"{third}\n{LIGHTHOUSE}"))
    document = parse("a.pdf", pdf([left, right], labels="0 << /S /r /St 3 >>"))
    assert HARBOUR.replace("\n", " ") in document.text
    assert [(place.label, place.fragment) for place in document.places] == [("p. iii", "page=1"), ("p. iv", "page=2")]
    assert document.text[document.places[1].start :].startswith(third)
    check_passages(document, token_offsets)
    passage = chunk(document, token_offsets)[0]
    assert [place.label for place in passage.places] == ["p. iii", "p. iv"]
    assert passage.place_at(document.text.index("harbour")) == document.places[0]
    assert passage.place_at(document.text.index("burned")) == document.places[1]


def test_headings_are_told_by_their_type_and_the_largest_is_the_title() -> None:
    page = Page(
        [
            *lines("The coast of Varn", y=780, size=20, font="bold"),
            *lines("Harbour", y=740, size=14),
            *lines(HARBOUR),
            *lines("Lighthouse", y=650, font="bold"),
            *lines(LIGHTHOUSE, y=630),
        ]
    )
    rendered = parser.parse(pdf([page]))
    assert headings(rendered) == [(1, "The coast of Varn"), (2, "Harbour"), (3, "Lighthouse")]
    assert rendered.title == "The coast of Varn"


def test_bookmarks_say_the_level_of_the_headings_that_they_name() -> None:
    page = Page(
        [*lines("2 Harbour", y=720), *lines(HARBOUR), *lines("The tower\nof Varn", y=655), *lines(LIGHTHOUSE, y=620)]
    )
    rendered = parser.parse(pdf([page], bookmarks=[Bookmark("Harbour", 0, [Bookmark("The tower of Varn", 0)])]))
    assert headings(rendered) == [(1, "2 Harbour"), (2, "The tower of Varn")]
    assert blocks(rendered) == [HARBOUR.replace("\n", " "), LIGHTHOUSE.replace("\n", " ")]


def test_tags_say_the_level_of_headings_in_the_type_of_the_text() -> None:
    tagged = [(1, lines("Harbour", y=724)), (2, lines("The dredging\nof 1911", y=712))]
    rendered = parser.parse(pdf([Page(lines(HARBOUR, y=688), headings=tagged)]))
    assert headings(rendered) == [(1, "Harbour"), (2, "The dredging of 1911")]
    assert blocks(rendered) == [HARBOUR.replace("\n", " ")]


@pytest.mark.parametrize(("named", "title"), [("Harbour of Varn", "Harbour of Varn"), ("Microsoft Word - x.doc", None)])
def test_the_title_in_the_metadata_counts_where_the_text_begins_with_it(named: str, title: str | None) -> None:
    page = Page([*lines("HARBOUR OF VARN", y=730), *lines(HARBOUR)])
    assert parser.parse(pdf([page], title=named)).title == title


def test_running_headers_and_page_numbers_are_left_out_and_contents_too() -> None:
    contents = Page(lines("Harbour ............................. 2\nLighthouse .......................... 3"))
    pages = [
        Page(
            [Text(72, 810, f"Coasts of the north, volume {number}"), *lines(text), Text(300, 30, f"Page {number} of 3")]
        )
        for number, text in enumerate((HARBOUR, LIGHTHOUSE, "It was never built again."), start=2)
    ]
    expected = [HARBOUR.replace("\n", " "), LIGHTHOUSE.replace("\n", " "), "It was never built again."]
    assert blocks(parser.parse(pdf([contents, *pages]))) == expected


def test_rows_of_a_table_are_said_with_their_headers() -> None:
    rows = [
        ("Lamp", "Height", "Keeper"),
        ("Varn", "31 m", "Ada Rook"),
        ("Sund", "12 m", ""),
        ("Holm", "9 m", "Jon Eng"),
    ]
    texts = [
        Text(x, 600 - 14 * index, words)
        for index, cells in enumerate(rows)
        for x, words in zip((72, 200, 330), cells, strict=True)
        if words
    ]
    rendered = parser.parse(pdf([Page([*lines(HARBOUR), *texts])]))
    assert blocks(rendered)[1:] == [
        "Lamp: Varn; Height: 31 m; Keeper: Ada Rook",
        "Lamp: Sund; Height: 12 m",
        "Lamp: Holm; Height: 9 m; Keeper: Jon Eng",
    ]
    assert [e.kind for e in rendered.elements if isinstance(e, Prose)] == ["paragraph", "row", "row", "row"]


def test_rows_of_a_tagged_table_are_told_by_its_tags_and_not_by_its_lines() -> None:
    """Its cells have several lines, and stand too near one another to be told apart by white space."""
    rows = [["Lamp", "Keeper"], ["Varn\nlighthouse", "Ada Rook\nuntil 1934"], ["Sund", "Jon Eng\nuntil 1950"]]
    table = [
        [lines(words, x=72 + 60 * column, y=600 - 30 * number) for column, words in enumerate(row)]
        for number, row in enumerate(rows)
    ]
    rendered = parser.parse(pdf([Page(lines(HARBOUR), table=table)]))
    assert blocks(rendered) == [
        HARBOUR.replace("\n", " "),
        "Lamp: Varn lighthouse; Keeper: Ada Rook until 1934",
        "Lamp: Sund; Keeper: Jon Eng until 1950",
    ]
    assert [e.kind for e in rendered.elements if isinstance(e, Prose)] == ["paragraph", "row", "row"]


WIDTHS = dict.fromkeys(" Itf", 2.78) | dict.fromkeys("csvk", 5) | {"m": 8.33, "w": 7.22, "r": 3.33}
"""Of characters of Helvetica, in ten points."""


def test_the_mark_of_a_footnote_is_left_out_in_the_text_and_before_the_note() -> None:
    text = Text(72, 700, "The harbour was dredged in 1911 by the town of Varn")
    texts = [text, Text(307, 704, "1", size=6), Text(314, 700, "and again."), Text(72, 676, "It was closed in 1950.")]
    notes = [Text(72, 120, "1", size=6), Text(76, 116, "So says Ada Rook.", size=8)]
    rendered = parser.parse(pdf([Page([*texts, *notes])]))
    assert blocks(rendered)[-1] == "So says Ada Rook."
    assert "Varn and again." in rendered.text


@pytest.mark.parametrize(
    ("words", "raised", "shown"),
    [
        ("It was dredged in 1911", "1", "It was dredged in 1911 by the town."),
        ("It was dredged in 1911", "12", "It was dredged in 1911 by the town."),
        ("It was dredged (twice)", "13", "It was dredged (twice) by the town."),
        ("It covers 45 m", "2", "It covers 45 m² by the town."),
        ("It has 40 km", "3", "It has 40 km³ by the town."),
        ("It holds 10", "6", "It holds 10⁶ by the town."),
        ("It came from them", "2", "It came from them by the town."),
    ],
)
def test_a_raised_number_is_the_mark_of_a_footnote_or_a_power(words: str, raised: str, shown: str) -> None:
    x = 72 + sum(WIDTHS.get(character, 5.56) for character in words)
    texts = [Text(72, 700, words), Text(x, 704, raised, size=6), Text(x + 9, 700, "by the town.")]
    assert blocks(parser.parse(pdf([Page(texts)]))) == [shown]


def test_ligatures_of_fonts_without_a_map_and_soft_hyphens_are_mended() -> None:
    words = "The o&cer de%ned the \u00b3nal e$ort of the \u00adharbour."
    codes = {"&": 0x1E, "%": 0x1C, "\u00b3": 0xFB01, "$": 0x1B}
    rendered = parser.parse(pdf([Page(lines(words))], unicode_of={**{c: ord(c) for c in words}, **codes}))
    assert rendered.text == "The officer defined the final effort of the harbour."


def test_code_keeps_its_lines() -> None:
    page = Page([*lines(HARBOUR), *lines("for ship in ships:\n    dock(ship)", y=640, font="fixed")])
    rendered = parser.parse(pdf([page]))
    assert blocks(rendered)[1] == "for ship in ships:\ndock(ship)"
    assert [e.kind for e in rendered.elements if isinstance(e, Prose)] == ["paragraph", "code"]


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_rotated_page_is_read_as_it_is_seen(rotation: int) -> None:
    """The text itself is turned against the page's rotation, as scanners and wide tables have it."""
    upright = parser.parse(pdf([Page([*lines(HARBOUR), *lines(LIGHTHOUSE, y=650)])]))
    data = pdf([Page([*lines(HARBOUR), *lines(LIGHTHOUSE, y=650)], rotation=rotation)])
    turn = {90: b"0 1 -1 0 595 0 cm", 180: b"-1 0 0 -1 595 842 cm", 270: b"0 -1 1 0 0 842 cm"}[rotation]
    data = data.replace(b"stream\nBT", b"stream\n%s\nBT" % turn, 1)  # PDFium mends the length and the offsets
    assert blocks(parser.parse(data)) == blocks(upright)


def test_a_page_whose_box_does_not_begin_at_zero_has_its_header_left_out() -> None:
    pages = [
        Page([Text(1072, 2810, "Coasts"), *lines(text, x=1072, y=2700)], box=(1000, 2000, 1000 + WIDTH, 2000 + HEIGHT))
        for text in (HARBOUR, LIGHTHOUSE, "It was never built again.")
    ]
    assert "Coasts" not in parser.parse(pdf(pages)).text


def test_a_locked_file_says_that_it_needs_a_password() -> None:
    assert "password" in why_refused(pdf([Page(lines(HARBOUR))], encrypted=True))


def test_a_scan_without_text_is_told_from_empty_pages() -> None:
    assert "scan" in why_refused(pdf([Page([], has_picture=True)] * 2))
    assert "empty" in why_refused(pdf([Page([])] * 2))


def test_fonts_that_do_not_tell_their_letters_are_no_text() -> None:
    words = "abcdefgh abc"
    told = pdf([Page(lines(words))], unicode_of={letter: 1 + index for index, letter in enumerate("abcdefg")})
    assert "fonts" in why_refused(told)


@pytest.mark.parametrize("data", [b"", b" \n", b"%PDF-1.7", b"no PDF", pdf([Page(lines(HARBOUR))])[:300], pdf([])])
def test_an_empty_or_damaged_file_is_refused_with_a_reason(data: bytes) -> None:
    assert why_refused(data)


def test_a_file_says_page_by_page_how_far_it_is() -> None:
    seen: list[tuple[int, int]] = []
    parser.parse(pdf([Page(lines(HARBOUR))] * 3), lambda done, total: seen.append((done, total)))
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_too_many_pages_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parser, "MAX_PAGES", 2)
    assert "more than 2 pages" in why_refused(pdf([Page(lines(HARBOUR))] * 3))


TABLE = [[lines("Lamp", y=600)], [lines("9 m", y=580)]]
SMALL = pdf([Page(lines(HARBOUR), table=TABLE)], bookmarks=[Bookmark("Harbour", 0)], labels="0 << /S /r >>")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.binary(max_size=4)), min_size=1, max_size=5))
def test_a_mutated_file_is_read_or_refused(token_offsets: TokenOffsets, changes: list[tuple[int, bytes]]) -> None:
    data = bytearray(SMALL)
    for offset, replacement in changes:
        data[offset : offset + len(replacement)] = replacement
    check_source("a.pdf", bytes(data), token_offsets)


def test_a_table_of_narrow_columns_is_found_though_its_lines_are_no_wider_than_prose() -> None:
    rows = [("Part", "Order", "Hours"), ("Shaft seal", "VP-117", "2,000"), ("Impeller", "VP-204", "8,000")]
    drawn = [
        Text(x, 600 - 14 * y, words) for y, row in enumerate(rows) for x, words in zip((72, 132, 180), row, strict=True)
    ]
    assert blocks(parser.parse(pdf([Page([*lines("The pump has two parts that wear."), *drawn])])))[1:] == [
        "Part: Shaft seal; Order: VP-117; Hours: 2,000",
        "Part: Impeller; Order: VP-204; Hours: 8,000",
    ]


def test_a_date_at_the_foot_keeps_its_day() -> None:
    page = Page([*lines("The harbour was dredged in 1911."), Text(72, 20, "2 October 2024", 6)])
    assert blocks(parser.parse(pdf([page])))[-1] == "2 October 2024"

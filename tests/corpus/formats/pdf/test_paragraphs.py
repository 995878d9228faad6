from __future__ import annotations

import pytest

from relbot.corpus.formats.pdf.blocks import BodyType
from relbot.corpus.formats.pdf.lines import Line
from relbot.corpus.formats.pdf.paragraphs import divide, join_over_regions

BODY = BodyType()
LEFT = "The harbour of Varn was dredged in 1911 because the ships that came from"
WIDTH = 5.0
"""Of a character in points."""


def page(drawn: str, *, left: float = 72, top: float = 700, pitch: float = 12) -> list[Line]:
    """Lines as they are drawn: indented by spaces, blank lines between them; `^` begins a line in small type."""
    lines = []
    for number, row in enumerate(drawn.strip("\n").split("\n")):
        words = row.strip().removeprefix("^")
        x = left + WIDTH * (len(row) - len(row.lstrip()))
        size = 8 if row.startswith("^") else 10
        if words:
            right = x + WIDTH * len(words)
            lines.append(Line(words, x, right, top - pitch * number, size, is_bold=False, is_fixed=False))
    return lines


def said(*pages: list[Line]) -> list[str]:
    blocks = divide(pages, BODY)
    return [block.words for _, block in join_over_regions(blocks, [False] * len(blocks))]


@pytest.mark.parametrize("pitch", [11, 12, 15, 24])
def test_a_paragraph_ends_where_the_next_word_would_have_fitted(pitch: float) -> None:
    drawn = """
The harbour of Varn was dredged in 1911
because ships could not enter.
It was dredged again in 1934 and then by
the new owners in the same year.
"""
    assert said(page(drawn, pitch=pitch)) == [
        "The harbour of Varn was dredged in 1911 because ships could not enter.",
        "It was dredged again in 1934 and then by the new owners in the same year.",
    ]


def test_a_gap_and_an_indent_begin_a_paragraph_where_the_last_line_is_full() -> None:
    drawn = """
The harbour of Varn was dredged in 1911.
  It was dredged again in 1934 and then
sold by the town to its owners in 1936.

It was closed by the council after that.
"""
    assert len(said(page(drawn))) == 3


def test_ragged_lines_that_begin_in_capitals_do_not_end_a_paragraph() -> None:
    drawn = """
The harbour of Varn was dredged in
Varnholm's worst year, when the ships of
Sund were kept out of it by the low
water and the ice, says Ada Rook.
"""
    assert len(said(page(drawn))) == 1


def test_items_hang_and_end_where_text_goes_on_below_them() -> None:
    drawn = """
The town owns ships of several kinds as:
• The ferry to Sund, which goes twice a
  day but not in winter.
• The dredger.
All of them were built in the town of V.
1. The ferry has two masts and is green.
2. The dredger has none.
"""
    assert said(page(drawn)) == [
        "The town owns ships of several kinds as:",
        "• The ferry to Sund, which goes twice a day but not in winter.",
        "• The dredger.",
        "All of them were built in the town of V.",
        "1. The ferry has two masts and is green.",
        "2. The dredger has none.",
    ]


def test_a_number_at_the_begin_of_a_full_line_is_no_item() -> None:
    drawn = """
The harbour of Varn was dredged in about
1911. It was dredged once more in 1934.
"""
    assert len(said(page(drawn))) == 1


def test_a_sentence_goes_on_in_the_next_column_behind_a_footnote() -> None:
    left = page("The harbour of Varn was dredged in 1911\nbecause the ships that came from\n\n^1 So says Ada Rook.")
    right = page("the north could not enter it any more.", left=330)
    blocks = said([*left, *right])
    assert blocks == [
        f"{LEFT} the north could not enter it any more.",
        "1 So says Ada Rook.",
    ]


def test_a_figure_between_two_pages_does_not_break_a_sentence() -> None:
    first = page("The harbour of Varn was dredged in 1911\nbecause the ships that came from Sund and")
    second = page("Figure 2: The harbour in 1911.\n\n\nthe north could not enter it any more.")
    assert said(first, second) == [
        f"{LEFT} Sund and the north could not enter it any more.",
        "Figure 2: The harbour in 1911.",
    ]


def test_a_sentence_that_has_ended_does_not_go_on_over_the_page() -> None:
    assert len(said(page("The harbour was dredged."), page("it was closed."))) == 2


def test_a_reference_to_a_figure_in_a_sentence_is_no_caption() -> None:
    assert len(said(page("The harbour of Varn is shown as it was in\nFigure 2 as seen from the lighthouse."))) == 1


def test_a_bibliography_of_hanging_entries_is_divided() -> None:
    drawn = """
Rook, A. (1911), The harbour of Varn in
    the years of the coal, Sund.
Eng, J. (1934), How the lamp burned in a
    night, Varnholm.
"""
    assert len(said(page(drawn))) == 2


def test_initials_of_a_name_over_two_lines_are_no_item() -> None:
    drawn = """
The meters of the town are read by Mr. J.
P. Doyle in the first week of a quarter.
"""
    assert said(page(drawn)) == ["The meters of the town are read by Mr. J. P. Doyle in the first week of a quarter."]


def test_a_centred_title_does_not_run_into_what_begins_far_to_its_left() -> None:
    title, heading = (
        Line(words, left, left + 100, base, 10, is_bold=False, is_fixed=False)
        for words, left, base in [("Manual", 200, 700), ("Care", 72, 688)]
    )
    assert said([title, heading]) == ["Manual", "Care"]


def test_a_line_that_is_read_in_parts_goes_on_below_its_first_part() -> None:
    first, second, third = (
        Line(words, left, right, base, 10, is_bold=False, is_fixed=False)
        for words, left, right, base in [
            ("It was more than before.", 72, 300, 700),
            ("The number of", 303, 390, 700),
            ("schools rose in the year of the flood and after.", 72, 400, 688),
        ]
    )
    assert len(said([first, second, third])) == 1


def test_lines_that_are_broken_by_their_number_of_characters_are_one_paragraph() -> None:
    drawn = """
The harbour was dredged in the year of the
flood by the owners of the mill, whom
Ada Rook had called to help in 1911 as she
was the keeper.
"""
    assert len(said(page(drawn))) == 1

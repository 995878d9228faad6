from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from relbot.corpus.formats.pdf.blocks import BodyType
from relbot.corpus.formats.pdf.lines import Line
from relbot.corpus.formats.pdf.paragraphs import divide


def row(base: float, *cells: tuple[float, str]) -> Line:
    """A line of cells, each given by its left edge and its words."""
    placed = tuple((left, left + 5 * len(words), words) for left, words in cells)
    text = " ".join(words for _, words in cells)
    several = placed if len(placed) > 1 else ()
    return Line(text, placed[0][0], placed[-1][1], base, 10, is_bold=False, is_fixed=False, cells=several)


def said(*pages: list[Line]) -> list[tuple[str, str]]:
    return [(block.kind, block.words) for block in divide(pages, BodyType())]


HEADER = row(700, (72, "Lamp"), (200, "Height"), (300, "Built"))
VARN = row(688, (72, "Varn"), (200, "31 m"), (300, "1911"))
SUND = row(676, (72, "Sund"), (300, "1934"))
HOLM = row(664, (72, "Holm"), (212, "9 m"))


def test_a_row_is_said_with_the_headers_above_its_cells() -> None:
    assert said([HEADER, VARN, SUND, HOLM]) == [
        ("row", "Lamp: Varn; Height: 31 m; Built: 1911"),
        ("row", "Lamp: Sund; Built: 1934"),
        ("row", "Lamp: Holm; Height: 9 m"),
    ]


def test_a_table_without_a_header_is_said_cell_by_cell() -> None:
    assert said([VARN, SUND, HOLM])[0] == ("row", "Varn; 31 m; 1911")


def test_a_header_holds_for_what_goes_on_on_the_next_page() -> None:
    first, second = (
        said([HEADER, VARN, SUND], [VARN, SUND, HOLM])[:2],
        said([HEADER, VARN, SUND], [VARN, SUND, HOLM])[2:],
    )
    assert first[1] == ("row", "Lamp: Sund; Built: 1934")
    assert second[0] == ("row", "Lamp: Varn; Height: 31 m; Built: 1911")


def test_a_header_does_not_hold_for_a_table_after_other_text() -> None:
    text = row(640, (72, "These are the harbours."))
    harbours = [row(628 - 12 * i, (72, "Varn"), (200, f"{i} berths"), (300, "1950")) for i in range(3)]
    assert said([HEADER, VARN, SUND, text, *harbours])[-1] == ("row", "Varn; 2 berths; 1950")


def test_two_lines_with_gaps_are_no_table() -> None:
    assert {kind for kind, _ in said([HEADER, VARN])} == {"text"}


def test_a_numbered_heading_above_a_table_is_no_row_of_it() -> None:
    heading = replace(row(712, (72, "1.3"), (100, "Lamps")), size=14.0)
    assert said([heading, HEADER, VARN, SUND, HOLM])[:2] == [
        ("text", "1.3 Lamps"),
        ("row", "Lamp: Varn; Height: 31 m; Built: 1911"),
    ]


@pytest.mark.parametrize("labels", ["•••", ["1.", "2.", "3."], ["(a)", "(b)", "(c)"]])
def test_items_whose_words_are_far_from_their_labels_are_no_table(labels: Sequence[str]) -> None:
    lines = [row(700 - 12 * index, (72, label), (100, "The lamp.")) for index, label in enumerate(labels)]
    assert [kind for kind, _ in said(lines)] == ["item"] * 3


def test_justified_lines_with_wide_gaps_are_no_table() -> None:
    gaps = [(72, "rename each"), (165, "buffer; that is,")], [(72, "to"), (120, "be stored"), (200, "there")]
    lines = [row(700 - 12 * index, *gaps[index % 2]) for index in range(4)]
    assert [kind for kind, _ in said(lines)] == ["text"]


def test_a_header_in_larger_type_is_the_header() -> None:
    assert said([replace(HEADER, size=12.0), VARN, SUND])[0] == ("row", "Lamp: Varn; Height: 31 m; Built: 1911")

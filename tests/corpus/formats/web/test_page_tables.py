"""Tables of a page, row by row with their headers."""

from __future__ import annotations

import pytest

from relbot.corpus.documents import parse


def rows(table: str) -> list[str]:
    document = parse("a.html", f"<h1>T</h1><table>{table}</table>".encode())
    assert all(block.is_alone for block in document.blocks)
    return [document.text[block.start : block.end] for block in document.blocks]


HEAD = "<tr><th>Name</th><th>Habitat</th></tr>"


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (f"<thead>{HEAD}</thead><tr><td>Teal</td><td>Marsh</td></tr>", ["Name: Teal; Habitat: Marsh"]),
        (f"{HEAD}<tr><td>Teal</td><td></td></tr>", ["Name: Teal"]),
        (f"{HEAD}<tr><td>Teal<td>Marsh<tr><td>Owl<td>Barn", ["Name: Teal; Habitat: Marsh", "Name: Owl; Habitat: Barn"]),
        (
            f"{HEAD}<tr><td rowspan=2>Teal</td><td>Marsh</td></tr><tr><td>Pond</td></tr>",
            ["Name: Teal; Habitat: Marsh", "Name: Teal; Habitat: Pond"],
        ),
        (f"{HEAD}<tr><td colspan=2>None seen</td></tr>", ["Name: None seen"]),
        (
            "<tr><th rowspan=2>Name</th><th colspan=2>Seen</th></tr><tr><th>May</th><th>June</th></tr>"
            "<tr><td>Teal</td><td>3</td><td>4</td></tr>",
            ["Name: Teal; Seen May: 3; Seen June: 4"],
        ),
        ("<tr><th>Born</th><td>1911</td></tr><tr><th>Died</th><td>1950</td></tr>", ["Born: 1911", "Died: 1950"]),
        (
            f"{HEAD}<tr><td>Teal</td><td><ul><li>Marsh</li><li>Pond</li></ul></td></tr>",
            ["Name: Teal; Habitat: Marsh, Pond"],
        ),
        (
            f"{HEAD}<tr><td>Teal<br><small>(duck)</small></td><td><p>Marsh</p></td></tr>",
            ["Name: Teal (duck); Habitat: Marsh"],
        ),
        (
            "<tr><td>Name</td><td>Seen</td></tr><tr><td>Teal</td><td>3</td></tr><tr><td>Owl</td><td>4</td></tr>",
            ["Name: Teal; Seen: 3", "Name: Owl; Seen: 4"],
        ),
        ("<tr><td>Teal</td><td>Marsh</td></tr><tr><td>Owl</td><td>Barn</td></tr>", ["Teal; Marsh", "Owl; Barn"]),
        (f"{HEAD}<tr><td colspan=100000 rowspan=99999>Teal</td></tr>", ["Name: Teal"]),
    ],
)
def test_a_row_is_said_with_the_header_of_each_cell(table: str, said: list[str]) -> None:
    assert rows(table) == said


def test_a_caption_is_the_section_of_its_rows_alone() -> None:
    source = (
        f"<h1>T</h1><table><caption>Ducks</caption>{HEAD}<tr><td>Teal</td><td>Marsh</td></tr></table><p>It rains.</p>"
    )
    document = parse("a.html", source.encode())
    assert [block.section for block in document.blocks] == [("Ducks",), ()]


def test_a_header_over_all_columns_is_the_section_of_the_rows_below_it() -> None:
    source = (
        "<h1>T</h1><table><tr><th colspan=2>Varn</th></tr><tr><th>Country</th><td>Norway</td></tr>"
        "<tr><th colspan=2>Government</th></tr><tr><th>Mayor</th><td>Ada Rook</td></tr></table>"
    )
    document = parse("a.html", source.encode())
    assert [(block.section, document.text[block.start : block.end]) for block in document.blocks] == [
        (("Varn",), "Country: Norway"),
        (("Government",), "Mayor: Ada Rook"),
    ]


def test_headers_that_change_within_a_table_hold_for_the_rows_below_them() -> None:
    second = "<tr><th>Name</th><th>Food</th></tr><tr><td>Owl</td><td>Mice</td></tr>"
    table = f"{HEAD}<tr><td>Teal</td><td>Marsh</td></tr>{second}"
    assert rows(table) == ["Name: Teal; Habitat: Marsh", "Name: Owl; Food: Mice"]


@pytest.mark.parametrize(
    "table",
    [
        "<tr><td><h2>News</h2><p>It burned.</p></td><td><p>It rains.</p></td></tr>",
        "<tr><td>It burned.</td></tr><tr><td>It rains.</td></tr>",
        "<tr><td>It burned.</td><td><table><tr><td>It</td><td>rains.</td></tr></table></td></tr>",
    ],
)
def test_a_table_that_arranges_the_page_is_read_as_the_page(table: str) -> None:
    document = parse("a.html", f"<h1>T</h1><table>{table}</table>".encode())
    assert "It burned." in [document.text[block.start : block.end] for block in document.blocks]


def test_what_is_said_with_a_row_and_not_shown_is_known() -> None:
    table = f"<table>{HEAD}<tr><td rowspan=2>Teal</td><td>Marsh</td></tr><tr><td>Pond</td></tr></table>"
    document = parse("a.html", table.encode())
    hidden = {at for span in document.added for at in range(span.start, span.end)}
    assert "".join(c for at, c in enumerate(document.text) if at not in hidden) == "TealMarshPond"

from __future__ import annotations

import pytest

from relbot.text.table_rows import cells, first_column


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("Role: Chair; Name: Ilda Berg", "Role"),
        ("E-mail (work): a@b.example; Phone: –; Room: 4", "E-mail (work)"),
        ("Start: 19:00; Event: Blitz", "Start"),
        ("Serial number: FJ-99812", None),
        ("He said: wait; then he left.", None),
        ("The hall is closed.", None),
        ("", None),
    ],
)
def test_a_row_is_told_by_its_columns(text: str, column: str | None) -> None:
    assert first_column(text) == column


def test_the_cells_of_a_row_are_its_columns_with_their_values() -> None:
    assert cells("Start: 19:00; Event: Blitz: the final; Place: –") == [
        ("Start", "19:00"),
        ("Event", "Blitz: the final"),
        ("Place", "–"),
    ]
    assert cells("He said: wait; then he left.") == []

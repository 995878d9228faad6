from __future__ import annotations

import pytest

from relbot.text.table_rows import cells, first_column, row_keys


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("Role: Chair; Name: Ilda Berg", "Role"),
        ("E-mail (work): a@b.example; Phone: –; Room: 4", "E-mail (work)"),
        ("Start: 19:00; Event: Blitz", "Start"),
        ("Weight; Model 1: 8 kg; Model 2: 9 kg", "–"),
        ("Serial number: FJ-99812", None),
        ("It closed; note: this is new.", None),
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
    assert cells("Weight; Model 1: 8 kg; Model 2: –") == [("–", "Weight"), ("Model 1", "8 kg"), ("Model 2", "–")]
    assert cells("He said: wait; then he left.") == []


def test_the_keys_of_a_row_are_its_headers() -> None:
    row = "Name: Otto Brandt; Job: treasurer, since 2019; E-mail: otto@pier.example"
    assert [row[key.start : key.end].strip() for key in row_keys(row)] == ["Name:", "Job:", "E-mail:"]


@pytest.mark.parametrize(
    "text", ["Note: it is closed.", "He said: no; she said yes.", "It opens at 10:00; go: see.", ""]
)
def test_a_sentence_has_no_keys(text: str) -> None:
    assert row_keys(text) == []

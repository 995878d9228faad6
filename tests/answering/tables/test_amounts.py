"""Amounts compare whatever unit they are written in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.answering.tables.amounts import Amount, amount_of, amounts_in, in_digits, unit_in

RISING = (
    ("20 minutes", "1 hour", "1 day", "2 weeks", "3 months"),
    ("900 g", "2.9 kg", "1 t"),
    ("1 GB", "20 GB", "2 TB"),
    ("free", "9 €", "€29", "1,890 €", "1.900,50 EUR"),
    ("7.134", "11.3", "1.234.567"),
    ("1", "2,5", "1 200", "4,200", "unlimited"),
)


@pytest.mark.parametrize("cells", RISING)
def test_amounts_of_one_dimension_rise_as_people_read_them(cells: tuple[str, ...]) -> None:
    numbers = [amount.number for cell in cells if (amount := amount_of(cell))]
    assert len(numbers) == len(cells)
    assert numbers == sorted(set(numbers))


@pytest.mark.parametrize("cell", ["", "3-1", "10:00–22:00", "555-0141", "2011-04-02", "floor 2", "E03", "-"])
def test_what_is_no_amount_is_none(cell: str) -> None:
    assert amount_of(cell) is None


def test_a_bare_number_has_the_unit_that_its_column_names() -> None:
    assert amount_of("118", unit_in("Mass in g")) == amount_of("118 g")
    assert amount_of("60", unit_in("Minutes")) == amount_of("1 h")
    assert amount_of("12", unit_in("Seats")) == Amount(12)
    assert all(unit_in(column) == "" for column in ("Price per month", "Wage / hour", "Trips a day"))


@pytest.mark.parametrize(
    ("asked", "row"),
    [
        ("what is one hour", "Single lesson, 60 min"),
        ("half an hour of it", "Massage (30 minutes)"),
        ("a two-hour trip", "Harbour, 120 min"),
        ("2 kilos of flour", "Flour, 2 kg"),
        ("one week", "Camp, 7 days"),
    ],
)
def test_the_amount_that_is_asked_about_is_that_of_a_row_in_another_unit(asked: str, row: str) -> None:
    assert [stated for stated, _ in amounts_in(in_digits(asked))] == [stated for stated, _ in amounts_in(row)] != []


@pytest.mark.parametrize("text", ["one of them", "£40", "10:30", "how much an hour", "room 12", "half of it"])
def test_what_states_no_amount_of_a_unit_has_none(text: str) -> None:
    assert amounts_in(in_digits(text)) == []


@given(st.integers(0, 10**9), st.sampled_from([",", "'", " "]))
def test_a_number_is_the_same_with_and_without_marks_between_its_thousands(number: int, mark: str) -> None:
    assert amount_of(f"{number:,}".replace(",", mark)) == Amount(number)


@given(st.text(max_size=80))
def test_any_cell_is_read_or_is_none(cell: str) -> None:
    amount = amount_of(cell)
    assert amount is None or amount.number == amount.number

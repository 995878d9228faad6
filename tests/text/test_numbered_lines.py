"""A heading says what the numbers that open the lines below it count."""

from __future__ import annotations

import pytest

from relbot.text.numbered_lines import numbers_below


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Error codes\n12: paper jam\n14: no toner", ["12", "14"]),
        ("Error codes of the printer\nLaser\n- 12. paper jam\n14 - no toner", ["12", "14"]),
        ("Codes\n| 12 | paper jam |\nNo: 14; Meaning: no toner", ["12", "14"]),
        ("12: paper jam\nError codes\n14: no toner", ["14"]),
        ("Error code 12\n14: no toner", []),
        ("Learn each code.\n14: no toner", []),
        ("Codes\n14 people came\n14:30 to 16:00\nthe 14: none", []),
        ("Encoders\n14: no toner", []),
    ],
)
def test_a_line_is_numbered_by_what_opens_it_below_a_heading(text: str, numbers: list[str]) -> None:
    assert [*numbers_below("code", text)] == numbers

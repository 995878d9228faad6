from __future__ import annotations

import pytest

from relbot.corpus.raised_digits import power_of_ten


@pytest.mark.parametrize(
    ("before", "raised", "shown"),
    [
        ("about 10", "6", "⁶"),
        ("3 · 10", "-12", "⁻¹²"),
        ("(10", "−3", "⁻³"),
        ("in 1910", "2", ""),
        ("1.10", "2", ""),
        ("45 m", "2", ""),
        ("the 10", "th", ""),
        ("", "2", ""),
    ],
)
def test_only_digits_behind_a_ten_are_its_power(before: str, raised: str, shown: str) -> None:
    assert power_of_ten(before, raised) == shown

"""A noun means several where its ending or a list says so, and one otherwise."""

from __future__ import annotations

import pytest

from relbot.text.english import is_plural, singular


@pytest.mark.parametrize("noun", ["forces", "Laws", "countries", "people", "Women", "criteria", "parties'"])
def test_a_noun_with_the_ending_or_form_of_a_plural_means_several(noun: str) -> None:
    assert is_plural(noun)


@pytest.mark.parametrize(
    "noun", ["force", "Congress", "crisis", "Tacitus", "gas", "series", "Mathematics", "acumen", "king's", ""]
)
def test_any_other_noun_means_one(noun: str) -> None:
    assert not is_plural(noun)


@pytest.mark.parametrize(
    ("plural", "one"),
    [
        ("operas", "opera"),
        ("parties", "party"),
        ("ties", "tie"),
        ("churches", "church"),
        ("boxes", "box"),
        ("buses", "bus"),
        ("houses", "house"),
        ("prizes", "prize"),
        ("heroes", "hero"),
        ("shoes", "shoe"),
        ("Women", "woman"),
        ("series", "series"),
        ("opera", "opera"),
    ],
)
def test_one_of_several_has_the_singular_form(plural: str, one: str) -> None:
    assert singular(plural) == one

"""A part of a document is asked for by its number in many ways, and some numbers ask for something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.query.numbered_part import NumberedPart, numbered_part

ASKED = {
    "what does Art. 5 say": ("article", "5"),
    "what does article five say?": ("article", "5"),
    "whats in article V": ("article", "5"),
    "§5": ("section", "5"),
    "explain § 12 to me": ("section", "12"),
    "the third rule": ("rule", "3"),
    "and rule number 4?": ("rule", "4"),
    "what's in v2.2": ("version", "2.2"),
    "what is new in version 3": ("version", "3"),
    "whats new in 2.4": ("version", "2.4"),
    "what does 2.2 say": ("", "2.2"),
}
OTHERWISE = (
    "when is rule 3",
    "what is the part I played",
    "article 12 and 13",
    "what is v",
    "how many people live in the 3 villages of the valley of the river",
    "what was removed from article 5",
    "who won 2:1",
)


@pytest.mark.parametrize("question", ASKED)
def test_a_part_is_read_by_label_and_number(question: str) -> None:
    part = numbered_part(question)
    assert part is not None
    assert (part.label, part.number, part.document) == (*ASKED[question], "")


@pytest.mark.parametrize(
    ("question", "number", "beside"),
    [
        ("what is the last step", "last", ""),
        ("the final rule?", "last", ""),
        ("what comes after step 2", "3", "2"),
        ("what do i do after the second step?", "3", "2"),
        ("which step follows step two", "3", "2"),
        ("what is before item 4", "3", "4"),
    ],
)
def test_an_item_is_read_by_its_place_in_a_list(question: str, number: str, beside: str) -> None:
    part = numbered_part(question)
    assert part is not None
    assert (part.number, part.beside, part.document, part.is_item) == (number, beside, "", True)


@pytest.mark.parametrize("question", OTHERWISE)
def test_what_asks_for_something_else_is_left(question: str) -> None:
    assert numbered_part(question) is None


def test_what_stands_beside_the_number_is_the_document() -> None:
    assert numbered_part("article 11 house rules") == NumberedPart("article 11", "11", "article", "house rules")
    assert numbered_part("what does 2.2 of the policy say") == NumberedPart("2.2", "2.2", "", "policy")


def test_a_kind_of_change_is_of_a_version() -> None:
    fixed = numbered_part("what got fixed in 3.2.1")
    assert fixed is not None
    assert fixed.is_version
    assert fixed.changes == ("fixed",)
    changed = numbered_part("what changed in 3.2.1")
    assert changed is not None
    assert changed.changes == ()


def test_when_a_version_came_out_is_asked_of_it() -> None:
    for question in ("when did 3.0 come out", "when was teapot 3.0 released?", "release date of 3.0"):
        part = numbered_part(question)
        assert part is not None
        assert part.asks_when
        assert part.number == "3.0"


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    part = numbered_part(text)
    assert part is None or part.text in " ".join(text.split())

from __future__ import annotations

import pytest

from relbot.query.dialogue.pronouns import as_question, entity_names, with_capitals

SOURCE = "From June 1956 on, Enver Hoxha hosted Kim Il Sung in Tirana. The visit was called a success. May came."


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("did kim il sung ever go to tirana", "did Kim Il Sung ever go to Tirana"),
        ("what did hoxha say?", "what did Hoxha say?"),
        ("was the visit in june", "was the visit in june"),
        ("who was at the success", "who was at the success"),
        ("may kim stay", "may Kim stay"),
        ("Did KIM stay", "Did KIM stay"),
        ("", ""),
    ],
)
def test_names_typed_small_are_written_as_the_source_has_them(typed: str, written: str) -> None:
    assert with_capitals(typed, [SOURCE]) == written


def test_a_word_that_opens_a_sentence_is_no_name() -> None:
    source = "There are forty parking spaces. Parking is free. Every member has one. Today Kim has two."
    assert with_capitals("is there parking for kim", [source]) == "is there parking for Kim"
    assert [name.words for name in entity_names("Every accident is reported. Most are, as Kim was.")] == ["Kim"]


def test_without_a_source_nothing_changes() -> None:
    assert with_capitals("did kim go", []) == "did kim go"


@pytest.mark.parametrize(
    ("stated", "asked"),
    [
        ("he did leave later right?", "did he leave later?"),
        ("they were sold, no", "were they sold?"),
        ("the hall is open on monday?", "is the hall open on monday?"),
        ("he did leave later", "he did leave later"),
        ("did he leave?", "did he leave?"),
        ("who he was?", "who he was?"),
        ("right?", "right?"),
        ("", ""),
    ],
)
def test_a_statement_that_is_asked_becomes_a_question(stated: str, asked: str) -> None:
    assert as_question(stated) == asked

from __future__ import annotations

import pytest

from relbot.query.request.question_kinds import asks_of_a_process, how


@pytest.mark.parametrize(
    "question",
    [
        "how do they choose the mayor?",
        "so how does a lock work",
        "how are bells cast",
        "how is the vote counted",
        "explain how tides work",
        "hows cheese made",
    ],
)
def test_what_goes_on_whenever_it_does_is_a_process(question: str) -> None:
    assert asks_of_a_process(question)


@pytest.mark.parametrize(
    "question",
    [
        "how did they choose him",
        "how do i vote",
        "how to vote",
        "how is it",
        "how was the bell cast",
        "how many are there",
        "",
    ],
)
def test_what_was_done_once_and_what_the_asker_is_to_do_is_none(question: str) -> None:
    assert not asks_of_a_process(question)


@pytest.mark.parametrize("question", ["how full must it be", "how ripe should the pears be", "how many can come"])
def test_how_much_of_a_quality_something_has_is_no_way_to_do_it(question: str) -> None:
    assert how(question) is None


@pytest.mark.parametrize(
    "question",
    [
        "how do i fill it",
        "how exactly do we join",
        "how members can join",
        "how to pay",
        "how to do the laundry",
        "how we do our bins",
        "how best can i clean it",
        "how safely can i store it",
    ],
)
def test_a_way_to_do_something_is_asked_for_with_or_without_its_subject_in_front(question: str) -> None:
    assert how(question) is not None

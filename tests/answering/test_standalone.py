from __future__ import annotations

import pytest

from relbot.answering.standalone import is_bare_reply, is_consequence, opens_with_reference, stands_alone

REFERRING = (
    "He left for Sofia in the spring of 1961.",
    "“She never wrote to him again,” said Kim.",
    "(They had met before.)",
    "This was the end of the friendship.",
    "Its embassy was closed in 1990.",
    "Both of them refused to sign it.",
    "It was opened to the public in 1956.",
    "It was moved to another building in May.",
    "It was sent to the ministry by train.",
    "It was home to three hundred monks.",
    "It is close to the border with Greece.",
    "It was sold to a man who lived in Sofia.",
    "It took him to Tirana and back.",
    "It became known to few people only.",
    "It hails from the north of Albania.",
    "This book was printed in Tirana in 1956.",
    "These days were the hardest of his life.",
    "This year was the worst of the war.",
)
NOT_REFERRING = (
    "Kim left for Sofia in the spring of 1961.",
    "Italy occupied the country in 1939.",
    "Hersbruck is a town on the river.",
    "It was not until 1978 that relations improved.",
    "It was Kim who signed the treaty.",
    "It is possible to apply by letter.",
    "It is not known who built the tower.",
    "It was hard for either side to give in.",
    "It was agreed that both would withdraw.",
    "It seems that nobody came.",
    "It was in 1961 when the embassy opened.",
    "It took two years to build the tower.",
    "There are three reading rooms on the first floor.",
    "The theatre burned down in 1850.",
    "It rains on 200 days of a year in Bergen.",
    "It often snows here in the winter months.",
    "It was raining on the day of the race.",
    "These days the old mill is a museum.",
    "This year the fair opens in the second week of May.",
    "This guide was printed by Moss in 2019.",
    "This page lists the opening hours of the pools.",
)


@pytest.mark.parametrize("sentence", REFERRING)
def test_a_sentence_that_refers_to_the_one_before_is_told(sentence: str) -> None:
    assert opens_with_reference(sentence)
    assert not stands_alone(sentence)


@pytest.mark.parametrize("sentence", NOT_REFERRING)
def test_a_name_or_a_dummy_at_the_beginning_refers_to_nothing(sentence: str) -> None:
    assert not opens_with_reference(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "The embassy in Tirana was opened by Kim in 1956.",
        "“The embassy will be opened by Kim himself.”",
        "Kim opened the embassy in Tirana in 1956.[12]",
        "It was not until 1978 that relations improved.",
    ],
)
def test_a_whole_sentence_about_something_that_it_names_stands_alone(sentence: str) -> None:
    assert stands_alone(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "",
        "Too short.",
        "Who opened the embassy in Tirana in 1956?",
        "“Who opened the embassy in Tirana in 1956?”",
        "The following three documents are needed to apply:",
        "Opening hours of the embassy in Tirana in winter",
        "However, the embassy in Tirana was closed in 1990.",
        "But the embassy in Tirana was closed in 1990.",
        "For example the embassy in Tirana was closed in 1990.",
        "The embassy " + "and the garden " * 30 + "were closed.",
    ],
)
def test_what_is_a_fragment_a_question_or_goes_on_does_not_stand_alone(sentence: str) -> None:
    assert not stands_alone(sentence)


@pytest.mark.parametrize("reply", ["Yes.", "No!", "Of course.", "It depends.", "Not yet.", "Yes, of course:", "Ja."])
def test_a_bare_reply_says_whether_and_not_what(reply: str) -> None:
    assert is_bare_reply(reply)


@pytest.mark.parametrize("sentence", ["No dogs.", "Not in May.", "Yes, on Sunday.", "All staff.", "Norway.", "", "12."])
def test_a_short_answer_is_no_bare_reply(sentence: str) -> None:
    assert not is_bare_reply(sentence)


def test_a_definition_may_be_longer() -> None:
    sentence = "Lirz (also Lirs) is a town" + " of old mills" * 20 + "."
    assert not stands_alone(sentence)
    assert stands_alone(sentence, is_definition=True)
    assert not stands_alone(sentence * 2, is_definition=True)


@pytest.mark.parametrize(
    "sentence", ["As a result, the mill closed.", "Therefore the mill closed.", "For this reason it closed."]
)
def test_a_consequence_says_that_the_sentence_before_tells_why(sentence: str) -> None:
    assert is_consequence(sentence)


@pytest.mark.parametrize("sentence", ["As a result of the war, it closed.", "Thusly named, it closed.", "It closed."])
def test_a_cause_in_the_sentence_itself_is_no_such_beginning(sentence: str) -> None:
    assert not is_consequence(sentence)

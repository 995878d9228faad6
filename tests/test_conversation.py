from __future__ import annotations

import json
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from relbot import Relbot

SEED_QUESTIONS = Path(__file__).parent / "questions" / "seed.jsonl"


def test_a_time_is_asked_for_of_what_was_told_last(seed_bot: Relbot) -> None:
    talk = seed_bot.conversation()
    talk.ask("Who came to Albania in 1959?")
    answer = talk.ask("When was that exactly?")
    assert answer.answered
    assert "6 June 1959" in (answer.text or "")
    assert answer.question == "When was that exactly?"
    assert answer.interpreted_as == "When was that exactly: came to Albania in 1959?"


def test_what_the_source_does_not_say_is_refused_in_a_follow_up_too(seed_bot: Relbot) -> None:
    talk = seed_bot.conversation()
    assert talk.ask("does north korea have an embassy in tirana?").answered
    assert not talk.ask("what are its opening hours?").answered


def test_another_year_of_which_nothing_is_told_is_refused(seed_bot: Relbot) -> None:
    talk = seed_bot.conversation()
    assert talk.ask("what did Albania and North Korea sign in 1961?").answered
    assert not talk.ask("And in 1963?").answered


def test_more_is_always_something_new_until_the_section_ends(seed_bot: Relbot) -> None:
    talk = seed_bot.conversation()
    told = [talk.ask("What is Hoxhaism?").text]
    while (answer := talk.ask("Tell me more")).answered:
        told.append(answer.text)
        citation = answer.citations[0]
        assert citation.highlight.text == answer.text
        assert citation.highlight.text in citation.quote
    assert len(told) == len(set(told)) > 1
    assert answer.reason == "The section says no more."
    assert answer.citations == ()


def test_a_bare_why_does_not_repeat_an_answer_that_gives_no_reason(seed_bot: Relbot) -> None:
    talk = seed_bot.conversation()
    told = talk.ask("When did Kim Il Sung visit Tirana?")
    assert told.answered
    assert talk.ask("Why?").text != told.text


def test_a_doubt_is_met_with_the_place_where_it_stands(seed_bot: Relbot) -> None:
    talk = seed_bot.conversation()
    told, again = talk.ask("Who came to Albania in 1959?"), talk.ask("Really?")
    assert (again.question, again.text, again.citations) == ("Really?", told.text, told.citations)
    assert again.interpreted_as == told.question


def test_a_refused_follow_up_does_not_end_the_talk(seed_bot: Relbot) -> None:
    talk = seed_bot.conversation()
    talk.ask("Who came to Albania in 1959?")
    assert not talk.ask("How many copies?").answered
    assert "6 June 1959" in (talk.ask("When was that exactly?").text or "")


def test_a_follow_up_is_read_beside_the_sentence_shown_last(indexed: Callable[[dict[str, str]], Path]) -> None:
    source = (
        "# Fever\n\nThe worst epidemic broke out in July 1764. Count Bellarini, the governor, closed the gates and fled"
        " to Lucca. His secretary, Giacinta Morra, kept a diary.\n\nThe marsh was drained in 1861.\n"
    )
    talk = Relbot.open(indexed({"fever.md": source})).conversation()
    assert talk.ask("Who closed the gates?").answered
    assert "Giacinta Morra" in (talk.ask("And his secretary?").text or "")


def test_more_goes_on_to_what_stands_before(indexed: Callable[[dict[str, str]], Path]) -> None:
    source = "# Mill\n\nThe mill was built in 1801. It burned down in 1850. Its owner left for Riga.\n"
    talk = Relbot.open(indexed({"mill.md": source})).conversation()
    assert "1850" in (talk.ask("When did the mill burn down?").text or "")
    told = [talk.ask("Tell me more").text for _ in range(2)]
    assert any("Riga" in (text or "") for text in told)
    assert talk.ask("more").reason == "The section says no more."


def test_after_a_refusal_a_follow_up_is_asked_as_it_is(seed_bot: Relbot) -> None:
    talk = seed_bot.conversation()
    talk.ask("Who came to Albania in 1959?")
    assert not talk.ask("How do I reverse a list in Python?").answered
    assert talk.ask("When was that?").interpreted_as is None


@pytest.mark.parametrize("first", ["Why?", "And in 1961?", "Tell me more", "", "he", "?"])
def test_a_conversation_may_begin_with_anything(first: str, seed_bot: Relbot) -> None:
    assert seed_bot.conversation().ask(first).question == first


def test_questions_that_stand_alone_are_answered_as_if_asked_alone(seed_bot: Relbot) -> None:
    asked = [json.loads(line)["question"] for line in SEED_QUESTIONS.read_text("utf-8").splitlines()]
    asked = random.Random(3).sample(asked, 60)
    talk = seed_bot.conversation()
    bent = [text for text in asked if talk.ask(text).text != seed_bot.ask(text).text]
    assert len(bent) <= 1, bent


def test_many_threads_may_ask_in_one_conversation(seed_bot: Relbot) -> None:
    talk = seed_bot.conversation()
    asked = ["Who came to Albania in 1959?", "When was that?", "Tell me more", "And in 1961?"] * 4
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(talk.ask, asked))
    assert [answer.question for answer in answers] == asked


def test_an_answer_never_cites_what_its_source_does_not_say(seed_bot: Relbot) -> None:
    talk = seed_bot.conversation()
    for text in ("Who was Mehmet Shehu?", "Who did he receive?", "When was that?", "Tell me more", "Why?"):
        for citation in talk.ask(text).citations:
            passage = seed_bot.passage(citation.passage_id)
            assert passage is not None
            assert passage.passage.quote == citation.quote
            start = citation.highlight.start - citation.start
            assert citation.quote[start : start + len(citation.highlight.text)] == citation.highlight.text

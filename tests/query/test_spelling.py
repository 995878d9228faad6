from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relbot import Relbot
from relbot.index.engines import open_index
from relbot.index.protocol import Generation
from relbot.query.query import analyse
from relbot.query.spelling import Correction, correct

TODAY = date(2024, 5, 17)


@pytest.fixture(scope="module")
def seed(seed_index: Path) -> Generation:
    return open_index(seed_index).open()


def corrected(text: str, generation: Generation) -> Correction | None:
    return correct(analyse(text, generation, TODAY), generation)


@pytest.mark.parametrize(
    ("asked", "meant", "suggested"),
    [
        ("When did Hoxa die?", "When did Hoxha die?", "Hoxha"),
        ("Who visited Tiranna in 1956?", "Who visited Tirana in 1956?", "Tirana"),
        ("which North Korean came to Tiranë?", "which North Korean came to Tirana?", "Tirana"),
        ("relations with Sotuh Korea", "relations with South Korea", "South Korea"),
        ("when were diplomatc relations etablished", "when were diplomatic relations established", None),
        ("did albania suport north korea", "did albania supported north korea", None),
        ("list the vists to Tirana", "list the visits to Tirana", "visits"),
        ("what did the goverment in tirana want", "what did the government in tirana want", "government"),
        ("which restaurnts are in tirana", "which restaurants are in tirana", "restaurants"),
        ("Enver Hodja's ideology", "Enver Hoxha's ideology", "Enver Hoxha"),
    ],
)
def test_a_misspelt_word_is_read_as_the_corpus_spells_it(
    asked: str, meant: str, suggested: str | None, seed: Generation
) -> None:
    found = corrected(asked, seed)
    assert found is not None
    assert found.text == meant
    assert suggested in (None, found.suggestion)


def test_short_parts_of_a_name_are_corrected_where_their_neighbours_support_it(seed: Generation) -> None:
    assert corrected("Who was Choi Yong-kon?", seed) == Correction("Who was Choe Yong-gon?", "Choe Yong-gon")
    assert corrected("did Kim Il Sun ever go there", seed) == Correction("did Kim Il Sung ever go there", "Kim Il Sung")


def test_another_persons_name_is_left_alone(seed: Generation) -> None:
    assert corrected("When did Kim Jong Il travel to Tirana?", seed) is None
    assert corrected("what did kim jong un say", seed) is None


def test_a_name_written_as_one_word_is_split(seed: Generation) -> None:
    assert corrected("Kim Ilsung in Tirana", seed) == Correction("Kim Il Sung in Tirana", "Kim Il Sung")


def test_a_name_that_the_corpus_only_abbreviates_is_abbreviated(seed: Generation) -> None:
    assert corrected("his condemnation of the Democratic People's Republic of Korea", seed) == Correction(
        "his condemnation of the DPRK", "DPRK"
    )


@pytest.mark.parametrize(
    "asked",
    [
        "Which visa does an Albanian citizen need for North Korea?",
        "How large is the trade between Albania and North Korea?",
        "When did Albania join NATO?",
        "How do I make carbonara without cream?",
        "Why wasn't he there, and who can't say?",
        "What happened in 1945 and in MCMXLV?",
        "asdf qwer zxcv",
        "Who came to Albania in 1959?",
    ],
)
def test_a_word_that_the_corpus_lacks_is_mostly_spelt_right(asked: str, seed: Generation) -> None:
    assert corrected(asked, seed) is None


WORDS = "Hoxa Tiranna KPA kim il sun 東京 ﷺ Ilsung x' Ünïted of the"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.lists(st.sampled_from(WORDS.split(" ")), min_size=1))
def test_any_question_is_corrected_or_left(words: list[str], seed: Generation) -> None:
    found = corrected(" ".join(words), seed)
    assert found is None or (found.text and found.suggestion)


def test_an_answer_says_how_the_question_was_read(seed_bot: Relbot) -> None:
    answer = seed_bot.ask("Who visited Tiranna in 1956?")
    assert answer.answered
    assert (answer.question, answer.interpreted_as, answer.suggestion) == (
        "Who visited Tiranna in 1956?",
        "Who visited Tirana in 1956?",
        "Tirana",
    )


def test_a_question_answered_more_surely_as_it_stands_is_not_corrected(
    indexed: Callable[[dict[str, str]], Path],
) -> None:
    bot = Relbot.open(
        indexed({"a.md": "The Zorblatt engine was built in Riga in 1931.\n\nThe Zorblat river is cold.\n"})
    )
    answer = bot.ask("Where was the Zorblatt engine built?")
    assert answer.answered
    assert answer.suggestion is None
    assert answer.interpreted_as is None


@pytest.mark.parametrize("asked", ["Did the dentist of Hoxa ski?", "which yacht did Hoxa and Tiranna sail"])
def test_a_refusal_blames_no_misspelt_word(asked: str, seed_bot: Relbot) -> None:
    answer = seed_bot.ask(asked)
    assert not answer.answered
    assert answer.reason is not None
    assert "Hoxa" not in answer.reason
    assert "Tiranna" not in answer.reason

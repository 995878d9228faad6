"""Messages that are no single plain question: small talk, several questions, capitals, other scripts, lists."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answer_contract import check
from cpu_time import within_seconds
from relbot import Relbot
from relbot.answer import Answer

SEED = Path(__file__).parent.parent / "corpus"
TEXTS = {file.name: file.read_bytes().decode() for file in SEED.iterdir()}
Indexed = Callable[[dict[str, str]], Path]
WHEN = "When were diplomatic relations established?"
WHO = "Who hosted Kim Il Sung in Tirana?"
UNSAID = "How tall is Mount Everest?"
ALSO_UNSAID = "Which visa does a tourist from Brazil need?"


def ask(bot: Relbot, text: str, limit: int = 3) -> Answer:
    """An answer that keeps the contract and comes within two seconds."""
    with within_seconds(2):
        answer = bot.ask(text, limit)
    check(answer, TEXTS, limit)
    return answer


# Small talk.

SAID = (
    "hi",
    "Hello!",
    "thanks",
    "THX!!",
    "what can you do?",
    "who made you",
    "stupid bot",
    "lol",
    "ok",
    "🎉",
    "🎉🎉 🙏",
    "???",
)


@pytest.mark.parametrize(
    "text", [*SAID, "how are you? what can you do?", "hi! how are you? who are you?", "<:wave:123>"]
)
def test_small_talk_is_replied_to_and_neither_answered_nor_blamed_on_a_word(text: str, seed_bot: Relbot) -> None:
    answer = ask(seed_bot, text)
    assert (answer.kind, answer.answered, answer.citations, answer.closest) == ("chat", False, (), ())
    assert answer.reason
    assert "sources mention" not in answer.reason
    assert "sources do not say" not in answer.reason
    assert answer.interpreted_as is None


def test_who_says_hello_is_given_a_question_that_is_answered(seed_bot: Relbot) -> None:
    reason = ask(seed_bot, "hi").reason or ""
    assert ask(seed_bot, reason[reason.index("“") + 1 : reason.index("”")]).answered


def test_small_talk_in_a_conversation_changes_nothing(seed_bot: Relbot) -> None:
    with_talk, without = seed_bot.conversation(), seed_bot.conversation()
    for conversation in (with_talk, without):
        conversation.ask("Who came to Albania in 1959?")
    for text in SAID[:5]:
        assert with_talk.ask(text).kind == "chat"
    assert with_talk.ask("When was that exactly?").text == without.ask("When was that exactly?").text


# Several questions.


@pytest.mark.parametrize("joint", [" ", "\n", " And ", "\n- ", "\n2. "])
def test_several_questions_are_answered_one_after_another(joint: str, seed_bot: Relbot) -> None:
    one, other = ask(seed_bot, WHEN), ask(seed_bot, WHO)
    answer = ask(seed_bot, f"{WHEN}{joint}{WHO}")
    assert answer.text == f"{one.text}\n{other.text}"
    assert answer.reason is None


def test_what_is_left_unanswered_is_named(seed_bot: Relbot) -> None:
    answer = ask(seed_bot, f"{WHEN} {UNSAID} {WHO} {ALSO_UNSAID}")
    assert answer.answered
    assert answer.reason == f"The sources do not say: {UNSAID}; {ALSO_UNSAID}"
    nothing = ask(seed_bot, f"{UNSAID} {ALSO_UNSAID}")
    assert not nothing.answered
    assert nothing.reason == answer.reason


def test_of_more_questions_than_are_answered_the_rest_is_to_be_asked_again(seed_bot: Relbot) -> None:
    answer = ask(seed_bot, f"I have a few questions: 1) {WHEN} 2) {WHO} 3) {WHEN} 4) {WHO} 5) {WHEN} 6) {UNSAID}")
    assert answer.text == ask(seed_bot, f"{WHEN} {WHO}").text
    assert answer.reason == f"I answer 5 questions of a message; please ask again: {UNSAID}"


@pytest.mark.parametrize("text", [f"hi! how are you? {WHEN}", f"{WHEN} who are you?", f"what can you do? {WHEN} thx!"])
def test_small_talk_around_a_question_is_passed_over(text: str, seed_bot: Relbot) -> None:
    answer = ask(seed_bot, text)
    assert answer.text == ask(seed_bot, WHEN).text
    assert answer.reason is None


def test_the_second_question_may_refer_to_the_first(seed_bot: Relbot) -> None:
    answer = ask(seed_bot, "Who came to Albania in 1959? When was that exactly?")
    assert "6 June 1959" in (answer.text or "")
    assert answer.reason is None


@pytest.mark.parametrize("count", [2, 5, 6, 9, 30])
def test_many_questions_are_answered_in_time_and_none_twice(count: int, seed_bot: Relbot) -> None:
    answer = ask(seed_bot, " ".join([WHEN, WHO, UNSAID][n % 3] for n in range(count))[:1_000])
    assert len(answer.statements) <= 3


@pytest.mark.parametrize("unit", ["Who? ", "Who was Hoxha? ", "who?\n", "hi? ", "Who was Hoxha. What is it.\n"])
def test_a_flood_of_questions_is_refused_as_too_long(unit: str, seed_bot: Relbot) -> None:
    answer = ask(seed_bot, unit * 20_000)
    assert not answer.answered
    assert "ask it shorter" in (answer.reason or "")
    assert len(answer.question) <= 1_000


def test_several_questions_are_answered_from_one_generation(indexed: Indexed) -> None:
    def state(year: int) -> dict[str, str]:
        return {
            "a.txt": f"The embassy in Tirana was opened in {year} by Kim.",
            "b.txt": f"The old mill of Lirz burned down in the winter of {year}.",
        }

    index = indexed(state(1951))
    bot = Relbot.open(index)
    done = threading.Event()
    answers: list[Answer] = []

    def keep_asking() -> None:
        while not done.is_set():
            answers.append(bot.ask("When was the embassy in Tirana opened? When did the old mill of Lirz burn down?"))

    thread = threading.Thread(target=keep_asking)
    thread.start()
    for year in (1952, 1953):
        indexed(state(year))
    done.set()
    thread.join(20)
    assert len({answer.generation for answer in answers}) > 1
    for answer in answers:
        assert len({year for year in ("1951", "1952", "1953") if year in (answer.text or "")}) == 1


# Questions in other forms.


def test_capitals_change_nothing(seed_bot: Relbot) -> None:
    assert ask(seed_bot, WHEN.upper()).text == ask(seed_bot, WHEN).text
    assert not ask(seed_bot, UNSAID.upper()).answered


@pytest.mark.parametrize(
    "text",
    [
        "Wann wurden diplomatische Beziehungen aufgenommen?",
        "¿Quién visitó Tirana?",
        "朝鮮とアルバニアの関係は？",
        "من زار تيرانا؟",
        "Кто посетил Тирану?",
        "tell me about 朝鮮",
        "list 朝鮮",
        "why 漢字",
        "Give me an overview of 🎉",
        "what is 🎉?",
        *("Tell me about", "overview of the", "list", "why", "compare", "compare A and", "who is", "tell me about it"),
    ],
)
def test_whatever_the_language_it_is_answered_or_refused(text: str, seed_bot: Relbot) -> None:
    ask(seed_bot, text)


REQUESTS = (
    "Give me an overview of",
    "Tell me about",
    "List all",
    "Why",
    "Compare",
    "What changed in",
    "Who is",
    "Summarize",
    "hi",
    "thanks",
    "🎉",
    "?",
    "\n",
    "Hoxha",
    "Kim Il Sung",
    "the Cold War",
    "1961",
    "E1044",
    "they",
    "Everest",
    "and",
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.one_of(st.sampled_from(REQUESTS), st.text(max_size=8)), max_size=8).map(" ".join))
def test_any_request_keeps_the_contract(seed_bot: Relbot, text: str) -> None:
    for limit in (1, 3):
        check(seed_bot.ask(text, limit), TEXTS, limit)


# Lists.


def test_a_list_with_hundreds_of_hits_shows_the_best_in_time(indexed: Indexed) -> None:
    lines = "".join(
        f"In {1500 + n} the river flooded the market of Lirz, and guild {n} rebuilt it.\n" for n in range(400)
    )
    sources = {"floods.txt": lines, "wine.txt": "Lirz is known for wine. The wine is white.\n"}
    bot = Relbot.open(indexed(sources))
    for text in ("List all floods of the market of Lirz", "Which floods were there?", "List everything"):
        with within_seconds(2):
            answer = bot.ask(text)
        check(answer, sources, 3)
        assert len(answer.statements) <= 20
    assert len(bot.ask("List all floods of the market of Lirz").statements) > 1


# More.


def test_more_of_an_answer_is_a_statement_of_its_own(seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    answer = conversation.ask("What is Hoxhaism?")
    while answer.answered:
        check(answer, TEXTS, 3)
        answer = conversation.ask("Tell me more")
    check(answer, TEXTS, 3)

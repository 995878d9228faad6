from __future__ import annotations

import json
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from relbot import Relbot
from relbot.conversation import NOTHING_SAID

SEED_QUESTIONS = Path(__file__).parent / "questions" / "seed.jsonl"


def test_the_time_of_the_last_answer_is_asked_for(seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    conversation.ask("Who came to Albania in 1959?")
    answer = conversation.ask("When was that exactly?")
    assert answer.answered
    assert "6 June 1959" in (answer.text or "")
    assert answer.question == "When was that exactly?"
    assert answer.interpreted_as == "Who came to Albania in 1959, and when was that exactly?"


def test_after_an_overview_of_everything_they_are_whom_the_document_is_about(seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    assert conversation.ask("whats this about").kind == "overview"
    answer = conversation.ask("when did they start talking")
    assert "1948" in (answer.text or "")
    assert "this about" not in (answer.interpreted_as or "")


def test_why_alone_is_never_searched_for_by_itself(seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    assert conversation.ask("where is north korea's embassy").answered
    answer = conversation.ask("why")
    assert not answer.answered or answer.interpreted_as is not None


def test_what_the_source_does_not_say_is_refused_in_a_follow_up_too(seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    assert conversation.ask("does north korea have an embassy in tirana?").answered
    assert not conversation.ask("what are its opening hours?").answered


def test_another_year_that_the_source_does_not_mention_is_refused(seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    assert conversation.ask("what did Albania and North Korea sign in 1961?").answered
    assert not conversation.ask("And in 1963?").answered


def test_a_bare_why_does_not_repeat_an_answer_that_gives_no_reason(seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    shown = conversation.ask("When did Kim Il Sung visit Tirana?")
    assert shown.answered
    assert conversation.ask("Why?").text != shown.text


def test_a_refused_follow_up_does_not_end_the_conversation(seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    conversation.ask("Who came to Albania in 1959?")
    assert not conversation.ask("How many copies?").answered
    assert "6 June 1959" in (conversation.ask("When was that exactly?").text or "")


@pytest.mark.parametrize("number", ["7", "#3", "no. 4", "(2)", "9,107"])
def test_a_bare_number_that_is_not_found_is_no_topic(number: str, seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    assert conversation.ask("Who came to Albania in 1959?").answered
    for _ in range(4):  # more than the interruptions that end a topic
        assert not conversation.ask(number).answered
    assert "6 June 1959" in (conversation.ask("When was that exactly?").text or "")


def test_a_follow_up_is_answered_from_the_passage_shown_last(indexed: Callable[[dict[str, str]], Path]) -> None:
    source = (
        "# Fever\n\nThe worst epidemic broke out in July 1764. Count Bellarini, the governor, closed the gates and fled"
        " to Lucca. His secretary, Giacinta Morra, kept a diary.\n\nThe marsh was drained in 1861.\n"
    )
    conversation = Relbot.open(indexed({"fever.md": source})).conversation()
    assert conversation.ask("Who closed the gates?").answered
    assert "Giacinta Morra" in (conversation.ask("And his secretary?").text or "")


def test_what_he_did_then_may_stand_in_the_sentence_after_the_answer(indexed: Callable[[dict[str, str]], Path]) -> None:
    source = (
        "# Flood\n\nThe river rose in May. In June the council named Otto Brandt as the first warden of the dikes. "
        "Brandt gave each village the same number of sandbags and men, whether it lay high or low.\n\nThe bridge was "
        "rebuilt in 1880. A fair is held there every autumn.\n"
    )
    conversation = Relbot.open(indexed({"flood.md": source})).conversation()
    assert "Otto Brandt" in (conversation.ask("who did the council put in charge of the dikes").text or "")
    assert "sandbags" in (conversation.ask("how did he split up the sandbags?").text or "")


def test_what_somebody_did_with_a_thing_is_no_choice_among_such_things(
    indexed: Callable[[dict[str, str]], Path],
) -> None:
    source = (
        "# Brekke\n\n## Youth\n\nAstrid Brekke was a chemist. She grew up by the harbour of Bodø, where her father had"
        " a shop.\n\n## Work\n\nIn 1931 she won the Lund Prize. With the money she opened a school in Tromsø.\n"
    )
    conversation = Relbot.open(indexed({"brekke.md": source})).conversation()
    assert "Lund" in (conversation.ask("what prizes did she win").text or "")
    assert "school" in (conversation.ask("what did she do with the money").text or "")


def test_after_another_topic_a_price_is_asked_of_that(indexed: Callable[[dict[str, str]], Path]) -> None:
    source = (
        "# Club\n\n## Dogs\n\nDogs are welcome on a lead.\n\n## Race days\n\nOn race days you park in Mill Street."
        " Parking there costs £4.\n"
    )
    conversation = Relbot.open(indexed({"club.md": source})).conversation()
    assert "welcome" in (conversation.ask("can i bring my dog").text or "")
    assert "Mill Street" in (conversation.ask("where do i park on race days").text or "")
    assert "£4" in (conversation.ask("ok and the price").text or "")


def test_a_correction_asks_the_same_of_something_else(indexed: Callable[[dict[str, str]], Path]) -> None:
    source = "# Ashcombe\n\nThe railway came in 1874. The bridge was built in 1911.\n\nThe mill was built in 1742.\n"
    conversation = Relbot.open(indexed({"ashcombe.md": source})).conversation()
    assert "1911" in (conversation.ask("when was the bridge built").text or "")
    assert "1742" in (conversation.ask("no i mean the mill").text or "")
    assert "1911" in (conversation.ask("not the mill, the bridge").text or "")


MILL = "# Mill\n\nThe Lumera mill made paper. The Aldous bank provided the money for it.\n"
FERRY = "# Ferries\n\nThe Kestrel ferry crossed the lake twice a day. The money came from a miner.\n"


@pytest.mark.parametrize(
    "sources", [{"a.md": MILL, "b.md": FERRY}, {"a.md": f"{MILL}\n{FERRY}"}], ids=["two documents", "one document"]
)
def test_a_refused_question_leaves_what_it_names_to_the_next(
    sources: dict[str, str], indexed: Callable[[dict[str, str]], Path]
) -> None:
    conversation = Relbot.open(indexed(sources)).conversation()
    assert not conversation.ask("who was the first dentist of lumera").answered
    assert "Aldous" in (conversation.ask("where did the money come from").text or "")


def test_what_the_dialogue_does_not_answer_is_asked_of_what_the_document_is_about(
    indexed: Callable[[dict[str, str]], Path],
) -> None:
    source = (
        "# Salt War\n\nThe Salt War began in 1801. Belmar won the Salt War in 1803.\n\n## Lake\n\nA ferry was built on"
        " the lake in 1850. Its boiler came from Riga.\n"
    )
    conversation = Relbot.open(indexed({"war.md": source})).conversation()
    assert "1850" in (conversation.ask("when was the ferry built").text or "")
    assert "Belmar" in (conversation.ask("who won the war").text or "")


def test_after_a_refusal_a_follow_up_is_asked_as_it_is(seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    conversation.ask("Who came to Albania in 1959?")
    assert not conversation.ask("How do I reverse a list in Python?").answered
    assert conversation.ask("When was that?").interpreted_as is None


@pytest.mark.parametrize("text", ["and who said that?", "why?", "When was that?"])
def test_a_refusal_says_nothing_that_a_follow_up_could_be_about(text: str, seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    assert not conversation.ask("how many goals did Albania score against North Korea").answered
    answer = conversation.ask(text)
    assert (answer.answered, answer.reason, answer.citations) == (False, NOTHING_SAID, ())


def test_what_a_pronoun_leaves_open_is_answered_by_no_document_that_was_not_spoken_of(
    indexed: Callable[[dict[str, str]], Path],
) -> None:
    sources = {
        "bridge.md": "# Lirz\n\nThe Lirz bridge was built by Otto Brandt in 1850. A fair is held there every autumn.\n",
        "poet.md": "# Poet\n\nGiacinta Morra was awarded three prizes for her poems, two of them in Riga.\n",
    }
    bot = Relbot.open(indexed(sources))
    assert "prizes" in (bot.ask("were there any prizes for her").text or "")
    conversation = bot.conversation()
    assert conversation.ask("who built the Lirz bridge").answered
    assert all(cited.document.path == "bridge.md" for cited in conversation.ask("was he awarded any prizes?").citations)
    assert "prizes" in (conversation.ask("which prizes did Giacinta Morra get").text or "")


@pytest.mark.parametrize("first", ["Why?", "And in 1961?", "Tell me more", "", "he", "?"])
def test_a_conversation_may_begin_with_anything(first: str, seed_bot: Relbot) -> None:
    assert seed_bot.conversation().ask(first).question == first


@pytest.mark.parametrize("text", ["\ud800 who", "who \udfff", "and \ud83d?", "did he \ud800 die?"])
def test_half_a_character_is_no_harm_in_a_follow_up(text: str, seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    assert conversation.ask("Who came to Albania in 1959?").answered
    conversation.ask(text).question.encode()


def test_questions_that_stand_alone_are_answered_as_if_asked_alone(seed_bot: Relbot) -> None:
    asked = [json.loads(line)["question"] for line in SEED_QUESTIONS.read_text("utf-8").splitlines()]
    asked = random.Random(3).sample(asked, 40)
    conversation = seed_bot.conversation()
    different = [text for text in asked if conversation.ask(text).text != seed_bot.ask(text).text]
    assert len(different) <= 1, different


@pytest.mark.parametrize(
    "unrelated",
    ["Which visa does a dentist from Peru need?", "how tall is the eiffel tower", "who invented the zip fastener"],
)
@pytest.mark.parametrize("town", ["Bath", "Ely", "Ripon", "Wells"])
def test_an_unrelated_question_is_not_answered_by_what_a_rebuild_has_changed(
    unrelated: str, town: str, indexed: Callable[[dict[str, str]], Path]
) -> None:
    source = "The Plimsoll Society meets in {0}. It is a society of {0}.\n"
    bot = Relbot.open(indexed({"society.txt": source.format("Leeds")}))
    conversation = bot.conversation()
    assert conversation.ask("Where does the Plimsoll Society meet?").answered
    indexed({"society.txt": source.format(town)})
    assert not conversation.ask(unrelated).answered
    assert town in (conversation.ask("Where does the Plimsoll Society meet?").text or "")


def test_many_threads_may_ask_in_one_conversation(seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    asked = ["Who came to Albania in 1959?", "When was that?", "Tell me more", "And in 1961?"] * 4
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(conversation.ask, asked))
    assert [answer.question for answer in answers] == asked


def test_an_answer_never_cites_what_its_source_does_not_say(seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    for text in ("Who was Mehmet Shehu?", "Who did he receive?", "When was that?", "Tell me more", "Why?"):
        for citation in conversation.ask(text).citations:
            passage = seed_bot.passage(citation.passage_id)
            assert passage is not None
            assert passage.passage.quote == citation.quote
            start = citation.highlights[0].start - citation.start
            assert citation.quote[start : start + len(citation.highlights[0].text)] == citation.highlights[0].text


def test_a_part_after_a_refused_question_takes_its_place_in_that(indexed: Callable[[dict[str, str]], Path]) -> None:
    source = (
        "# Club\n\nThe club was founded by Ned Tolley.\n\n## Fees\n\nThe boat costs 40 crowns.\n\n## Sauna\n\n"
        "The sauna was built by Jo Farr.\n"
    )
    conversation = Relbot.open(indexed({"club.md": source})).conversation()
    assert "Tolley" in (conversation.ask("who founded the club").text or "")
    assert not conversation.ask("what does the sauna cost").answered
    assert "40 crowns" in (conversation.ask("and the boat?").text or "")


def test_after_the_first_of_several_the_second_is_one_of_those_and_no_sentence(
    indexed: Callable[[dict[str, str]], Path],
) -> None:
    source = (
        "# Halvani\n\nHis first voyage, in 1766, was paid for by the guild. The boat was lost on the way back.\n\n"
        "His second voyage, in 1769, was paid for by the navy.\n"
    )
    conversation = Relbot.open(indexed({"halvani.md": source})).conversation()
    assert "guild" in (conversation.ask("who paid for the first voyage").text or "")
    assert "navy" in (conversation.ask("no i meant the second one").text or "")

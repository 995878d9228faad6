from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from relbot import Relbot
from relbot.answering.suggestions import suggest
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder

Indexed = Callable[[dict[str, str]], Path]


@pytest.mark.parametrize("count", [0, 1, 3])
def test_no_more_are_suggested_than_are_wanted_each_once(count: int, generation: LocalGeneration) -> None:
    found = suggest(generation, lambda _: True, count)
    assert len(set(found)) == len(found) == count


def test_only_what_is_answered_is_suggested(generation: LocalGeneration) -> None:
    assert suggest(generation, lambda _: False) == ()
    assert all("in 19" in question for question in suggest(generation, lambda question: "in 19" in question))


def test_what_is_suggested_is_answered(seed_bot: Relbot, generation: LocalGeneration) -> None:
    found = suggest(generation, lambda question: seed_bot.ask(question).answered)
    assert len(found) == 3
    assert all(seed_bot.ask(question).answered for question in found)


@pytest.mark.parametrize(
    "source",
    [
        "It rained.",
        "漢字の文です。",
        "🎉 Kim! 🎉 🎉",
        "# Caesar\n\nCaesar was killed in Rome on 15 March 44 BC by many senators.\n",
        "# Bot\n\n## Yourself\n\nYou write of yourself.\n\n## A joke\n\nIt is old.\n\n## Help\n\nHelp is near.\n",
        "# {example}\n\n## {0.__class__} %s\n\nThe {name} of {0} is %s in braces.\n",
    ],
    ids=lambda text: ascii(text)[:20],
)
def test_small_talk_with_any_corpus_is_replied_to(source: str, indexed: Indexed) -> None:
    index = indexed({"a.md": source, "a.txt": source})
    answer = Relbot.open(index).ask("hi")
    assert answer.kind == "chat"
    assert (answer.reason or "").startswith("Hello!")
    for question in suggest(LocalGeneration.open(current_folder(index)), lambda _: True):
        assert " in -" not in question


TOWN = (
    "# Lirz\n\n## History of the mills\n\nIn 1850 the Old Mill burned down. The Old Mill was built by monks, and the "
    "history of the mills is long. Both Roosevelts saw the Old Mill.\n\n## Set it up\n\nThe guild of Anna Kruja "
    "went to New Lirz in 1850. People of New Lirz and of old Lirz are neighbours.\n\n"
    "## Opening hours\n\nThe Old Mill is open all year, and the opening hours are long.\n"
)


def test_what_is_suggested_is_put_as_somebody_would_ask_it(indexed: Indexed) -> None:
    generation = LocalGeneration.open(current_folder(indexed({"lirz.md": TOWN})))
    found = suggest(generation, lambda _: True, 8)
    assert found[:3] == ("Tell me about the Old Mill", "Give me an overview", "Tell me about the history of the mills")
    assert "Tell me about the opening hours" in found
    assert "What happened in 1850?" in found
    assert not [question for question in found if "Roosevelts" in question or "set it up" in question.lower()]


def test_of_several_documents_the_overview_suggested_is_of_one(indexed: Indexed) -> None:
    sources = {"lirz.md": TOWN, "morn.md": "# Morn\n\nMorn lies on a hill.\n"}
    found = suggest(LocalGeneration.open(current_folder(indexed(sources))), lambda _: True)
    assert "Give me an overview of Lirz" in found
    assert "Give me an overview" not in found


def test_on_a_topic_no_overview_of_all_is_suggested(generation: LocalGeneration) -> None:
    assert not [q for q in suggest(generation, lambda _: True, 8, on=generation.passages([0, 1])) if "overview" in q]

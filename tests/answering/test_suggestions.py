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

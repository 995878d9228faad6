from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from relbot.answering.mentions.introduction import introduced
from relbot.answering.statements import Quote
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder

Indexed = Callable[[dict[str, str]], Path]
PEOPLE = (
    "# Lirz\n\nThe mayors of Lirz had few friends. Anna Kruja quarrelled with most mayors. Zog Muli was a poor man.\n\n"
    "Anna Kruja was a painter from the northern valley. Anna Kruja sold a picture of the bridge in 1850.\n"
)


@pytest.mark.parametrize(
    ("topic", "best", "shown"),
    [
        ("Anna Kruja", "sold a picture", ["was a painter", "sold a picture"]),
        ("Anna Kruja", "was a painter", ["was a painter"]),
        ("mayors", "quarrelled", ["had few friends", "quarrelled"]),
    ],
)
def test_what_is_asked_about_is_introduced_by_the_sentence_that_says_what_it_is_or_the_first(
    topic: str, best: str, shown: list[str], indexed: Indexed
) -> None:
    generation = LocalGeneration.open(current_folder(indexed({"lirz.md": PEOPLE})))
    records = generation.passages(generation.manifest.sources[0].rows)
    quotes = [Quote(record.passage, n) for record in records for n in range(len(record.sentences))]
    [chosen] = [quote for quote in quotes if best in quote.text]
    found = introduced(topic, chosen, generation).quotes
    assert [part for quote, part in zip(found, shown, strict=True) if part in quote.text] == shown

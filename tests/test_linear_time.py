"""Whatever is repeated, four times as much of it takes about four times as long to read: nothing grows with the square.

By default the units that were slow once and their like; with RELBOT_THOROUGH=1 some thousand random ones as well.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from time import process_time

import pytest

from corpus.adversarial_texts import FRAGMENTS, UNUSUAL_CHARACTERS
from relbot.answering import citations
from relbot.corpus import front_matter
from relbot.corpus.formats import markdown, plain_text
from relbot.index import vocabulary
from relbot.query import answer_type, followup, query, timeframe
from relbot.temporal import date_mentions
from relbot.terminal import render, sanitize
from relbot.text import proper_names, sentences, terms

THOROUGH = os.environ.get("RELBOT_THOROUGH") == "1"
SHORT, LONG = 2_000, 8_000
"""Characters. A sentence has 4,000 at most; the format parsers see far more."""
MOST, SOON = 9.0, 0.1
"""How many times as long four times as much may take, unless it is done within so many seconds anyway."""

TODAY = date(2026, 11, 24)
BEFORE = followup.DialogueContext("Who visited Tirana in 1956?", "Kim Il Sung visited the Albanian capital.")
IN_1940 = date_mentions.extract_dates("in 1940")[0].interval


def front(text: str) -> None:
    with suppress(ValueError):
        front_matter.parse(f"---\n{text}\n---\n")


def kinds(text: str) -> None:
    for kind in ("time", "number", "person", "place", "reason"):
        answer_type.type_agreement(kind, "Who was it?", text, ())
    answer_type.expected_answer_type(text)


LETTERED = (
    *("a", "a ", "a'", "a-", "A ", "Aa-", "A.", "the ", "of ", "(AB", "a b (", "1 ", "1-", "1948–", "1 May 1948, "),
    *("1st and ", "AD 1 ", "from ", "between ", "early ", "May ", "that year ", "since ", "when ", "what ", "ok "),
    *(
        "more ",
        "so, ",
        " ",
        "\n",
        "\n ",
        "\r",
        ".",
        "...",
        "!",
        "'",
        '"',
        "“",
        "(",
        "[1]",
        "[1] a",
        "\u0301",
        "漢",
        "。",
    ),
)
MARKED_UP = (
    *("a ", " ", "\n", "\r", "- ", "* a\n", "1. a\n", "> ", ">", "  - a\n", "    a\n", "|a", "|a|\n|-|\n", "# a\n"),
    *("a\n=\n", "```\n", "`a ", "*a", "<", "<a ", "<!--", "<div>\n", "![", "](", "[a]: b\n", "[a]: ", "&", "\\"),
    *("---\n", "= ", "== a ==\n", "Infobox\n- a\n"),
)
YAML = ("a", "a: ", "a: b\n", "? ", "{a: ", "[a, ", "{", "- a\n", '"a" ', "!a ", "&a ", "%a\n", "a:\n ", "\n", " ")
"""To be repeated, alone."""

FUNCTIONS: dict[str, tuple[Callable[[str], object], Sequence[str]]] = {
    "front matter": (front, YAML),
    "wikitext": (lambda text: list(plain_text.parse(text, 0)), MARKED_UP),
    "Markdown": (lambda text: list(markdown.parse(text, 0)), MARKED_UP),
    "sentences": (lambda text: sentences.split(text, 0, len(text)), LETTERED),
    "words": (terms.tokenize, LETTERED),
    "names": (proper_names.extract_names, LETTERED),
    "dates": (lambda text: date_mentions.extract_dates(text, IN_1940), LETTERED),
    "abbreviations": (lambda text: list(vocabulary._abbreviation_definitions(text)), LETTERED),
    "question": (query.normalise_text, LETTERED),
    "time asked about": (lambda text: timeframe.extract_timeframe(text, TODAY, lambda _: IN_1940), LETTERED),
    "asks when": (timeframe.asks_when, LETTERED),
    "kind of answer": (kinds, LETTERED),
    "asks for more": (followup.asks_for_more, LETTERED),
    "follow-up": (lambda text: followup.reformulate(text, BEFORE, TODAY), LETTERED),
    "shown": (sanitize.sanitize, LETTERED),
    "shown as JSON": (sanitize.to_json, LETTERED),
    "paragraphs": (render._paragraphs, LETTERED),
    "link": (lambda text: citations.text_fragment_url("https://a.example/", text), LETTERED),
}
"""Each with what is repeated for it."""


def repeated(unit: str, length: int) -> str:
    return unit * (length // len(unit))


def seconds(read: Callable[[str], object], text: str) -> float:
    began = process_time()  # of this process alone, whatever else the machine does
    read(text)
    return process_time() - began


def too_slow(read: Callable[[str], object], unit: str) -> str | None:
    """What speaks against it. What seems slow is looked at again, since a machine may stumble once."""
    for _ in range(3):
        short, long = seconds(read, repeated(unit, SHORT)), seconds(read, repeated(unit, LONG))
        if long <= max(SOON, MOST * short):
            return None
    return f"{unit!r}: {short:.3f} s, four times as much {long:.3f} s"


@pytest.mark.parametrize("function", FUNCTIONS)
def test_time_grows_with_length_alone(function: str) -> None:
    read, units = FUNCTIONS[function]
    slow = [found for unit in units if (found := too_slow(read, unit))]
    assert not slow


@pytest.mark.skipif(not THOROUGH, reason="takes minutes; RELBOT_THOROUGH=1 runs it")
@pytest.mark.parametrize("function", FUNCTIONS)
def test_time_grows_with_length_alone_for_random_units(function: str) -> None:
    read, units = FUNCTIONS[function]
    slow = [found for unit in random_units(units, random.Random(function)) if (found := too_slow(read, unit))]
    assert not slow


def random_units(units: Sequence[str], chance: random.Random) -> Iterator[str]:
    for _ in range(1_000):
        yield "".join(chance.choices((*units, *units, *UNUSUAL_CHARACTERS, *FRAGMENTS), k=chance.randint(2, 5)))

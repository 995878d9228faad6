"""Everything that reads text takes linear time: four times as many repetitions of a unit take about four times as long.

By default units that were slow once and similar ones; with RELBOT_THOROUGH=1 a thousand random ones as well.
"""

from __future__ import annotations

import os
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from time import process_time

import pytest

from corpus.adversarial_texts import FRAGMENTS, UNUSUAL_CHARACTERS
from relbot.answer import Span
from relbot.answering.lines import standing_together
from relbot.answering.overviews import definitions
from relbot.answering.rows import lookup, values
from relbot.corpus import anchors, front_matter
from relbot.corpus.formats import markdown, plain_text
from relbot.corpus.formats.records import chat_log
from relbot.index import vocabulary
from relbot.query import named_document, query, timeframe
from relbot.query.answer_constraints import answer_type
from relbot.query.dialogue import about_the_answer, followup, parallel, reformulation, several_questions
from relbot.query.request import asides, utterance, who_and_what
from relbot.temporal import date_mentions
from relbot.terminal import render, sanitize
from relbot.text import proper_names, sentences, table_rows, terms

THOROUGH = os.environ.get("RELBOT_THOROUGH") == "1"
SHORT, LONG = 2_000, 8_000
"""Characters. A sentence has 4,000 at most; the format parsers see far more."""
MAX_RATIO, NEGLIGIBLE = 9.0, 0.1
"""Allowed ratio of the times for the long and the short text, unless the long one takes fewer seconds than this."""

TODAY = date(2026, 11, 24)
CONTEXT = reformulation.DialogueContext("Who visited Tirana in 1956?", "Kim Il Sung visited the Albanian capital.")
IN_1940 = date_mentions.extract_dates("in 1940")[0].interval


def parse_front_matter(text: str) -> None:
    front_matter.parse(f"---\n{text}\n---\n")


def look_for_values(text: str) -> None:
    for shape in (values.REACHED, values.CLOCK, lookup._PRICED, named_document._POSTED):
        list(shape.finditer(text))
    values.is_row(text)
    table_rows.cells(text)
    table_rows.row_keys(text)
    standing_together._opens_line(text)


def check_answer_types(text: str) -> None:
    for kind in ("time", "number", "person", "place", "reason"):
        answer_type.type_agreement(kind, "Who was it?", text, ())
    answer_type.expected_answer_type(text)


PROSE_UNITS = (
    *("a", "a ", "a'", "a-", "A ", "Aa-", "A.", "the ", "of ", "(AB", "a b (", "1 ", "1-", "1948–", "1 May 1948, "),
    *("1st and ", "AD 1 ", "from ", "between ", "early ", "May ", "that year ", "since ", "when ", "what ", "ok "),
    *("more ", "so, ", " ", "\n", "\n ", "\r", ".", "...", "!", "'", '"', "“", "(", "[1]", "[1] a", "\u0301", "漢"),
    *("。",),
)
MARKUP_UNITS = (
    *("a ", " ", "\n", "\r", "- ", "* a\n", "1. a\n", "> ", ">", "  - a\n", "    a\n", "|a", "|a|\n|-|\n", "# a\n"),
    *("a\n=\n", "```\n", "`a ", "*a", "<", "<a ", "<!--", "<div>\n", "![", "](", "[a]: b\n", "[a]: ", "&", "\\"),
    *("---\n", "= ", "== a ==\n", "Infobox\n- a\n"),
    "[[a",
    "[[a|",
    "{{a",
    "{{a}}",
    "{|\n",
    "<ref>",
    "'''a",
    "~~a",
    "==a",
    "!!! a\n    ",
    ":::a\n",
    "Q: a?\n",
    "a: b\n",
    *("a:\n- ", "[^a]", "[^a]: b\n", "<p>", "<tr><td>a", "<details>", "{% a", "{#a", "*a?* "),
)
CHAT = "[03/11/2025, 18:02] A: a\n" * 40
CHAT_UNITS = (
    "[18:02] ",
    "18:02 A: a\n",
    "[18:02] <a> a?\n",
    "1/1/2025, ",
    "[18:02] A: a. a? a? ",
    "[1/1/25] A: a b ",
    "-- ",
)
YAML_UNITS = (
    *("a", "a: ", "a: b\n", "? ", "{a: ", "[a, ", "{", "- a\n", '"a" ', "!a ", "&a ", "%a\n"),
    *("a:\n ", "\n", " "),
)
"""Each is repeated on its own."""

FUNCTIONS: dict[str, tuple[Callable[[str], object], Sequence[str]]] = {
    "front matter": (parse_front_matter, YAML_UNITS),
    "wikitext": (lambda text: plain_text.parse(text, 0), MARKUP_UNITS),
    "chat log": (lambda text: chat_log.elements(f"{CHAT}{text}", 0), (*MARKUP_UNITS, *CHAT_UNITS)),
    "Markdown": (lambda text: markdown.parse(text, 0), MARKUP_UNITS),
    "sentences": (lambda text: sentences.split(text, 0, len(text)), PROSE_UNITS),
    "words": (terms.tokenize, PROSE_UNITS),
    "names": (proper_names.extract_names, PROSE_UNITS),
    "dates": (lambda text: date_mentions.extract_dates(text, IN_1940), PROSE_UNITS),
    "abbreviations": (lambda text: list(vocabulary._abbreviation_definitions(text)), PROSE_UNITS),
    "question": (query.normalise_text, PROSE_UNITS),
    "time asked about": (lambda text: timeframe.extract_timeframe(text, TODAY, lambda _: IN_1940), PROSE_UNITS),
    "asks when": (timeframe.asks_when, PROSE_UNITS),
    "values of rows": (look_for_values, (*PROSE_UNITS, "@", "a@", "a: b; ")),
    "part in the place of its like": (
        lambda text: parallel.replace_parallel_part(f"is it open for {text}!", f"for {text}!"),
        PROSE_UNITS,
    ),
    "kind of answer": (check_answer_types, PROSE_UNITS),
    "asks for more": (about_the_answer.asks_for_more, PROSE_UNITS),
    "follow-up": (lambda text: followup.reformulate(text, CONTEXT, TODAY), PROSE_UNITS),
    "several questions": (
        several_questions.split_questions,
        (
            *PROSE_UNITS,
            "? ",
            "who won? ",
            "\n",
            "1. ",
            "a. ",
            "1) a 2) b ",
            "who is a and ",
            "who and ",
            "can i go and ",
            "a questions: ",
        ),
    ),
    "everybody": (who_and_what.everybody, (*PROSE_UNITS, "who is ", "names of ", "which people ", "all the ")),
    "cleared": (
        utterance.cleared,
        (
            *PROSE_UNITS,
            "hi, ",
            "please ",
            "? ",
            "!",
            "thanks ",
            "who won? ",
            "\n",
            "1. ",
            "<:a:1>",
            ":a",
            "so ",
            "a. ",
            "who is a and ",
            "who and ",
            "haha ok ",
            "ohh ahh ",
            "thanks and ",
            "who lol ",
            "lolol",
        ),
    ),
    "asides": (asides.without_asides, (*PROSE_UNITS, "im so ", "i have a ", "as a ", "who, im ok, ")),
    "definition": (definitions.Named("A of the Dam, B").role_in, (*PROSE_UNITS, "A, ", "in A, ", "often ", "or ")),
    "shown": (sanitize.sanitize, PROSE_UNITS),
    "shown as JSON": (sanitize.to_json, PROSE_UNITS),
    "paragraphs": (render._paragraphs, PROSE_UNITS),
    "link": (lambda text: anchors.anchors(text, [Span(0, len(text))]), PROSE_UNITS),
}
"""The functions under test, with the units repeated for each."""


def repeated(unit: str, length: int) -> str:
    return unit * (length // len(unit))


def seconds(read: Callable[[str], object], text: str) -> float:
    began = process_time()  # independent of the load of the machine
    read(text)
    return process_time() - began


def too_slow(read: Callable[[str], object], unit: str) -> str | None:
    """The measured times where they are not linear, three times in a row; None where they are."""
    for _ in range(3):
        short, long = seconds(read, repeated(unit, SHORT)), seconds(read, repeated(unit, LONG))
        if long <= max(NEGLIGIBLE, MAX_RATIO * short):
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

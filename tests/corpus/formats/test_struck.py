"""What a document strikes through is no longer so, and is never quoted, whatever the format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.formats.shown import blocks
from relbot import Relbot
from relbot.answer import Span
from relbot.corpus.documents import parse
from relbot.corpus.formats import struck
from relbot.corpus.formats.struck import STRUCK


@pytest.mark.parametrize(
    ("words", "left", "gaps"),
    [
        (f"It is {STRUCK} new.", "It is new.", [Span(5, 6)]),
        (f"in {STRUCK}1923 and", "in 1923 and", [Span(2, 3)]),
        (f"at nine {STRUCK}.", "at nine.", [Span(7, 8)]),
        (f"{STRUCK} It is new.", "It is new.", []),
        (f"It is new. {STRUCK}", "It is new.", []),
        (f"one {STRUCK} {STRUCK} two", "one two", [Span(3, 4)]),
        (f"one\n{STRUCK}\ntwo", "one\ntwo", [Span(3, 4)]),
        (STRUCK, "", []),
        ("as it was", "as it was", []),
    ],
)
def test_the_words_around_are_joined_and_the_gap_is_known(words: str, left: str, gaps: list[Span]) -> None:
    assert struck.without_and_gaps(words) == (left, gaps)


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("a.md", "The fee is ~~40 euros~~ 45 euros.\n\n~~The gate closes at nine.~~"),
        ("a.md", "The fee is ~~**40** euros~~ 45 euros."),
        ("a.md", "The fee is <del>40 euros</del> 45 euros.\n\n- ~~The gate closes at nine.~~"),
        ("a.md", "<p>The fee is <s>40 euros</s> 45 euros.</p>"),
        ("a.html", "<p>The fee is <del>40 euros</del> <ins>45 euros</ins>.</p><del><p>It closes at nine.</p></del>"),
        ("a.html", "<p>The fee is <strike>40</strike> 45 euros.</p><ul><li><s>It closes at nine.</s></li></ul>"),
        ("a.html", "<p>The fee is <span style='color: red; text-decoration: line-through'>40</span> 45 euros.</p>"),
        ("a.html", "<p>The fee is 45 euros.</p><p style='text-decoration-line: line-through'>It closes at nine.</p>"),
        ("a.adoc", "The fee is [.line-through]#40 euros# 45 euros."),
        ("a.mediawiki", "The fee is <s>40</s> 45 euros."),
        ("a.eml", "Subject: Fees\nContent-Type: text/html\n\n<p>The fee is <s>40</s> 45 euros.</p>"),
    ],
)
def test_struck_words_are_left_out_in_every_markup(name: str, source: str) -> None:
    assert blocks(name, source) == ["The fee is 45 euros."]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("It costs ~2 euros, and tea ~3 euros.", "It costs ~2 euros, and tea ~3 euros."),
        ("Run `~~it~~` now.", "Run ~~it~~ now."),
        ("Two ~~ are open.", "Two ~~ are open."),
        ("The <s>first has no end.", "The first has no end."),
        ("- [x] ~~Book the bus~~", "☑ Book the bus"),
        ("- [ ] ~~Book the bus~~ Book the train", "☐ Book the train"),
    ],
)
def test_what_is_not_struck_or_is_done_stays(source: str, shown: str) -> None:
    assert blocks("a.md", source) == [shown]


def test_a_cell_that_is_struck_leaves_its_row() -> None:
    assert blocks("a.md", "| Tent | Price |\n|---|---|\n| Fox | ~~10~~ 12 |\n| Owl | ~~9~~ |") == [
        "Tent: Fox; Price: 12",
        "Tent: Owl",
    ]


def test_no_link_spans_words_that_are_left_out() -> None:
    document = parse("a.html", b"<p>The library is open from <del>nine</del> ten to six on weekdays.</p>")
    (block,) = document.blocks
    (gap,) = document.added
    assert document.text[: gap.start] == "The library is open from"
    assert document.text[gap.end : block.end] == "ten to six on weekdays."


def test_the_old_price_is_never_the_answer(indexed: Callable[[dict[str, str]], Path]) -> None:
    bot = Relbot.open(indexed({"camp.md": "# Camp\n\nThe camp costs ~~40 euros~~ 45 euros a child.\n"}))
    assert bot.ask("How much does the camp cost?").text == "The camp costs 45 euros a child."

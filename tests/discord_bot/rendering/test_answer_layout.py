"""Whatever a corpus holds, what is shown of it is within Discord's rules, complete, and inert."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from discord.ui import LayoutView
from hypothesis import given, settings
from hypothesis import strategies as st

from discord_bot.rendering.test_markdown_escape import BACKSLASHED, HOSTILE
from discord_server.component_rules import walk
from discord_server.message_rules import COMPONENTS_V2, check_message
from discord_server.pings import EVERYONE, USER
from relbot.answer import (
    Answer,
    Citation,
    Highlight,
    Passage,
    Source,
    Span,
    Statement,
    Surroundings,
)
from relbot.contents import Contents, IndexedSource
from relbot.discord.rendering.answer_layout import answer_layout, choice_layout, closest_layout, passage_layout
from relbot.discord.rendering.buttons import SpanReference
from relbot.discord.rendering.escape import clean
from relbot.discord.rendering.info_layout import (
    about_layout,
    failure_layout,
    help_layout,
    progress_layout,
    report_layout,
    sources_layout,
)
from relbot.discord.rendering.layout import linkable
from terminal.answers import ANSWER, REFUSAL, SMALL_TALK

SOURCES = st.builds(
    Source,
    HOSTILE,
    HOSTILE,
    st.none() | HOSTILE | st.just("https://example.org/a"),
    st.none() | HOSTILE,
    st.sampled_from([None, "2024", "2024-03", "2024-03-05"]),
)
LONG = HOSTILE | st.tuples(HOSTILE, st.integers(1, 60)).map(lambda pair: f"{pair[0]} some more words. " * pair[1])
SECTIONS = st.lists(HOSTILE, max_size=5).map(tuple)
IDS = st.text("0123456789abcdef", min_size=12, max_size=12)
LINKS = st.none() | HOSTILE | st.integers(0, 600).map(lambda n: f"https://example.org/{'a' * n}#:~:text=b")


few = settings(max_examples=40, deadline=None)
"""These are large values, and drawing them takes most of the time."""


def ranges(length: int) -> st.SearchStrategy[tuple[int, int]]:
    """Start and end of parts of a text that are not empty."""
    return st.integers(0, length - 1).flatmap(lambda start: st.tuples(st.just(start), st.integers(start + 1, length)))


@st.composite
def citations(draw: st.DrawFn) -> Citation:
    quote = draw(LONG.filter(lambda text: clean(text).strip()))
    start, end = draw(ranges(len(quote)))
    offset = draw(st.integers(0, 10**6))
    highlights = tuple(
        Highlight(offset + start, offset + end, quote[start:end])
        for start, end in [(start, end), *draw(st.lists(ranges(len(quote)), max_size=9))]
    )
    fields = (offset, offset + len(quote), highlights, draw(SECTIONS), draw(SOURCES), draw(LINKS), draw(IDS))
    return Citation(0, quote, *fields)


@st.composite
def answers(draw: st.DrawFn, most: int = 3) -> Answer:
    """An answer of one statement, or of several where more than three citations are allowed."""
    found = [
        Citation(n, c.quote, c.start, c.end, c.highlights, c.section, c.document, c.link, c.passage_id)
        for n, c in enumerate(draw(st.lists(citations(), max_size=most)), 1)
    ]
    answered = bool(found)
    statements = [Statement(h.text, c.number, h.start, h.end, draw(HOSTILE)) for c in found for h in c.highlights]
    if most <= 3:
        statements = statements[:1]
    return Answer(
        question=draw(LONG),
        answered=answered,
        confidence=draw(st.floats(0, 1)),
        text="\n".join(statement.text for statement in statements) if answered else None,
        reason=draw(st.none() | LONG) if answered else draw(LONG),
        citations=tuple(found),
        kind=draw(st.sampled_from(["fact", "list", "overview", "timeline"])) if answered else "none",
        statements=tuple(statements * draw(st.sampled_from([1, 1, 3] if most > 3 else [1]))),
        interpreted_as=draw(st.none() | LONG),
        suggestion=draw(st.none() | HOSTILE),
        closest=tuple(draw(st.lists(citations(), max_size=4))),
        generation=draw(st.sampled_from(["", "20251122T183250264424-3a121bfad63b8dad"])),
    )


@st.composite
def passages(draw: st.DrawFn) -> Passage:
    quote = draw(LONG.filter(lambda text: clean(text).strip()))
    return Passage(draw(SOURCES), 0, len(quote), quote, draw(SECTIONS), (Span(0, len(quote)),), draw(IDS))


@few
@given(answers() | answers(12), st.booleans(), st.booleans(), st.lists(LONG, max_size=5))
def test_any_answer_is_a_message_that_discord_takes(
    answer: Answer, shareable: bool, votes: bool, suggestions: list[str]
) -> None:
    accepted(answer_layout(answer, shareable=shareable, votes=votes, suggestions=suggestions))
    accepted(answer_layout(replace(answer, kind="chat", answered=False)))


@few
@given(answers())
def test_no_citation_of_an_answer_is_dropped(answer: Answer) -> None:
    texts = accepted(answer_layout(answer))
    shown = [text for text in texts if re.match(r"\*\*\d\*\* · ", text)]
    assert len(shown) == len(answer.citations)
    assert all(len(text.split("\n> ", 1)[1]) > 0 for text in shown)


@few
@given(answers())
def test_a_refusal_shows_no_passage(answer: Answer) -> None:
    texts = accepted(answer_layout(answer))
    assert answer.answered != any("**No answer.**" in text for text in texts)
    assert answer.answered or not any("\n> " in text for text in texts)


@few
@given(answers(), st.lists(citations(), min_size=1, max_size=3), st.integers(0, 2**63))
def test_whatever_there_is_to_choose_from_is_shown_with_a_button_each(
    answer: Answer, candidates: list[Citation], asker: int
) -> None:
    texts = accepted(view := choice_layout(answer, candidates, asker))
    assert labels(view) == ["This one"] * len(candidates)
    assert len([text for text in texts if text.startswith("> ")]) == len(candidates)


@few
@given(answers(), HOSTILE)
def test_an_answer_that_was_chosen_says_by_whom_and_claims_no_confidence(answer: Answer, name: str) -> None:
    texts = accepted(answer_layout(answer, chosen_by=f"Ann {name}"))
    assert answer.answered == any("Chosen by Ann" in text for text in texts)
    assert not any(re.search(r"right \(|A guess", text) for text in texts if text.startswith("-# Chosen"))


@few
@given(passages(), st.none() | passages(), st.none() | passages(), st.data())
def test_any_passage_is_a_message_that_discord_takes(
    passage: Passage, before: Passage | None, after: Passage | None, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(passage.quote)))
    end = data.draw(st.integers(start, len(passage.quote)))
    reference = SpanReference(passage.id, ((start, end), *data.draw(st.lists(ranges(len(passage.quote)), max_size=5))))
    accepted(passage_layout(Surroundings(passage, before, after), reference))
    accepted(closest_layout([(Surroundings(passage, before, after), reference)] * 3))


@few
@given(st.lists(SOURCES, max_size=80), HOSTILE)
def test_any_list_of_sources_is_a_message_that_discord_takes(sources: list[Source], name: str) -> None:
    indexed = tuple(IndexedSource(source, 12) for source in sources)
    contents = Contents("20251122T183250264424-3a121bfad63b8dad", datetime.now(UTC), "a model", indexed, 12, 34)
    for view in (sources_layout(contents), about_layout(contents), help_layout(name)):
        accepted(view)


@few
@given(st.lists(HOSTILE, max_size=40), LONG)
def test_any_report_of_a_rebuild_is_a_message_that_discord_takes(paths: list[str], why: str) -> None:
    rejected = [{"path": path, "why": why} for path in paths]
    sorts = {"added": paths, "changed": paths, "removed": paths, "rejected": rejected}
    accepted(report_layout({"published": True, "sources": 2, "passages": 3, "seconds": 0.5, **sorts}))
    accepted(failure_layout(why))
    accepted(progress_layout(why, 1, 2))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "http://",
        "https://localhost/x",
        "https://a.example/ x",
        "https://a.example/\n",
        "file:///x",
    ],
)
def test_what_discord_would_refuse_as_a_link_is_left_out(url: str | None) -> None:
    assert linkable(url) is None


@pytest.mark.parametrize("url", ["https://a.example/" + "x" * 500, "//a.example", "https://a.example/é", None, ""])
def test_what_discord_would_refuse_as_a_link_is_left_out_too(url: str | None) -> None:
    assert linkable(url) is None


def test_a_link_too_long_gives_way_to_the_address_of_its_source() -> None:
    source = "https://example.org/page?x=1#part"
    assert linkable(f"{source}{'a' * 600}", source) == source


def test_small_talk_is_one_sentence_without_passages_or_votes() -> None:
    assert accepted(view := answer_layout(SMALL_TALK, shareable=True, suggestions=["Who?"])) == ["You are welcome!"]
    assert not labels(view)


def test_what_an_answer_leaves_open_is_said_with_it() -> None:
    texts = accepted(answer_layout(replace(ANSWER, reason="The sources do not say: Why?")))
    assert texts[2] == "-# Very likely right (93 %)\nThe sources do not say\\: Why?"


def test_a_refusal_offers_the_closest_passages_and_questions_that_are_answered() -> None:
    offered = ["What happened in 1961?", "x" * 81, " ", "Who?", "Why?", "When?"]
    texts = accepted(view := answer_layout(REFUSAL, votes=False, suggestions=offered))
    assert labels(view) == ["Closest passages", "What happened in 1961?", "Who?", "Why?"]
    assert "Did you mean one of these?" in texts[-1]
    assert labels(answer_layout(REFUSAL, votes=False)) == ["Closest passages"]
    assert labels(answer_layout(ANSWER, votes=False, suggestions=offered))[0] == "Open 1"


def test_each_citation_says_how_old_its_source_is() -> None:
    (first,) = ANSWER.citations
    dated = [replace(first, number=n, document=replace(first.document, date=f"201{n}-03")) for n in (1, 2)]
    shown = "\n".join(accepted(answer_layout(replace(ANSWER, citations=tuple(dated)))))
    assert shown.index("· dated March 2011") < shown.index("· dated March 2012")


def labels(view: LayoutView) -> list[str | None]:
    components = view.to_components()  # type: ignore[no-untyped-call]
    return [component.get("label") for _, component in walk(components) if component["type"] == 2]


def accepted(view: LayoutView) -> list[str]:
    """The texts of a message that the fake Discord takes; none of them mentions anybody or links anywhere."""
    components = view.to_components()  # type: ignore[no-untyped-call]
    check_message({"flags": COMPONENTS_V2, "components": components})
    texts = [component["content"] for _, component in walk(components) if component["type"] == 10]
    for text in texts:
        alive = re.sub(r"<t:\d+:R>", "", BACKSLASHED.sub("", text))  # a time is the bot's own
        assert not re.search(r"@everyone|@here|[<\[\]]|\|\||://", alive)
        assert not EVERYONE.search(text)
        assert not USER.search(text)
    return texts

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from answering.passage_of_text import passage_of
from ranked import Rank
from relbot import Relbot
from relbot.answer import Anchor, Place, Span
from relbot.answering.citations import cite, directive, link_to, make_citation, quotable_span
from relbot.corpus.anchors import anchors

URL = "https://example.org/page"
Indexed = Callable[[dict[str, str]], Path]


def terms(url: str | None) -> list[str]:
    """The words that a link's text directive names."""
    assert url
    return [unquote(part) for part in url.partition(":~:text=")[2].split(",")]


def link(words: str, url: str | None = URL, place: Place | None = None) -> str | None:
    (anchor,) = anchors(words, [Span(0, len(words))])
    return link_to(url, place, directive(anchor, anchor))


def test_a_link_opens_the_page_at_the_sentence() -> None:
    assert link("Kim came.") == f"{URL}#:~:text=Kim%20came."
    assert link("Kim came.", None) is None
    assert link(" ") == URL


def test_a_long_sentence_is_named_by_how_it_begins_and_ends() -> None:
    words = "From 29 June to 1 July 1956 Enver Hoxha hosted Premier Kim on a state visit."
    assert terms(link(words)) == ["From 29 June to 1", "Kim on a state visit."]


def test_several_sentences_are_named_from_the_first_to_the_last() -> None:
    first, last = (
        Anchor("", "Mehmet Shehu was the prime", "prime minister of Albania."),
        Anchor("", "He resided in Tirana."),
    )
    assert directive(first, last) == ("Mehmet%20Shehu%20was%20the%20prime", "He%20resided%20in%20Tirana.")


def test_words_in_front_of_a_sentence_tell_it_from_an_equal_one() -> None:
    anchor = Anchor("night, was over.", "She slept.")
    assert directive(anchor, anchor) == ("night%2C%20was%20over.-", "She%20slept.")


def test_words_behind_a_sentence_tell_it_apart_as_well() -> None:
    anchor = Anchor("", "Yes.", "", "It is common")
    assert directive(anchor, anchor) == ("Yes.", "-It%20is%20common")
    assert directive(anchor, Anchor("", "It ends.")) == ("Yes.%20It%20is%20common", "It%20ends.")


def test_hyphens_commas_and_ampersands_are_escaped_since_they_mean_something_there() -> None:
    assert link("Kim, Choe Yong-gon & co.") == f"{URL}#:~:text=Kim%2C%20Choe%20Yong%2Dgon%20%26%20co."


def test_an_anchor_of_the_page_stays_unless_the_place_has_its_own() -> None:
    assert link("Kim came.", f"{URL}#History") == f"{URL}#History:~:text=Kim%20came."
    assert link("Kim came.", f"{URL}#History", Place(0, None, "Visits")) == f"{URL}#Visits:~:text=Kim%20came."


def test_a_page_number_takes_no_text_and_a_place_may_have_its_own_address() -> None:
    assert link("Kim came.", URL, Place(0, "p. 4", "page=4")) == f"{URL}#page=4"
    assert link("Kim came.", None, Place(0, "Ben", url="https://example.org/1")) == "https://example.org/1"


def test_footnote_marks_and_line_ends_are_left_out() -> None:
    assert terms(link("Kim came\r\nby train.[12]")) == ["Kim came by train."]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_whatever_the_sentence_the_link_is_plain_ascii(words: str) -> None:
    opened = link(words)
    assert opened
    assert re.fullmatch(r"https://example\.org/page(#:~:text=[\w%.~]+(,[\w%.~]+)?)?", opened, re.ASCII)


def test_citations_are_numbered_and_no_more_than_were_asked_for(rank: Rank) -> None:
    _, ranked = rank("Albania and North Korea")
    cited = cite(ranked, 3)
    assert [citation.number for citation in cited] == [1, 2, 3]
    assert cite(ranked, 1) == cited[:1]
    assert cite([], 3) == ()


def test_near_duplicates_do_not_fill_the_citations(indexed: Indexed) -> None:
    same = "The embassy in Tirana was opened by Kim in the spring of 1956 with a short speech on trade."
    index = indexed(
        {
            "a.txt": same,
            "b.txt": f"{same} It rained.",
            "c.txt": same.replace("short", "brief"),
            "d.txt": "The embassy in Tirana, which Kim opened, had a garden where lemons grew until it was sold.",
        }
    )
    bot = Relbot.open(index)
    answer = bot.ask("Who opened the embassy in Tirana?", 10)
    shown = [*answer.citations, *answer.closest]
    assert len([c for c in answer.citations if "spring of 1956" in c.quote]) == 1
    assert len({c.passage_id for c in shown}) == len(shown)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Guests may park in the yard for two hours.", "Guests may park in the yard for four hours."),
        ("Guests may park in the yard until 18:00.", "Guests may park in the yard until 22:00."),
        ("Guests may park their cars in the yard.", "Guests may not park their cars in the yard."),
        ("Guests can park their cars in the yard.", "Guests can’t park their cars in the yard."),
    ],
)
@pytest.mark.parametrize("is_swapped", [False, True])
def test_sources_that_differ_in_a_number_or_a_denial_stand_side_by_side(
    indexed: Indexed, one: str, other: str, is_swapped: bool
) -> None:
    dates, said = ("2019-05-01", "2024-03-05"), (other, one) if is_swapped else (one, other)
    texts = (f"---\ndate: {day}\n---\n# Parking\n\n{text}\n" for day, text in zip(dates, said, strict=True))
    index = indexed(dict(zip(("old.md", "new.md"), texts, strict=True)))
    answer = Relbot.open(index).ask("Can guests park in the yard?")
    assert {citation.highlights[0].text for citation in answer.citations} == {one, other}
    assert {citation.document.date for citation in answer.citations} == set(dates)


def test_a_sentence_that_refers_to_the_one_before_is_highlighted_with_it() -> None:
    passage = passage_of("Mehmet Shehu was the prime minister of Albania. He resided in Tirana. Kim did not.")
    assert [passage.words(quotable_span(passage, n)) for n in range(3)] == [
        "Mehmet Shehu was the prime minister of Albania.",
        "Mehmet Shehu was the prime minister of Albania. He resided in Tirana.",
        "Kim did not.",
    ]


def test_sources_with_one_title_are_told_apart_by_their_path(indexed: Indexed) -> None:
    bot = Relbot.open(
        indexed(
            {
                "north.md": "# Notes\n\nThe ferry to Varn leaves at noon.\n",
                "south.md": "# Notes\n\nThe bakery in Olm closes at six.\n",
                "log.md": "# Log\n\nThe lighthouse was lit by Ada Rook.\n",
            }
        )
    )
    found = [hit.passage for hit in bot.search("the ferry, the bakery and the lighthouse")]
    cited = [make_citation(1, passage, passage.sentences[:1]) for passage in found]
    assert {c.document.path: c.place for c in cited} == {
        "north.md": "north.md",
        "south.md": "south.md",
        "log.md": None,
    }


def test_a_sentence_that_only_says_yes_or_no_is_highlighted_with_the_next() -> None:
    passage = passage_of("Yes. We take all common cards. Cash is no longer taken. No.")
    assert [passage.words(quotable_span(passage, n)) for n in range(4)] == [
        "Yes. We take all common cards.",
        "We take all common cards.",
        "Cash is no longer taken.",
        "No.",
    ]


@pytest.mark.parametrize(
    ("front", "link"),
    [
        ("", None),
        ("---\nurl: https://example.org/a_(b)?q=1&r=2#top\n---\n", "https://example.org/a_(b)?q=1&r=2#top:~:text="),
    ],
)
def test_a_source_without_a_url_has_no_link(front: str, link: str | None, indexed: Indexed) -> None:
    answer = Relbot.open(indexed({"a.md": f"{front}Kim opened the embassy in Tirana.\n"})).ask(
        "Who opened the embassy?"
    )
    found = answer.citations[0].link
    assert found == link or (link and found and found.startswith(link))

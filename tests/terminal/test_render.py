from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from relbot.answer import Highlight, Statement
from relbot.terminal.render import answer_text
from relbot.terminal.sanitize import sanitize
from terminal.answers import ANSWER, BEFORE, LINK, OVERVIEW, REFUSAL, SENTENCE, SMALL_TALK, SOURCE, citation
from terminal.conftest import console

AT_80_COLUMNS = """\
In 1961, Albania and North Korea signed a joint declaration of friendship.

Very likely right (93 %)

1  Albania–North Korea relations › History › Cold War
   On 6 June 1959, Hoxha received Choe Yong-gon on an official goodwill visit.
   In 1961, Albania and North Korea signed a joint declaration of friendship.
https://en.wikipedia.org/wiki/Albania%E2%80%93North_Korea_relations#:~:text=In%201961%2C%20Albania,of%20friendship."""

IN_A_PIPE = f"""\
{SENTENCE}

Very likely right (93 %)

1  Albania–North Korea relations › History › Cold War
   {BEFORE} »{SENTENCE}«
   {LINK}"""

REFUSED_WITH_WHY = """\
No answer. “Visa” occurs nowhere in the corpus.

What spoke for it (+) and against it (−)
 +2.3  the passage has every word of the question, or one close to it
 −0.4  the question asks for a year and the sentence that came closest names
       none at all

What came closest, without answering
·  In 1961, Albania and North Korea signed a joint declaration of friendship.
   Albania–North Korea relations › History › Cold War"""


OVERVIEW_AT_80_COLUMNS = """\
1. On 6 June 1959, Hoxha received Choe Yong-gon on an official goodwill visit.
   [1]
2. In 1961, Albania and North Korea signed a joint declaration of friendship.
   [1]
3. In 1961, Albania and North Korea signed a joint declaration of friendship.
   [2]

Very likely right (93 %) · an overview in 3 sentences

[1]  Albania–North Korea relations › History › Cold War
     On 6 June 1959, Hoxha received Choe Yong-gon on an official goodwill visit.
     In 1961, Albania and North Korea signed a joint declaration of friendship.

[2]  Albania–North Korea relations › History › Modern era
     In 1961, Albania and North Korea signed a joint declaration of friendship."""

OVERVIEW_IN_A_PIPE = f"""\
1. {BEFORE} [1]
2. {SENTENCE} [1]
3. {SENTENCE} [2]

Very likely right (93 %) · an overview in 3 sentences

[1]  Albania–North Korea relations › History › Cold War
     »{BEFORE}« »{SENTENCE}«

[2]  Albania–North Korea relations › History › Modern era
     »{SENTENCE}«"""


def test_an_answer_at_80_columns_is_laid_out_as_a_person_reads_it(terminal: Console) -> None:
    assert answer_text(ANSWER, terminal).plain == AT_80_COLUMNS


def test_in_a_pipe_a_paragraph_is_one_line_and_the_sentence_is_marked_with_signs(pipe: Console) -> None:
    assert answer_text(ANSWER, pipe).plain == IN_A_PIPE


def test_several_statements_are_a_numbered_list_with_their_citations_and_the_passages_once(
    terminal: Console, pipe: Console
) -> None:
    without_links = replace(OVERVIEW, citations=tuple(replace(each, link=None) for each in OVERVIEW.citations))
    assert answer_text(without_links, terminal).plain == OVERVIEW_AT_80_COLUMNS
    assert answer_text(without_links, pipe).plain == OVERVIEW_IN_A_PIPE


def test_the_numbers_of_a_long_list_stand_below_each_other(pipe: Console) -> None:
    long = replace(OVERVIEW, kind="list", statements=ANSWER.statements * 10)
    lines = answer_text(long, pipe).plain.splitlines()
    assert [lines[0][:4], lines[9][:4]] == [" 1. ", "10. "]
    assert "Very likely right (93 %) · 10 sentences" in lines


def test_what_an_answer_to_several_questions_leaves_open_is_said_with_it(pipe: Console) -> None:
    partly = replace(ANSWER, reason="The sources do not say: Which visa do I need?")
    assert (
        "Very likely right (93 %)\nThe sources do not say: Which visa do I need?\n" in answer_text(partly, pipe).plain
    )


@pytest.mark.parametrize("why", [True, False])
def test_small_talk_is_answered_with_its_sentence_alone(terminal: Console, why: bool) -> None:
    assert answer_text(SMALL_TALK, terminal, why=why, ask_why="--why").plain == "You are welcome!"


def test_highlights_that_overlap_are_marked_once(pipe: Console) -> None:
    start, end = citation().highlights[0].start, citation().highlights[0].end
    overlapping = citation(highlights=(Highlight(start, end, SENTENCE), Highlight(start + 3, end - 3, SENTENCE[3:-3])))
    assert f"\n   {BEFORE} »{SENTENCE}«\n" in answer_text(replace(ANSWER, citations=(overlapping,)), pipe).plain


def test_a_refusal_gives_its_reason_and_says_how_to_see_more(terminal: Console) -> None:
    shown = answer_text(REFUSAL, terminal, ask_why="--why").plain
    assert shown == "No answer. “Visa” occurs nowhere in the corpus.\n\n--why shows what came closest."


def test_a_refusal_that_is_nearly_an_answer_shows_the_sentences_that_may_be_it(terminal: Console) -> None:
    nearly = replace(REFUSAL, confidence=0.5, reason="The sources do not say.")
    assert answer_text(nearly, terminal, ask_why="--why").plain == (
        "No answer. The sources do not say.\n\n"
        "Or does one of these answer it?\n"
        "·  In 1961, Albania and North Korea signed a joint declaration of friendship.\n"
        "   Albania–North Korea relations › History › Cold War"
    )


def test_why_shows_signals_and_what_came_closest(terminal: Console) -> None:
    assert answer_text(REFUSAL, terminal, why=True).plain == REFUSED_WITH_WHY


def test_why_of_an_answer_that_was_looked_up_says_how_it_was_found(terminal: Console) -> None:
    looked_up = replace(ANSWER, signals=(), found="It was looked up in a table.")
    assert "\n\nHow it was found\nIt was looked up in a table.\n\nMilliseconds:" in (
        answer_text(looked_up, terminal, why=True).plain
    )
    assert "How it was found" not in answer_text(looked_up, terminal).plain
    assert "How it was found" not in answer_text(replace(looked_up, answered=False), terminal, why=True).plain


def test_why_of_an_answer_ends_with_the_time_it_took(terminal: Console) -> None:
    assert answer_text(ANSWER, terminal, why=True).plain.endswith("Milliseconds: encoding 1.2 · total 3.0")


def test_the_answering_sentence_is_bold_in_its_passage(terminal: Console) -> None:
    text = answer_text(ANSWER, terminal)
    passage = text.plain.index(BEFORE)
    bold = [text.plain[span.start : span.end] for span in text.spans if span.style == "bold" and span.start > passage]
    assert " ".join("".join(bold).split()) == SENTENCE


def test_the_link_is_whole_and_opens(terminal: Console) -> None:
    terminal.print(answer_text(ANSWER, terminal), soft_wrap=True)
    printed = terminal.file.getvalue()  # type: ignore[attr-defined]
    assert f";{LINK}\x1b\\" in printed
    assert printed.count(LINK) == 2, "once to click, once to read"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd"])
def test_only_addresses_of_the_web_can_be_clicked(terminal: Console, url: str) -> None:
    terminal.print(answer_text(replace(ANSWER, citations=(citation(link=url),)), terminal), soft_wrap=True)
    printed = terminal.file.getvalue()  # type: ignore[attr-defined]
    assert url in printed
    assert "\x1b]8" not in printed


def test_a_source_without_an_address_has_no_link_line(terminal: Console) -> None:
    assert "http" not in answer_text(replace(ANSWER, citations=(citation(link=None),)), terminal).plain


def test_it_says_how_the_question_was_understood(terminal: Console) -> None:
    understood = replace(ANSWER, interpreted_as="When was the declaration with Albania signed?", suggestion="Hoxha")
    shown = answer_text(understood, terminal).plain
    assert "Understood as: When was the declaration with Albania signed?\nDid you mean Hoxha?\n" in shown


def test_paragraphs_of_a_passage_stay_apart_and_line_breaks_do_not(terminal: Console) -> None:
    broken = citation(before="One\nline.\r\n\r\nTwo. ", after="\n \nThree.")
    shown = answer_text(replace(ANSWER, citations=(broken,)), terminal).plain
    assert "   One line.\n\n   Two. In 1961" in shown
    assert shown.count("\n\n   Three.\n") == 1


def test_no_line_of_prose_is_wider_than_80_columns_however_wide_the_terminal() -> None:
    long = replace(ANSWER, citations=(citation(before="many words " * 50, link=None),))
    for width, most in ((200, 80), (80, 80), (40, 40)):
        lines = answer_text(long, console(terminal=True, width=width)).plain.splitlines()
        assert max(map(len, lines)) <= most


def test_markup_in_a_source_is_only_text(terminal: Console) -> None:
    hostile = replace(ANSWER, text="[red]not red[/red] :warning:", citations=())
    assert answer_text(hostile, terminal).plain.startswith("[red]not red[/red] :warning:")


@given(st.text(st.characters(exclude_categories=())), st.text(min_size=1), st.text(), st.booleans(), st.integers(0, 3))
def test_no_text_of_a_source_reaches_the_terminal_raw(
    before: str, sentence: str, after: str, is_terminal: bool, count: int
) -> None:
    start = 100 + len(before)
    hostile = replace(
        ANSWER,
        text=sentence,
        reason=before,
        statements=(Statement(sentence, 1, start, start + len(sentence), after),) * count,
        citations=(citation(before, sentence, after, section=(before,), link=after),),
        closest=(citation(after, sentence, before),),
        interpreted_as=before,
        suggestion=after,
    )
    small_talk = replace(hostile, kind="chat", answered=False)
    for answer in (hostile, small_talk):
        shown = answer_text(answer, console(terminal=is_terminal), why=True).plain
        assert all(sanitize(char) == char for char in shown.replace("\n", ""))


def test_a_line_of_a_list_is_shown_behind_what_it_stands_under(terminal: Console) -> None:
    first, second, third = (replace(each, under="Removed") for each in OVERVIEW.statements)
    alone = replace(ANSWER, statements=(replace(ANSWER.statements[0], under="Removed"),))
    assert answer_text(alone, terminal).plain.startswith("Removed › In 1961, Albania")
    listed = replace(OVERVIEW, statements=(first, second, replace(third, under="We do not take:")))
    lines = [line for line in answer_text(listed, terminal).plain.split("\n") if line[:2] in ("1.", "2.", "3.")]
    assert [line[3:].partition(" › ")[0] for line in lines if " › " in line] == [
        "Removed",
        "Removed",
        "We do not take:",
    ]


LOCAL = replace(SOURCE, url=None)


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"place": "p. 12"}, "Albania–North Korea relations › History › Cold War · p. 12"),
        ({"place": "Cold War"}, "Albania–North Korea relations › History › Cold War"),
        (
            {"place": "p. 12", "link": None, "document": LOCAL},
            f"relations › History › Cold War · p. 12 · {SOURCE.path}",
        ),
        (
            {"place": f"p. 12, {SOURCE.path}", "link": None, "document": LOCAL},
            f"relations › History › Cold War · p. 12, {SOURCE.path}",
        ),
    ],
)
def test_a_citation_says_where_it_stands_by_its_place_and_without_a_link_by_its_file(
    changes: dict[str, Any], line: str, pipe: Console
) -> None:
    shown = answer_text(replace(ANSWER, citations=(citation(**changes),)), pipe).plain.splitlines()
    assert any(printed.endswith(line) for printed in shown)


def test_a_citation_says_how_old_its_source_is() -> None:
    older, newer = (replace(SOURCE, date=date) for date in ("2019-06", "2024-03-05"))
    both = replace(ANSWER, citations=(citation(document=older), citation(number=2, document=newer, place="p. 3")))
    shown = answer_text(both, console(terminal=True)).plain
    assert "1  Albania–North Korea relations › History › Cold War · dated June 2019\n" in shown
    assert "2  Albania–North Korea relations › History › Cold War · p. 3 · dated 5 March\n   2024\n" in shown

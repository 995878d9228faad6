from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.query.subject.filling import filled_in
from relbot.query.subject.references import open_references, points_at

RELATIONS = "Chad–Peru relations"
PARLIAMENT = "Welsh Parliament"
OPEN = {
    "What is the relationship like today?": ["the relationship"],
    "Were they allies?": ["they"],
    "when did the two countries fall out": ["the two countries"],
    "where did both sides meet": ["both sides"],
    "who came up with it": ["it"],
    "where is this place": ["this place"],
    "what is this place": ["this place"],
    "who won the war": ["the war"],
    "is that war over": ["that war"],
    "how many of those people were there": ["those people"],
    "who are these people": ["these people"],
    "when did these people arrive": ["these people"],
    "why won't the club reopen": ["the club"],
    "what made this country rich": ["this country"],
    "did those countries stay on top": ["those countries"],
    "did it last": ["it"],
    "what are their exports": ["their"],
    "what is its capital": ["its"],
    "how deep is it": ["it"],
    "what is the article about": ["the article"],
    "what is this document about": ["this document"],
    "did the war end in 1763": ["the war"],
    "did washington fight in it": ["it"],
    "when was that": ["that"],
    "what do you think of this": ["this"],
    "what is this": ["this"],
    "how was she raised": ["she"],
    "who was her father": ["her"],
    "where did he die": ["he"],
    "is it deep": ["it"],
    "is it still used": ["it"],
    "who paid for the project": ["the project"],
    "how long was the siege": ["the siege"],
    "what did they do after the war": ["they", "the war"],
    "what happened after it sank": ["it"],
    "how did the whole thing end": ["the whole thing"],
    "are they friends": ["they"],
    "who told them": ["them"],
    "why did their king flee": ["their"],
    "how many people live there": ["there"],
    "whats the weather like up there?": ["there"],
    "who lives there now": ["there"],
    "was there a draft there": ["there"],
}
STANDS_ALONE = [
    "When did Kim visit and what did he say?",
    "which country sent its troops",
    "who was Kim",
    "Hoxha",
    "the cold war",
    "when did the war of 1812 start",
    "is it true that Kim died",
    "Did the dam break when they opened it",
    "gold rush",
    *("Why did Albania recall its ambassador", "how did the Cold War start", "does everyone know that smoking kills"),
    *("how many are there", "which kinds are there in Chad", "is there any fee", "there are how many"),
    *("was there another one of these oil shocks", "who plays in those brass bands"),
    *("who signed the treaty between Spain and France", "those people who fled to Bern", "the countries in the EU"),
    *("is it raining in Lima", "what is it like in Tirana", "what time is it", "which mayor lost his seat"),
    "what did the mayor do when he lost",
    "what did kim do when he visited",
    "how long did it take to dig Suez",
    "1961",
    "what did Marx say about his father",
    "when did Tesla die and where was he buried",
    "did Rome fall because it was big",
    *("who built the bridge over the Rhine", "what is the company that owns Lego", "the battle of Kosovo", "", "???"),
    "who got their money back",
    "who wrote the book about Troy",
    "is the river in Chad deep",
    "which ships lost their crew",
    "does Oslo have its own army",
]


@pytest.mark.parametrize(("text", "references"), OPEN.items())
def test_what_a_question_leaves_open(text: str, references: list[str]) -> None:
    assert [text[r.start : r.end] for r in open_references(text)] == references


@pytest.mark.parametrize("text", STANDS_ALONE)
def test_a_question_that_stands_alone_is_never_bent(text: str) -> None:
    assert open_references(text) == ()
    assert filled_in(text, RELATIONS) is None


def put(text: str, title: str) -> str | None:
    completed = filled_in(text, title)
    return completed.text if completed else None


@pytest.mark.parametrize(
    ("text", "title", "completed"),
    [
        ("What is the relationship like today?", RELATIONS, "What is Chad–Peru relations like today?"),
        ("Were they allies?", RELATIONS, "Were Chad and Peru allies?"),
        ("when did the two countries fall out", RELATIONS, "when did Chad and Peru fall out"),
        ("what did both sides want", RELATIONS, "what did Chad and Peru want"),
        ("what are their exports", RELATIONS, "what are Chad and Peru's exports"),
        ("is Chad still at odds with them?", RELATIONS, "is Chad still at odds with Peru?"),
        ("why did the two countries ask chad to wait", RELATIONS, "why did Chad and Peru ask chad to wait"),
        ("when did it start?", RELATIONS, "when did Chad–Peru relations start?"),
        ("who won the war", "Pig War (1859)", "who won Pig War"),
        ("who won the war?", RELATIONS, "who won the war: Chad–Peru relations?"),
        ("how many people sit in it?", PARLIAMENT, "how many people sit in Welsh Parliament?"),
        ("where does the parliament meet", PARLIAMENT, "where does Welsh Parliament meet"),
        ("where is this place", "Goa", "where is Goa"),
        ("what is its capital", "Goa", "what is Goa's capital"),
        ("who was her father", "Ada Lovelace", "who was her father: Ada Lovelace?"),
        ("who won?", RELATIONS, "who won: Chad–Peru relations?"),
        ("what happened", "Pig War", "what happened: Pig War?"),
    ],
)
def test_a_question_is_completed_with_the_subject(text: str, title: str, completed: str) -> None:
    assert put(text, title) == completed


@pytest.mark.parametrize(
    ("text", "title", "completed"),
    [
        ("did those countries stay on top?", "Oil crisis", "did those countries stay on top: Oil crisis?"),
        ("did those countries stay on top?", RELATIONS, "did Chad and Peru stay on top?"),
        ("where did both sides meet", "Peace of Lirz", "where did both sides meet: Peace of Lirz?"),
        ("how fast could one go during all this?", "Oil crisis", "how fast could one go during Oil crisis?"),
        ("what do they make of all of it", PARLIAMENT, "what do they make of all of it: Welsh Parliament?"),
        ("who paid for all of it", PARLIAMENT, "who paid for Welsh Parliament"),
    ],
)
def test_a_title_takes_the_place_of_several_only_where_it_names_two_and_of_all_of_it_whole(
    text: str, title: str, completed: str
) -> None:
    assert put(text, title) == completed


@pytest.mark.parametrize(
    ("text", "title", "shown"),
    [
        ("where did he live?", "Ada Lovelace", "where did he live (Ada Lovelace)?"),
        ("after how many days did they find her", "Pig War", "after how many days did they find her (Pig War)?"),
        ("what contest do they hold", "Wind power", "what contest do they hold (Wind power)?"),
        ("how many did they sell", "Walkman", "how many did they sell (Walkman)?"),
        ("how did it go for them in Lima", "Walloons", "how did it go for Walloons in Lima"),
        ("did they notice it", "Oil crisis", "did they notice it (Oil crisis)?"),
        ("how many people live there", "Chad", "how many people live there (Chad)?"),
        ("are they dangerous?", "Vaccines", "are Vaccines dangerous?"),
        ("when did they leave", "Armed forces of Chad", "when did Armed forces of Chad leave"),
        ("did they stop it", "Tacitus", "did they stop it (Tacitus)?"),
        ("how much would it cost me to join", "Welsh Parliament", None),
        ("when did it start?", RELATIONS, "when did Chad–Peru relations start?"),
    ],
)
def test_people_read_a_sentence_and_no_single_title_in_the_place_of_several(
    text: str, title: str, shown: str | None
) -> None:
    completed = filled_in(text, title)
    assert ((completed.shown or completed.text) if completed else None) == shown


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("does the Welsh Parliament meet when it rains", PARLIAMENT),
        ("did Goa keep its navy", "Goa"),
        ("Were they allies?", ""),
        ("Were they allies?", "the of and"),
        ("does goa have its own bank", "Goa"),
    ],
)
def test_what_names_the_subject_and_what_has_none_is_left(text: str, title: str) -> None:
    assert filled_in(text, title) is None


@given(st.text(max_size=200), st.text(max_size=40))
def test_any_text_is_read(text: str, title: str) -> None:
    for reference in open_references(text, title):
        assert 0 <= reference.start < reference.end <= len(text)
    completed = filled_in(text, title)
    assert completed is None or text not in (completed.text, completed.shown)


@pytest.mark.parametrize("unit", ["it ", "the war ", "when it ", "that ", "the two ", "this a ", "a, "])
def test_time_is_bounded_for_the_longest_question(unit: str) -> None:
    began = process_time()
    filled_in((unit * 1_000)[:1_000], RELATIONS)
    assert process_time() - began < 0.3


@pytest.mark.parametrize(
    ("text", "noun", "points"),
    [
        ("should I know anything about this film", "film", True),
        ("sum this war up for me", "war", True),
        ("tell me about that treaty", "treaty", False),
        ("tell me about the war", "war", False),
        ("who was this Montcalm", "Montcalm", False),
        ("tell me about this film", "war", False),
        ("tell me about this film", "", False),
    ],
)
def test_what_is_pointed_at_is_what_the_text_is_about(text: str, noun: str, points: bool) -> None:
    assert points_at(text, noun) is points

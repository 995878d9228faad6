"""Intents are measured on `questions/intents.jsonl`; half of it is held out, so that rules are not written for it."""

from __future__ import annotations

import json
import re
from itertools import product
from pathlib import Path
from time import process_time
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.query.request.intent import Intent, Kind, read_intent

EXAMPLES: list[dict[str, Any]] = [
    json.loads(line) for line in (Path(__file__).parents[2] / "questions/intents.jsonl").read_text("utf-8").splitlines()
]
KINDS = get_args(Kind)
_SMALL = "the a an it they them this that all some any these those"
SMALL = frozenset(_SMALL.split())


def words(topic: str) -> list[str]:
    """Of a topic, those that say something: whether an article is part of it does not matter."""
    return [word for word in re.findall(r"[^\W_]+", topic.lower()) if word not in SMALL]


def share(held_out: bool, right: str) -> float:
    rows = [row for row in EXAMPLES if row.get("held_out", False) == held_out and right in row]
    read = [(row, read_intent(row["text"])) for row in rows]
    good: list[bool] = [
        intent.kind == row["kind"] and (right == "kind" or words(intent.topic) == words(row["topic"]))
        for row, intent in read
    ]
    return sum(good) / len(good)


def test_the_examples_are_many_of_every_kind_and_half_held_out() -> None:
    assert len(EXAMPLES) >= 700
    assert {row["kind"] for row in EXAMPLES} == set(KINDS)
    assert len({row["text"].lower() for row in EXAMPLES}) == len(EXAMPLES)
    assert abs(sum(row.get("held_out", False) for row in EXAMPLES) / len(EXAMPLES) - 0.5) < 0.02


@pytest.mark.parametrize(("right", "least"), [("kind", 0.97), ("topic", 0.9)])
def test_most_intents_are_read_rightly(right: str, least: float) -> None:
    assert share(held_out=False, right=right) >= least
    assert share(held_out=True, right=right) >= least


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_is_given_up(kind: str) -> None:
    rows = [row for row in EXAMPLES if row["kind"] == kind]
    assert sum(read_intent(row["text"]).kind == kind for row in rows) / len(rows) >= 0.85


@pytest.mark.parametrize(
    ("text", "kind", "topic"),
    [
        ("hey bot, can you give me an overview pls? thanks", "overview", ""),
        ("what is this article about", "overview", ""),
        ("the short version", "overview", ""),
        ("give me the short story of the mill", "overview", "the mill"),
        ("who wrote the short story of the mill", "fact", "wrote the short story of the mill"),
        ("TELL ME ABOUT THE MOON", "overview", "MOON"),
        ("whats the 1666 fire about", "overview", "1666 fire"),
        ("whats the main stuff to know about the moon", "overview", "moon"),
        ("moving there soon, what should i know about Malta in general", "overview", "Malta"),
        ("know nothing at all, what are the basics i should know about this place", "overview", ""),
        ("what's worth knowing about the moon?", "overview", "moon"),
        ("who was this Ada Lovelace, tell me a bit", "overview", "Ada Lovelace"),
        ("what is the moon, tell me the basics", "overview", "moon"),
        ("Malta... whats the gist", "overview", "Malta"),
        ("who is the mayor, tell me", "fact", "mayor"),
        ("i was born in 2006 what even was the war on terror", "definition", "war on terror"),
        ("whats a mammal, never paid attention in bio", "definition", "mammal"),
        ("what is osmosis, didn't listen in class", "definition", "osmosis"),
        ("when is the best time to visit, tell me", "fact", "best time to visit"),
        ("tell me about the siege of 1453", "section", "siege of 1453"),
        ("tell me who dug it", "fact", "dug it"),
        ("tell me why it sank", "why", ""),
        ("explain how tides work", "how", "tides work"),
        ("tell me about the siege of 1453 quick", "section", "siege of 1453"),
        ("what happened in the end quick", "section", "end"),
        ("so all of them drowned?", "yesno", ""),
        ("who is on the list", "list", "on the list"),
        ("which country hosts the fair", "fact", "country hosts the fair"),
        ("which countries host the fair", "list", "countries host the fair"),
        ("what surrounds chloroplasts", "fact", "surrounds chloroplasts"),
        ("what flows between the two lakes", "fact", "flows between the two lakes"),
        ("what gathers and keeps the data", "fact", "gathers and keeps the data"),
        ("who were the Picts", "who", "Picts"),
        ("who were the painters", "list", "painters"),
        ("what is the width of the canal", "fact", "width of the canal"),
        ("what is the coriolis force", "definition", "coriolis force"),
        ("how long did it last", "fact", "it last"),
        ("who fought in the first world war", "fact", "fought in the first world war"),
        ("did she stand still", "yesno", ""),
        ("does the law from 1763 still apply", "now", ""),
        ("why does it still leak", "why", ""),
        ("how did it all start? like the early years", "section", "start"),
        ("which unis were linked to it", "list", "unis were linked to it"),
        ("what gear does each diver carry", "list", "gear does each diver carry"),
        ("who cant vote?", "list", "vote"),
        ("apart from taxes, what can they make laws about", "list", "can they make laws about"),
        ("what did he do", "fact", "he do"),
        ("what did the monks dig up", "list", "monks dig up"),
        ("what did the monks name it", "fact", "monks name it"),
        ("what did newton think of alchemy", "list", "newton think of alchemy"),
        ("who's in the choir", "list", "in the choir"),
        ("who was in charge of the choir", "fact", "in charge of the choir"),
        ("whos who on the board", "list", "on the board"),
        ("besides silk, what did they trade", "list", "did they trade"),
        ("any famous monks?", "list", "famous monks"),
        ("any idea when it ended", "fact", "ended"),
        ("names of the ships", "list", "ships"),
        ("whatd the king say", "fact", "king say"),
        ("what went wrong with the dam", "why", ""),
        ("what came first, the fire or the strike", "comparison", ""),
        ("which was earlier the fire or the strike", "comparison", ""),
        ("was the mill built before or after the fire", "comparison", ""),
        ("what happened first", "fact", "happened first"),
        ("fun fact?", "overview", ""),
        ("top 3 facts", "overview", ""),
        ("any interesting facts about venice", "overview", "venice"),
        ("give me three bullet points on the siege", "overview", "siege"),
        ("tell me something interesting", "overview", ""),
        ("tell me something i dont know about venice", "overview", "venice"),
        ("tell me one thing about the doge", "overview", "doge"),
        ("teach me something", "overview", ""),
        ("surprise me", "overview", ""),
        ("what's so special here", "overview", ""),
        ("whats interesting about this", "overview", ""),
        ("what should i remember", "overview", ""),
        ("whats the takeaway", "overview", ""),
        ("give me something cheap", "fact", "give me something cheap"),
        ("what facts did he check", "list", "facts did he check"),
        ("what should i remember to bring", "list", "i remember to bring"),
        ("what role did venice play in it", "overview", "venice"),
        ("what part did the guilds play in all this?", "overview", "guilds"),
        ("what role did venice play in the crusade", "fact", "role did venice play in the crusade"),
        ("what was the role of venice in this whole story", "overview", "venice"),
        ("what is the role of the treasurer", "fact", "role of the treasurer"),
        ("how is venice involved", "overview", "venice"),
        ("how are the two pipes connected", "how", "two pipes connected"),
        ("how does venice fit into the picture", "overview", "venice"),
        ("where does venice come in", "overview", "venice"),
        ("where does the doge come from", "fact", "doge come from"),
        ("whats venice got to do with it", "overview", "venice"),
        ("what does venice have to do with the article", "overview", "venice"),
        ("what does this have to do with venice", "overview", "venice"),
        ("what does the doge have to do", "list", "doge have to do"),
        ("what does she have to do with it", "list", "she have to do with it"),
        ("Give a timeline of the siege", "change", "siege"),
        ("what is this page even about", "overview", ""),
        ("does the safety policy say anything about noise?", "overview", "noise"),
        ("do the minutes mention the kiln", "overview", "kiln"),
        ("what does the handbook say about leave", "overview", "leave"),
        ("is there anything in here about bats", "overview", "bats"),
        ("what does the king say about leave", "list", "king say about leave"),
        ("did the mayor mention the kiln", "yesno", ""),
        ("i was born in 2009, what even is a fax machine", "definition", "fax machine"),
        ("my aunt moved to this place, what is it exactly?", "overview", ""),
        ("so i heard they used to be friends, can u fill me in", "overview", ""),
        ("never read it. whats this dune book about, short", "overview", "dune book"),
        ("never knew they had a navy, whats there to know", "overview", ""),
        ("the moon landing tl;dr for a complete beginner please", "overview", "moon landing"),
        ("tell me everything", "overview", ""),
        ("sum up how the two fell out", "overview", "how the two fell out"),
        ("how did it all go downhill", "section", "go downhill"),
        ("how did they get on during the war", "section", "war"),
        ("whats the weather like over there", "section", "weather"),
        ("how did Caesar come to power", "section", "Caesar come to power"),
        ("ada lovelace - who dat", "who", "ada lovelace"),
        ("rasputin, who was that guy", "who", "rasputin"),
        ("what kind of animal is a quoll", "definition", "quoll"),
        ("what are vaccines and how do they work", "definition", "vaccines"),
        ("what can visitors do in winter", "list", "visitors do in winter"),
        ("what has the company been fined for", "list", "company been fined for"),
        ("how many lines did each of the poets write", "list", "lines did each of the poets write"),
        ("what did the monks eat in every season", "fact", "monks eat in every season"),
        ("who ever beat him at chess", "list", "ever beat him at chess"),
        ("which was the best game ever played", "fact", "best game ever played"),
        ("which unis were connected", "list", "unis were connected"),
        ("which herbs and roots come from the valley", "list", "herbs and roots come from the valley"),
        ("what works and what does not", "fact", "works and what does not"),
        ("what revolts and wars broke out while he was king", "list", "revolts and wars broke out while he was king"),
        ("which ports abroad did it call at", "list", "ports abroad did it call at"),
        ("any rumours or jokes around the palace?", "list", "rumours or jokes around the palace"),
        ("any famous ppl from Bruges?", "list", "famous people from Bruges"),
        ("whats there to see for a kid", "list", "see"),
        ("what is there to it", "fact", "to it"),
        ("who came second in the different rounds", "list", "came second in the different rounds"),
        ("what about the harbour", "overview", "harbour"),
        ("how about the harbour, is it deep", "overview", "harbour"),
        ("the history of Bruges", "overview", "Bruges"),
        ("whats the history of Bruges", "overview", "Bruges"),
        ("what weapons were they given", "list", "weapons were they given"),
        ("what continent are the Faroe Islands off", "fact", "continent are the Faroe Islands off"),
        ("what religion were most Finns in 1900", "fact", "religion were most Finns in 1900"),
        ("in what year were taxes raised", "fact", "year were taxes raised"),
        ("to what body are certain powers reserved", "fact", "body are certain powers reserved"),
        ("what percent of homes were empty", "fact", "percent of homes were empty"),
        ("what kind of sailors were they", "fact", "kind of sailors were they"),
        ("what kind of game is it", "fact", "kind of game is it"),
        ("what river connects Geneva with the sea", "fact", "river connects Geneva with the sea"),
        ("", "fact", ""),
        ("???", "fact", ""),
    ],
)
def test_a_request_is_read_as_its_kind_with_its_topic(text: str, kind: str, topic: str) -> None:
    intent = read_intent(text)
    assert intent.kind == kind
    assert words(intent.topic) == words(topic)


@pytest.mark.parametrize(
    "text",
    [
        *("tin vs copper", "whats the diff between a gill and a lung?", "what do elk and moose have in common"),
        *("which is older, the mill or the barn?", "what is the difference", "tin and copper, whats the difference"),
        *("is a den the same as a burrow", "what sets tin apart from copper", "wool compared to cotton"),
    ],
)
def test_a_comparison_is_recognised(text: str) -> None:
    assert read_intent(text).kind == "comparison"


@pytest.mark.parametrize(
    "text", ["which different metals are there", "how did they compare", "what is common there", "was it the same then"]
)
def test_what_has_words_of_a_comparison_alone_is_none(text: str) -> None:
    assert read_intent(text).kind != "comparison"


@pytest.mark.parametrize(
    "text",
    [
        *("who was the first woman in space", "whats the oldest church", "who was the last to leave"),
        *("what is the most recent version", "who's the most powerful of the three", "when did it last erupt"),
    ],
)
def test_what_is_told_by_its_rank_is_a_fact(text: str) -> None:
    assert read_intent(text).kind == "fact"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("whos zog", "who is zog"),
        ("wats a fjord", "what is a fjord"),
        ("tel me abt fjords", "tell me about fjords"),
        ("hows it made", "how is it made"),
        ("y did it sink", "why did it sink"),
        ("Whats the latest", "what's the latest"),
        ("who tf is zog", "who is zog"),
        ("tl;dr", "tldr"),
    ],
)
def test_haste_makes_no_difference(typed: str, meant: str) -> None:
    assert read_intent(typed) == read_intent(meant)


@given(
    st.one_of(st.text(max_size=500), st.lists(st.sampled_from([r["text"] for r in EXAMPLES]), max_size=3).map(" ".join))
)
def test_any_text_is_read(text: str) -> None:
    intent = read_intent(text)
    assert isinstance(intent, Intent)
    assert intent.kind in KINDS
    assert intent == read_intent(text)


@pytest.mark.parametrize("row", EXAMPLES[::10], ids=lambda row: row["text"])
def test_white_space_and_marks_make_no_difference(row: dict[str, Any]) -> None:
    text = row["text"].rstrip("?")
    assert read_intent(f"  {text.replace(' ', '   ')} ").kind == read_intent(text).kind


WORDS = ("so", "most", "really", "fun", "any", "a few", "one", "just", "quick", "the", "give me", "list", "short")
"""Words before what is asked for, which may stand in any number and order."""


@pytest.mark.parametrize(
    "unit",
    [
        *("what ", "a ", "? ", "who is ", "the ", "or ", ", ", "how did a ", "1 ", "first ", "x vs "),
        *(f"{one} {other} " for one, other in product(WORDS, repeat=2)),
    ],
)
def test_time_is_bounded(unit: str) -> None:
    began = process_time()
    for size in (390, 8_000):
        read_intent((unit * size)[:size])
    assert process_time() - began < 0.2


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("summarise in one line", Intent("overview", "")),
        ("tldr in a few words", Intent("overview", "")),
        ("explain the siege in one sentence", Intent("overview", "siege")),
        ("list every date", Intent("change", "")),
        ("list the key dates of the siege", Intent("change", "siege")),
    ],
)
def test_how_it_is_to_be_told_is_no_part_of_what_is_asked(text: str, intent: Intent) -> None:
    assert read_intent(text) == intent


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # no mark parts the question from what is told before it, but its order does
        ("my tap is broken how do i get it fixed", "how"),
        ("lost my key what now", "how"),
        ("the film came off what do i do now", "how"),
        ("it never stops beeping what can i do", "how"),
        ("i love the colour why do you not make it any more", "why"),
        ("he asked the boy how he did it", "fact"),
        # what has to be, or may not be, is seldom one thing
        ("what should i bring", "list"),
        ("what mustnt i leave on the stairs", "list"),
        ("what can't we bring", "list"),
        ("what am i not allowed to wear", "list"),
        ("what's banned in the park", "list"),
        ("what isnt covered by the warranty", "list"),
        ("what comes with the tent", "list"),
        ("any rules i should know", "list"),
        ("anything i need to know before i come", "list"),
        ("who works at the shop", "list"),
        ("what are the rules we have to follow", "list"),
        ("what should i do if it rains", "how"),
        ("what should the crew have done", "fact"),
    ],
)
def test_what_people_leave_out_makes_no_difference(text: str, kind: str) -> None:
    assert read_intent(text).kind == kind


@pytest.mark.parametrize(
    "asked",
    ["what is the harbour master called", "what's a ton of coal cost", "whats Ilda known for", "what is she paid"],
)
def test_what_is_said_of_a_thing_is_a_fact_and_does_not_ask_what_it_is(asked: str) -> None:
    assert read_intent(asked).kind == "fact"


@pytest.mark.parametrize(
    "asked", ["what is a sunk cost", "what is a named pipe", "what's net worth", "what is the film"]
)
def test_a_thing_that_is_called_like_what_is_said_of_one_is_asked_for_itself(asked: str) -> None:
    assert read_intent(asked).kind == "definition"

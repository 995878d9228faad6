from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from relbot.query.request.stray_marks import without_unseen
from relbot.query.request.utterance import cleared

CLEARED = {
    "hey, who won": "who won",
    "hi bot, when was it built?": "when was it built?",
    "hi bot when was it built": "when was it built",
    "hello everyone! which rivers meet here": "which rivers meet here",
    "Good morning, who signed it?": "who signed it?",
    "please tell me who signed it": "who signed it",
    "tell me please who signed it": "who signed it",
    "can you tell me when it ended please?": "when it ended?",
    "could u tell me where the inn is": "where the inn is",
    "could you please explain the offside rule": "explain the offside rule",
    "i was wondering how it works": "how it works",
    "I'm curious: is it deep?": "is it deep?",
    "do you know who painted this": "who painted this",
    "anyone know where it is?": "where it is?",
    "where is it, anyone know?": "where is it?",
    "quick question: is it open": "is it open",
    "dumb question, who is Zog": "who is Zog",
    "relbot, who won?": "who won?",
    "@relbot who won": "who won",
    "hey relbot who won": "who won",
    "who won, relbot?": "who won?",
    "who won @relbot?": "who won?",
    "who won? thanks!": "who won?",
    "who won, thanks in advance": "who won",
    "list the kings pls": "list the kings",
    "is it free? ty": "is it free?",
    "<@1> who won <:wave:123>": "who won",
    "<@!12> <@&34> <#56> who won <a:dance:9>": "who won",
    "<t:1700000000:R> what happened": "what happened",
    "🎉 who won 🎉": "who won",
    "who won :smile:": "who won",
    "what did he say :) ?": "what did he say?",
    "so why did they leave": "why did they leave",
    "ok so who was he": "who was he",
    "thanks, who else?": "who else?",
    "  hi ,  pls tell me   how it ended ": "how it ended",
    "and could you tell me where it is?": "where it is?",
}
REACTIONS = [
    "thx",
    "thanks",
    "thank you",
    "ty",
    "ok thx",
    "great thanks",
    "perfect, thanks",
    "lol",
    "lol ok",
    "haha",
    "oh ok",
    "ok cool",
    "i see",
    "i see.",
    "wow",
    "yeah",
    "no",
    "wait",
    "sorry",
    "omg",
    "bruh",
    "btw",
    "tbh",
    "nice one",
    "alright",
]
OPINIONS = ["tho", "though", "tbh", "lol", "lmao", "haha", ", btw", "lol tho"]
KEPT = [
    "who said hi to whom",
    "how do you say thanks",
    "what does please mean",
    "who is relbot",
    "relbot",
    "do you know",
    "thanks",
    "hi",
    "please",
    "?",
    "🎉",
    "<:wave:123>",
    "hi-fi awards winners",
    "no-fly zones",
    "so-called treaty",
    "no.5",
    *("well-known kings", "hello kitty", "ok corral gunfight", "good morning vietnam", "what is good morning in dutch"),
    *("dear leader statues", "ty cobb batting average", "yo yo ma birthplace", "now when did they go", "tell me more"),
    "i want to know if it is safe",
    "may they do as they please",
    "question time rules",
    "greetings cards",
    "letter of thanks",
    *("thanks to whom was it built", "what does tbh mean", "what is lol", "who said lol", "who was le duc tho"),
    "was Le Duc Tho",
    "closed even though",
    "the best at lol",
    "when did it open tho",
    "ok and good",
    "nice and cannes",
    "great and small",
    *("thanks and acknowledgements", "no and yes", "good and evil", "right and wrong", "now and then", "ty and bob"),
    "can you swim there",
    "hiking rules",
    "heyday of jazz",
    "sorry state of the bridge",
    "nice treaty",
    "is a? b:c d",
]


@pytest.mark.parametrize(("text", "question"), CLEARED.items())
def test_what_is_not_asked_is_taken_off(text: str, question: str) -> None:
    assert cleared(text) == question


@pytest.mark.parametrize(
    "asked", ["and when was that", "when was that", "but why", "and the price", "is there parking"]
)
@pytest.mark.parametrize("reaction", REACTIONS)
def test_a_reaction_needs_no_mark_before_a_question(reaction: str, asked: str) -> None:
    assert cleared(f"{reaction} {asked}?") == f"{asked}?"


@pytest.mark.parametrize("asked", ["why", "and him", "when was that", "how much is it", "who was it"])
@pytest.mark.parametrize("opinion", OPINIONS)
def test_an_opinion_behind_a_question_is_no_part_of_it(asked: str, opinion: str) -> None:
    assert cleared(f"{asked} {opinion}") == asked
    assert cleared(f"{asked} {opinion}?") == f"{asked}?"


@pytest.mark.parametrize("text", KEPT)
def test_what_the_question_needs_stays(text: str) -> None:
    assert cleared(text) == text


_WORDS = "hi hey relbot @relbot , ! ? . please thanks who won tell me can you do know the <:a:1> 🎉 :) ok so hi-fi no"
WORDS = st.sampled_from(_WORDS.split())


@example("@relbot hi!who was he")
@example("@RELBOT HI!0")
@example("soft\xadhyphen")
@given(st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=12).map(" ".join)))
def test_taking_off_ends_and_leaves_whole_words(text: str) -> None:
    once = cleared(text)
    assert cleared(once) == once
    assert any(c.isalnum() for c in once) or not any(c.isalnum() for c in text)
    assert set(re.findall(r"\w+", once)) <= set(re.findall(r"\w+", without_unseen(text)))

"""A question that leans on the one before, put so that it stands alone: "And in 1961?", "Why?", "What did he reply?".

No language model: capitals, pronouns, and the words that questions begin with. What may be meant is searched beside
what was said, and the surer answer wins. A question that shows no sign of leaning is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from relbot.query import time_offsets
from relbot.query.pronouns import holds_one, named, put_in, referents, unresolved
from relbot.query.question_words import ASKING, ASKS, AUXILIARY, is_linked, topic, unlinked
from relbot.query.question_words import said as said_in
from relbot.query.timeframe import Timeframe, asks_when
from relbot.query.timeframe import asked as time_asked
from relbot.text import terms

_ROOM = 400
"""Characters of a question and the one before, together, so that the model sees the whole of what is meant."""
_FEW = 5
"""Words of a fragment, as in "And what about the early 1970s?", without "and what about"."""
_SHORT = 2
"""Words that say something in a question that may go on without a sign of it, as in "How many people came?"."""
_LONGEST = 16
"""Words of a question that may lean on another; a longer one says itself what it is about."""

_NOUN_ASKED = re.compile(rf"^{ASKING}(?:\s(?!{AUXILIARY}\b)[\w-]+){{0,2}}$", re.IGNORECASE)
_MORE = re.compile(
    r"(?:please\s)?(?:(?:can|could)\syou\s)?(?:(?:tell|give|show)\sme|say)?\s?(?:a\s(?:bit|little)\s)?(?:some(?:thing)?\s)?"
    r"more(?:\s(?:about|on)\s(?:it|that|this|them|him|her))?(?:\splease)?"
    r"|go\son|continue|next|anything\selse|(?:and\s)?(?:then|what\s(?:else|next|then))",
    re.IGNORECASE,
)
_DOUBTS = re.compile(
    r"(?:oh\s|no\s|wait\s)?(?:really|seriously|are\syou\s(?:really\s)?sure|is\s(?:that|this|it)\s(?:really\s)?(?:true|so|right|correct)"
    r"|who\ssays\s(?:so|that|this)|says\swho|how\sdo\syou\sknow(?:\sthat)?|where\sdoes\sit\ssay\s(?:so|that|this)"
    r"|(?:what(?:['’]s|\sis)\s(?:your|the)\s)?source)",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"(?:in|on|at|during|before|after|since|until|between|from|around)\b", re.IGNORECASE)
_LEADS = re.compile(r"\b(?:in|on|during)\s(?:the\s)?$", re.IGNORECASE)
_BACK = re.compile(
    r"\b(?:back then|then|at th(?:e|at) time|that (?:day|month|year|time)|(?<!is )(?<!are )(?<!was )(?<!were )there)$",
    re.IGNORECASE,
)
_FILLERS = frozenset(
    [
        *("one", "ones", "exactly", "precisely", "again", "back", "ever", "also", "too", "really", "later", "now"),
        *("time", "before", "after", "then"),
    ]
)


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to put a question."""

    text: str
    said: frozenset[str] | None = None
    """The stems that the asker said, where the rest is filled in from the conversation; None where nothing is."""
    in_time: bool = False
    """Whether a time was said, so that the answer has to lie in it."""
    shown: str = ""
    """The answer that was shown last."""
    passage: str = ""
    """The id of the passage that it stands in."""
    second: bool = False
    """Whether it counts only where none of the others is answered."""


@dataclass(frozen=True, slots=True)
class Before:
    """The last question that was answered, as it was understood."""

    question: str
    answer: str
    passage: str = ""
    """The id of the passage that the answer stands in."""
    aside: bool = False
    """Whether something else was asked since, without an answer: then only what has words of its own leans on it."""
    names: tuple[str, ...] = ()
    """What the talk was about before that, for "he" where the last question names nobody."""


def wants_more(text: str) -> bool:
    """Whether somebody asks for whatever comes next: "Tell me more", "go on"."""
    words = " ".join(text.split()).strip(" ?!.…")
    return any(_MORE.fullmatch(said) for said in (words, unlinked(words)))


def doubts(text: str) -> bool:
    """Whether somebody asks nothing but if that is so: "Really?", "How do you know?"."""
    return _DOUBTS.fullmatch(" ".join(text.split()).strip(" ?!.…")) is not None


def wordings(text: str, before: Before | None, today: date) -> list[Wording]:
    """The ways to put a question: as it stands, unless it says nothing alone, and as it may be meant."""
    alone = Wording(text)
    if before is None or len(text.split()) > _LONGEST or len(text) + len(before.question) > _ROOM:
        return [alone]
    typed = said_in(text)
    said = time_offsets.counted(typed, before.question, before.answer, today)
    time = time_asked(said, today)
    own = _content(said, time)
    if not ASKS.match(said):
        if len(said.split()) > _FEW or not (is_linked(text) or said != typed):
            return [alone]
        meant = _filled_in([*_exchanged(said, own, time, before, today)], own, time, before)
        return [*meant, Wording(said, second=True)] if named(said) else meant
    pronoun, names_something = unresolved(said), bool(named(said))
    bare = not names_something and not time and (not own or (_NOUN_ASKED.match(said) is not None and len(own) == 1))
    if before.aside and (bare or (pronoun and not pronoun["he"])):
        return [alone]
    if said != typed and not pronoun:
        counted = [Wording(f"{said}?")]
        return [*_filled_in(counted, own, time, before), replace(alone, second=True)]
    meant = _filled_in([*_completed(said, pronoun, before)], own, time, before)
    if bare:
        return meant
    if pronoun or _BACK.search(said):
        return [replace(alone, second=pronoun is not None), *meant]
    if len(own) <= _SHORT and not (names_something or time or holds_one(said)):
        return [alone, *(replace(wording, second=True) for wording in meant)]
    return [alone]


def _filled_in(meant: list[Wording], own: frozenset[str], time: Timeframe | None, before: Before) -> list[Wording]:
    return [
        replace(wording, said=own, in_time=time is not None, shown=before.answer, passage=before.passage)
        for wording in meant
    ]


def _content(said: str, time: Timeframe | None) -> frozenset[str]:
    """The stems of the words that say something, but for a time and for "how many"."""
    opening = re.match(ASKING, said, re.IGNORECASE)
    return frozenset(
        term.stem
        for term in terms.read(said)
        if not term.is_stopword
        and term.word.lower() not in _FILLERS
        and not (time and time.start <= term.start < time.end)
        and not (opening and term.end <= opening.end())
    )


def _completed(said: str, pronoun: re.Match[str] | None, before: Before) -> Iterator[Wording]:
    """A question with what it leans on: a name in the pronoun's place, and what was asked before."""
    about = topic(before.question)
    found = referents(pronoun, about, before.answer, before.names) if pronoun else []
    for place, name in enumerate(found):
        yield Wording(put_in(name, pronoun) if pronoun else said, second=place > 0)
    # Names that "they" stands for are surer than any other: two of them are seldom named together by chance.
    told_by_names = bool(found) and pronoun is not None and pronoun["they"] is not None
    yield Wording(f"{said}: {about}?", second=told_by_names)


def _exchanged(
    said: str, own: frozenset[str], time: Timeframe | None, before: Before, today: date
) -> Iterator[Wording]:
    """The question before with another time or another name in it: "And in 1961?", "And Albania's?"."""
    asked = before.question.rstrip(" ?!.…")
    if time and not own:
        words = said if _PREPOSITION.match(said) else f"in {said}"
        if asks_when(asked):
            yield Wording(f"What happened {words}?")
            yield Wording(f"{topic(asked)} {words}?", second=True)
            return
        if old := time_asked(asked, today):
            new, head = said[time.start : time.end], asked[: old.start]
            if _PREPOSITION.match(new):  # "before 1961" takes the place of "in 1959"
                head = _LEADS.sub("", head)
            yield Wording(f"{head}{new}{asked[old.end :]}?")
        else:
            yield Wording(f"{asked} {words}?")
        yield Wording(f"What happened {words}?", second=True)
        return
    old_names, new_names = named(asked), named(said)
    if old_names and new_names:
        new = new_names[0].words
        yield Wording(f"{asked[: old_names[0].start]}{new}{asked[old_names[0].end :]}?")
    yield Wording(f"{said}: {topic(asked)}?", second=True)

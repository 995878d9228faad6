"""A question that leans on the one before, put so that it stands alone: "And in 1961?", "Why?", "What did he reply?".

No language model: capitals, pronouns, and the words that questions begin with. What may be meant is searched beside
what was said, and the surer answer wins. A question that shows no sign of leaning is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from relbot.corpus import names, terms
from relbot.search.timeframe import Timeframe
from relbot.search.timeframe import asked as time_asked

_ROOM = 400
"""Characters of a question and the one before, together, so that the model sees the whole of what is meant."""
_FEW = 5
"""Words of a fragment, as in "And what about the early 1970s?", without "and what about"."""
_LONGEST = 16
"""Words of a question that may lean on another; a longer one says itself what it is about."""

_AUXILIARY = r"(?:did|does|do|was|were|is|are|has|have|had|will|would|can|could|should|may|might|must)(?:n['’]t)?"
_ASKING = r"(?:how\s(?:many|much|long|old|far|big|often)|whom?|whose|when|where|why|how|what|which)"
_LINKS = re.compile(r"^\W*(?:(?:ok|okay|so|well|and|but|or|hm+|then|also)\b[\s,]*)+|^\W+", re.IGNORECASE)
_ABOUT = re.compile(r"^(?:what|how)\s+about\s+", re.IGNORECASE)
_OPENING = re.compile(rf"^(?:{_ASKING}\b\s*)?(?:{_AUXILIARY}\b\s*)?", re.IGNORECASE)
_ASKS = re.compile(rf"^(?:{_ASKING}|{_AUXILIARY})\b", re.IGNORECASE)
_NOUN_ASKED = re.compile(rf"^{_ASKING}(?:\s(?!{_AUXILIARY}\b)[\w-]+){{0,2}}$", re.IGNORECASE)
_MORE = re.compile(
    r"(?:please\s)?(?:(?:can|could)\syou\s)?(?:(?:tell|give|show)\sme|say)?\s?(?:a\s(?:bit|little)\s)?(?:some(?:thing)?\s)?"
    r"more(?:\s(?:about|on)\s(?:it|that|this|them|him|her))?(?:\splease)?"
    r"|go\son|continue|next|anything\selse|(?:and\s)?(?:then|what\s(?:else|next|then))",
    re.IGNORECASE,
)

_PRONOUN = re.compile(
    r"\b(?:(?P<he>he|she|him|her|his)|(?P<they>they|them|their)|(?P<it>it|its)|(?P<that>that|this|those|these))\b",
    re.IGNORECASE,
)
_POSSESSIVE = frozenset({"his", "its", "their"})
_PREPOSITION = re.compile(r"(?:in|on|at|during|before|after|since|until|between|from|around)\b", re.IGNORECASE)
_BACK = re.compile(
    r"\b(?:back then|then|at th(?:e|at) time|that (?:day|month|year|time)|(?<!is )(?<!are )(?<!was )(?<!were )there)$",
    re.IGNORECASE,
)
_THE_ONE = re.compile(rf"^{_ASKING}\s{_AUXILIARY}\sthe\s", re.IGNORECASE)
_ANTECEDENT = re.compile(
    rf"\b(?:the|a|an)\s\w+|^(?:{_ASKING}\s)?(?:\w+\s){{0,3}}?{_AUXILIARY}\s(?!{_PRONOUN.pattern})\w+", re.IGNORECASE
)
_FILLERS = frozenset(
    {"one", "ones", "exactly", "precisely", "again", "back", "ever", "also", "too", "really", "later", "now", "time"}
)
_MONTHS = re.compile(
    "january|february|march|april|may|june|july|august|september|october|november|december", re.IGNORECASE
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
    """The last question, as it was understood, with its answer."""

    question: str
    answer: str
    passage: str = ""
    """The id of the passage that it stands in."""
    aside: bool = False
    """Whether something else was asked since, without an answer: then only what has words of its own leans on it."""
    names: tuple[str, ...] = ()
    """Who and what the talk was about before, for "he" where the last question names nobody."""


def wants_more(text: str) -> bool:
    """Whether somebody asks for whatever comes next: "Tell me more", "go on"."""
    words = " ".join(text.split()).strip(" ?!.…")
    return any(_MORE.fullmatch(said) for said in (words, _LINKS.sub("", words)))


def wordings(text: str, before: Before | None, today: date) -> list[Wording]:
    """The ways to put a question: as it stands, unless it says nothing alone, and as it may be meant."""
    alone = Wording(text)
    if before is None or len(text.split()) > _LONGEST or len(text) + len(before.question) > _ROOM:
        return [alone]
    said = _said(text)
    time = time_asked(said, today)
    own = _content(said, time)
    if not _ASKS.match(said):
        linked = _LINKS.match(text) or _ABOUT.match(text)
        meant = [*_exchanged(said, own, time, before, today)] if linked and len(said.split()) <= _FEW else []
        return _filled_in(meant, own, time, before) or [alone]
    pronoun = _unresolved(said)
    meant = _filled_in([*_completed(said, pronoun, before)], own, time, before)
    if not _named(said) and not time and (not own or (_NOUN_ASKED.match(said) and len(own) == 1)):
        return meant
    short = not _named(said) and not time and len(own) <= 2
    leans = pronoun or _BACK.search(said) or (_THE_ONE.match(said) and short)
    return [replace(alone, second=pronoun is not None), *meant] if leans else [alone]


def _filled_in(meant: list[Wording], own: frozenset[str], time: Timeframe | None, before: Before) -> list[Wording]:
    return [
        replace(wording, said=own, in_time=time is not None, shown=before.answer, passage=before.passage)
        for wording in meant
    ]


def _said(text: str) -> str:
    """What was said, without "and", "what about" and the question mark."""
    return _ABOUT.sub("", _LINKS.sub("", " ".join(text.split()))).rstrip(" ?!.…")


def _content(said: str, time: Timeframe | None) -> frozenset[str]:
    """The stems of the words that say something, but for a time."""
    return frozenset(
        term.stem
        for term in terms.read(said)
        if not term.is_stopword
        and term.word.lower() not in _FILLERS
        and not (time and time.start <= term.start < time.end)
    )


def _named(text: str) -> list[names.Name]:
    """The names in a text that are no dates."""
    return [name for name in names.read(text) if not _MONTHS.fullmatch(name.words) and not _ASKS.fullmatch(name.words)]


def _unresolved(said: str) -> re.Match[str] | None:
    """The first pronoun that stands for something not said."""
    for match in _PRONOUN.finditer(said):
        before, after = said[: match.start()], said[match.end() :]
        if match["that"]:
            if re.search(rf"\b{_AUXILIARY}\s$", before, re.IGNORECASE) or not after.strip():
                return match
        elif not _named(before) and not _ANTECEDENT.search(before) and not _has_owner(match, before):
            return match
    return None


def _has_owner(pronoun: re.Match[str], before: str) -> bool:
    """Whether what is asked for has what is "its", as in "Which country sent its troops"."""
    asks_by_verb = re.search(rf"\b{_AUXILIARY}\b", before, re.IGNORECASE)
    return pronoun[0].lower() in _POSSESSIVE and bool(before) and not asks_by_verb


def _completed(said: str, pronoun: re.Match[str] | None, before: Before) -> Iterator[Wording]:
    """A question with what it leans on: a name in the pronoun's place, and what was asked before."""
    referents: list[str] = []
    if pronoun:
        referents = _referents(pronoun, before)
        of = "'s" if pronoun[0].lower() in _POSSESSIVE else ""
        for place, referent in enumerate(referents):
            meant = f"{said[: pronoun.start()]}{referent}{of}{said[pronoun.end() :]}?"
            yield Wording(meant, second=place > 0)
    # Names that "they" stands for are surer than any other: two of them are seldom named together by chance.
    told_by_names = bool(referents) and pronoun is not None and pronoun["they"] is not None
    yield Wording(f"{said}: {_topic(before.question)}?", second=told_by_names)


def _referents(pronoun: re.Match[str], before: Before) -> list[str]:
    """Names that a pronoun may stand for, likeliest first, two at the most."""
    topic = _topic(before.question)
    asked = _named(topic)
    answered = [name.words for name in _named(before.answer) if name.start or len(name.parts) > 1]
    found: list[str] = []
    if pronoun["they"] and asked:
        end = asked[0].end
        for name in asked[1:]:
            end = name.end if topic[end : name.start] == " and " else end
        found = [topic[asked[0].start : end]]
    elif pronoun["he"]:
        persons = [name.words for name in reversed(asked) if name.words == _with_article(topic, name)]
        found = [*persons, *answered]
    elif pronoun["it"]:
        found = [*(_with_article(topic, name) for name in asked), *answered]
    return found[:2]


def _with_article(text: str, name: names.Name) -> str:
    """A name as it stands in a text, with "the" where that is before it."""
    return f"the {name.words}" if text[: name.start].lower().endswith("the ") else name.words


def _exchanged(
    said: str, own: frozenset[str], time: Timeframe | None, before: Before, today: date
) -> Iterator[Wording]:
    """The question before with another time or another name in it: "And in 1961?", "And Albania's?"."""
    asked = before.question.rstrip(" ?!.…")
    if time and not own:
        words = said if _PREPOSITION.match(said) else f"in {said}"
        if old := time_asked(asked, today):
            yield Wording(f"{asked[: old.start]}{said[time.start : time.end]}{asked[old.end :]}?")
        else:
            yield Wording(f"{asked} {words}?")
        yield Wording(f"What happened {words}?", second=True)
        return
    old_names, new_names = _named(asked), _named(said)
    if old_names and new_names:
        new = new_names[0].words
        yield Wording(f"{asked[: old_names[0].start]}{new}{asked[old_names[0].end :]}?")
    yield Wording(f"{said}: {_topic(before.question)}?", second=True)


def _topic(question: str) -> str:
    """What a question is about, without what it begins with."""
    about = question.rpartition(": ")[2].rstrip(" ?!.…")
    return _OPENING.sub("", _LINKS.sub("", about)) or about

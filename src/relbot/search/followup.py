"""A question that leans on the one before, put so that it stands alone: "And in 1961?", "Why?", "What did he reply?".

No language model: capitals, pronouns, and the words that questions begin with. What may be meant is searched beside
what was said, and the surer answer wins. A question that shows no sign of leaning is left as it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from relbot.corpus import names, terms
from relbot.search.interaction import SENTENCE_SIGNALS
from relbot.search.question import Question
from relbot.search.timeframe import Timeframe
from relbot.search.timeframe import asked as time_asked
from relbot.search.verdict import Verdict

_LONGEST = 16
"""Words of a question that may lean on another; a longer one says itself what it is about."""
_OWN_MET = 0.4
"""The least mean similarity between what the asker said and the answering sentence. Set on the seed dialogues."""

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
_BACK = re.compile(r"\b(?:back then|then|there|at th(?:e|at) time|that (?:day|month|year|time))$", re.IGNORECASE)
_THE_ONE = re.compile(rf"^{_ASKING}\s{_AUXILIARY}\sthe\s", re.IGNORECASE)
_ANTECEDENT = re.compile(
    rf"\b(?:the|a|an)\s\w+|^(?:{_ASKING}\s)?(?:\w+\s){{0,3}}?{_AUXILIARY}\s(?!{_PRONOUN.pattern})\w+", re.IGNORECASE
)
_FILLERS = frozenset("exactly precisely again then there back ever also too really else later now time".split(" "))
_MONTHS = frozenset(
    "january february march april may june july august september october november december".split(" "),
)


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to put a question."""

    text: str
    said: frozenset[str] | None = None
    """The stems that the asker said, where the rest is filled in from the conversation; None where nothing is."""
    in_time: bool = False
    """Whether a time is all that was said, so that the answer has to lie in it."""


@dataclass(frozen=True, slots=True)
class Before:
    """The last question, as it was understood, with its answer."""

    question: str
    answer: str


def wants_more(text: str) -> bool:
    """Whether somebody asks for whatever comes next: "Tell me more", "go on"."""
    words = " ".join(text.split()).strip(" ?!.…")
    return any(_MORE.fullmatch(said) for said in (words, _LINKS.sub("", words)))


def wordings(text: str, before: Before | None, today: date) -> list[Wording]:
    """The ways to put a question: as it stands, unless it says nothing alone, and as it may be meant."""
    alone = Wording(text)
    if before is None or len(text.split()) > _LONGEST:
        return [alone]
    linked = _LINKS.match(text) is not None or _ABOUT.match(text) is not None
    said = _said(text)
    time = time_asked(said, today)
    own = _content(said, time)
    if not _ASKS.match(said):
        meant = [*_exchanged(said, own, time, before, today)] if linked else []
        return (meant if linked and len(said.split()) <= 4 and meant else [alone, *meant])
    pronoun = _unresolved(said)
    if not own and time is None and not _named(said):
        return [*_completed(said, own, pronoun, before)]
    if _NOUN_ASKED.match(said) and len(own) <= 1 and not _named(said):
        return [*_completed(said, own, pronoun, before)]
    leans = pronoun or _BACK.search(said) or (_THE_ONE.match(said) and len(own) <= 2 and not _named(said) and not time)
    return [alone, *_completed(said, own, pronoun, before)] if leans else [alone]


def meets(wording: Wording, question: Question, judged: Verdict) -> bool:
    """Whether an answer answers what was said: what was filled in is in the sources, so it must not decide."""
    if wording.said is None or not judged.answering:
        return True
    best = judged.answering[0].sentence
    signal = dict(zip(SENTENCE_SIGNALS, best.signals.tolist(), strict=True))
    if (question.expects in ("time", "number") and signal["type"] < 0) or (wording.in_time and signal["time"] <= 0):
        return False
    pieces = [question.pieces(term) for term in question.terms if term.stem in wording.said]
    near = [float(best.similarity[tokens].mean()) for tokens in pieces if len(tokens)]
    return not near or float(np.mean(near)) >= _OWN_MET


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
    return [
        name
        for name in names.read(text)
        if not (name.parts[0].word.lower() in _MONTHS and len(name.parts) == 1) and not _ASKS.fullmatch(name.words)
    ]


def _unresolved(said: str) -> re.Match[str] | None:
    """The first pronoun that stands for something not said."""
    for match in _PRONOUN.finditer(said):
        before, after = said[: match.start()], said[match.end() :]
        if match["that"]:
            if re.search(rf"\b{_AUXILIARY}\s$", before, re.IGNORECASE) or not after.strip():
                return match
        elif not _named(before) and not _ANTECEDENT.search(before):
            its_own = match[0].lower() in _POSSESSIVE and before and not re.search(rf"\b{_AUXILIARY}\b", before, re.IGNORECASE)
            if not its_own:
                return match
    return None


def _completed(said: str, own: frozenset[str], pronoun: re.Match[str] | None, before: Before) -> Iterator[Wording]:
    """A question with what it leans on: a name in the pronoun's place, and what was asked before."""
    for referent in _referents(pronoun, before) if pronoun else ():
        of = "'s" if pronoun[0].lower() in _POSSESSIVE else ""
        yield Wording(f"{said[: pronoun.start()]}{referent}{of}{said[pronoun.end() :]}?", own)
    yield Wording(f"{said}: {_topic(before.question)}?", own)


def _referents(pronoun: re.Match[str], before: Before) -> list[str]:
    """Names that a pronoun may stand for, likeliest first, two at the most."""
    asked = [name.words for name in _named(_topic(before.question))]
    answered = [name.words for name in _named(before.answer) if name.words not in asked]
    if pronoun["he"]:
        found = [*reversed(asked), *answered]
    elif pronoun["they"]:
        found = [" and ".join(asked[:3]), *answered]
    elif pronoun["it"]:
        found = [*asked, *answered]
    else:
        found = []
    return [name for name in found if name][:2]


def _exchanged(
    said: str, own: frozenset[str], time: Timeframe | None, before: Before, today: date
) -> Iterator[Wording]:
    """The question before with another time or another name in it: "And in 1961?", "And Albania's?"."""
    topic = before.question.rstrip(" ?!.…")
    if time and not own:
        old = time_asked(topic, today)
        words = said[time.start : time.end]
        yield Wording(f"{topic[: old.start]}{words}{topic[old.end :]}?" if old else f"{topic} {said}?", own, True)
        yield Wording(f"What happened {said}?", own, True)
        return
    old_names, new_names = _named(topic), _named(said)
    if old_names and new_names:
        new = new_names[0].words
        yield Wording(f"{topic[: old_names[0].start]}{new}{topic[old_names[0].end :]}?", own)
    yield Wording(f"{said}: {_topic(before.question)}?", own)


def _topic(question: str) -> str:
    """What a question is about, without what it begins with."""
    about = question.rpartition(": ")[2].rstrip(" ?!.…")
    return _OPENING.sub("", _LINKS.sub("", about)) or about

"""Splits a message into its questions: by sentence or line, by number, or where "and" joins them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from relbot.query.query import MAX_CHARACTERS
from relbot.query.request.utterance import CLAUSE, IMPERATIVE, cleared, has_words
from relbot.query.small_talk.recognition import small_talk
from relbot.text.terms import tokenize

MOST_QUESTIONS = 5
"""The most questions of one message that are answered; the rest have to be asked again."""

_SPACE = re.compile(r"\s+")
_ANNOUNCES = re.compile(
    rf"^\s*(?:(?!{CLAUSE})[^\s?]{{1,20}}\s){{0,5}}(?:questions|qs)(?:\sfor\s(?:you|u))?\s?[:,.!–—-]{{1,5}}\s+(?=\S)",
    re.IGNORECASE,
)
"""An announcement of several questions: "hi, I have two quick questions:"."""
_FIRST = r"\(?(?:q\s?)?(?:1[.):]|a\))|first(?:ly)?[,:]"
_MARK = r"(?:and\s)?(?:\(?(?:q\s?)?(?:\d{1,2}[.):]|[a-h]\))|(?:first|second|third|fourth|last|final)(?:ly)?[,:])"
_LISTED = re.compile(rf"^\s*(?:[-*•–]|{_MARK})\s+", re.IGNORECASE)
_FIRST_NUMBER = re.compile(rf"(?:^|(?<=[:?!.,;]\s)|(?<=[?!.;]))(?={_FIRST})", re.IGNORECASE)
"""The start of the first of several numbered questions within a line."""
_NEXT_NUMBER = re.compile(rf"(?<!\band)\s+(?={_MARK}\s)", re.IGNORECASE)
_ABBREVIATED = re.compile(
    r"(?:\b(?:no|nos|dr|mr|mrs|ms|st|vs|v|prof|gen|col|sgt|lt|capt|etc|approx|ca|cf|fig|vol|jr|sr|inc|ltd|co|u\.s|e\.g|i\.e)"
    r"|\b[a-z]|\d)\.$",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[?!.])[?!.]{0,20}[\"”')\]]?\s+|\n+")
_ASKS = re.compile(
    rf"^[\W_]{{0,20}}(?:(?:and|but|so|or|also|then|ok|plus)\b[\s,]+)?(?:{CLAUSE}|{IMPERATIVE}|(?:is|are|was|were|do|does|did|can|"
    r"could|would|should|has|had)\s)",
    re.IGNORECASE,
)
_WRAPPED = 40
"""The least length of a line that may have been wrapped, as in pasted text, in characters."""
_BROKEN_OFF = re.compile(
    r"(?:\b(?:the|an?|and|or|but|my|your|our|their|its|every|if|because|whose|than|is|are|was|were|does|did)"
    r"|^\W*(?:who|what|when|where|why|how|which|can|could|do|should|tell\sme))\s*$",
    re.IGNORECASE,
)
"""The end of a line that breaks off: a word with which no question ends."""
_AND_FOR = re.compile(r"(?:and|also|plus|&)\s[^?]{1,60}\?", re.IGNORECASE)
"""A question that continues the previous one: "how much is it? and for children?"."""
_WHOLE_QUESTION = (
    r"(?:(?:who|when|where|why|what|which|how)(?:\s\w{1,20}){0,2}?\s(?:is|are|was|were|do|does|did|can|should)\s"
    r"|(?:is|are)\sthere\s|(?:can|could|may|do|should|must)\s(?:i|we|you|they|one)\s)"
)
_JOINS = re.compile(rf"(?:[,;]|,?\s(?:and|&|plus))\s(?:also\s)?(?={_WHOLE_QUESTION})", re.IGNORECASE)
_OPENS_WHOLE = re.compile(rf"{_WHOLE_QUESTION}|who\s\w{{2,20}}(?:s|ed)\s", re.IGNORECASE)
"""The start of a whole question. "Who" takes a verb with more behind it: "who pays for repairs", but not "who won"."""
_POINTS_BACK = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|hers|its|theirs?|this|that|these|those|there|one|ones|so)\b", re.IGNORECASE
)
"""Words that refer back to the question before, so that both stay together."""
_TO_ONE_OR_MORE = re.compile(r"\b(?:(?P<one>it)|they|them|(?P<of_one>its)|(?P<of_more>their))\b", re.IGNORECASE)
_IMPERSONAL = re.compile(r"\bit\stakes?\b|\bhow\sfar\b|\bwhat\s(?:time|day)\b", re.IGNORECASE)
"""Questions in which "it" refers to nothing."""
_ABOUT_A_THING = re.compile(
    r"(?:(?P<how>(?:when|where|why|how)(?!\s(?:much|many)\b))|(?P<who>who)|what|how\s\w{1,20})\s"
    r"(?:is|are|was|were|(?:do|can|should|must)\s(?:i|we|you|one)\s\w{1,20})\s"
    r"(?P<thing>(?:the|an?|my|our|your)\s(?P<name>[\w-]{1,30}(?:\s[\w-]{1,30}){0,2}))",
    re.IGNORECASE,
)
"""A question that ends in the one thing it is about: "how much is the deposit". One that asks when or how may end in a
participle ("when is the deposit paid"), so it counts only if the thing is one word."""
_DONE = (
    r"(?:\w{2,20}ed|paid|sold|held|sent|made|built|kept|given|taken|found|bought|written|chosen|shown|told|left|due|open"
    r"|free|available)(?:\s(?:back|out|off|up|down|over|in))?"
)
_DOES = (
    r"(?:start|begin|end|finish|open|close|cost|have|last|run|leave|depart|arrive|meet|happen|work|weigh|take\splace)"
)
"""Verbs that need no object, so that their subject is what the question is about."""
_SUBJECT = r"(?P<thing>(?:the|an?|my|our|your)\s(?P<name>[\w-]{1,30}(?:\s[\w-]{1,30}){0,2}?))"
_ABOUT_ITS_SUBJECT = tuple(
    re.compile(
        rf"(?:when|where|why|how|what|which)\s(?:\w{{1,20}}\s){{0,2}}?{auxiliary}\s{_SUBJECT}\s{verb}", re.IGNORECASE
    )
    for auxiliary, verb in (("(?:is|are|was|were)", _DONE), ("(?:do|does|did)", _DOES))
)
"""Questions about their subject: "when is the deposit paid back", "how many members does the club have"."""
_ASKED_WITHIN = re.compile(CLAUSE, re.IGNORECASE)


def to_ask_again(questions: Sequence[str]) -> str:
    """Return the notice about the questions beyond the first `MOST_QUESTIONS`; "" if there are none."""
    left = " ".join(questions[MOST_QUESTIONS:])
    return f"I answer {MOST_QUESTIONS} questions of a message; please ask again: {left}" if left else ""


def questions_of(text: str, whole: str) -> list[str]:
    """Return the questions of a message, at least one, without asides and small talk; or only `whole`, the message
    without asides, if that is empty or small talk, or if the message is too long.
    """
    if not whole or len(text) > MAX_CHARACTERS or small_talk(whole):
        return [whole]
    parts = [cleared(part) for part in split_questions(text)]
    return [part for part in parts if not small_talk(part)] or parts[:1]


def split_questions(text: str) -> tuple[str, ...]:
    """Return the questions of a message, in order, or the whole message if it has at most one.

    Statements before a question ("I read about Zog. Who was he?") or after the last stay with it; an announcement ("two
    questions:") is left out.
    """
    text = _ANNOUNCES.sub("", text, count=1)
    parts = list(_parts(text))
    is_list = sum(listed for _, listed in parts) > 1 and not any(
        _is_asked(part) for part, listed in parts if not listed
    )
    questions: list[str] = []
    open_part = ""
    for part, listed in parts:
        open_part = f"{open_part} {part}".strip()
        if has_words(part) and (_is_asked(part) or (listed and is_list)):
            if questions and _is_afterthought(part):
                questions[-1] += f" {open_part}"
            else:
                questions.append(open_part)
            open_part = ""
    if len(questions) < 2:
        whole = _SPACE.sub(" ", text).strip()
        return (whole,) if whole else ()
    if open_part:
        questions[-1] += f" {open_part}"
    return tuple(questions)


def _parts(text: str) -> Iterator[tuple[str, bool]]:
    """Yield the sentences of a message without list markers, and whether each had one."""
    for line in _unwrapped(text.splitlines()):
        for item in _numbered(line):
            listed = _LISTED.match(item)
            for number, sentence in enumerate(_sentences(item[listed.end() :] if listed else item)):
                mark = _LISTED.match(sentence)
                for part in _joined_questions(sentence[mark.end() :] if mark else sentence):
                    yield part, listed is not None and not number


def _unwrapped(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines, each joined with its continuation lines, as one question may be spread over several."""
    begun: list[str] = []
    for line in lines:
        if begun and not _is_continued(begun[-1], line):
            yield " ".join(begun)
            begun = []
        begun.append(line)
    if begun:
        yield " ".join(begun)


def _is_continued(line: str, following: str) -> bool:
    """Return whether a line breaks off, or is as long as a wrapped one and the following begins no question."""
    if not line.strip() or not following.strip() or _LISTED.match(following):
        return False
    if _BROKEN_OFF.search(line[-20:] if len(line) > 20 else line):
        return True
    is_ended = line.rstrip()[-1] in "?!.:;"
    return not is_ended and len(line) >= _WRAPPED and following[0].islower() and not _ASKS.match(following[:60])


def _numbered(line: str) -> list[str]:
    """Return a line split before each of its numbers, if there are several that begin with the first: "1) … 2) …"."""
    first = _FIRST_NUMBER.search(line)
    items = _NEXT_NUMBER.split(line[first.start() :]) if first else []
    return [*filter(str.strip, [line[: first.start()]]), *items] if first and len(items) > 1 else [line]


def _sentences(line: str) -> list[str]:
    """Return a line split after punctuation, but neither after abbreviations ("Dr. No") nor within a question."""
    parts: list[str] = []
    start = 0
    for match in _SENTENCE_END.finditer(line):
        before, after = line[start : match.start()], line[match.end() :]
        goes_on = after[:1].islower() and not (_ASKS.match(after[:60]) or _LISTED.match(after[:20]))
        goes_on = goes_on and not (before.endswith("?") and _AND_FOR.match(after[:70]))
        abbreviated = before.endswith(".") and _ABBREVIATED.search(before[-8:]) is not None
        if not (abbreviated or goes_on) and before.strip():
            parts.append(line[start : match.end()].strip())
            start = match.end()
    return [*parts, rest] if (rest := line[start:].strip()) else parts


def _joined_questions(sentence: str) -> list[str]:
    """Return a sentence split between whole questions: "when is the meeting and who is the chair", but not "who was Zog
    and what did he do". One whose pronoun `_with_pronoun_replaced` replaces is whole too.
    """
    joins = [*_JOINS.finditer(sentence)]
    ends = [*(join.start() for join in joins), len(sentence)]
    parts, last, done = list[str](), sentence[: ends[0]], ends[0]
    for join, end in zip(joins, ends[1:], strict=True):
        part = sentence[join.end() : end]
        whole = part if _is_whole(part) else _with_pronoun_replaced(last, part)
        if not (whole and _is_whole(last)):
            break
        parts.append(last)
        last, done = whole, end
    return [*parts, last + sentence[done:]]


def _with_pronoun_replaced(before: str, part: str) -> str:
    """Return a part whose pronoun refers to the one thing that the question before it is about, with that in its place;
    "" for any other part: "how much is the deposit and when is it paid back".
    """
    named, pointing = _thing_of(before.strip()), [*_POINTS_BACK.finditer(part)]
    pronoun = _TO_ONE_OR_MORE.fullmatch(pointing[0].group()) if len(pointing) == 1 else None
    if named is None or pronoun is None or _IMPERSONAL.search(part):
        return ""
    is_more = re.search(r"[^sui]s$", named["name"], re.IGNORECASE) is not None
    is_of_more = not (pronoun["one"] or pronoun["of_one"])
    is_person = named.groupdict().get("who") and not is_of_more
    if is_person or is_more != is_of_more or any(word.is_stopword for word in tokenize(named["name"])):
        return ""
    thing = named["thing"] + ("'s" if pronoun["of_one"] or pronoun["of_more"] else "")
    filled = part[: pointing[0].start()] + thing + part[pointing[0].end() :]
    return filled if _is_whole(filled) else ""


def _thing_of(question: str) -> re.Match[str] | None:
    """Return the match of a question about one thing, which ends in the thing or in its verb; None for any other."""
    if named := _ABOUT_A_THING.fullmatch(question):
        is_done = (named["how"] and " " in named["name"]) or re.search(r"\w{3}ed$", named["name"], re.IGNORECASE)
        if not is_done:
            return named
    return next(filter(None, (form.fullmatch(question) for form in _ABOUT_ITS_SUBJECT)), None)


def _is_whole(part: str) -> bool:
    """Return whether a part of a sentence is one question that states its topic itself."""
    opening = _OPENS_WHOLE.match(part)
    is_one = len(_ASKED_WITHIN.findall(part)) < 2
    return opening is not None and is_one and _POINTS_BACK.search(part, opening.end()) is None


def _is_asked(part: str) -> bool:
    return part.rstrip("\"”')] ").endswith("?") or _ASKS.match(part) is not None


def _is_afterthought(part: str) -> bool:
    """Return whether a part asks nothing by itself: "right?", "or not?"."""
    return (
        re.fullmatch(r"\W*(?:right|correct|or not|or what|no|yes|ok|okay|huh|eh|please|true)\W*", part, re.IGNORECASE)
        is not None
    )

"""Answers a question for several things with an enumeration: the items of a list, the steps of a procedure or the rows
of a table, all of them or those that the question selects.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from relbot.answering.compose import Composed
from relbot.answering.lines.labelled import lines_alike
from relbot.answering.lines.standing_together import FEWEST_ROWS, Enumeration, enumeration_around
from relbot.answering.overviews.named_section import LONGEST
from relbot.answering.statements import MOST_SHOWN, Quote, each_once
from relbot.index.protocol import Generation
from relbot.query.answer_constraints.times.dated_heading import is_record
from relbot.query.query import Query
from relbot.query.request.intent import Kind as Intent
from relbot.query.request.intent import read_intent
from relbot.query.timeframe import is_of_another_time, temporal_agreement
from relbot.reading.passage_reading import ReadPassage
from relbot.text.table_rows import first_column
from relbot.text.terms import content_stems, stems

_OF_THE_BEST, _OF_ANOTHER = 0.3, 0.6
"""Least share of a question's words, weighted by idf, that the enumeration of the best sentence must hold, and one of
another passage. Set by hand on lists and procedures in three folders of everyday documents."""
_AS_WELL = 3.0
"""How far, in log-odds of the reader, a line may be behind the best of its enumeration to answer as well. Set by hand
on questions for lists in seven folders of everyday documents."""
_FEW_STEPS = 7
"""The most numbered lines that count as steps. Of 110 questions how to do something about 153 folders of everyday
documents that lines answered, 67 had at most this many numbered lines: 17 are better than with one sentence, one is
worse. Of the other 43, one is better and 12 are worse."""
_OF_LINES: frozenset[Intent] = frozenset({"list", "how", "change"})
"""Intents that an enumeration answers, beside questions for what happens at a time."""
_WHO = re.compile(r"who\b", re.IGNORECASE)
"""Questions for the people of a room or group by its number, which each of their rows has."""

_LEADS = 10
"""The most sentences examined for a lead-in to a table."""


class _Asked(NamedTuple):
    """The lines of an enumeration that a question selects."""

    lines: tuple[tuple[Quote, ...], ...]
    share: float
    """Share of the question's words, weighted by idf, in the lines or in what stands above them, 0 to 1."""


def enumerated(
    intent: Intent,
    query: Query,
    passages: Sequence[ReadPassage],
    generation: Generation,
    *,
    is_doubtful: bool = False,
) -> Composed | None:
    """Return the lines that answer a question for several things or for a way to do something; None if prose does.

    `passages` were read and are best first. If it `is_doubtful` that anything answers, the lines must share words with
    the question, since equal likelihood says little then, and be table rows if the question asks who.
    """
    happens = intent == "fact" and query.timeframe is not None and not query.idf
    people = intent in ("fact", "who") and query.identifiers and _WHO.match(query.text)
    if not (happens or people or intent in _OF_LINES):
        return None
    if intent == "list":
        query = _of_topic(query)
    candidates = list[_Asked]()
    for number, passage in enumerate(passages):
        ranked = passage.ranked
        quote = Quote(ranked.match.record.passage, ranked.sentence_index)
        if intent == "how" and (first_column(quote.text) or is_record(quote.passage.section)):
            continue  # neither a row nor what was done is a way to do something
        if is_doubtful and _WHO.match(query.text) and not first_column(quote.text):
            continue
        if intent == "list" and not number and (alike := lines_alike(quote, query, generation)):
            return _composed(alike)
        found = enumeration_around(quote, generation, of_section=intent == "how")
        if intent == "how" and found and not _are_steps(found, passages):
            continue
        is_open = intent == "list" and not (is_doubtful or query.identifiers or query.timeframe)
        is_whole = intent == "how" or (is_open and found is not None and _answers_throughout(found, passages))
        asked = _lines_asked_for(query, found, whole=is_whole) if found else None
        if asked and is_whole and not number and len(asked.lines) <= LONGEST:
            return _composed(asked.lines)  # what answers best is one of its steps or items
        if asked and asked.share >= (_OF_ANOTHER if number else _OF_THE_BEST):
            candidates.append(asked)
    if not candidates:
        return None
    best = max(candidates, key=lambda asked: (asked.share, len(asked.lines) > 1))
    return _composed(best.lines)


def _are_steps(enumeration: Enumeration, passages: Sequence[ReadPassage]) -> bool:
    """Return whether lines are the steps of one procedure, and not the items of a notice board."""
    is_short = enumeration.steps <= _FEW_STEPS
    return enumeration.steps > 0 and (is_short or _answers_throughout(enumeration, passages))


def _answers_throughout(enumeration: Enumeration, passages: Sequence[ReadPassage]) -> bool:
    """Return whether most of the lines that were read answer nearly as well as the best of them. Then all are asked
    for, and words that one of them shares with the question do not select it.
    """
    read = {
        (passage.ranked.match.record.passage.id, number): score
        for passage in passages
        for number, score in passage.reading.log_odds
    }
    places = ([(quote.passage.id, quote.sentence) for quote in line] for line in enumeration.lines)
    best = [max(scores) for line in places if (scores := [read[place] for place in line if place in read])]
    close = [score for score in best if score >= max(best) - _AS_WELL]
    return len(best) >= FEWEST_ROWS and 2 * len(close) >= len(best)


def _of_topic(query: Query) -> Query:
    """Return a query for a list without the words of the request ("name all")."""
    topic = frozenset(content_stems(read_intent(query.text).topic))
    idf = {stem: weight for stem, weight in query.idf.items() if stem in topic}
    return replace(query, idf=idf) if idf else query


def _composed(lines: Sequence[Sequence[Quote]]) -> Composed:
    quotes = each_once(quote for line in lines[:MOST_SHOWN] for quote in _joined(line))
    return Composed("list" if len(quotes) > 1 else "fact", quotes, max(0, len(lines) - MOST_SHOWN))


def _joined(line: Sequence[Quote]) -> list[Quote]:
    """Join the sentences of a line into one quote for each passage that it is in."""
    found = list[Quote]()
    for quote in line:
        last = found[-1] if found else None
        if last and last.passage == quote.passage and last.sentence + last.sentences == quote.sentence:
            found[-1] = replace(last, sentences=last.sentences + quote.sentences)
        else:
            found.append(quote)
    return found


def announced_rows(quotes: Sequence[Quote], generation: Generation) -> Composed | None:
    """Return the rows of the table right below the first sentence that introduces one ("The committee was elected in
    March:"), or None.
    """
    for quote in quotes[:_LEADS]:
        if quote.sentence + 1 == len(quote.passage.sentences) and first_column(quote.text) is None:
            found = generation.surroundings(quote.passage.id)
            after = found.after if found else None
            if after and after.section == quote.passage.section and first_column(after.words(after.sentences[0])):
                enumeration = enumeration_around(Quote(after, 0), generation)
                return _composed(enumeration.lines) if enumeration else None
    return None


def _lines_asked_for(query: Query, enumeration: Enumeration, *, whole: bool) -> _Asked | None:
    """Return the lines that a question selects by a code, a time or words of its own; all of them if it does not, or if
    they should be shown as a `whole`. None if they lack the code or time asked about.
    """
    above = enumeration.heading | enumeration.common
    texts = [" ".join(quote.text for quote in line) for line in enumeration.lines]
    words = [frozenset(stems(text)) for text in texts]
    share = query.share_among(above.union(*words), of_none=1.0)
    kept = list(range(len(texts)))
    named = [identifier for identifier in query.identifiers if not set(stems(identifier.number)) <= above]
    if whole:
        pass
    elif named:
        kept = [n for n in kept if any(one.stands_in(texts[n]) and one.is_named(texts[n]) for one in named)]
    elif query.timeframe:
        agreement = [temporal_agreement(query.timeframe, dates) for dates in enumeration.dates]
        kept = [n for n in kept if agreement[n] > 0 and not is_of_another_time(agreement[n], max(agreement))]
    else:
        own = [query.idf_among(held - above) for held in words]
        kept = [n for n in kept if own[n] >= max(own) / 2]
    return _Asked(tuple(enumeration.lines[n] for n in kept), share) if kept else None

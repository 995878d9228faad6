"""Reads the best passages with the reader: two at a time, and no more than needed to be sure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from operator import or_

import numpy as np
from numpy.typing import NDArray

from relbot.index.records import PassageRecord
from relbot.query.answer_constraints.answer_type import asks_the_same, lacks_answer_type, same_words
from relbot.query.answer_constraints.namesakes import of_namesakes
from relbot.query.answer_constraints.parties import of_another_party
from relbot.query.answer_constraints.times.dated_heading import is_record, tells_of_another, told_by_heading
from relbot.query.answer_constraints.times.occasions import of_other_occasions
from relbot.query.answer_constraints.times.surrounding_dates import dated_around, without_time
from relbot.query.identifiers import names_only_another
from relbot.query.query import Query
from relbot.query.request.question_kinds import asks_for_steps
from relbot.query.timeframe import is_of_another_time, temporal_agreement
from relbot.reading.named_identifiers import names_identifiers
from relbot.reading.reader import Reader, Reading
from relbot.retrieval.ranking import RankedPassage
from relbot.text.terms import stems

LEAST_READ, _MOST_READ = 2, 4
"""The number of passages that are always read, and that are read if none of these answers; 8 ms a window."""
READ_FOR_LISTS = 6
"""The number of passages read for a list, whether or not they answer. With eight, as many of 84 lists and sections come
out right, and one more of 27 held out."""
_ENOUGH = -1.0
"""If any passage scores this much, no further ones are read. With 0, -1 and -3 the right sentence comes first for
0.782, 0.774 and 0.761 of 372 human questions, and for 0.882, 0.881 and 0.876 of the paraphrases in `questions.jsonl`;
two passages are enough for 0.55, 0.73 and 0.94 of the former, and for 0.59, 0.74 and 0.92 of SQuAD 2.0's questions."""
_AT_ONCE = 2
"""Passages read at the same time, each on its own thread; a session with two threads would make busy cores wait for
each other. The median of 238 questions about the first document took 23 ms instead of 31, on idle cores and with
`_ENOUGH` at 0."""
_KEY = re.compile(r"(\w[^:\n.!?]{0,38}):\s+\S")
"""A line with a key, such as "Serial number: FJ-99812"."""
_ASKED = 8.0
"""The least score of a passage whose heading is the question itself. Set by hand, above what the reader gives: at most
4.8 on 215 questions about two articles of SQuAD 2.0."""
RANKING_WEIGHT = 1.0
"""Weight of the ranking score relative to the reader's log-odds. With 0.5, 1 and 2 the right sentence comes first for
0.801, 0.808 and 0.809 of 1,299 questions of SQuAD 2.0; for 0.895, 0.896 and 0.895 of 999 of XQuAD; for 0.793, 0.798 and
0.790 of the paraphrases in `questions.jsonl` about the first; and for 0.790, 0.780 and 0.769 of 372 human questions."""
_RANKING_WEIGHT_WITHIN = 0.3
"""The same weight among the sentences of a passage. With 0 and 0.3 the right sentence comes first for 0.894 and 0.896
of XQuAD, and for 0.815 and 0.813 of SQuAD 2.0."""
_RULED_OUT = -12.0
"""Log-odds of a sentence for days or about a namesake not asked about; below any from the reader. Set by hand."""
_LACKING = 3.0
"""Subtracted from the log-odds of a sentence without a time or quantity of the kind asked for. Set by hand: a sentence
that has one then wins if it is nearly as good, but not if the reader sees nothing in it."""
_FAR_BEHIND = 3.0
"""A sentence this far behind the best when read without the timeframe, in the reader's log-odds, is about something
else. Set by hand."""
_ASKED_BACK = 10.0
"""How far a sentence that merely repeats the question is put below "none of them", in the reader's log-odds. Set by
hand."""


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """A passage as ranked and as read."""

    ranked: RankedPassage
    """Its `sentence` is the one preferred after reading."""
    reading: Reading
    score: float
    """The reader's log-odds that one of its sentences answers, combined with the ranking."""
    is_asked: bool = False
    """Whether its heading is the question itself, as in an FAQ, so that it must be the answer."""


def read_passages(
    query: Query,
    ranked: Sequence[RankedPassage],
    reader: Reader,
    first: int = LEAST_READ,
    best: float = -np.inf,
) -> list[ReadPassage]:
    """Read the best of the ranked passages and return them best first.

    If the query names an identifier, only passages that name it are read, if there are any. Passages under headings for
    other days or about namesakes are skipped if others are left. The `first` passages are always read, and a few more
    if none of these answers. `best` is the ranking score of a passage that is not among them and ranks before them.
    """
    is_of_others = {id(passage): own for passage, own in zip(ranked, _of_others(query, ranked), strict=True)}
    ranked = [passage for passage in ranked if not is_of_others[id(passage)][passage.sentence_index]] or ranked
    best = max([best, *(passage.score for passage in ranked[:1])])
    named = [passage for passage in ranked if names_identifiers(query, passage)]

    def read(passage: RankedPassage) -> ReadPassage:
        return _read(query, passage, reader, max(0.0, best - passage.score), is_of_others[id(passage)])

    candidates = (named or ranked)[: max(first, _MOST_READ)]
    with ThreadPoolExecutor(_AT_ONCE) as threads:
        found = list(threads.map(read, candidates[:first]))
        if all(passage.score < _ENOUGH for passage in found):
            found += threads.map(read, candidates[first:])
    return sorted(found, key=lambda passage: -passage.score)


def _of_others(query: Query, ranked: Sequence[RankedPassage]) -> list[list[bool]]:
    """Return which sentences of each passage are for other days, or about others of a last name, than asked about."""
    passages = [passage.match.record.passage for passage in ranked]
    others = of_other_occasions(query.text, passages)
    for name in query.shared_names:
        about = (of_namesakes(name, p.texts, (p.source.title, *p.section)) for p in passages)
        others = [[*map(or_, *both)] for both in zip(others, about, strict=True)]
    return others


def read_whole(query: Query, passages: Sequence[ReadPassage], reader: Reader) -> list[ReadPassage]:
    """Return the passages with every sentence read, also those outside the window; mostly one more window each."""

    def whole(passage: ReadPassage, is_of_others: Sequence[bool]) -> Reading:
        reading = reader.read_rest(query.text, *title_and_sentences(passage.ranked), passage.reading)
        return _without(is_of_others, _unasked(query, reading, passage.ranked))

    others = _of_others(query, [passage.ranked for passage in passages])
    return [replace(p, reading=whole(p, of_others)) for p, of_others in zip(passages, others, strict=True)]


def _read(
    query: Query, passage: RankedPassage, reader: Reader, behind: float, is_of_others: Sequence[bool]
) -> ReadPassage:
    above, sentences = title_and_sentences(passage)
    reading = reader.read(query.text, above, sentences, passage.sentence_index)
    if query.timeframe and (around := dated_around(query.timeframe, passage.match.record)):
        timeless = reader.read(without_time(query.text, query.timeframe), above, sentences, passage.sentence_index)
        least = float(timeless.sentences.max()) - _FAR_BEHIND
        reading = reading.with_sentences_of(timeless, around, least)
    reading = _without(is_of_others, _unasked(query, reading, passage))
    if query.timeframe and not query.idf:  # it only asks what happened then, which the dates tell
        return ReadPassage(passage, reading, -RANKING_WEIGHT * behind)
    lacking = _lacking(query, reading, passage)
    best = _best_sentence(query, reading, passage, lacking)
    chosen = replace(passage, sentence=passage.match.sentences[best])
    score = reading.answers - RANKING_WEIGHT * behind - lacking[best - reading.first]
    question = passage.match.question
    is_asked = question is not None and same_words(query.text, question)
    return ReadPassage(chosen, reading, max(score, _ASKED) if is_asked else score, is_asked)


def _without(is_of_others: Sequence[bool], reading: Reading) -> Reading:
    """Return the reading with the sentences of a passage that are for or about others ruled out."""
    ruled_out = np.where(is_of_others[reading.read], reading.none + _RULED_OUT, reading.sentences)
    return replace(reading, sentences=ruled_out.astype(np.float32))


def lacks_answer(question: str, record: PassageRecord, number: int) -> bool:
    """Return whether neither a sentence nor the heading above it has a time or quantity of the kind asked for."""
    sentence = record.sentences[number]
    is_lacking = lacks_answer_type(question, record.passage.words(sentence.span), sentence.dates)
    return is_lacking and number not in told_by_heading(question, record)


def _unasked(query: Query, reading: Reading, passage: RankedPassage) -> Reading:
    """Return the reading with no sentence that merely repeats the question as the answer: its logit goes to the
    sentence after it, or to "none of them" if there is none or that is a question too.
    """
    own = passage.match.record.passage.texts[reading.read]
    asks = [asks_the_same(query.text, words) for words in own]
    if not any(asks):
        return reading
    logits, none = reading.sentences.copy(), reading.none
    for number in np.flatnonzero(asks):
        if number + 1 < len(own) and not own[number + 1].endswith("?"):
            logits[number + 1] = max(logits[number : number + 2])
        else:
            none = float(np.logaddexp(none, logits[number]))
    logits[asks] = none - _ASKED_BACK
    return replace(reading, sentences=logits, none=none)


def title_and_sentences(passage: RankedPassage) -> tuple[str, list[str]]:
    """Return the title and sentences that are read of a passage. The title is the nearest heading, which tells most: in
    an FAQ it is the question (right 10 of 12, with the document's title 6). A value that is quoted with its heading is
    read as "Licence: MIT", under the heading above that.
    """
    source = passage.match.record.passage
    above, sentences = [source.source.title, *source.section], source.texts
    if question := passage.match.question:
        return (above[-2] if source.section else ""), [f"{question} {sentences[0]}", *sentences[1:]]
    if len(sentences) == 1 and source.section and sentences[0].startswith(f"{above[-1]}\n\n"):
        return above[-2], [sentences[0].replace("\n\n", ": ", 1)]
    return above[-1], sentences


def _lacking(query: Query, reading: Reading, passage: RankedPassage) -> NDArray[np.float64]:
    """Return the penalty of each sentence read: `_LACKING` if it lacks what is asked for (see `lacks_answer`), or if
    the section records events and the question asks how to do something; else 0.
    """
    if is_record(passage.match.record.passage.section) and asks_for_steps(query.text):
        return np.full(len(reading.sentences), _LACKING)
    lacking = [lacks_answer(query.text, passage.match.record, number) for number in range(reading.first, reading.end)]
    return _LACKING * np.array(lacking, float)


def _best_sentence(query: Query, reading: Reading, passage: RankedPassage, lacking: NDArray[np.float64]) -> int:
    """Return the sentence of the passage that reader and ranking together prefer.

    Sentences about something else are left out, unless all are: "E1043" if "E1044" is asked about, 1961 if 1956 is,
    the tenant if the landlord is, "Location: Bergen" if only the key of "IP: 10.4.0.17" is named, and other items below
    a heading that states the date or version asked for.
    """
    read = reading.read
    scores = reading.sentences + _RANKING_WEIGHT_WITHIN * passage.sentence_scores[read] - lacking
    texts = passage.match.record.passage.texts[read]
    about_others = _names_another_key(query, texts)
    about_others |= np.array(tells_of_another(query.text, passage.match.record)[read])
    about_others |= np.array(of_another_party(query.text, query.idf, texts))
    if query.identifiers:
        about_others |= np.array([names_only_another(text, query.identifiers) for text in texts])
    if query.timeframe:
        records = passage.match.record.sentences[read]
        agreement = [temporal_agreement(query.timeframe, sentence.dates) for sentence in records]
        dated = [bool(sentence.dates) for sentence in records]
        about_others |= dated & np.array([is_of_another_time(own, max(agreement)) for own in agreement])
    return reading.first + int(np.where(about_others & ~about_others.all(), -np.inf, scores).argmax())


def _names_another_key(query: Query, texts: Sequence[str]) -> NDArray[np.bool_]:
    """Return which sentences are key-value pairs with a key that the query does not name, if it names another one."""
    asked = {term.stem for term in query.terms}
    keys = [set(stems(key[1])) if (key := _KEY.match(text)) else set() for text in texts]
    is_named = any(key and key <= asked for key in keys)
    return np.array([is_named and bool(key - asked) for key in keys], bool)

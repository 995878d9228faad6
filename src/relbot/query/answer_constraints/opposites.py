"""Excludes sentences with an antonym of a word of the question: what ended in 1973 is not answered by what began then.

In the training halves of SQuAD 2.0 and Natural Questions this excludes the right sentence of 23 of 33,754 answerable
questions, and the nearest sentence of 1,151 of 33,440 unanswerable ones. Particles ("up", "down") exclude one and three
of these.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

from relbot.query.answer_constraints.denial import NEGATION
from relbot.text.terms import Term, stem, tokenize

_PAIRS = """
begin began begun start commence open launch establish create introduce inaugurate = end finish conclude stop cease
    close abolish dissolve disband discontinue terminate shut
open = closed close shut
rise increase grow gain climb raise grew rose grown risen = fall decrease decline drop fell lose lost
increase raise grow expand enlarge = decrease reduce decline shrink diminish
arrive enter reach = leave left depart exit flee fled
born birth = die died death dead
accept approve agree allow permit adopt = reject refuse deny decline forbid prohibit ban veto
support favor favour supporter = oppose against opponent
include = exclude
build built construct = destroy demolish
appear = disappear vanish
strengthen = weaken
improve = worsen deteriorate
encourage = discourage
succeed = fail
largest biggest most highest greatest tallest best longest = smallest least lowest fewest shortest worst
first debut = final
first earliest oldest = latest newest youngest
high = low
large big = small little
long = short
strong = weak
old oldest eldest = young youngest new newest
ancient old = modern new
early earliest = late latest
northern = southern
eastern = western
northeastern = southwestern
northwestern = southeastern
inside internal interior inner = outside external exterior outer
upper = lower
male man men boy boys = female woman women girl girls
father = mother
son = daughter
king = queen
positive = negative
present = absent
public = private
maximum = minimum
often frequently common commonly usually always = rarely seldom uncommon rare never
major majority = minor minority
urban = rural
fast quick = slow
hot warm = cold cool
easy = difficult hard
simple = complex
light = dark heavy
vertical = horizontal
advantage benefit = disadvantage drawback
add = remove
similar same = different differ
allow let permit = prevent
hire employ appoint = fire dismiss resign sack
heat = cool
temporary = permanent
voluntary = compulsory mandatory
active = passive
odd = even
guilty = innocent
import = export
wet = dry
"""
"""Words and their antonyms, one pair of sets a line. Converses are left out because one answers the other: buy and
sell, wife and husband, older and younger, north and south. Also left out are pairs that refused fewer than five
unanswerable questions of SQuAD 2.0's training half for each answerable one: send and receive, teach and learn, join and
leave."""
_ORDINALS = "first 1st/second 2nd/third 3rd/fourth 4th/fifth 5th/sixth 6th/seventh 7th/eighth 8th/ninth 9th/tenth 10th"
"""Each excludes the others. Of questions with one in those training halves this refuses 11 of 1,843 answerable ones,
and 103 of 1,272 unanswerable ones."""
_PREFIXED = re.compile(r"(?:un|in|im|il|ir|dis|non|anti)-?(\w{5,})", re.IGNORECASE)
_NEAR = 2
"""The greatest distance, in words, at which two words belong together. Tuned on the questions above: with 1, 2 and 3,
12, 21 and 56 answerable questions were refused, and 815, 1,130 and 1,320 unanswerable ones."""
_NEAR_PARTICLE = 3
"""The same for a particle, which has its verb between: "the marquee is taken down"."""
_OPEN_QUESTION = re.compile(r"\b(?:what|which|who|whom|whose|when|where|why|how)\b", re.IGNORECASE)
_IS_OVER = re.compile(r"(?<=\s)over(?=\W*$)", re.IGNORECASE)
"""A closing "over", which means ended: "when was the war over"."""
_ENDED = re.compile(
    r"\b(?:(?:fall|fell|fallen|falling)\s(?:out|apart)|(?:break|broke|broken|breaking|split|splitting)\sup"
    r"|(?:go|went|gone|going|turn|turned)\s(?:sour|downhill)|part(?:ed)?\sways)\b",
    re.IGNORECASE,
)
"""Phrasal verbs for an end: "when did they fall out" is not answered by what was established then."""
_ADVERBIAL = re.compile(
    r"(?<=[^\W\d_])(?:\s(?:up(?!\sto\b)|down|off|out)|-(?:up|down|on|off|in|out)"
    r"|\s(?:on|in)(?=\W*$|[,.;:)]|\s(?:again|at|by|from|for|until|till|before|after|between|around|when|and|or"
    r"|on|in)\b))(?!\w)",
    re.IGNORECASE,
)
"""A particle that belongs to a verb, or to a noun made of one: "goes up on 3 March", "turned on at 9", "check-in"."""
_PARTICLES = "up = down\non = off\nin = out"
_MARK = "adverbial"
_NEGATED = re.compile(rf"{NEGATION}|\b(?:no|without|except)\b", re.IGNORECASE)


def _opposites() -> dict[str, list[tuple[frozenset[str], frozenset[str]]]]:
    """Return by stem the sets that it is in, each with its opposite set."""
    found = defaultdict(list)
    particles = re.sub(r"\w+", rf"{_MARK}\g<0>", _PARTICLES)
    for line in (_PAIRS.replace("\n   ", "").strip() + "\n" + particles).splitlines():
        one, other = (frozenset(map(stem, side.split())) for side in line.split("="))
        for own, against in ((one, other), (other, one)):
            for word in own:
                found[word].append((own, against))
    ordinals = [frozenset(map(stem, words.split())) for words in _ORDINALS.split("/")]
    for own in ordinals:
        for word in own:
            found[word].append((own, frozenset[str]().union(*ordinals) - own))
    return found


_OPPOSITES = _opposites()


def says_opposite(question: str, sentence: str) -> bool:
    """Return whether a sentence has the antonym of a word of the question in its place, beside the same other word:
    "smallest city" for "largest city".

    False for questions that the antonym answers: those for a yes or no, negated ones, and those that name both words.
    """
    if not _OPEN_QUESTION.search(question) or _NEGATED.search(question):
        return False
    asked, told = tokenize(_marked(_ENDED.sub("ended", _IS_OVER.sub("ended", question)))), tokenize(_marked(sentence))
    asked_stems, told_stems = {term.stem for term in asked}, {term.stem for term in told}
    places, negated = defaultdict(list), defaultdict(list)
    for place, term in enumerate(told):
        if not term.is_capitalised:
            places[term.stem].append(place)
            if match := _PREFIXED.fullmatch(term.word):
                negated[stem(match[1].lower())].append(place)
    for number, term in enumerate(asked):
        if term.is_capitalised or (number and asked[number - 1].stem == "how"):
            continue
        beside = {other.stem for other in _beside(asked, number) if not other.is_stopword}
        opposite = [*negated.get(term.stem, ())]
        if match := _PREFIXED.fullmatch(term.word):
            opposite += places.get(stem(match[1].lower()), ())
        ways = [(frozenset({term.stem}), opposite)]
        for own, against in _OPPOSITES.get(term.stem, ()):
            ways.append((own, [] if against & asked_stems else [p for word in against for p in places.get(word, ())]))
        if any(
            own.isdisjoint(told_stems)
            and any(beside & {other.stem for other in _beside(told, place)} for place in found)
            for own, found in ways
        ):
            return True
    return False


def _marked(text: str) -> str:
    """Return a text with its adverbial particles made words of their own, since they are stop words otherwise."""
    return _ADVERBIAL.sub(lambda match: f" {_MARK}{match[0][1:].lower()}", text)


def _beside(terms: Sequence[Term], place: int) -> list[Term]:
    """Return the terms near one, without it."""
    near = _NEAR_PARTICLE if terms[place].stem.startswith(_MARK) else _NEAR
    return [*terms[max(0, place - near) : place], *terms[place + 1 : place + near + 1]]

"""Whether a sentence says the opposite of a question's word: what ended in 1973 is not told by what began then.

Of 33,754 questions of SQuAD 2.0's and Natural Questions' training halves that can be answered, the sentence that
answers says it in 23; of 33,440 that cannot, the nearest sentence in 1,151.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence

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
"""Words and their opposites, one pair of sets a line. No converses, as one tells the other: who sold says who bought,
whose wife says whose husband, who is older says who is younger, what is north of here lies south of there. Left out is
also what refused less than five questions of SQuAD 2.0's training half that cannot be answered for one that can: send
and receive, teach and learn, join and leave."""
_PREFIXED = re.compile(r"(?:un|in|im|il|ir|dis|non|anti)-?(\w{5,})", re.IGNORECASE)
_NEAR = 2
"""Words away at the most, where two belong together. With 1, 2 and 3, of those questions 12, 21 and 56 were
refused that can be answered, and 815, 1,130 and 1,320 that cannot."""
_OPEN_QUESTION = re.compile(r"\b(?:what|which|who|whom|whose|when|where|why|how)\b", re.IGNORECASE)
_IS_OVER = re.compile(r"(?<=\s)over(?=\W*$)", re.IGNORECASE)
"""At the end of a question "over" means ended: "when was the war over"."""
_ENDED = re.compile(
    r"\b(?:(?:fall|fell|fallen|falling)\s(?:out|apart)|(?:break|broke|broken|breaking|split|splitting)\sup"
    r"|(?:go|went|gone|going|turn|turned)\s(?:sour|downhill)|part(?:ed)?\sways)\b",
    re.IGNORECASE,
)
"""Verbs of two words for an end: "when did they fall out" is not told by what was established then."""
_NEGATED = re.compile(r"\b(?:not?|never|without|except)\b|n['’]t\b", re.IGNORECASE)


def _opposites() -> dict[str, list[tuple[frozenset[str], frozenset[str]]]]:
    """By stem, the sets of stems that it is in, each with the opposite set."""
    found = defaultdict(list)
    for line in _PAIRS.replace("\n   ", "").strip().splitlines():
        one, other = (frozenset(map(stem, side.split())) for side in line.split("="))
        for own, against in ((one, other), (other, one)):
            for word in own:
                found[word].append((own, against))
    return found


_OPPOSITES = _opposites()


def says_opposite(question: str, sentence: str) -> bool:
    """Whether a sentence holds the opposite of a word of the question in place of it, beside the same word: "smallest
    city" for "largest city".

    Not of a question that is answered by yes or no, that is negated, or that names both: the opposite answers it.
    """
    if not _OPEN_QUESTION.search(question) or _NEGATED.search(question):
        return False
    asked, told = tokenize(_ENDED.sub("ended", _IS_OVER.sub("ended", question))), tokenize(sentence)
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


def _beside(terms: Sequence[Term], place: int) -> list[Term]:
    """The terms near one, without it."""
    return [*terms[max(0, place - _NEAR) : place], *terms[place + 1 : place + _NEAR + 1]]

"""Decides from the surrounding words whether four digits are a year; without evidence they are not.

A missed year costs a little recall, but 1400 soldiers mistaken for a year would add an event that never happened.
"""

from __future__ import annotations

import re

from relbot.text.english import word_set
from relbot.text.terms import STOPWORDS

_FIRST_YEAR, _LAST_YEAR = 1000, 2100
"""Range of four-digit numbers that may be a year without an explicit sign such as an era."""

_CONTEXT = 40
"""Number of characters considered on either side."""


_TIME_WORDS = word_set("in within since until till during before after early mid late pre post")
_LEADING_WORDS = _TIME_WORDS | word_set(
    "from between through throughout around about circa following for of on by c. ca. c ca b. d. r. fl. born died"
    " est. the this that a an its his her their our whose year years summer winter spring autumn fall season"
    " christmas easter fiscal fy"
)
_NAMED_WORDS = word_set(
    "Act Acts Treaty Constitution Olympics Games Cup Championship Championships Festival Expo Census Bill Day Eve"
    " Sunday Monday Friday Lord"
)
_LEADING_TO = word_set("prior up back date dates dated dating close due thanks")
"""Words after which "to" precedes a year: "prior to 1921", but not "rose to 1500"."""

_DETERMINERS = word_set("the a an its his her their")
_QUANTIFIERS = word_set("first last next other remaining additional estimated total top some same only over")
"""Adjectives that precede a quantity, as in "the first 1500"; others precede a year: "the disastrous 1757 campaign"."""
_NUMBERED = word_set(
    "route road highway motorway street bus train tram line flight ship room page number model type class version code"
    " series unit battalion regiment division section article paragraph chapter channel platform lot year-old"
)
"""Nouns that are followed by a number of their own: "the flight 1961"."""

_QUANTITIES = word_set(
    "population total sum number height weight mass length width depth area speed capacity range average mean"
    " maximum minimum cost price record group force army crowd garrison fleet elevation altitude distance rate"
    " score value majority crew staff membership enrolment enrollment body loss losses power temperature"
    " wavelength"
)
_CHANGES = re.compile(
    r"(?:increas|decreas|reduc|multipl|divid|outnumber|exceed|gr[eo]w|ris|rose|fall|fell|drop|declin|rais)"
)

MEASURES = word_set(
    "percent per cent square cubic metric nautical m m² m³ m2 m3 km km² km³ km2 km3 km/h cm mm nm kg g mg kw mw"
    " gw khz mhz ghz hz hp bhp rpm mph kph ft lb lbs oz ha mi yd kj kb mb gb bit bits bp kilometre kilometres"
    " kilometer kilometers metre metres meter meters centimetres centimeters millimetres millimeters mile miles"
    " feet foot yard yards inch inches acre acres hectare hectares litre litres liter liters gallon gallons barrel"
    " barrels ton tons tonne tonnes pound pounds kilogram kilograms gram grams ounce ounces degree degrees volt"
    " volts watt watts kilowatt kilowatts megawatt megawatts hour hours minute minutes second seconds day days"
    " week weeks month months year years time times copies dollars euros francs marks yen rubles roubles rupees"
    " livres million billion thousand hundred dozen strong point points vote votes seat seats"
)
COUNTED = word_set(
    "people person persons men women children soldiers troops guests inhabitants residents citizens workers"
    " employees students pupils members refugees immigrants prisoners victims deaths casualties infantry cavalry"
    " horsemen archers sailors warriors knights houses homes households buildings ships aircraft tanks guns cars"
    " vehicles schools villages species books volumes items objects horses cattle sheep families settlers"
    " colonists spectators visitors participants delegates patients cases"
)
_NOT_PLURAL = word_set(
    "was is has does as this its his thus plus towards across always perhaps sometimes besides series versus unless"
)

_RANGE = re.compile(r"\d{4}(?:\s?[-‐-―]\s?|\s(?:to|until|till|through)\s)(?P<last>\d{4})(?![\d-])")
_SPENT = word_set(
    "ran was were ruled reigned served lived held stood sat flew fought taught wrote built led sang sailed worked"
    " played studied governed king queen mayor president chair chairman captain bishop abbot director minister"
    " governor pope"
)
"""Words that precede a range of years without "from": "ran 1951 to 1963", "reigned 1189–1199"."""
_TELEPHONE = re.compile(r"\b(?:call|phone|telephone|dial|tel|fax|ext|extension)\b[^.;]{0,30}$", re.IGNORECASE)

_OPENING_MARKS = '([“"‘'
_ATTACHED = re.compile(r"(?:[(\[“\"‘;:–—]|(?P<part>\b(?:early|mid|late|pre|post|end)-))$", re.IGNORECASE)
_SYMBOL = re.compile(r"\s?[%‰°$€£¥]|[.,:/]\d|-(?!\d)|\s\d{3}(?!\d)|\s?[×x]\s?\d")
_AFTER = re.compile(
    # A second number has the same unit: "between 1500 and 2000 metres".
    r"(?:\s?(?:[-‐-―]|\bto\b|\band\b|\bor\b)\s?\d[\d,]{1,6}\d)?\s(?P<word>[A-Za-z][\w²³/]*)(?:[-\s](?P<second>[A-Za-z]+))?"
)
_CLAUSE_START = re.compile(
    r"[,:]|\s?[-‐-―]|\s(?:was|saw|is|marked|brought|began|had|would|also|and|to|in|witnessed)\b|\s?$"
)
_LIST_SEPARATOR = re.compile(r"(?:,|,?\s(?:and|or|to|until|through|&)|\s?[-‐-―])\s?(?:c\.\s|the\s)?$")
_CHANGES_FROM = re.compile(r"\s(?P<verb>[a-z]+)\sfrom\s$")
_TO_NUMBER = re.compile(r"[^.;:]{0,30}?\sto\s(?:\d{1,3}|\d[\d,]{4,})(?![\d-])")
_CLAUSE_END = re.compile(r"\s?(?:[).;\]>]|$)")


def is_year(sentence: str, start: int, end: int, *, with_month: bool = False, taken: bytearray | None = None) -> bool:
    """Return whether `sentence[start:end]`, four digits or a range that begins with four, is used as a year.

    `with_month` says that a month precedes it. `taken` is 1 for each character of the dates found so far, for lists
    such as "1563, 1593 and 1603".
    """
    before, after = sentence[max(0, start - _CONTEXT) : start], sentence[end : end + _CONTEXT]
    if not _FIRST_YEAR <= int(sentence[start : start + 4]) <= _LAST_YEAR or _SYMBOL.match(after):
        return False
    if sentence[end - 5 : end - 4] == "-" and _TELEPHONE.search(before):  # "call 2015-2040"
        return False
    following = _AFTER.match(after)
    word, second = (following["word"], following["second"]) if following else ("", "")
    # "1908 mounted soldiers" is a quantity, "1908 by soldiers" is not.
    is_counted = word in COUNTED or (second in COUNTED and word.lower() not in STOPWORDS)
    if word.lower() in MEASURES or _starts_change(before, after):
        return False
    if with_month or not before.strip():
        return not is_counted and (with_month or _CLAUSE_START.match(after) is not None)
    is_plural = is_counted_plural(word)
    if not before[-1].isspace():  # "(1982)", "pre-1973 levels"
        attached = _ATTACHED.search(before)
        return attached is not None and (attached["part"] is not None or not (is_counted or is_plural))
    listed = _LIST_SEPARATOR.search(before)
    in_a_list = bool(listed and taken and taken[max(0, start - len(listed.group()) - 1)])
    span = _RANGE.match(sentence, start)
    if (
        span
        and before.split()[-1].lower() in _SPENT
        and int(sentence[start : start + 4]) < int(span["last"]) <= _LAST_YEAR
    ):
        return not (is_counted or is_plural)
    words = ["", "", *(word.lstrip(_OPENING_MARKS) for word in before.split())]
    return _precedes_year(words[-3:], is_counted, is_plural, in_a_list) or (
        before.endswith(", ") and before[-3:-2].isalnum() and _CLAUSE_END.match(after) is not None
    )


def is_counted_plural(word: str) -> bool:
    """Return whether a word after a number looks like a plural noun that the number may count."""
    return len(word) > 3 and word.islower() and word.endswith("s") and word not in _NOT_PLURAL


def _starts_change(before: str, after: str) -> bool:
    """Return whether the number is the starting value of a change: "cases fell from 1945 to 12"."""
    verb = _CHANGES_FROM.search(before)
    return verb is not None and _CHANGES.match(verb["verb"]) is not None and _TO_NUMBER.match(after) is not None


def _precedes_year(words: list[str], is_counted: bool, is_plural: bool, in_a_list: bool) -> bool:
    """Decide from the three words before and what follows: "of 2000 guests" is a quantity, "in 2000 guests" a year."""
    earlier, previous, nearest = words
    last = re.sub(r"^(?:early|mid)-to-(?=mid$|late$)", "", nearest.lower())
    if last in ("about", "around") and previous in ("of", "by"):
        previous, last = earlier, previous
    if (last == "of" and previous.lower() in _QUANTITIES) or (last == "by" and _CHANGES.match(previous.lower())):
        return False
    if is_counted and last not in _TIME_WORDS:
        return False
    if in_a_list:
        return True
    is_named = nearest[:1].isupper() or (last in ("of", "the") and previous[:1].isupper())
    is_possessive = nearest.endswith(("'s", "’s"))
    if is_plural and not (is_named or is_possessive or last in _TIME_WORDS or last in ("the", "from", "between")):
        return False
    is_described = (
        previous.lower() in _DETERMINERS and nearest.isalpha() and nearest.islower() and nearest not in _QUANTIFIERS
    )
    is_described = is_described and nearest not in _NUMBERED
    return (
        last in _LEADING_WORDS
        or nearest in _NAMED_WORDS
        or is_possessive
        or is_described
        or (last == "to" and previous.lower() in _LEADING_TO)
        or (last == "as" and previous.lower() in ("early", "late", "recently"))
        or (nearest == "al." and previous == "et")
        or nearest.endswith((":", ";", "—", "–"))
    )

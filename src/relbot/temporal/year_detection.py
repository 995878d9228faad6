"""Whether four digits are a year: the words around them decide, and without a word that speaks for it they are none.

A missed year costs a little recall; 400 soldiers read as a year would put a battle where none was.
"""

from __future__ import annotations

import re

from relbot.text.terms import STOPWORDS

FIRST_YEAR, LAST_YEAR = 1000, 2100

REACH = 40
"""Characters looked at on either side."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TIME_WORDS = _words("in since until till during before after early mid late pre post")
LEADING_WORDS = TIME_WORDS | _words(
    "from between through throughout around about circa following for of on by c. ca. c ca b. d. r. fl. born died"
    " est. the this that a an its his her their our whose year years summer winter spring autumn fall season"
    " christmas easter fiscal fy"
)
NAMED_WORDS = _words(
    "Act Acts Treaty Constitution Olympics Games Cup Championship Championships Festival Expo Census Bill Day Eve"
    " Sunday Monday Friday"
)
LEADING_TO = _words("prior up back date dates dated dating close due thanks")
"""What makes "to" lead to a year: "prior to 1921", but not "rose to 1500"."""

DETERMINERS = _words("the a an its his her their")
NOT_DESCRIBED = _words("first last next other remaining additional estimated total top some same only over")
"""Between "the" and the number, they count: "the first 1500"; others describe: "the disastrous 1757 campaign"."""
NUMBERED = _words(
    "route road highway motorway street bus train tram line flight ship room page number model type class version code"
    " series unit battalion regiment division section article paragraph chapter channel platform lot year-old"
)
"""What has a number of its own: "the flight 1961"."""

QUANTITIES = _words(
    "population total sum number height weight mass length width depth area speed capacity range average mean"
    " maximum minimum cost price record group force army crowd garrison fleet elevation altitude distance rate"
    " score value majority crew staff membership enrolment enrollment body loss losses power temperature"
    " wavelength"
)
CHANGES = re.compile(
    r"(?:increas|decreas|reduc|multipl|divid|outnumber|exceed|gr[eo]w|ris|rose|fall|fell|drop|declin|rais)"
)

MEASURES = _words(
    "percent per cent square cubic metric nautical m m² m³ m2 m3 km km² km³ km2 km3 km/h cm mm nm kg g mg kw mw"
    " gw khz mhz ghz hz hp bhp rpm mph kph ft lb lbs oz ha mi yd kj kb mb gb bit bits bp kilometre kilometres"
    " kilometer kilometers metre metres meter meters centimetres centimeters millimetres millimeters mile miles"
    " feet foot yard yards inch inches acre acres hectare hectares litre litres liter liters gallon gallons barrel"
    " barrels ton tons tonne tonnes pound pounds kilogram kilograms gram grams ounce ounces degree degrees volt"
    " volts watt watts kilowatt kilowatts megawatt megawatts hour hours minute minutes second seconds day days"
    " week weeks month months year years time times copies dollars euros francs marks yen rubles roubles rupees"
    " livres million billion thousand hundred dozen strong point points vote votes seat seats"
)
COUNTED = _words(
    "people person persons men women children soldiers troops guests inhabitants residents citizens workers"
    " employees students pupils members refugees immigrants prisoners victims deaths casualties infantry cavalry"
    " horsemen archers sailors warriors knights houses homes households buildings ships aircraft tanks guns cars"
    " vehicles schools villages species books volumes items objects horses cattle sheep families settlers"
    " colonists spectators visitors participants delegates patients cases"
)
NO_PLURALS = _words(
    "was is has does as this its his thus plus towards across always perhaps sometimes besides series versus unless"
)

OPENING_MARKS = '([“"‘'
JOINED = re.compile(r"(?:[(\[“\"‘;:–—]|(?P<part>\b(?:early|mid|late|pre|post|end)-))$", re.IGNORECASE)
SYMBOL = re.compile(r"\s?[%‰°$€£¥]|[.,:/]\d|-(?!\d)|\s\d{3}(?!\d)|\s?[×x]\s?\d")
AFTER = re.compile(
    # A second number counts the same: "between 1500 and 2000 metres".
    r"(?:\s?(?:[-‐-―]|\bto\b|\band\b|\bor\b)\s?\d[\d,]{1,6}\d)?\s(?P<word>[A-Za-z][\w²³/]*)(?:[-\s](?P<second>[A-Za-z]+))?"
)
BEGINS = re.compile(r"[,:]|\s?[-‐-―]|\s(?:was|saw|is|marked|brought|began|had|would|also|and|to|in|witnessed)\b|\s?$")
LISTS = re.compile(r"(?:,|,?\s(?:and|or|to|until|through|&)|\s?[-‐-―])\s?(?:c\.\s|the\s)?$")
FALLS = re.compile(r"\s(?P<verb>[a-z]+)\sfrom\s$")
TO_WHAT = re.compile(r"[^.;:]{0,30}?\sto\s(?:\d{1,3}|\d[\d,]{4,})(?![\d-])")
CLOSES = re.compile(r"\s?(?:[).;\]>]|$)")


def is_a_year(
    sentence: str, start: int, end: int, *, beside_a_month: bool = False, taken: bytearray | None = None
) -> bool:
    """Whether `sentence[start:end]`, four digits or a range that begins with four, is written as a year.

    `taken` marks the characters of dates found before, for "1563, 1593 and 1603".
    """
    before, after = sentence[max(0, start - REACH) : start], sentence[end : end + REACH]
    if not FIRST_YEAR <= int(sentence[start : start + 4]) <= LAST_YEAR or SYMBOL.match(after):
        return False
    following = AFTER.match(after)
    word, second = (following["word"], following["second"]) if following else ("", "")
    # "1908 mounted soldiers" are counted, "1908 by soldiers" is not.
    counted = word in COUNTED or (second in COUNTED and word.lower() not in STOPWORDS)
    if word.lower() in MEASURES or _falls(before, after):
        return False
    if beside_a_month or not before.strip():
        return not counted and (beside_a_month or BEGINS.match(after) is not None)
    plural = len(word) > 3 and word.islower() and word.endswith("s") and word not in NO_PLURALS
    if not before[-1].isspace():  # "(1982)", "pre-1973 levels"
        joined = JOINED.search(before)
        return joined is not None and (joined["part"] is not None or not (counted or plural))
    listed = LISTS.search(before)
    in_a_list = bool(listed and taken and taken[max(0, start - len(listed.group()) - 1)])
    words = ["", "", *(word.lstrip(OPENING_MARKS) for word in before.split())]
    return _leads_to_a_year(words[-3:], counted, plural, in_a_list) or (
        before.endswith(", ") and before[-3:-2].isalnum() and CLOSES.match(after) is not None
    )


def _falls(before: str, after: str) -> bool:
    """Whether what stands between is where something falls from: "cases fell from 1945 to 12"."""
    verb = FALLS.search(before)
    return verb is not None and CHANGES.match(verb["verb"]) is not None and TO_WHAT.match(after) is not None


def _leads_to_a_year(words: list[str], counted: bool, plural: bool, in_a_list: bool) -> bool:
    """Judges by the three words before and by what follows: "of 2000 guests" counts, "in 2000 guests" dates."""
    third, second, first = words
    last = first.lower()
    if last in ("about", "around") and second in ("of", "by"):
        third, second, last = "", third, second
    if (last == "of" and second.lower() in QUANTITIES) or (last == "by" and CHANGES.match(second.lower())):
        return False
    if counted and last not in TIME_WORDS:
        return False
    if in_a_list:
        return True
    named = first[:1].isupper() or (last in ("of", "the") and second[:1].isupper())
    possessive = first.endswith(("'s", "’s"))
    if plural and not (named or possessive or last in TIME_WORDS or last in ("the", "from", "between")):
        return False
    described = second.lower() in DETERMINERS and first.isalpha() and first.islower() and first not in NOT_DESCRIBED
    described = described and first not in NUMBERED
    return (
        last in LEADING_WORDS
        or first in NAMED_WORDS
        or possessive
        or described
        or (last == "to" and second.lower() in LEADING_TO)
        or (last == "as" and second.lower() in ("early", "late", "recently"))
        or (first == "al." and second == "et")
        or first.endswith((":", ";", "—", "–"))
    )

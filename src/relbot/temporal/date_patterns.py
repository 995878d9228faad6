"""Regular expressions for date expressions, one per notation, and parsers for the months, years and eras in them.

Every repetition is bounded, so that matching takes linear time on any text.
"""

from __future__ import annotations

import re

from relbot.temporal.calendar import MONTHS

MONTH = rf"(?:{'|'.join(name[:3] for name in MONTHS)})[a-z]{{0,6}}\.?"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
_DASH = r"\s?[-‐-―]\s?"
_DAY_RANGE = rf"(?:{_DASH}|\sto\s)"
_ERA = r"(?-i:\s?(?:B\.?C\.?(?:E\.?)?|C\.?E\.?|A\.?D\.?)(?!\w))"
_YEAR = rf"(?:(?-i:AD|A\.D\.)\s?\d{{1,4}}|\d{{1,4}}{_ERA}|\d{{4}})(?!\w|[.,]\d)"
ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
    *("twentieth", "twenty-first"),
)
_ORDINAL = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(ORDINALS)})"
TENS = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
NUMBERS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
_LISTED_ORDINAL = r"(?:\d{1,2}(?:st|nd|rd|th)|[a-z]{4,9}(?:th|nd|rd|st))"
SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
"""The first month of each season in the northern hemisphere."""
_PART = r"(?:(?:early|mid|middle|late)(?:[-\s]to[-\s](?:mid|late))?[-\s])"


FOLD_CASE_VARIANTS = str.maketrans("ſıİ", "siI")
"""Maps each non-ASCII letter that matches s or i under IGNORECASE to one ASCII letter, which keeps all offsets."""


def lowered(word: str) -> str:
    """Return a word that matched under IGNORECASE in lower case, as a table has it: "six" for "SİX" and "sıx"."""
    return word.translate(FOLD_CASE_VARIANTS).lower()


def whole_word(pattern: str) -> re.Pattern[str]:
    """Compile a verbose, case-insensitive pattern that matches only whole words."""
    return re.compile(rf"(?<![\w.])(?:{pattern})(?!\w)", re.VERBOSE | re.IGNORECASE)


ISO = whole_word(r"(?P<y>\d{4})-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?:T[\d:]{4,8}Z?)?")
DAY_FIRST = whole_word(
    rf"(?P<d>{_DAY})(?:(?:{_DAY_RANGE}|/)(?P<d2>{_DAY}))?\s(?:(?:day\s)?of\s)?(?P<m>{MONTH})(?:(?:,?\s|\sof\s)(?P<y>{_YEAR}))?"
)
MONTH_FIRST = whole_word(
    rf"(?P<m>{MONTH})\s(?:the\s)?(?P<d>{_DAY})(?![\d,]*\d)(?:{_DAY_RANGE}(?P<d2>{_DAY})(?!\d))?(?:,?\s(?P<y>{_YEAR}))?"
)
MONTH_YEAR = whole_word(rf"(?P<m>{MONTH})(?:,?\s|\sof\s)(?P<y>{_YEAR})")
SEASON = whole_word(
    r"(?P<season>spring|summer|autumn|fall|winter)\s(?:of\s|in\s)?(?P<y>\d{4})(?:[-‐-―/](?P<y2>\d{4}|\d{2}))?"
)
CENTURY = whole_word(
    rf"(?P<n>{_ORDINAL})(?:[-\s](?P<unit>centur(?:y|ies)|millenni(?:um|a))(?P<era>{_ERA})?"
    # "the 10th and 11th centuries", "the 16th, 17th and 18th centuries": only the last has a unit and era.
    rf"|(?=(?:(?:{_DASH}|,?\s(?:and|to|or|through|until)\s|,\s)(?:the\s)?{_PART}?{_LISTED_ORDINAL}){{1,3}}"
    rf"[-\s](?P<unit2>centur|millenni)\w{{1,3}}(?P<era2>{_ERA})?))"
)
DECADE = whole_word(
    r"(?:(?P<century>\d{1,2})(?P<tens>\d0)"
    r"|(?P<short>(?:(?<=the\s)|(?<=['’])|(?<=early\s)|(?<=mid[-\s])|(?<=late\s)"
    r"|(?<=0s\sand\s)|(?<=0s\sor\s)|(?<=0s\sto\s)|(?<=0s[-‐-―/]))[1-9]0))['’]?s"
)
DECADE_WORD = whole_word(
    rf"(?:(?<=the\s)|(?<=early\s)|(?<=mid[-\s])|(?<=late\s)|nineteen[-\s])(?:roaring\s)?(?P<word>{'|'.join(TENS)})"
)
ERA_YEARS = whole_word(
    rf"(?:(?P<y>\d{{1,3}},\d{{3}}|\d{{1,5}})(?:{_DASH}|\s(?:to|until)\s))?(?P<y2>\d{{1,3}},\d{{3}}|\d{{1,5}})(?P<era>{_ERA})"
    r"|(?-i:AD|A\.D\.)\s?(?P<ad>\d{1,4})"
)
DECADE_BEFORE = re.compile(
    r"(?<!\d)(?P<century>\d{1,2})(?P<tens>\d0)['’]?s(?:\s(?:and|or|to)\s(?:the\s)?|[-‐-―/])['’]?$"
)
"""The first decade in "the 1850s and 60s", which gives the century of the second."""
YEARS = whole_word(
    rf"(?P<y>\d{{4}})(?:(?:{_DASH}|/)(?P<y2>\d{{4}}|\d{{2}}|present|today)(?!\w))?"
    rf"|(?<=^In\s)(?P<three>\d{{3}})(?=,\s)|(?:(?<=c\.\s)|(?<=circa\s))(?P<circa>\d{{3}})(?=\s?(?:[,.;)]|$))"
    rf"|(?<=[(\s])(?P<early>\d{{3}}){_DASH}(?P<late>\d{{3,4}})(?=\))"
)
LONE_MONTH = re.compile(
    # "May" and "March" are also other words: a lone month needs a capital and a preposition or the like before it.
    rf"(?<!\w)(?:(?:[Ii]n|[Bb]y|[Ss]ince|[Uu]ntil|[Ff]rom|[Dd]uring|[Bb]etween|to|of|and|through|[Ee]arly|[Mm]id|[Ll]ate)[-\s])"
    rf"(?P<m>{'|'.join(MONTHS)})(?!\w)"
)
_THAT = (
    r"(?:that|(?:the|that)\s(?:very\s)?same"
    r"|the\s(?P<next>following|next|subsequent)|the\s(?P<previous>previous|preceding))"
)
THAT_UNIT = whole_word(
    rf"{_THAT}\s(?P<unit>day|week|month|year|decade|century)|the\s(?P<unit2>day|year)\s(?P<way>after|before)(?=[,.;])"
)
THAT_SEASON = whole_word(
    # "the subsequent fall of the republic" is not a season.
    rf"{_THAT}\s(?P<season>spring|summer|autumn|fall(?!\s(?:of|from|in)\b)|winter)"
)
OFFSET = whole_word(
    rf"(?P<n>(?:half\s)?an?|\d{{1,3}}|{'|'.join(NUMBERS)})\s"
    r"(?P<unit>day|week|month|year|decade|century|days|weeks|months|years|decades|centuries)\s"
    r"(?P<way>later|afterwards|earlier|before(?=[,.;])|on(?=[,;]))"
)


def parse_month(words: str) -> int:
    """Return the number of a month, 1–12. Raises ValueError if a word only begins like a month, e.g. "Mars"."""
    for number, name in enumerate(MONTHS, 1):
        if name.startswith(words.rstrip(".").capitalize()):
            return number
    raise ValueError(f"{words} is no month.")


def parse_ordinal(words: str) -> int:
    """Return the number denoted by "19th" or "nineteenth"."""
    return parse_digits(words) if words[0].isdigit() else ORDINALS.index(words.lower()) + 1


def parse_digits(words: str) -> int:
    """Return the digits of a text as one number, e.g. 6 for "6th"."""
    return int("".join(filter(str.isdigit, words)))


def parse_year(words: str) -> int:
    """Return the astronomical year of "1948", "AD 14" or "44 BC". Raises ValueError for the year 0."""
    return astronomical_year("".join(filter(str.isdigit, words)), is_before_christ(words))


def astronomical_year(digits: str, before_christ: bool) -> int:
    """Return the astronomical number of a year: 0 for 1 BC. Raises ValueError for "0", as no era has a year 0."""
    number = int(digits.replace(",", ""))
    if number == 0:
        raise ValueError("There is no year 0.")
    return 1 - number if before_christ else number


def is_before_christ(era: str) -> bool:
    """Return whether an era is BC or BCE, rather than AD or CE."""
    return "B" in era.upper()

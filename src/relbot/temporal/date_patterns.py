"""The ways in which dates are written, a pattern each, built from named parts.

Every repetition is bounded, so that time grows with the length of a text alone, whatever it holds.
"""

from __future__ import annotations

import re

from relbot.temporal.interval import MONTHS

MONTH = rf"(?:{'|'.join(name[:3] for name in MONTHS)})[a-z]{{0,6}}\.?"
DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
DASH = r"\s?[-‐-―]\s?"
DAYS_TO = rf"(?:{DASH}|\sto\s)"
ERA = r"(?-i:\s?(?:B\.?C\.?(?:E\.?)?|C\.?E\.?|A\.?D\.?)(?!\w))"
YEAR = rf"(?:(?-i:AD|A\.D\.)\s?\d{{1,4}}|\d{{1,4}}{ERA}|\d{{4}})(?!\w|[.,]\d)"
ORDINALS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh"),
    *("twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth"),
    *("twentieth", "twenty-first"),
)
ORDINAL = rf"(?:\d{{1,2}}(?:st|nd|rd|th)|{'|'.join(ORDINALS)})"
TENS = ("twenties", "thirties", "forties", "fifties", "sixties", "seventies", "eighties", "nineties")
NUMBERS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen"),
    *("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"),
)
LISTED_ORDINAL = r"(?:\d{1,2}(?:st|nd|rd|th)|[a-z]{4,9}(?:th|nd|rd|st))"
PART = r"(?:(?:early|mid|middle|late)(?:\sto\s(?:mid|late))?[-\s])"


PLAIN = str.maketrans("ſıİ", "siI")
"""Letters that a pattern takes for s and i where it does not look at case, as what they are taken for."""


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.])(?:{pattern})(?!\w)", re.VERBOSE | re.IGNORECASE)


ISO = _whole(r"(?P<y>\d{4})-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])(?:T[\d:]{4,8}Z?)?")
NUMERIC = _whole(r"(?P<a>\d{1,2})(?P<sep>[./])(?P<b>\d{1,2})(?P=sep)(?P<y>[12]\d{3})")
DAY_FIRST = _whole(
    rf"(?P<d>{DAY})(?:{DAYS_TO}(?P<d2>{DAY}))?\s(?:of\s)?(?P<m>{MONTH})(?:(?:,?\s|\sof\s)(?P<y>{YEAR}))?"
)
MONTH_FIRST = _whole(
    rf"(?P<m>{MONTH})\s(?:the\s)?(?P<d>{DAY})(?![\d,]*\d)(?:{DAYS_TO}(?P<d2>{DAY})(?!\d))?(?:,?\s(?P<y>{YEAR}))?"
)
MONTH_YEAR = _whole(rf"(?P<m>{MONTH})(?:,?\s|\sof\s)(?P<y>{YEAR})")
SEASON = _whole(
    r"(?P<season>spring|summer|autumn|fall|winter)\s(?:of\s|in\s)?(?P<y>\d{4})(?:[-‐-―/](?P<y2>\d{4}|\d{2}))?"
)
CENTURY = _whole(
    rf"(?P<n>{ORDINAL})(?:[-\s](?P<unit>centur(?:y|ies)|millenni(?:um|a))(?P<era>{ERA})?"
    # "the 10th and 11th centuries", "the 16th, 17th and 18th centuries": the unit and the era stand with the last.
    rf"|(?=(?:(?:{DASH}|,?\s(?:and|to|or|through|until)\s|,\s)(?:the\s)?{PART}?{LISTED_ORDINAL}){{1,3}}"
    rf"[-\s](?P<unit2>centur|millenni)\w{{1,3}}(?P<era2>{ERA})?))"
)
DECADE = _whole(
    r"(?:(?P<century>\d{1,2})(?P<tens>\d0)"
    r"|(?P<short>(?:(?<=the\s)|(?<=['’])|(?<=early\s)|(?<=mid[-\s])|(?<=late\s)"
    r"|(?<=0s\sand\s)|(?<=0s\sor\s)|(?<=0s\sto\s)|(?<=0s[-‐-―/]))[1-9]0))['’]?s"
)
DECADE_WORD = _whole(
    rf"(?:(?<=the\s)|(?<=early\s)|(?<=mid[-\s])|(?<=late\s)|nineteen[-\s])(?:roaring\s)?(?P<word>{'|'.join(TENS)})"
)
ERA_YEARS = _whole(
    rf"(?:(?P<y>\d{{1,3}},\d{{3}}|\d{{1,5}})(?:{DASH}|\s(?:to|until)\s))?(?P<y2>\d{{1,3}},\d{{3}}|\d{{1,5}})(?P<era>{ERA})"
    r"|(?-i:AD|A\.D\.)\s?(?P<ad>\d{1,4})"
)
DECADE_BEFORE = re.compile(
    r"(?<!\d)(?P<century>\d{1,2})(?P<tens>\d0)['’]?s(?:\s(?:and|or|to)\s(?:the\s)?|[-‐-―/])['’]?$"
)
"""What tells the century of the second decade in "the 1850s and 60s"."""
QUARTER = _whole(r"Q(?P<q>[1-4])(?:,?\s|\sof\s)(?P<y>\d{4})")
YEARS = _whole(
    rf"(?P<y>\d{{4}})(?:(?:{DASH}|/)(?P<y2>\d{{4}}|\d{{2}}|present|today)(?!\w))?"
    rf"|(?<=^In\s)(?P<three>\d{{3}})(?=,\s)|(?:(?<=c\.\s)|(?<=circa\s))(?P<circa>\d{{3}})(?=\s?(?:[,.;)]|$))"
    rf"|(?<=[(\s])(?P<early>\d{{3}}){DASH}(?P<late>\d{{3,4}})(?=\))"
)
LONE_MONTH = re.compile(
    # "May" and "March" are words as well: alone, a month needs its capital and a word that leads to it.
    rf"(?<!\w)(?:(?:[Ii]n|[Bb]y|[Ss]ince|[Uu]ntil|[Ff]rom|[Dd]uring|[Bb]etween|to|of|and|through|[Ee]arly|[Mm]id|[Ll]ate)[-\s])"
    rf"(?P<m>{'|'.join(MONTHS)})(?!\w)"
)
_THIS = (
    r"(?:that|(?:the|that)\s(?:very\s)?same"
    r"|the\s(?P<next>following|next|subsequent)|the\s(?P<previous>previous|preceding))"
)
THIS_ONE = _whole(
    rf"{_THIS}\s(?P<unit>day|week|month|year|decade|century)|the\s(?P<unit2>day|year)\s(?P<way>after|before)(?=[,.;])"
)
THIS_SEASON = _whole(rf"{_THIS}\s(?P<season>spring|summer|autumn|fall|winter)")
STEPS = _whole(
    rf"(?P<n>(?:half\s)?an?|\d{{1,3}}|{'|'.join(NUMBERS)})\s"
    r"(?P<unit>day|week|month|year|decade|century|days|weeks|months|years|decades|centuries)\s"
    r"(?P<way>later|afterwards|earlier|before(?=[,.;])|on(?=[,;]))"
)

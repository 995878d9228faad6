"""Numbers, ordinals, month names and eras in date expressions."""

from __future__ import annotations

from relbot.temporal.calendar import MONTHS
from relbot.temporal.date_patterns import ORDINALS


def parse_month(words: str) -> int:
    """The number of a month, 1–12. Raises ValueError where a word only begins like one: Mars, decided."""
    for number, name in enumerate(MONTHS, 1):
        if name.startswith(words.rstrip(".").capitalize()):
            return number
    raise ValueError(f"{words} is no month.")


def parse_ordinal(words: str) -> int:
    """The number of "19th" or "nineteenth"."""
    return parse_digits(words) if words[0].isdigit() else ORDINALS.index(words.lower()) + 1


def parse_digits(words: str) -> int:
    """The digits of a text as one number: 6 for "6th"."""
    return int("".join(filter(str.isdigit, words)))


def parse_year(words: str) -> int:
    """The astronomical year of "1948", "AD 14" or "44 BC". Raises ValueError for the year 0."""
    return astronomical_year("".join(filter(str.isdigit, words)), is_before_christ(words))


def astronomical_year(digits: str, before_christ: bool) -> int:
    """The astronomical number of a year: 0 for 1 BC. Raises ValueError: there is no year 0 in writing."""
    number = int(digits.replace(",", ""))
    if number == 0:
        raise ValueError("There is no year 0.")
    return 1 - number if before_christ else number


def is_before_christ(era: str) -> bool:
    """Whether an era is BC or BCE, and not AD or CE."""
    return "B" in era.upper()

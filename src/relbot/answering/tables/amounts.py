"""Reads the number in a cell or a question, converted to one unit per dimension: 20 minutes are less than 1 hour."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from relbot.temporal.date_patterns import NUMBERS, lowered

NUMBER = r"\d{1,3}(?:[,.’' ]\d{3})+(?:[.,]\d{1,2})?(?!\d)|\d+(?:[.,]\d+)?"
_AMOUNT = re.compile(
    rf"[~≈±<>]?\s?(?P<sign>[€$£¥])?\s?(?P<number>[-−]?(?:{NUMBER}))\s?(?P<unit>[^\W\d_]{{1,12}}|[€$£¥%]|°\s?[CFK]?)?"
    r"\.?(?:\s?(?:/|per|an?|each)\b.{0,20})?",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"[,.’' ](?=\d{3}(?:\D|$))")
_DECIMAL = re.compile(r"-?\d{1,3}\.\d{3}")
"""A single period before three digits, which in English marks a decimal."""
_STATED = re.compile(rf"(?<![\w.,:/-])(?P<number>{NUMBER})[\s-]?(?P<unit>[^\W\d_]{{1,12}})\b")
_HALF = re.compile(r"\b(?:half\san?|a\shalf)[\s-]hour\b", re.IGNORECASE)
_SPELT = re.compile(
    rf"\b(?P<number>{'|'.join(NUMBERS)})[\s-](?P<unit>(?:hour|hr|minute|min|day|night|week|month|year|kilo|metre|meter)s?)\b",
    re.IGNORECASE,
)
_LONGEST = 60
"""The longest cell that can be an amount, in characters."""
_UNITS: dict[str, tuple[str, float]] = {
    **dict.fromkeys(
        ["€", "$", "£", "¥", "eur", "euro", "euros", "usd", "dollar", "dollars", "gbp", "pound", "pounds", "chf"],
        ("money", 1.0),
    ),
    **dict.fromkeys(("g", "gram", "grams"), ("mass", 0.001)),
    **dict.fromkeys(["kg", "kilo", "kilos"], ("mass", 1.0)),
    **dict.fromkeys(["t", "ton", "tons", "tonnes"], ("mass", 1000.0)),
    **dict.fromkeys(["s", "sec", "secs", "second", "seconds"], ("time", 1.0)),
    **dict.fromkeys(["min", "mins", "minute", "minutes"], ("time", 60.0)),
    **dict.fromkeys(["h", "hr", "hrs", "hour", "hours"], ("time", 3600.0)),
    **dict.fromkeys(["day", "days", "night", "nights"], ("time", 86400.0)),
    **dict.fromkeys(["week", "weeks"], ("time", 7 * 86400.0)),
    **dict.fromkeys(["month", "months"], ("time", 30.4 * 86400.0)),
    **dict.fromkeys(["year", "years", "yrs"], ("time", 365.25 * 86400.0)),
    **dict.fromkeys(("mm",), ("length", 0.001)),
    **dict.fromkeys(("cm",), ("length", 0.01)),
    **dict.fromkeys(["m", "metre", "metres", "meter", "meters"], ("length", 1.0)),
    **dict.fromkeys(["km", "kilometre", "kilometres", "kilometer", "kilometers"], ("length", 1000.0)),
    **dict.fromkeys(("ml",), ("volume", 0.001)),
    **dict.fromkeys(("cl",), ("volume", 0.01)),
    **dict.fromkeys(["l", "litre", "litres", "liter", "liters"], ("volume", 1.0)),
    **{prefix + "b": ("bytes", 1000.0**power) for power, prefix in enumerate(("", "k", "m", "g", "t"))},
}
"""The dimension of each unit, and its size in the base unit. Money is compared as if all were one currency."""
_WORDS = {"free": 0.0, "none": 0.0, "unlimited": math.inf}
"""Words that stand for a number: no price, or no limit."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in the base unit of its dimension, "" for a bare number."""

    number: float
    dimension: str = ""


def amount_of(cell: str, unit: str = "") -> Amount | None:
    """Return the amount in a cell that has nothing else, or None. A bare number is taken to be in `unit`."""
    text = cell.strip()
    if (number := _WORDS.get(text.lower())) is not None:
        return Amount(number, "any")
    match = _AMOUNT.fullmatch(text) if len(text) <= _LONGEST else None
    return amount(match["number"], match["sign"] or match["unit"] or unit) if match else None


def amount(number: str, unit: str) -> Amount:
    """Return the amount of a number as written, in its unit."""
    number = number.replace("−", "-")
    digits = number if _DECIMAL.fullmatch(number) else _THOUSANDS.sub("", number).replace(",", ".")
    dimension, size = _UNITS.get(unit.lower(), (unit.lower(), 1.0))
    return Amount(float(digits) * size, dimension)


def amounts_in(text: str) -> list[tuple[Amount, str]]:
    """Return the amounts in known units other than money in a text, each with its words: "a lesson of 60 min"."""
    found = [(amount(m["number"], m["unit"]), m[0]) for m in _STATED.finditer(text) if is_unit(m["unit"])]
    return [(stated, words) for stated, words in found if stated.dimension != "money"]


def in_digits(question: str) -> str:
    """Return a question with numbers before units in digits: "one hour", "half an hour", "a two-hour lesson"."""
    question = _HALF.sub("30 minutes", question)
    return _SPELT.sub(lambda match: f"{NUMBERS.index(lowered(match['number'])) + 1} {match['unit']}", question)


def unit_in(column: str) -> str:
    """Return the unit that a column's name ends in ("Mass in g", "Minutes"); "" if none, as in "Price per month"."""
    words = re.findall(r"[^\W\d_]+|[€$£¥%/]", column)
    is_rate = len(words) > 1 and words[-2].lower() in ("per", "a", "an", "each", "/")
    return words[-1] if words and is_unit(words[-1]) and not is_rate else ""


def is_unit(word: str) -> bool:
    """Return whether a word after a number is a known unit."""
    return word.lower() in _UNITS

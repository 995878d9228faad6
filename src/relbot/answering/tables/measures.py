"""Measures that questions compare rows by, with the names of their columns and the words for their ends: "cheapest"."""

from __future__ import annotations

import re
from typing import Literal

from relbot.text.terms import stems

HOLDS = frozenset(stems("capacity seats seat places beds sleeps persons people guests size max"))
"""Stems of columns that say how many people something is for."""

Measure = tuple[frozenset[str], str]
"""The stems in the names of its columns, and its dimension ("" if none)."""
End = Literal[-1, 1]
"""The least, or the most."""


def _measure(columns: str, dimension: str = "") -> Measure:
    return frozenset(stems(columns)), dimension


PRICE = _measure("price cost costs fee rate charge fare rent hire admission", "money")
RATE = re.compile(r"(?:per|an?|each)\s[^\W\d_]+", re.IGNORECASE)
"""The name of a column of prices for one of something: "Per hour"."""
AGE = _measure("age")
SIZE = _measure("size capacity seats area places beds population members height")
_WEIGHT, LENGTH = _measure("weight mass", "mass"), _measure("length duration takes time lasts distance", "time")
_STRENGTH = _measure("strength power damage attack force hp health")
_HEIGHT, SPEED = _measure("height altitude elevation depth"), _measure("speed")
TIME = _measure("date day time when", "date")
DEGREES: dict[str, tuple[Measure, End]] = {
    **dict.fromkeys(["cheap", "cheaper", "cheapest"], (PRICE, -1)),
    **dict.fromkeys(
        ["expensive", "dear", "dearest", "dearer", "costly", "costliest", "pricey", "priciest"], (PRICE, 1)
    ),
    **dict.fromkeys(["light", "lighter", "lightest"], (_WEIGHT, -1)),
    **dict.fromkeys(["heavy", "heavier", "heaviest"], (_WEIGHT, 1)),
    **dict.fromkeys(["small", "smaller", "smallest", "tiniest"], (SIZE, -1)),
    **dict.fromkeys(["big", "bigger", "biggest", "large", "larger", "largest"], (SIZE, 1)),
    **dict.fromkeys(["short", "shorter", "shortest", "quick", "quickest"], (LENGTH, -1)),
    **dict.fromkeys(["long", "longer", "longest"], (LENGTH, 1)),
    **dict.fromkeys(["tall", "taller", "tallest", "deep", "deepest"], (_HEIGHT, 1)),
    **dict.fromkeys(["weak", "weaker", "weakest"], (_STRENGTH, -1)),
    **dict.fromkeys(["strong", "stronger", "strongest"], (_STRENGTH, 1)),
    **dict.fromkeys(["slow", "slower", "slowest"], (SPEED, -1)),
    **dict.fromkeys(["fast", "faster", "fastest"], (SPEED, 1)),
    **dict.fromkeys(["first", "earliest", "oldest"], (TIME, -1)),
    **dict.fromkeys(["last", "latest", "newest", "youngest", "recent", "recently"], (TIME, 1)),
}
"""Adjectives, with the measure they are about and the end they point to."""
ENDS: dict[str, End] = {
    **dict.fromkeys(["highest", "most", "maximum", "greatest"], 1),
    **dict.fromkeys(["lowest", "least", "fewest", "minimum"], -1),
}
"""Words for an end of the column named after them."""
_VERBS = {"cost": PRICE, "weigh": _WEIGHT, "last": LENGTH, "take": LENGTH, "hold": SIZE, "sleep": SIZE}
VERBS = {form: measure for verb, measure in _VERBS.items() for form in (verb, f"{verb}s")}
"""Verbs for a measure, whose end a question names after them: "costs the most"."""

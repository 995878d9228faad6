"""Fixed answers, whose rendering can be compared exactly."""

from __future__ import annotations

from dataclasses import replace

from relbot.answer import Answer, Citation, Highlight, Signal, Source, Statement

SOURCE = Source(
    title="Albania–North Korea relations",
    path="albania-north-korea-relations.txt",
    url="https://en.wikipedia.org/wiki/Albania%E2%80%93North_Korea_relations",
    licence="CC BY-SA 4.0",
)
BEFORE = "On 6 June 1959, Hoxha received Choe Yong-gon on an official goodwill visit."
SENTENCE = "In 1961, Albania and North Korea signed a joint declaration of friendship."
LINK = f"{SOURCE.url}#:~:text=In%201961%2C%20Albania,of%20friendship."


def citation(before: str = f"{BEFORE} ", sentence: str = SENTENCE, after: str = "", **changes: object) -> Citation:
    """A citation of `before + sentence + after`, which starts at 100 in its source."""
    start = 100 + len(before)
    values: dict[str, object] = {
        "number": 1,
        "quote": before + sentence + after,
        "start": 100,
        "end": start + len(sentence + after),
        "highlights": (Highlight(start, start + len(sentence), sentence),),
        "section": ("History", "Cold War"),
        "document": SOURCE,
        "link": LINK,
        "passage_id": "0123456789ab",
    }
    return Citation(**{**values, **changes})  # type: ignore[arg-type]


SIGNALS = (
    Signal("coverage", 0.9, 2.31, "the passage has every word of the question, or one close to it"),
    Signal("timeframe", 0.0, -0.4, "the question asks for a year and the sentence that came closest names none at all"),
)
ANSWER = Answer(
    question="When was the declaration signed?",
    answered=True,
    confidence=0.934,
    text=SENTENCE,
    reason=None,
    citations=(citation(),),
    kind="fact",
    statements=(Statement(SENTENCE, 1, 100 + len(BEFORE) + 1, 100 + len(BEFORE) + 1 + len(SENTENCE)),),
    signals=SIGNALS,
    timing={"encoding": 1.24, "total": 3.0},
)
OVERVIEW = replace(
    ANSWER,
    kind="overview",
    text=f"{BEFORE}\n{SENTENCE}\n{SENTENCE}",
    citations=(
        citation(highlights=(Highlight(100, 100 + len(BEFORE), BEFORE), citation().highlights[0])),
        citation(before="", number=2, section=("History", "Modern era"), passage_id="ba9876543210"),
    ),
    statements=(
        Statement(BEFORE, 1, 100, 100 + len(BEFORE)),
        ANSWER.statements[0],
        Statement(SENTENCE, 2, 100, 100 + len(SENTENCE)),
    ),
)
"""Of three statements in two passages."""
SMALL_TALK = Answer(
    "thanks", answered=False, confidence=0.0, text=None, reason="You are welcome!", citations=(), kind="chat"
)
REFUSAL = Answer(
    question="Which visa do I need?",
    answered=False,
    confidence=0.1,
    text=None,
    reason="“Visa” occurs nowhere in the corpus.",
    citations=(),
    closest=(citation(),),
    signals=SIGNALS,
)

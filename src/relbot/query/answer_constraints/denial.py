"""Recognises negated questions that a sentence without a negation cannot answer: who came does not tell who did not.

In the training halves of SQuAD 2.0 and Natural Questions this excludes the right sentence of 15 of 33,754 answerable
questions, and the nearest sentence of 1,088 of 33,440 unanswerable ones.
"""

from __future__ import annotations

import re

NEGATION = r"\b(?:not|never|cannot)\b|n['’]t\b"
"""The pattern of words that negate a statement, whatever follows them. Others do so in some places only: a "No" in a
question may be of "No. 5", and what is "without" something may itself be so."""
_ASKS_WHICH = re.compile(r"\b(?:what|which|who|whom|whose|where|when|how)\b", re.IGNORECASE)
_DENIED = re.compile(
    r"(?<!\band\s)(?<!\bbut\s)(?<!\bor\s)\b(?:not|never)\b(?!\s(?:only|just|merely|simply)\b)"
    r"|\b[a-z]+n['’]t\b(?!\s(?:you|we|i)\b)"
)
"""A negation in lower case; "Won't Give Up" is a name."""
_CLAUSE = re.compile(
    r"\b(?:if|unless|because|that|although|though|while|since|after|before|until|why|what|which|who|whom|whose|where|"
    r"when)\b",
    re.IGNORECASE,
)
"""Words that begin a clause: in "what happens when it does not rain" the negation belongs to the clause."""
_REASON = re.compile(r"\b(?:why|how\scome|if|unless)\b", re.IGNORECASE)
"""The reason why something is not so is often stated without a negation."""
_DENIES = re.compile(
    rf"{NEGATION}|\b(?:no|nor|none|nobody|nothing|nowhere|neither|without|few|fewer|little|less|least|lowest|only|"
    r"hardly|scarcely|rarely|seldom|barely|except\w*|unlike|rather|instead|but|however|although|despite|"
    r"still|yet|others?|rest|left|free|self|ban\w*|den(?:y|ies|ied|ying|ial)|(?:lack|lag|fail|refus|reject|exclud|"
    r"prevent|avoid|prohibit|forb|absen|limit|stop|cancel|withdr|declin|oppos|eliminat|exempt|abandon|boycott|miss|"
    r"remain|quit|pull|impossib|difficult|un|im|il|in\w+able|dis|non|mis)\w*)\b",
    re.IGNORECASE,
)


def lacks_denial(question: str, sentence: str) -> bool:
    """Return whether a question is negated ("who did not come?") and a sentence has no word of denial."""
    asked, denied = _ASKS_WHICH.search(question), _DENIED.search(question)
    if asked is None or denied is None or asked.start() > denied.start() or _REASON.search(question):
        return False
    is_of_clause = _CLAUSE.search(question, asked.end(), denied.start()) is not None
    return not is_of_clause and _DENIES.search(sentence) is None

"""Tells the messages of a chat that ask something, with or without a question mark: "whats the gate code again"."""

from __future__ import annotations

import re

SENTENCE_BOUNDARY = re.compile(r"[.!?…？。\n]\W*\s\W*\w")
"""A possible end of a sentence within a message."""
_BEHIND_MARK = " \"'”’)!*_~"
_ANYBODY = r"(?:(?:any|some)(?:one|body)|you|u|ya|we|i|they|he|she)"
_QUESTION_WORD = r"(?:what|where|when|why|how|who|which\s\w+|how\s(?:much|many|long|far|often)(?:\s\w+)?)"
_BEGINS = re.compile(
    r"\W*(?:(?:hey|hi|hello|ok|okay|so|and|but|also|btw|um+|oh|wait|sorry|quick\squestion|pls|please|guys|all|everyone"
    r"|folks|team)\b[\s,:!-]*){0,3}"
    rf"(?:(?:what|where|when|who|why|how)['’]?s\s"
    rf"|{_QUESTION_WORD}\s(?:is|are|was|were|do|does|did|can|could|should|shall|will|would|has|had)\b(?!\s(?:said|done|needed)\b)"
    rf"|(?:can|could|does|did|do|would|will|should|has|have|is|are|was|were)\s{_ANYBODY}\b"
    r"|(?:is|are|will|would)\s(?:there|it|the|this|that)\b|(?:was|does|has)\s(?:it|this|that)\b"
    r"|any(?:one|body)\s(?:know|got|have|has|here|else|up\sfor|seen|remember|able)\b|any\s(?:idea|news|chance|update)s?\b)",
    re.IGNORECASE,
)
"""The beginning of a sentence in the word order of a question."""
_ENDS_STATEMENT = re.compile(r"[.:;…]\W*$")


def is_question(words: str) -> bool:
    """Return whether the words of a message, or one sentence of it, ask something: they end with a question mark, or
    with no mark at all in the word order of a question.
    """
    if words.rstrip(_BEHIND_MARK)[-1:] in ("?", "？"):
        return True
    return _BEGINS.match(words) is not None and _ENDS_STATEMENT.search(words) is None and "\n" not in words.strip()

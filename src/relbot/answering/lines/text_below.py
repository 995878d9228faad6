"""Extends a title or a question in the text with what follows it, as neither is an answer alone: a title may only
repeat the question, such as "My pot exploded in the kiln".
"""

from __future__ import annotations

import re
from collections.abc import Collection

from relbot.answer import Span
from relbot.answering.lines.lead import line_around
from relbot.answering.standalone import is_bare_reply, is_complete
from relbot.answering.statements import Quote
from relbot.text.terms import content_stems

_SAYS_MORE = re.compile(r"[\d:,;\n]|\s[–—-]\s|…")
"""Characters of a line that says more than a title: a value, a time, several things."""
_LONGEST_TITLE = 8
"""The most words of a title."""
_MOST_BELOW = 3
"""The most sentences quoted from the line below a title."""


def with_text_below(quote: Quote, asked: Collection[str]) -> Quote | None:
    """Return a question in the text with the sentence after it (two if the first is only "yes" or the like), or a title
    with the line below, if at least half of its content stems are in `asked`. Return None for any other sentence.
    """
    passage, behind = quote.passage, quote.sentence + 1
    if quote.sentences > 1 or behind == len(passage.sentences):
        return None
    between = passage.words(Span(passage.sentences[quote.sentence].end, passage.sentences[behind].start))
    if quote.text.endswith("?") and "\n" not in between:
        return Quote(passage, quote.sentence, 2 + is_bare_reply(passage.texts[behind]))
    if "\n" not in between or between.strip() or not _is_title(quote, asked) or not is_complete(passage.texts[behind]):
        return None
    below = line_around(passage, behind).stop - behind
    return Quote(passage, quote.sentence, 1 + min(below, _MOST_BELOW))


def _is_title(quote: Quote, asked: Collection[str]) -> bool:
    """Return whether a sentence is a whole line, and says little more than what is asked about."""
    text, words = quote.text, {*content_stems(quote.text)}
    is_line = line_around(quote.passage, quote.sentence) == range(quote.sentence, quote.sentence + 1)
    is_bare = not is_complete(text) and not _SAYS_MORE.search(text) and len(text.split()) <= _LONGEST_TITLE
    return is_line and is_bare and text[:1].isupper() and 2 * len(words.intersection(asked)) >= len(words)

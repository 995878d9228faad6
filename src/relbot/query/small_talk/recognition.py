"""Small talk: a message that asks nothing of the sources, such as "hey there", "thx!!", "what can you do", "source?".

A message is small talk only if it consists entirely of such phrases and fillers: "thanks" is, "thanks to whom was the
bridge built" is not. So a question about the corpus is never taken for small talk, whatever words it contains.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from relbot.query.small_talk.phrases import (
    ABILITY,
    EMOJI,
    FILLERS,
    INSULT,
    KINDS,
    MASHED,
    PHRASES,
    PRAISE,
    SHORT_FOR,
    UNASKED,
    Kind,
)

_MARKUP = re.compile(
    r"<(?:a?:\w{1,40}:\d{1,30}|[@#][!&]?\d{1,30}|t:-?\d{1,20}(?::\w)?)>|(?<!\w):[a-z0-9_+-]{2,40}:(?!\w)"
)
"""Custom emoji, mentions, timestamps, and emoji by name as they reach a bot."""
_APOSTROPHES = str.maketrans("", "", "'’`´ʼ")
_WORD = re.compile(r"[^\W_]+")
_RUN = re.compile(r"(.)\1+")
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (("ability", ABILITY), ("insult", INSULT), ("praise", PRAISE))
_YOU_ARE = re.compile(r"\byou are\b")
_LONGEST = 200
"""The longest message that may be small talk, in characters."""
_ABBREVIATIONS = frozenset({"gm", "gn", "np", "ty", "ta", "sup", "gg", "sos", "ping", "foo", "xd"})
"""Words of small talk that are names when in capitals and alone ("GM")."""
_SWAPPED_FROM = 5
"""The shortest word in which two swapped letters are recognised: "thnaks"."""


def small_talk(text: str) -> Kind | None:
    """Return the kind of small talk that a message is; None if it is none or has no words."""
    if not text.strip() or len(text) > _LONGEST:
        return None
    bare = _MARKUP.sub(" ", text)
    words = [*_words(bare)]
    if not words:
        return next((kind for sign, kind in EMOJI.items() if sign in bare), "nonsense")
    for kind, pattern in _PATTERNS:
        if pattern.fullmatch(" ".join(words)):
            return kind
    found = _kinds(words)
    if not found or (len(words) == 1 and _may_be_a_name(bare, words[0], found[0])):
        return None
    kind = min(found, key=KINDS.index)
    if kind == "acknowledgement" and len(words) > len(found) and "?" in bare:
        return None  # "ok, now?" goes on asking
    return kind


def _words(text: str) -> Iterator[str]:
    """Yield the words of a message in lower case, without accents and apostrophes, with short forms written out.

    "You are", "you're", "ur" and "your" count as the same, because people confuse them.
    """
    folded = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES).casefold())
    plain = "".join(c for c in folded if not "\u0300" <= c <= "\u036f")
    written_out = " ".join(SHORT_FOR.get(word, word) for word in _WORD.findall(plain))
    yield from _YOU_ARE.sub("your", written_out).split()


def _key(word: str) -> str:
    """Return the lookup key of a word, with repeated letters reduced to one: "heyyy" becomes "hey"."""
    return _RUN.sub(r"\1", word)


def _swapped(key: str) -> str:
    """Return a key that ignores the order of inner letters, for long words only: no two of these are confused."""
    return f"{key[0]}{''.join(sorted(key[1:-1]))}{key[-1]}" if len(key) >= _SWAPPED_FROM else key


def _entries() -> Iterator[tuple[tuple[str, ...], Kind]]:
    for kind in KINDS:
        for phrase in re.split(r"[|\n]", PHRASES[kind]):
            if words := tuple(_swapped(_key(word)) for word in _words(phrase)):
                yield words, kind


_KINDS_OF: dict[tuple[str, ...], Kind] = dict(reversed([*_entries()]))
_MOST_WORDS = max(map(len, _KINDS_OF))
_FILLER_KEYS = frozenset(_swapped(_key(word)) for word in FILLERS)


def _kinds(words: list[str]) -> list[Kind]:
    """Return the kinds of the phrases that make up a message, matched longest first; none if words are left over."""
    keys = [_swapped(_key(word)) for word in words]
    found: list[Kind] = []
    at = 0
    while at < len(keys):
        longest = min(_MOST_WORDS, len(keys) - at)
        size = next((n for n in range(longest, 0, -1) if tuple(keys[at : at + n]) in _KINDS_OF), 0)
        if size:
            found.append(_KINDS_OF[tuple(keys[at : at + size])])
        elif MASHED.fullmatch(words[at]):
            found.append("nonsense")
        elif keys[at] not in _FILLER_KEYS:
            return []
        at += size or 1
    return found


def _may_be_a_name(text: str, word: str, kind: Kind) -> bool:
    """Return whether a single word of small talk may as well be a topic: "GM", "Nice?"."""
    if word in _ABBREVIATIONS and text.strip(" ?!.").isupper() and len(word) > 1:
        return True
    return kind in UNASKED and text.rstrip(" !").endswith("?") and len(word) > 3 and word not in {"thanks", "hello"}

"""Rewords a question in the vocabulary of its corpus, if that lacks one of its words and writes the same differently.

Only what is certain is replaced: the other English spelling of a word, an abbreviation or chat word by its long form,
and a number by its code. `query.spelling` guesses what a misspelt word may be, and its guess is tried in addition to
the question as typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile

from relbot.index.protocol import Generation, Lexicon
from relbot.index.records import Word
from relbot.query.dialogue.reformulation import Reformulation, leading
from relbot.query.request.phrasing import without_expletives
from relbot.query.wording import informal_words
from relbot.query.wording.abbreviations import long_name, numbered_name
from relbot.query.wording.chat_words import SHORTHAND
from relbot.query.wording.coded_numbers import code_of
from relbot.query.wording.regional_spelling import other_spellings
from relbot.text.terms import Term, content_stems, fold, stem, stems, tokenize

_MAX_CHARACTERS = 500
"""The longest text that is reworded, in characters, so that it still fits the model's window."""
_PREFIXES = re.compile(r"[a-z]{1,5}-?\d")
"""The beginning of a possible code in lower case."""
_STEMMED_AWAY = re.compile("iz(?:e|ing|ation)")
"""Endings that stemming removes in one spelling only: "organize" has the stem of "organ", "organise" another."""


@dataclass(frozen=True, slots=True)
class Rewording:
    """A text in the corpus's words."""

    text: str
    replaced: Mapping[str, Sequence[str]]
    """For the stem of each replaced word, the stems of its replacement."""


def reword(text: str, generation: Generation) -> Rewording:
    """Return the text with each word that the corpus lacks in the corpus's words, if it has others for it. Letters with
    a number are replaced even if the corpus has them, if at least as many passages have the name they stand for.
    """
    if len(text) > _MAX_CHARACTERS:
        return Rewording(text, {})
    terms = tokenize(text)
    frequencies = generation.lexicon.frequencies({term.stem for term in terms if not term.is_stopword})
    written, replaced, position = "", dict[str, Sequence[str]](), 0
    for index, term in enumerate(terms):
        if term.is_stopword:
            continue
        around = terms[max(0, index - 1) : index], terms[index + 1 : index + 2]
        passages = frequencies[term.stem]
        words = numbered_name(fold(term.word), passages, generation)
        if not words and around[0]:
            words = code_of(fold(around[0][0].word), fold(term.word), generation)
        if not words and not passages:
            words = SHORTHAND.get(fold(term.word)) or _long_name(text, term, around[0], generation)
        if not words and _PREFIXES.match(text, term.start):
            words = _code_prefix(term, generation.lexicon)
        if not words and (not passages or _STEMMED_AWAY.search(term.word)):
            words = _respelt(text, term, around, generation.lexicon)
        if words:
            written += text[position : term.start] + words
            position = term.end
            replaced[term.stem] = stems(words)
    return Rewording(written + text[position:], replaced)


def reword_question(
    question: str, ways: Sequence[Reformulation], generation: Generation
) -> tuple[str, list[Reformulation]]:
    """Reword a question and its reformulations. Each distinct text is looked up once, since most reformulations repeat
    the question.
    """

    @cache
    def once(text: str) -> Rewording:
        return reword(text, generation)

    return once(question).text, [_reworded(way, once) for way in ways]


def in_plain_words(
    question: str, ways: Sequence[Reformulation], generation: Generation
) -> tuple[str, list[Reformulation]] | None:
    """Return a question and its reformulations in plain words: with informal words replaced, unless a source has them,
    and without expletives. A standalone question is returned only as typed. None if nothing changes.
    """

    @cache
    def is_known(words: str) -> bool:
        found = generation.lexicon.frequencies(content_stems(words))
        return bool(found) and all(found.values())

    def plain(text: str) -> str:
        return without_expletives(informal_words.in_plain_words(text, is_known) or text)

    if leading(ways).typed_stems is None:
        ways = [replace(ways[0], text=question)]
    plain_ways = [_plainly(way, plain) for way in ways]
    return (plain(question), plain_ways) if plain_ways != list(ways) else None


def _plainly(way: Reformulation, plain: Callable[[str], str]) -> Reformulation:
    text, typed, shown = (plain(words) for words in (way.text, way.typed, way.shown))
    stems_of_typed = way.typed_stems
    if stems_of_typed is not None:
        old, new = frozenset(content_stems(way.typed)), frozenset(content_stems(typed))
        stems_of_typed = (stems_of_typed - (old - new)) | (new - old)
    return replace(way, text=text, typed=typed, shown=shown, typed_stems=stems_of_typed)


def _reworded(way: Reformulation, once: Callable[[str], Rewording]) -> Reformulation:
    replaced = once(way.text).replaced
    if not replaced:
        return way
    typed = way.typed_stems
    if typed is not None:
        typed = frozenset(new for old in typed for new in replaced.get(old, (old,)))
    text, typed_text, shown = (once(text).text for text in (way.text, way.typed, way.shown))
    return replace(way, text=text, typed=typed_text, shown=shown, typed_stems=typed)


def _code_prefix(term: Term, lexicon: Lexicon) -> str | None:
    """Return the letters before a number in capitals, if the corpus writes them so ("KX-200" for "kx-200"), or None."""
    found = [word.surface_form for word in lexicon.words([fold(term.word)]) if word.folded == fold(term.word)]
    return found[0] if found and found[0].isupper() and found[0] != term.word else None


def _long_name(text: str, term: Term, before: Sequence[Term], generation: Generation) -> str | None:
    is_upper = term.word.isupper() and not text.isupper()
    follows_the = any(fold(word.word) == "the" for word in before)
    return long_name(term.word, generation, is_upper=is_upper, follows_the=follows_the)


def _respelt(text: str, term: Term, around: Sequence[Sequence[Term]], lexicon: Lexicon) -> str | None:
    """Return the word in the other English spelling, if the corpus has only that, or None. A name is respelt only if
    the corpus has the other spelling beside a neighbouring word too.
    """
    word = fold(term.word)
    spellings = other_spellings(word)
    forms = dict.fromkeys(form for spelling in (word, *spellings) for form in (spelling, stem(spelling)))
    known = lexicon.words(list(forms)) if spellings else []
    for other in spellings:
        if not _has(known, other, than=word) or _has(known, word, than=other):
            continue
        if not _is_name(text, term) or _is_beside(stem(other), around, lexicon):
            return other.capitalize() if term.word[0].isupper() else other
    return None


def _has(known: Sequence[Word], word: str, *, than: str) -> bool:
    """Return whether a form of a word in this spelling rather than the other is known: "metres" for "metre", not
    "meter".
    """
    start, end = _shared(word, than), len(word) - _shared(word[::-1], than[::-1])
    spelt, own = word[: max(start, end)], stem(word)
    return any(other.folded.startswith(spelt) and own in (other.stem, other.folded) for other in known)


def _shared(word: str, other: str) -> int:
    """Return the length of the common prefix."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False)))


def _is_name(text: str, term: Term) -> bool:
    return term.is_capitalised and not text.isupper()


def _is_beside(word: str, around: Sequence[Sequence[Term]], lexicon: Lexicon) -> bool:
    """Return whether the corpus has a stem after the preceding word, or before the following word."""
    before, after = around
    pairs = [*((other.stem, word) for other in before), *((word, other.stem) for other in after)]
    return bool(lexicon.phrases(pairs))

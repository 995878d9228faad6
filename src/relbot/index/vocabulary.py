"""The words of a corpus as they are written, and its names by their initials: what a spelling is held against."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from relbot.answer import Passage
from relbot.text import proper_names, terms

LONGEST_INITIALS = 6
"""Letters of an abbreviation that stands for a name."""
_BRACKETED = re.compile(r"\s\(([^\W\d_]{2,6})\)")
_EXPLAINED = re.compile(r"(?<!\w)((?:[^\W\d_][\w'’-]{0,63}\s){2,9})\(([A-Z]{2,6})s?\)")
"""Words and their abbreviation. Each word is bounded, so that time grows with the length of a text alone."""


class WordList:
    """Counts words and names over the passages of a corpus. Some 100 bytes for each different word."""

    def __init__(self) -> None:
        self._written: Counter[str] = Counter()
        self._named: Counter[str] = Counter()
        self._long: Counter[tuple[str, str]] = Counter()

    def add(self, passage: Passage) -> None:
        """Count the words of a passage, and of the headings above it."""
        words, named, long = set[str](), set[str](), set[tuple[str, str]]()
        for text in (passage.source.title, *passage.section, *map(passage.words, passage.sentences)):
            words.update(term.word for term in terms.read(text) if not term.is_stopword)
            for name in proper_names.read(text):
                if name.start or len(name.parts) > 1:  # a capital that opens a sentence says nothing
                    named.update(part.word for part in name.parts)
                if 1 < len(name.parts) <= LONGEST_INITIALS:
                    long.add((name.initials, name.words))
            long.update(_explained(text))
        self._written.update(words)
        self._named.update(named)
        self._long.update(long)

    def words(self) -> Iterator[tuple[str, str, str, int, int]]:
        """(folded, stem, as it is mostly written, times it is in a passage, and of these as part of a name)."""
        of: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._written:
            of[terms.fold(word)].append(word)
        for folded, forms in of.items():
            most = max(forms, key=lambda form: (self._written[form], form))
            passages, named = (sum(counts[form] for form in forms) for counts in (self._written, self._named))
            yield folded, terms.stem(folded), most, passages, named

    def long_names(self) -> Iterator[tuple[str, str, int]]:
        """(initials, name, passages that hold it)."""
        for (initials, name), passages in self._long.items():
            yield initials, name, passages


def _explained(text: str) -> Iterator[tuple[str, str]]:
    """Abbreviations that a text explains: "body mass index (BMI)", and "Football Federation (MLSZ)" after a name, whose
    letters may be those of another language.
    """
    ends = {name.end: name for name in proper_names.read(text) if len(name.parts) > 1} if "(" in text else {}
    for match in _BRACKETED.finditer(text):
        name, short = ends.get(match.start()), match[1]
        if name and short.isupper() and terms.fold(short) != name.initials:
            yield terms.fold(short), name.words
    for match in _EXPLAINED.finditer(text):
        words, short = match[1].split(), match[2]
        for count in range(len(short), min(len(words), 2 * len(short)) + 1):
            last = words[-count:]
            telling = [word for word in last if word.lower() not in terms.STOPWORDS]
            if last[0] in telling and "".join(word[0] for word in telling).upper() == short:
                yield short.lower(), " ".join(last)
                break

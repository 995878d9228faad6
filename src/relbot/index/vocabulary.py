"""The word forms of a corpus, and its names by their initials, for spelling correction."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from relbot.answer import Passage
from relbot.text import proper_names, terms

MAX_INITIALS = 6
"""Maximum number of letters in an abbreviation of a name."""
_PARENTHESISED = re.compile(r"\s\(([^\W\d_]{2,6})\)")
_DEFINITION = re.compile(r"(?<!\w)((?:[^\W\d_][\w'’-]{0,63}\s){2,9})\(([A-Z]{2,6})s?\)")
"""Words followed by their abbreviation in parentheses. Word length is bounded, so that matching takes linear time."""


class Vocabulary:
    """Counts the passages that contain each word and name. Takes about 100 bytes per distinct word."""

    def __init__(self) -> None:
        self._word_counts: Counter[str] = Counter()
        self._name_word_counts: Counter[str] = Counter()
        self._name_counts: Counter[tuple[str, str]] = Counter()

    def add(self, passage: Passage) -> None:
        """Count the words and names in a passage, its title and its section headings."""
        words, name_words, names = set[str](), set[str](), set[tuple[str, str]]()
        for text in (passage.source.title, *passage.section, *map(passage.words, passage.sentences)):
            words.update(term.word for term in terms.tokenize(text) if not term.is_stopword)
            for name in proper_names.extract_names(text):
                if name.start or len(name.parts) > 1:  # the first word of a sentence is capitalised anyway
                    name_words.update(part.word for part in name.parts)
                if 1 < len(name.parts) <= MAX_INITIALS:
                    names.add((name.initials, name.words))
            names.update(_abbreviation_definitions(text))
        self._word_counts.update(words)
        self._name_word_counts.update(name_words)
        self._name_counts.update(names)

    def add_counts(self, forms: Iterable[tuple[str, int, int]], names: Iterable[tuple[str, str, int]]) -> None:
        """Add the `forms` and `names` of another vocabulary, which has counted other passages."""
        for form, passages, passages_as_name in forms:
            self._word_counts[form] += passages
            self._name_word_counts[form] += passages_as_name
        for initials, name, passages in names:
            self._name_counts[initials, name] += passages

    def forms(self) -> Iterator[tuple[str, int, int]]:
        """Yield (surface form, passages that contain it, passages where it is in a name)."""
        for form, passages in self._word_counts.items():
            yield form, passages, self._name_word_counts[form]

    def words(self) -> Iterator[tuple[str, str, str, int, int]]:
        """Yield (folded form, stem, most frequent surface form, passages that contain it, passages where it is in a
        name). Passage counts are summed over the surface forms.
        """
        surface_forms: defaultdict[str, list[str]] = defaultdict(list)
        for word in self._word_counts:
            surface_forms[terms.fold(word)].append(word)
        for folded, forms in surface_forms.items():
            most_frequent = max(forms, key=lambda form: (self._word_counts[form], form))
            passages = sum(self._word_counts[form] for form in forms)
            passages_as_name = sum(self._name_word_counts[form] for form in forms)
            yield folded, terms.stem(folded), most_frequent, passages, passages_as_name

    def names(self) -> Iterator[tuple[str, str, int]]:
        """Yield (initials, name, passages that contain it)."""
        for (initials, name), passages in self._name_counts.items():
            yield initials, name, passages


def _abbreviation_definitions(text: str) -> Iterator[tuple[str, str]]:
    """Yield (folded abbreviation, expansion) for each definition in a text: "body mass index (BMI)".

    After a name, the letters may come from another language: "Football Federation (MLSZ)".
    """
    names_by_end = (
        {name.end: name for name in proper_names.extract_names(text) if len(name.parts) > 1} if "(" in text else {}
    )
    for match in _PARENTHESISED.finditer(text):
        name, short = names_by_end.get(match.start()), match[1]
        if name and short.isupper() and terms.fold(short) != name.initials:
            yield terms.fold(short), name.words
    for match in _DEFINITION.finditer(text):
        words, short = match[1].split(), match[2]
        for count in range(len(short), min(len(words), 2 * len(short)) + 1):
            last = words[-count:]
            content = [word for word in last if word.lower() not in terms.STOPWORDS]
            if last[0] in content and "".join(word[0] for word in content).upper() == short:
                yield short.lower(), " ".join(last)
                break

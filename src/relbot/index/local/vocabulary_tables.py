"""The tables of words and names in the store, written once or brought up to date by what was added and removed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

from relbot.index.vocabulary import Vocabulary
from relbot.text import terms

SCHEMA = """
CREATE TABLE word (folded TEXT PRIMARY KEY, stem TEXT, written TEXT, passages INTEGER, named INTEGER) WITHOUT ROWID;
CREATE TABLE long_name (
    initials TEXT, name TEXT, passages INTEGER, PRIMARY KEY (initials, name)
) WITHOUT ROWID;
CREATE TABLE form (
    collection TEXT, folded TEXT, word TEXT, passages INTEGER, named INTEGER, PRIMARY KEY (folded, word, collection)
) WITHOUT ROWID;
CREATE TABLE name_form (
    collection TEXT, initials TEXT, name TEXT, passages INTEGER, PRIMARY KEY (initials, name, collection)
) WITHOUT ROWID;
"""
"""`form` and `name_form` hold what `word` and `long_name` are made of, by collection."""

_COUNT_FORM = """
INSERT INTO form VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
SET passages = passages + excluded.passages, named = named + excluded.named
"""
_COUNT_NAME = """
INSERT INTO name_form VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET passages = passages + excluded.passages
"""


def write(database: sqlite3.Connection, vocabulary: Vocabulary) -> None:
    """Write the words and names of a vocabulary."""
    database.executemany("INSERT OR REPLACE INTO word VALUES (?, ?, ?, ?, ?)", vocabulary.words())
    database.executemany("INSERT OR REPLACE INTO long_name VALUES (?, ?, ?)", vocabulary.names())


def update(database: sqlite3.Connection, added: Mapping[str, Vocabulary], removed: Mapping[str, Vocabulary]) -> None:
    """Count the vocabularies of passages, by collection, in or out, and bring the words and names up to date."""
    folded, names = set[str](), set[tuple[str, str]]()
    for sign, vocabularies in ((1, added), (-1, removed)):
        for collection, vocabulary in vocabularies.items():
            for form, passages, named in vocabulary.forms():
                word = terms.fold(form)
                folded.add(word)
                database.execute(_COUNT_FORM, (collection, word, form, sign * passages, sign * named))
            for initials, name, passages in vocabulary.names():
                names.add((initials, name))
                database.execute(_COUNT_NAME, (collection, initials, name, sign * passages))
    database.executemany("DELETE FROM form WHERE folded = ? AND passages <= 0", ((word,) for word in folded))
    database.executemany("DELETE FROM name_form WHERE initials = ? AND name = ? AND passages <= 0", names)
    database.executemany("DELETE FROM word WHERE folded = ?", ((word,) for word in folded))
    database.executemany("DELETE FROM long_name WHERE initials = ? AND name = ?", names)
    write(database, _counted(database, folded, names))


def _counted(database: sqlite3.Connection, folded: Iterable[str], names: Iterable[tuple[str, str]]) -> Vocabulary:
    """What all collections together hold of some words and names."""
    vocabulary = Vocabulary()
    for word in sorted(folded):
        sql = "SELECT word, sum(passages), sum(named) FROM form WHERE folded = ? GROUP BY word"
        vocabulary.add_counts(database.execute(sql, (word,)).fetchall(), ())
    for initials, name in sorted(names):
        sql = "SELECT initials, name, sum(passages) FROM name_form WHERE initials = ? AND name = ? GROUP BY 1"
        vocabulary.add_counts((), database.execute(sql, (initials, name)).fetchall())
    return vocabulary

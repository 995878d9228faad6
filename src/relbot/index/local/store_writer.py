"""Writes passages, sentences, dates, the lexical index and the vocabulary of a generation into an SQLite file."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from relbot.answer import Passage, Source
from relbot.index.local import postings
from relbot.index.local.postings import PostingsWriter
from relbot.index.records import PassageRecord
from relbot.index.vocabulary import Vocabulary
from relbot.text import terms

_VOCABULARY = """
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
"""`form` and `name_form` contain the counts by collection from which `word` and `long_name` are made."""

_COUNT_FORM = """
INSERT INTO form VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
SET passages = passages + excluded.passages, named = named + excluded.named
"""
_COUNT_NAME = """
INSERT INTO name_form VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET passages = passages + excluded.passages
"""

_TABLES = """
CREATE TABLE source (id INTEGER PRIMARY KEY, title TEXT, path TEXT, url TEXT, licence TEXT, date TEXT, text TEXT);
CREATE TABLE passage (
    id INTEGER PRIMARY KEY, source INTEGER, name TEXT, "start" INTEGER, "end" INTEGER, section TEXT, quote TEXT,
    heading_terms TEXT, first_token INTEGER, tokens INTEGER, checksum INTEGER, places TEXT,
    anchors TEXT
);
CREATE TABLE sentence (
    id INTEGER PRIMARY KEY, passage INTEGER, "start" INTEGER, "end" INTEGER, first_token INTEGER, tokens INTEGER,
    terms TEXT
);
CREATE TABLE date (
    sentence INTEGER, passage INTEGER, "start" INTEGER, "end" INTEGER, text TEXT, first INTEGER, last INTEGER,
    manner TEXT, inferred INTEGER
);
CREATE VIRTUAL TABLE lexicon USING fts5(terms, content='', tokenize="unicode61 remove_diacritics 0");
"""
SCHEMA = _TABLES + postings.SCHEMA + _VOCABULARY
"""`lexicon` is used to find phrases, the tables of `postings` to find words."""
_MERGE = "INSERT INTO lexicon (lexicon) VALUES ('optimize');"
"""Merges the FTS5 index, which only marks deleted rows until then: 27 ms for 10,000 passages, 79 ms for 30,000."""
INDEXES = f"""
CREATE INDEX passage_source ON passage (source);
CREATE INDEX passage_name ON passage (name);
CREATE INDEX sentence_passage ON sentence (passage);
CREATE INDEX date_passage ON date (passage);
CREATE INDEX date_first ON date (first, last);
CREATE INDEX word_stem ON word (stem);
{_MERGE}
"""
TERMS = """
SELECT id, heading_terms || ' ' || (
    SELECT group_concat(terms, ' ') FROM (SELECT terms FROM sentence WHERE passage = p.id ORDER BY id)
) FROM passage p
"""
"""Query for the stems of each passage, as in `lexicon`."""
_PAGES = "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA secure_delete=ON;"
"""Settings for writing. Nothing reads the file before it is complete and synced, so a journal would only cost time.
Deleted data is overwritten with zeros, as its deletion may have been requested.
"""


class StoreWriter:
    """Writes the store of a generation; passages and sentences are numbered in the order of writing."""

    def __init__(self, file: Path, *, passages: int = 0, sentences: int = 0) -> None:
        """Create a new file, or continue a copy of another generation's after its `passages` and `sentences` rows."""
        self._is_new = not file.exists()
        self._database = sqlite3.connect(file, isolation_level=None)
        self._database.executescript(_PAGES)
        if self._is_new:
            self._database.executescript(SCHEMA)
        self._database.execute("BEGIN")
        ((self._sources,),) = self._database.execute("SELECT coalesce(max(id), 0) FROM source")
        self._passages, self._sentences = passages, sentences
        self._added: defaultdict[str, Vocabulary] = defaultdict(Vocabulary)
        self._removed: defaultdict[str, Vocabulary] = defaultdict(Vocabulary)
        """Vocabularies of removed passages by collection, like those of added ones."""
        self._postings = PostingsWriter(self._database)

    def remove(self, source: Source, rows: range, passages: Iterable[Passage]) -> None:
        """Remove a source of the copied file, given its rows and passages."""
        between = (rows.start, rows.stop - 1)
        found = self._database.execute(f"{TERMS} WHERE id BETWEEN ? AND ?", between).fetchall()
        self._database.executemany("INSERT INTO lexicon (lexicon, rowid, terms) VALUES ('delete', ?, ?)", found)
        for row, stems in found:
            self._postings.remove(row, stems.split())
        for table, column in (("date", "passage"), ("sentence", "passage"), ("passage", "id")):
            self._database.execute(f"DELETE FROM {table} WHERE {column} BETWEEN ? AND ?", between)  # noqa: S608
        self._database.execute("DELETE FROM source WHERE path = ?", (source.path,))
        for passage in passages:
            self._removed[source.collection].add(passage)

    def begin_source(self, source: Source, text: str) -> None:
        """Begin a source with its rendered text; passages added afterwards belong to it."""
        self._sources += 1
        values = (self._sources, source.title, source.path, source.url, source.licence, source.date, text)
        self._database.execute("INSERT INTO source VALUES (?, ?, ?, ?, ?, ?, ?)", values)

    def add(self, record: PassageRecord, first_token: int = 0) -> None:
        """Add a passage to the current source; `first_token` is the row of its first token in the token vectors."""
        passage = record.passage
        self._database.execute(
            "INSERT INTO passage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(self._passages, self._sources, passage.id, passage.start, passage.end),
                *(json.dumps(passage.section, ensure_ascii=False), passage.quote),
                *(" ".join(record.heading_terms), first_token, record.tokens, record.checksum),
                json.dumps([(p.start, p.label, p.fragment, p.url) for p in passage.places], ensure_ascii=False),
                json.dumps([a and (a.prefix, a.start, a.end, a.suffix) for a in passage.anchors], ensure_ascii=False),
            ),
        )
        values = (self._passages, " ".join(record.stems))
        self._database.execute("INSERT INTO lexicon (rowid, terms) VALUES (?, ?)", values)
        self._postings.add(self._passages, record.stems)
        for s in record.sentences:
            self._database.execute(
                "INSERT INTO sentence VALUES (?, ?, ?, ?, ?, ?, ?)",
                (self._sentences, self._passages, s.span.start, s.span.end, s.first_token, s.tokens, " ".join(s.terms)),
            )
            for d in s.dates:
                self._database.execute(
                    "INSERT INTO date VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    (
                        *(self._sentences, self._passages, d.start, d.end, d.text),
                        *(d.interval.first.number, d.interval.last.number, d.interval.modifier, d.inferred),
                    ),
                )
            self._sentences += 1
        self._added[passage.source.collection].add(passage)
        self._passages += 1

    def close(self) -> int:
        """Write the lexical index and the vocabulary, close the file, and return the number of sentences."""
        _update_vocabulary(self._database, self._added, self._removed)
        self._postings.close()
        self._database.execute("COMMIT")
        if self._is_new:
            self._database.executescript(INDEXES)
        elif self._removed:
            self._database.executescript(_MERGE)
        ((sentences,),) = self._database.execute("SELECT count(*) FROM sentence")
        self._database.close()
        return int(sentences)


def write_vocabulary(database: sqlite3.Connection, vocabulary: Vocabulary) -> None:
    """Write the words and names of a vocabulary."""
    database.executemany("INSERT OR REPLACE INTO word VALUES (?, ?, ?, ?, ?)", vocabulary.words())
    database.executemany("INSERT OR REPLACE INTO long_name VALUES (?, ?, ?)", vocabulary.names())


def _update_vocabulary(
    database: sqlite3.Connection, added: Mapping[str, Vocabulary], removed: Mapping[str, Vocabulary]
) -> None:
    """Add and subtract the counts of vocabularies, given by collection, and update the words and names affected."""
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
    write_vocabulary(database, _counted(database, folded, names))


def _counted(database: sqlite3.Connection, folded: Iterable[str], names: Iterable[tuple[str, str]]) -> Vocabulary:
    """Return the counts of words and names summed over all collections."""
    vocabulary = Vocabulary()
    for word in sorted(folded):
        sql = "SELECT word, sum(passages), sum(named) FROM form WHERE folded = ? GROUP BY word"
        vocabulary.add_counts(database.execute(sql, (word,)).fetchall(), ())
    for initials, name in sorted(names):
        sql = "SELECT initials, name, sum(passages) FROM name_form WHERE initials = ? AND name = ? GROUP BY 1"
        vocabulary.add_counts((), database.execute(sql, (initials, name)).fetchall())
    return vocabulary

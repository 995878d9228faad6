"""Writes passages, sentences, dates and the lexical index of a generation into a new SQLite file."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from pathlib import Path

from relbot.answer import Source
from relbot.index.local import postings
from relbot.index.local.postings import PostingsWriter
from relbot.index.records import PassageRecord
from relbot.index.vocabulary import Vocabulary

_TABLES = """
CREATE TABLE source (id INTEGER PRIMARY KEY, title TEXT, path TEXT, url TEXT, licence TEXT, text TEXT);
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
CREATE TABLE word (folded TEXT PRIMARY KEY, stem TEXT, written TEXT, passages INTEGER, named INTEGER) WITHOUT ROWID;
CREATE TABLE long_name (initials TEXT, name TEXT, passages INTEGER);
CREATE TABLE form (collection TEXT, word TEXT, passages INTEGER, named INTEGER);
CREATE TABLE name_form (collection TEXT, initials TEXT, name TEXT, passages INTEGER);
CREATE VIRTUAL TABLE lexicon USING fts5(terms, content='', tokenize="unicode61 remove_diacritics 0");
"""
SCHEMA = _TABLES + postings.SCHEMA
"""`form` and `name_form` hold what `word` and `long_name` are made of, by collection. `lexicon` finds phrases; the
tables of `postings` find words.
"""
INDEXES = """
CREATE INDEX passage_name ON passage (name);
CREATE INDEX sentence_passage ON sentence (passage);
CREATE INDEX date_passage ON date (passage);
CREATE INDEX date_first ON date (first, last);
CREATE INDEX word_stem ON word (stem);
CREATE INDEX long_name_initials ON long_name (initials);
INSERT INTO lexicon (lexicon) VALUES ('optimize');
"""


class StoreWriter:
    """Writes the store of a generation; passages and sentences are numbered from 0 in the order of writing."""

    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(file, isolation_level=None)
        # Nothing reads the file before it is complete and synced, so a journal would only cost time.
        self._database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
        self._database.execute("BEGIN")
        self._sources = self._passages = self._sentences = 0
        self._vocabularies: defaultdict[str, Vocabulary] = defaultdict(Vocabulary)
        """By collection."""
        self._postings = PostingsWriter(self._database)

    def begin_source(self, source: Source, text: str) -> None:
        """Begin a source with its rendered text; the passages added next belong to it."""
        self._sources += 1
        values = (self._sources, source.title, source.path, source.url, source.licence, text)
        self._database.execute("INSERT INTO source VALUES (?, ?, ?, ?, ?, ?)", values)

    def add(self, record: PassageRecord, first_token: int = 0) -> None:
        """Add a passage to the source that was begun last; `first_token` is its row in the token vectors."""
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
        stems = [*record.heading_terms, *(stem for sentence in record.sentences for stem in sentence.terms)]
        self._database.execute("INSERT INTO lexicon (rowid, terms) VALUES (?, ?)", (self._passages, " ".join(stems)))
        self._postings.add(self._passages, stems)
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
        self._vocabularies[passage.source.collection].add(passage)
        self._passages += 1

    def close(self) -> None:
        """Write the vocabulary, create the SQL indexes and close the file."""
        whole = Vocabulary()
        for collection, vocabulary in self._vocabularies.items():
            whole.add_counts(vocabulary.forms(), vocabulary.names())
            forms = ((collection, *form) for form in vocabulary.forms())
            self._database.executemany("INSERT INTO form VALUES (?, ?, ?, ?)", forms)
            names = ((collection, *name) for name in vocabulary.names())
            self._database.executemany("INSERT INTO name_form VALUES (?, ?, ?, ?)", names)
        write_vocabulary(self._database, whole)
        self._postings.close()
        self._database.execute("COMMIT")
        self._database.executescript(INDEXES)
        self._database.close()


def write_vocabulary(database: sqlite3.Connection, vocabulary: Vocabulary) -> None:
    """Fill the tables of words and names."""
    database.executemany("INSERT INTO word VALUES (?, ?, ?, ?, ?)", vocabulary.words())
    database.executemany("INSERT INTO long_name VALUES (?, ?, ?)", vocabulary.names())

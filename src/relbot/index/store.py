"""Passages, sentences and the lexical index of a generation, as they are read: from one SQLite file that
`store_writer` wrote.

FTS5 was measured beside bm25s over the same stems: passage@1 by BM25 alone 0.952 against 0.955 on XQuAD and 0.775
against 0.771 on SQuAD 2.0, 0.05–0.11 ms a question against 0.02. FTS5 spares an import of 0.19 s
and keeps passages, words and dates at random access in the same file.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from relbot.answer import Passage, Source, Span
from relbot.temporal.date_mentions import DateMention
from relbot.temporal.interval import Day, Interval

FILE = "passages.sqlite"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the corpus, however it is inflected: not a stem."""

    folded: str
    stem: str
    written: str
    """As it mostly stands in the corpus: "Hoxha", "embassy"."""
    passages: int
    """In how many it occurs."""
    named: int
    """In how many of them it is part of a name."""


@dataclass(frozen=True, slots=True)
class SentenceRow:
    """A sentence and the tokens that it is made of."""

    span: Span
    first_token: int
    """Counted from the passage's first."""
    tokens: int
    terms: tuple[str, ...]
    """Stems, in order."""
    dates: tuple[DateMention, ...] = ()


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A passage as the index holds it."""

    passage: Passage
    sentences: tuple[SentenceRow, ...]
    heading_terms: tuple[str, ...]
    """Stems of title and section, which it is found by as well."""
    tokens: int
    checksum: int
    """CRC-32 of its rows of the token vectors."""
    first_token: int = 0
    """Its row in the token vectors; the others follow."""
    first_sentence: int = 0
    """Its row in the sentence vectors; the others follow. Given by the order of writing."""


class Store:
    """Reads a finished store. Thread-safe.

    It is held in memory, as the vectors are, some 3 kB a passage: what was verified is what is read, whatever becomes
    of the file.
    """

    def __init__(self, file: Path) -> None:
        self._database = sqlite3.connect(":memory:", check_same_thread=False)
        self._database.deserialize(file.read_bytes())
        self._lock = threading.Lock()

    def close(self) -> None:
        with self._lock:
            self._database.close()

    def passages(self, ids: Sequence[int]) -> list[PassageRow]:
        """Passages by their row numbers, in the order asked for."""
        marks = ", ".join("?" * len(ids))
        with self._lock:
            passages = self._database.execute(
                f'SELECT p.id, s.title, s.path, s.url, s.licence, p.name, p."start", p."end", p.section, p.quote,'  # noqa: S608
                f" p.heading_terms, p.first_token, p.tokens, p.checksum FROM passage p JOIN source s ON s.id = p.source"
                f" WHERE p.id IN ({marks})",
                ids,
            ).fetchall()
            sentences = self._database.execute(
                f'SELECT passage, id, "start", "end", first_token, tokens, terms FROM sentence'  # noqa: S608
                f" WHERE passage IN ({marks}) ORDER BY id",
                ids,
            ).fetchall()
            dated = self._database.execute(
                f'SELECT sentence, "start", "end", text, first, last, manner, inferred FROM date'  # noqa: S608
                f" WHERE passage IN ({marks}) ORDER BY rowid",
                ids,
            ).fetchall()
        dates: dict[int, list[DateMention]] = {}
        for sentence, start, end, text, first, last, manner, inferred in dated:
            interval = Interval(Day.numbered(first), Day.numbered(last), manner)
            dates.setdefault(sentence, []).append(DateMention(interval, start, end, text, bool(inferred)))
        of: dict[int, list[tuple[int, SentenceRow]]] = {}
        for passage, id_, start, end, first, tokens, terms in sentences:
            row = SentenceRow(Span(start, end), first, tokens, tuple(terms.split()), tuple(dates.get(id_, ())))
            of.setdefault(passage, []).append((id_, row))
        found: dict[int, PassageRow] = {}
        for id_, title, path, url, licence, name, start, end, section, quote, heading, first, tokens, crc in passages:
            source, rows = Source(title, path, url, licence), tuple(row for _, row in of[id_])
            spans = tuple(row.span for row in rows)
            passage = Passage(source, start, end, quote, tuple(json.loads(section)), spans, name)
            found[id_] = PassageRow(passage, rows, tuple(heading.split()), tokens, crc, first, of[id_][0][0])
        return [found[id_] for id_ in ids]

    def dated(self, interval: Interval, limit: int) -> list[int]:
        """The rows of passages that speak of a time within or around an interval, the most exact first."""
        rows = self._query(
            "SELECT passage FROM date WHERE first <= ? AND last >= ?"
            " GROUP BY passage ORDER BY min(last - first) LIMIT ?",
            (interval.last.number, interval.first.number, limit),
        )
        return [row for (row,) in rows]

    def dates(self, stems: Sequence[str] = ()) -> list[tuple[int, Span, DateMention]]:
        """(passage row, sentence, date) of all dates in the order of the corpus; of sentences that hold some stems."""
        rows = self._query(
            'SELECT d.passage, s."start", s."end", d.first, d.last, d.manner, d."start", d."end", d.text, d.inferred'
            " FROM date d JOIN sentence s ON s.id = d.sentence"
            " WHERE NOT EXISTS (SELECT 1 FROM json_each(?) WHERE NOT instr(' ' || s.terms || ' ', ' ' || value || ' '))"
            " ORDER BY d.rowid",
            (json.dumps(stems),),
        )
        return [
            (
                passage,
                Span(start, end),
                DateMention(
                    Interval(Day.numbered(first), Day.numbered(last), manner), begin, until, text, bool(inferred)
                ),
            )
            for passage, start, end, first, last, manner, begin, until, text, inferred in rows
        ]

    def first_sentences(self) -> list[int]:
        """For each passage, in order, the row of its first sentence."""
        return [row for (row,) in self._query("SELECT min(id) FROM sentence GROUP BY passage ORDER BY passage", ())]

    def find(self, name: str) -> int | None:
        """The row number of the passage with that id, None where it is in this index no more."""
        rows = self._query("SELECT id FROM passage WHERE name = ?", (name,)) if name.isascii() else []
        return rows[0][0] if rows else None

    def neighbours(self, row: int) -> tuple[int | None, int | None]:
        """The row numbers of the passages before and after one in the same source."""
        rows = self._query(
            "SELECT n.id FROM passage p JOIN passage n ON n.source = p.source AND n.id IN (p.id - 1, p.id + 1)"
            " WHERE p.id = ?",
            (row,),
        )
        ids = {id_ for (id_,) in rows}
        return (row - 1 if row - 1 in ids else None, row + 1 if row + 1 in ids else None)

    def match(self, terms: Sequence[str], limit: int) -> list[tuple[int, float]]:
        """(passage row, BM25 score) of the best passages that hold any of the terms, best first; scores are positive.

        Okapi BM25 with FTS5's k1 = 1.2 and b = 0.75.
        """
        if not terms:
            return []
        query = " OR ".join(f'"{term}"' for term in dict.fromkeys(terms))
        sql = "SELECT rowid, -bm25(lexicon) FROM lexicon WHERE lexicon MATCH ? ORDER BY rank LIMIT ?"
        return [(row, score) for row, score in self._query(sql, (query, limit))]

    def document_frequency(self, term: str) -> int:
        """In how many passages a stem occurs."""
        rows = self._query("SELECT doc FROM vocabulary WHERE term = ?", (term,))
        return int(rows[0][0]) if rows else 0

    def spellings(self) -> list[str]:
        """All words of the corpus but stop words, folded, and the stems that are longer than a syllable or so."""
        rows = self._query("SELECT folded FROM word UNION SELECT stem FROM word WHERE length(stem) > 4", ())
        return [word for (word,) in rows]

    def words(self, spellings: Sequence[str]) -> list[Word]:
        """The words that are folded so, or stemmed so; the most used first."""
        marks = ", ".join("?" * len(spellings))
        rows = self._query(
            f"SELECT * FROM word WHERE folded IN ({marks}) OR stem IN ({marks})"  # noqa: S608
            " ORDER BY passages DESC, folded",
            (*spellings, *spellings),
        )
        return [Word(*row) for row in rows]

    def long_names(self, initials: str) -> list[tuple[str, int]]:
        """The names with those initials (folded), with the passages that hold them; the most used first."""
        sql = "SELECT name, passages FROM long_name WHERE initials = ? ORDER BY passages DESC, name"
        return [(name, passages) for name, passages in self._query(sql, (initials,))]

    def side_by_side(self, stems: Sequence[str]) -> bool:
        """Whether some passage has those stems one right after the other."""
        phrase = '"' + " ".join(stems) + '"'
        return bool(self._query("SELECT 1 FROM lexicon WHERE lexicon MATCH ? LIMIT 1", (phrase,)))

    def _query(self, sql: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._database.execute(sql, values).fetchall()

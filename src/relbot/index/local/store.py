"""Reads passages, sentences, dates and the lexical index of a generation from an SQLite file (see `store_writer`)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from relbot.answer import Anchor, Passage, Place, Source, Span
from relbot.index.local.database import Database
from relbot.index.local.postings import Postings
from relbot.index.records import PassageRecord, SentenceRecord, Word, shared_among
from relbot.temporal.calendar import Day
from relbot.temporal.date_mentions import DateMention
from relbot.temporal.interval import Interval, Modifier

FILE = "passages.sqlite"
_BATCH_SIZE = 1_000
"""Number of passages read per query; SQLite allows 32,766 values in one."""


@dataclass(frozen=True, slots=True)
class StoredPassage(PassageRecord):
    """A passage with the positions of its vectors."""

    first_token: int = 0
    """Row of its first token in the token vectors; its other tokens follow."""
    first_sentence: int = 0
    """Row of its first sentence in the sentence vectors, in order of writing; its other sentences follow."""


class Store:
    """Reads a finished store, and is the lexicon of its generation (`protocol.Lexicon`). Thread-safe.

    Rows are numbered from 0 in order of writing; those of removed sources are missing.
    """

    def __init__(self, content: Path | sqlite3.Connection) -> None:
        """Open a store; `content` is as in `Database`."""
        self._database = Database(content)
        self._postings = Postings(self.query)
        self._shared_titles = shared_among(title for (title,) in self.query("SELECT title FROM source", ()))

    def close(self) -> None:
        self._database.close()

    def passages(self, rows: Sequence[int]) -> list[StoredPassage]:
        """Return the passages with the given rows, in the given order."""
        batches = (rows[start : start + _BATCH_SIZE] for start in range(0, len(rows), _BATCH_SIZE))
        return [passage for batch in batches for passage in self._passages(batch)]

    def _passages(self, rows: Sequence[int]) -> list[StoredPassage]:
        marks = ", ".join("?" * len(rows))
        passages = self.query(
            f'SELECT p.id, s.title, s.path, s.url, s.licence, s.date, p.name, p."start", p."end", p.section, p.quote,'  # noqa: S608
            f" p.heading_terms, p.first_token, p.tokens, p.checksum, p.places, p.anchors"
            f" FROM passage p JOIN source s ON s.id = p.source WHERE p.id IN ({marks})",
            tuple(rows),
        )
        sentences = self.query(
            f'SELECT passage, id, "start", "end", first_token, tokens, terms FROM sentence'  # noqa: S608
            f" WHERE passage IN ({marks}) ORDER BY id",
            tuple(rows),
        )
        dated = self.query(
            f'SELECT sentence, "start", "end", text, first, last, manner, inferred FROM date'  # noqa: S608
            f" WHERE passage IN ({marks}) ORDER BY rowid",
            tuple(rows),
        )
        dates: dict[int, list[DateMention]] = {}
        for sentence, start, end, text, first, last, manner, inferred in dated:
            dates.setdefault(sentence, []).append(_mention(first, last, manner, start, end, text, inferred))
        by_passage: dict[int, list[tuple[int, SentenceRecord]]] = {}
        for passage, row, start, end, first, tokens, terms in sentences:
            sentence = SentenceRecord(Span(start, end), first, tokens, tuple(terms.split()), tuple(dates.get(row, ())))
            by_passage.setdefault(passage, []).append((row, sentence))
        found: dict[int, StoredPassage] = {}
        for row, title, path, url, licence, date, id_, start, end, section, quote, heading, *values in passages:
            first, tokens, crc, places, links = values
            source, records = Source(title, path, url, licence, date), tuple(record for _, record in by_passage[row])
            stands = tuple(Place(*values) for values in json.loads(places))
            spans = tuple(record.span for record in records)
            anchors = tuple(named and Anchor(*named) for named in json.loads(links))
            shares_title = title.casefold() in self._shared_titles
            headings = tuple(json.loads(section))
            passage = Passage(source, start, end, quote, headings, spans, id_, stands, anchors, shares_title)
            first_sentence = by_passage[row][0][0]
            found[row] = StoredPassage(
                passage, records, tuple(heading.split()), tokens, crc, row, first, first_sentence
            )
        return [found[row] for row in rows]

    def text(self, path: str) -> str | None:
        """Return the rendered text of the source with a path; None if there is none."""
        rows = self.query("SELECT text FROM source WHERE path = ?", (path,))
        return rows[0][0] if rows else None

    def rows_in_interval(self, interval: Interval, limit: int) -> list[int]:
        """Return the rows of passages with a date that overlaps an interval, the shortest such date first."""
        rows = self.query(
            "SELECT passage FROM date WHERE first <= ? AND last >= ?"
            " GROUP BY passage ORDER BY min(last - first) LIMIT ?",
            (interval.last.number, interval.first.number, limit),
        )
        return [row for (row,) in rows]

    def date_mentions(
        self, stems: Sequence[str] = (), within: Interval | None = None
    ) -> list[tuple[int, Span, DateMention]]:
        """Return the same as `DatedPassages.date_mentions`, but in order of writing."""
        first, last = (within.first.number, within.last.number) if within else (None, None)
        rows = self.query(
            'SELECT d.passage, s."start", s."end", d.first, d.last, d.manner, d."start", d."end", d.text, d.inferred'
            " FROM date d JOIN sentence s ON s.id = d.sentence"
            " WHERE NOT EXISTS (SELECT 1 FROM json_each(?) WHERE NOT instr(' ' || s.terms || ' ', ' ' || value || ' '))"
            " AND (? IS NULL OR d.last >= ?) AND (? IS NULL OR d.first <= ?) ORDER BY d.rowid",
            (json.dumps(stems), first, first, last, last),
        )
        return [(passage, Span(start, end), _mention(*mention)) for passage, start, end, *mention in rows]

    def source_rows(self) -> dict[str, tuple[int, range]]:
        """Return the number of each source and the rows of its passages, by path."""
        found = self.query(
            "SELECT s.id, s.path, coalesce(min(p.id), 0), count(p.id)"
            " FROM source s LEFT JOIN passage p ON p.source = s.id GROUP BY s.id",
            (),
        )
        return {path: (number, range(first, first + count)) for number, path, first, count in found}

    def sentence_rows(self) -> NDArray[np.int64]:
        """Return (row, row of the first sentence, number of sentences) of the passages, by row, (passages, 3)."""
        sql = "SELECT passage, min(id), count(*) FROM sentence GROUP BY passage ORDER BY passage"
        return np.array(self.query(sql, ()), np.int64).reshape(-1, 3)

    def row_of(self, passage_id: str) -> int | None:
        """Return the row of the passage with an id (`Passage.id`, the column `name`); None if there is none."""
        rows = self.query("SELECT id FROM passage WHERE name = ?", (passage_id,)) if passage_id.isascii() else []
        return rows[0][0] if rows else None

    def bm25(self, stems: Collection[str], limit: int) -> list[tuple[int, float]]:
        """Return the same as `Postings.best`."""
        return self._postings.best(stems, limit)

    def frequencies(self, stems: Collection[str]) -> dict[str, int]:
        """Return the number of passages that contain each stem."""
        return self._postings.frequencies(stems)

    @cached_property
    def word_forms(self) -> dict[tuple[str, int], list[str]]:
        """The same as `Lexicon.word_forms`."""
        found: dict[tuple[str, int], list[str]] = {}
        rows = self.query("SELECT folded FROM word UNION SELECT stem FROM word WHERE length(stem) > 4", ())
        for (word,) in rows:
            found.setdefault((word[0], len(word)), []).append(word)
        return found

    def words(self, forms: Sequence[str]) -> list[Word]:
        """Return the words whose folded form or stem is among the given forms, the most frequent first."""
        marks = ", ".join("?" * len(forms))
        rows = self.query(
            f"SELECT * FROM word WHERE folded IN ({marks}) OR stem IN ({marks})"  # noqa: S608
            " ORDER BY passages DESC, folded",
            (*forms, *forms),
        )
        return [Word(*row) for row in rows]

    def names_by_initials(self, initials: str) -> list[tuple[str, int]]:
        """Return (name, number of passages) of the names with the given folded initials, the most frequent first."""
        sql = "SELECT name, passages FROM long_name WHERE initials = ? ORDER BY passages DESC, name"
        return [(name, passages) for name, passages in self.query(sql, (initials,))]

    def phrases(self, phrases: Collection[tuple[str, ...]]) -> frozenset[tuple[str, ...]]:
        """Return those of the phrases, each given as stems, that occur in some passage in order and adjacent."""
        sql = "SELECT 1 FROM lexicon WHERE lexicon MATCH ? LIMIT 1"
        return frozenset(phrase for phrase in phrases if self.query(sql, (f'"{" ".join(phrase)}"',)))

    def query(self, sql: str, values: tuple[object, ...]) -> list[tuple[Any, ...]]:
        """Run `Database.query`; only for modules of this engine."""
        return self._database.query(sql, values)


def _mention(first: int, last: int, manner: Modifier, start: int, end: int, text: str, inferred: int) -> DateMention:
    return DateMention(Interval(Day.numbered(first), Day.numbered(last), manner), start, end, text, bool(inferred))

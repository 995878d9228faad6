"""Invariants of any source: it is refused with a reason, or every passage of it is verbatim."""

from __future__ import annotations

from itertools import pairwise

from relbot.corpus.chunking import TokenOffsets, chunk, heading_prefix
from relbot.corpus.documents import Document, parse
from relbot.errors.corpus import SourceRejected
from relbot.index.vocabulary import Vocabulary
from relbot.temporal.date_mentions import dates_by_sentence
from relbot.text import proper_names, terms


def check_source(path: str, data: bytes, token_offsets: TokenOffsets) -> bool:
    """Parse and chunk a source and assert the invariants. False where it was refused."""
    why = None
    try:
        document = parse(path, data)
    except SourceRejected as error:
        why = error.why
    if why is not None:
        assert why.isprintable()
        assert not why.endswith(".")
        return False
    document.text.encode()
    for shown in (document.source.title, document.source.licence or "", *document.blocks[0].section):
        shown.encode()  # no lone surrogates, which cannot be encoded
    check_passages(document, token_offsets)
    return True


def check_passages(document: Document, token_offsets: TokenOffsets) -> None:
    """Assert the invariants of a document's passages, and of their dates, names and terms."""
    text, passages, words = document.text, chunk(document, token_offsets), Vocabulary()
    assert all(text[p.start : p.end] == p.quote for p in passages)
    assert all(a.end <= b.start for a, b in pairwise(passages))
    for passage in passages:
        assert (passage.start, passage.end) == (passage.sentences[0].start, passage.sentences[-1].end)
        assert all(a.end <= b.start for a, b in pairwise(passage.sentences))
        assert all(passage.words(span).strip() == passage.words(span) != "" for span in passage.sentences)
        assert len(token_offsets(heading_prefix(passage.source, passage.section, token_offsets) + passage.quote)) <= 254
        sentences = [passage.words(span) for span in passage.sentences]
        for sentence, dates in zip(sentences, dates_by_sentence(sentences), strict=True):
            assert all(sentence[date.start : date.end] == date.text for date in dates)
            assert all(sentence[name.start : name.end] == name.words for name in proper_names.extract_names(sentence))
            assert all(sentence[t.start : t.end] == t.word and t.stem for t in terms.tokenize(sentence))
        words.add(passage)
    assert all(folded and written for folded, _, written, _, _ in words.words())
    assert all(initials and name for initials, name, _ in words.names())
    assert len({passage.id for passage in passages}) == len(passages)
    # Every character of prose but white space lies in a sentence of one passage.
    covered = {place for p in passages for span in p.sentences for place in range(span.start, span.end)}
    prose = {place for block in document.blocks for place in range(block.start, block.end)}
    assert covered <= prose
    assert not any(text[place].strip() for place in prose - covered)
    # A passage spans adjacent blocks of one section only.
    for passage in passages:
        for a, b in pairwise(block for block in document.blocks if passage.start <= block.start < passage.end):
            assert b.is_adjacent
            assert a.section == b.section == passage.section

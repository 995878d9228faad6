"""What holds for every answer, whatever was asked of whatever corpus."""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import pairwise

from relbot.answer import Answer, Citation


def check(answer: Answer, texts: Mapping[str, str], limit: int) -> None:
    """Hold an answer against the contract, given the texts of the sources by path and the limit that was asked with."""
    json.dumps(answer.to_dict(), allow_nan=False)
    assert 0 <= answer.confidence <= 1
    assert answer.answered == bool(answer.citations) == bool(answer.statements) == (answer.text is not None)
    assert answer.answered == (answer.kind not in ("none", "chat"))
    assert answer.answered or answer.reason
    assert answer.kind != "fact" or len(answer.statements) == 1
    assert (answer.text or "") == "\n".join(statement.text for statement in answer.statements)
    check_statements(answer, texts)
    stated = dict.fromkeys(statement.citation for statement in answer.statements)
    assert list(stated) == list(range(1, len(stated) + 1)), "numbered by first use"
    assert len(answer.citations) <= max(limit, len(stated))
    for found in (answer.citations, answer.closest):
        assert [citation.number for citation in found] == list(range(1, len(found) + 1))
        assert len({citation.passage_id for citation in found}) == len(found)
        for citation in found:
            check_citation(citation, texts)


def check_statements(answer: Answer, texts: Mapping[str, str]) -> None:
    """Each is verbatim, in the citation that it names, and says what no other does."""
    for statement in answer.statements:
        citation = answer.citations[statement.citation - 1]
        assert statement.text.strip()
        under = statement.under.split(" › ")  # a release and the group of changes in it
        assert all(part in ("", *citation.section) or part in citation.quote for part in under)
        assert texts[citation.document.path][statement.start : statement.end] == statement.text
        assert (statement.start, statement.end) in {(shown.start, shown.end) for shown in citation.highlights}
    said = [" ".join(statement.text.lower().split()) for statement in answer.statements]
    assert len(set(said)) == len(said)


def check_citation(citation: Citation, texts: Mapping[str, str]) -> None:
    """It is verbatim, and so is each of its highlights, of which there is one or more, in order and apart."""
    text = texts[citation.document.path]
    assert text[citation.start : citation.end] == citation.quote
    assert citation.highlights
    for shown in citation.highlights:
        assert text[shown.start : shown.end] == shown.text
        assert citation.start <= shown.start < shown.end <= citation.end
    assert all(one.end <= next_.start for one, next_ in pairwise(citation.highlights))

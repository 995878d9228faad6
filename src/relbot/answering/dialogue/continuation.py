"""Continues an answer with the next sentences of its section: "tell me more", "how exactly?"."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from time import perf_counter

from relbot.answer import Answer, Citation, Passage, Statement, Surroundings
from relbot.answering.citations import make_citation
from relbot.answering.dialogue.repetition import repeated
from relbot.answering.lines.lead import lead_of

FindPassage = Callable[[str], Surroundings | None]
"""Finds a passage by its id, with its neighbours; returns None if the index no longer holds it."""

_MAX_SECTION_PASSAGES = 50
"""The most passages of a section that are read on either side of the answer's."""


def quoted_citations(answer: Answer) -> list[Citation]:
    """Return the citations that a longer answer quotes, or the first of a fact, whose others were only found too."""
    if len(answer.statements) <= 1:
        return [answer.citations[0]]
    quoted = {statement.citation for statement in answer.statements}
    return [citation for citation in answer.citations if citation.number in quoted]


def continued(
    text: str, last: Answer, shown: Sequence[Citation], count: int, find: FindPassage, *, is_onward: bool
) -> Answer:
    """Return the next `count` sentences of the sections of the citations shown, or a refusal if they have no more.

    After the end of a section come its sentences before the answer. Sentences already shown are left out, and the
    confidence is that of the last answer. If `is_onward` ("and then?"), only sentences after the last one shown are
    returned, also from later sections.
    """
    start = perf_counter()
    found = islice(_onward(shown[-1], find) if is_onward else _not_shown(shown, find), count)
    citations = tuple(replace(citation, number=number) for number, citation in enumerate(found, start=1))
    answer = repeated(text, last)
    if not citations:
        is_one = len({(cited.document.path, cited.section) for cited in shown}) == 1
        reason = "The section says no more." if is_one else "The sections quoted say no more."
        return replace(answer, answered=False, text=None, reason=reason, citations=(), kind="none", statements=())
    return replace(
        answer,
        text="\n".join(citation.highlights[0].text for citation in citations),
        reason=None,
        citations=citations,
        kind="fact" if len(citations) == 1 else "list",
        statements=tuple(
            Statement(
                sentence.text, citation.number, sentence.start, sentence.end, _lead(citation, sentence.start, find)
            )
            for citation in citations
            for sentence in citation.highlights
        ),
        span="",
        signals=(),
        found="It is what else the section of the answer before says.",
        timing={"total": round(1000 * (perf_counter() - start), 3)},
    )


def _lead(citation: Citation, start: int, find: FindPassage) -> str:
    found = find(citation.passage_id)
    return lead_of(found.passage, start) if found else ""


def _not_shown(shown: Sequence[Citation], find: FindPassage) -> Iterator[Citation]:
    """Yield the sentences that were not shown yet of the sections shown: those after the first citation of each, then
    those before it.
    """
    told = [(cited.document.path, own.start, own.end) for cited in shown for own in cited.highlights]
    sections: dict[tuple[str, tuple[str, ...]], Citation] = {}
    for cited in shown:
        sections.setdefault((cited.document.path, cited.section), cited)
    for first in sections.values():
        sentences = [(passage, span) for passage in _section(first, find) for span in passage.sentences]
        after = [(passage, span) for passage, span in sentences if span.start >= first.highlights[0].end]
        for passage, span in after + sentences[: len(sentences) - len(after)]:
            if not any(path == passage.source.path and start <= span.start < end for path, start, end in told):
                yield make_citation(1, passage, [span])


def _onward(last: Citation, find: FindPassage) -> Iterator[Citation]:
    """Yield the sentences of a document after a citation."""
    around = find(last.passage_id)
    end = last.highlights[-1].end
    for _ in range(_MAX_SECTION_PASSAGES):
        if around is None:
            return
        passage = around.passage
        yield from (make_citation(1, passage, [span]) for span in passage.sentences if span.start >= end)
        end, around = 0, find(around.after.id) if around.after else None


def _section(citation: Citation, find: FindPassage) -> list[Passage]:
    """Return the passages around a citation in its section, in order."""
    around = find(citation.passage_id)
    if around is None:
        return []
    found, before, after = [around.passage], around.before, around.after
    for _ in range(_MAX_SECTION_PASSAGES):
        if before and before.section == citation.section:
            found.insert(0, before)
            earlier = find(before.id)
            before = earlier.before if earlier else None
        if after and after.section == citation.section:
            found.append(after)
            later = find(after.id)
            after = later.after if later else None
    return found

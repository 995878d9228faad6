"""Answers and passages as Discord messages; an answer shows its statements, confidence and cited passages. Pure.

Whatever the corpus holds, a message stays within Discord's limits: 4,000 characters in all its texts together, 40
components, 512 characters in a link, 80 in a label. https://docs.discord.com/developers/components/reference
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from discord import ui

from relbot.answer import Answer, Citation, Passage, Surroundings
from relbot.discord.rendering.buttons import (
    SpanReference,
    ask_button,
    choose_button,
    closest_button,
    open_button,
    share_button,
    statements_button,
    vote_button,
)
from relbot.discord.rendering.escape import utf16_length
from relbot.discord.rendering.layout import (
    GREEN,
    GREY,
    MAX_TEXT,
    QUOTE_MARK,
    SMALL_MARK,
    Item,
    Text,
    button_row,
    fitted_quotes,
    layout,
    linkable,
    location,
    text,
)
from relbot.discord.rendering.question_text import MAX_NOTE, question_texts
from relbot.discord.rendering.statement_list import SHORT_LOCATION, citations_of, lead, unfolded
from relbot.discord.rendering.truncation import ELLIPSIS, excerpt, truncate
from relbot.humanize import confidence_and_length

_MAX_ANSWER = 1000
"""The most characters of a single statement or a reason, so that at least 1,200 remain for three passages."""
_MAX_PASSAGES, _FEW_PASSAGES = 6, 3
"""The most passages in a message (with links and all buttons, six are 38 components), and the most whose place is
written out in full."""
_LINKS_IN_ROW = 5
"""Buttons that Discord allows in a row."""
_MAX_ASKED = 3
_MAX_NAME = 100
_MAX_LICENCE, _MAX_NEIGHBOUR = 300, 400


def answer_layout(
    answer: Answer,
    *,
    shareable: bool = False,
    votes: bool = True,
    suggestions: Sequence[str] = (),
    chosen_by: str | None = None,
) -> ui.LayoutView:
    """Build the message for an answer, a refusal or small talk.

    `shareable` adds the button to share it, `votes` those for feedback, and `suggestions` are questions that the corpus
    answers, offered if it does not answer this one. `chosen_by` is the name of the person who chose this answer.
    """
    if answer.kind == "chat":
        return layout(text(truncate(answer.reason or "", _MAX_ANSWER) or ELLIPSIS), colour=GREY)
    buttons: list[Item] = []
    if answer.answered:
        parts, folded = _answered(answer, chosen_by)
        if folded:
            buttons.append(statements_button(0, f"Show all {len(answer.statements)}"))
    else:
        parts = [*_refused(answer, suggestions)]
    if votes:
        buttons += [vote_button("up", answer.generation), vote_button("down", answer.generation)]
    if shareable:
        buttons.append(share_button())
    return layout(*parts, *button_row(buttons), colour=GREEN if answer.answered else GREY)


def choice_layout(answer: Answer, candidates: Sequence[Citation], asker: int) -> ui.LayoutView:
    """Build the message for an unsure answer: sentences to choose from. `asker` is the id of the user who asked."""
    head = [*question_texts(answer), *_spelling(answer), text("**I am not sure.** Does one of these answer it?")]
    places = [f"\n{SMALL_MARK}{location(c.document, c.section, c.place, SHORT_LOCATION)}" for c in candidates]
    room = MAX_TEXT - sum(utf16_length(each.content) for each in head) - sum(utf16_length(p) + 2 for p in places)
    sentences = fitted_quotes([(candidate.highlights[0].text, [(0, 0)]) for candidate in candidates], room)
    sections: list[Item] = [
        ui.Section(
            QUOTE_MARK + sentence + place,
            accessory=choose_button(number, asker, SpanReference.from_citation(candidate).first()),
        )
        for number, (candidate, sentence, place) in enumerate(zip(candidates, sentences, places, strict=True), start=1)
    ]
    return layout(*head, *sections, colour=GREY)


def _answered(answer: Answer, chosen_by: str | None) -> tuple[list[Item], bool]:
    """Return the parts of the message, and whether statements are left out of it."""
    confidence = SMALL_MARK + (
        f"Chosen by {truncate(chosen_by, _MAX_NAME)} from what came closest"
        if chosen_by
        else confidence_and_length(answer)
    )
    if answer.reason:
        confidence += f"\n{truncate(answer.reason, MAX_NOTE)}"
    notes = [*question_texts(answer), *_spelling(answer), text(confidence)]
    room = MAX_TEXT - sum(utf16_length(note.content) for note in notes)
    citations: Sequence[Citation] = answer.citations
    folded = False
    if len(answer.statements) > 1:
        lines = unfolded(answer, room // 2)
        said = "\n".join(lines)
        if folded := len(lines) < len(answer.statements):
            citations = citations_of(answer.statements[: len(lines)], citations)
    else:
        under = lead("".join(statement.under for statement in answer.statements))
        said = f"{under}**{truncate(answer.text or '', _MAX_ANSWER)}**"
    citations = citations[:_MAX_PASSAGES]
    passages = _passages(citations, room - utf16_length(said))
    head: list[Item] = [*notes[:-1], text(said), notes[-1]]
    return [*head, ui.Separator(), *passages, *_source_links(citations)], folded


def _passages(citations: Sequence[Citation], room: int) -> Iterator[Item]:
    """Yield the cited passages with their places, highlights in bold, in `room` characters at most."""
    limit = SHORT_LOCATION if len(citations) > _FEW_PASSAGES else None
    headings = [f"**{c.number}** · {location(c.document, c.section, c.place, limit)}\n{QUOTE_MARK}" for c in citations]
    quotes = [(c.quote, [(each.start - c.start, each.end - c.start) for each in c.highlights]) for c in citations]
    passages = fitted_quotes(quotes, room - sum(map(utf16_length, headings)))
    for citation, heading, passage in zip(citations, headings, passages, strict=True):
        button = open_button(citation.number, SpanReference.from_citation(citation))
        yield ui.Section(heading + passage, accessory=button)


def _refused(answer: Answer, suggestions: Sequence[str]) -> Iterator[Item]:
    yield from (*question_texts(answer), *_spelling(answer))
    yield text(f"**No answer.** {truncate(answer.reason or 'The sources do not say.', _MAX_ANSWER)}")
    references = [SpanReference.from_citation(citation) for citation in answer.closest[:3]]
    yield from button_row([closest_button(references)] if references else [])
    offered = [button for number, each in enumerate(suggestions, start=1) if (button := ask_button(number, each))]
    if offered:
        yield text(f"{SMALL_MARK}Did you mean one of these? My sources answer them.")
        yield from button_row(offered[:_MAX_ASKED])


def _spelling(answer: Answer) -> Iterator[Text]:
    if answer.suggestion and answer.suggestion not in (answer.interpreted_as or ""):
        yield text(f"{SMALL_MARK}Did you mean {truncate(answer.suggestion, MAX_NOTE)}?")


def _source_links(citations: Sequence[Citation]) -> Iterator[Item]:
    """Yield rows of buttons that open the sources."""
    links: list[Item] = [
        ui.Button(label=f"Source {citation.number}", url=url)
        for citation in citations
        if (url := linkable(citation.link, citation.document.url))
    ]
    for start in range(0, len(links), _LINKS_IN_ROW):
        yield from button_row(links[start : start + _LINKS_IN_ROW])


def passage_layout(surroundings: Surroundings, reference: SpanReference) -> ui.LayoutView:
    """Build the message with a whole passage, the referenced spans in bold, and its neighbours in small print."""
    passage = surroundings.passage
    heading = f"**{_location(passage)}**"
    if passage.source.licence:
        heading += f"\n{SMALL_MARK}{truncate(passage.source.licence, _MAX_LICENCE)}"
    before, after = _neighbour(surroundings.before, keep_end=True), _neighbour(surroundings.after, keep_end=False)
    remaining = MAX_TEXT - sum(map(utf16_length, (heading, before, after)))
    texts = (heading, before, excerpt(passage.quote, reference.spans, remaining), after)
    url = linkable(passage.source.url)
    links: list[Item] = [ui.Button(label="Source", url=url)] if url else []
    return layout(*map(text, filter(None, texts)), *button_row(links))


def closest_layout(found: Sequence[tuple[Surroundings, SpanReference]]) -> ui.LayoutView:
    """Build the message with the passages that came closest to a question but do not answer it."""
    heading = "**These came closest, but do not answer it:**"
    headings = [f"**{_location(near.passage)}**\n{QUOTE_MARK}" for near, _ in found]
    remaining = MAX_TEXT - utf16_length(heading) - sum(map(utf16_length, headings))
    quotes = [(near.passage.quote, reference.spans) for near, reference in found]
    passages = fitted_quotes(quotes, remaining)
    texts = (text(above + passage) for above, passage in zip(headings, passages, strict=True))
    return layout(text(heading), *texts, colour=GREY)


def _location(passage: Passage) -> str:
    return location(passage.source, passage.section, passage.place_name(passage.start))


def _neighbour(passage: Passage | None, *, keep_end: bool) -> str:
    """Return the end or the beginning of a neighbouring passage; empty if there is none."""
    if passage is None:
        return ""
    offset = len(passage.quote) if keep_end else 0
    shown = excerpt(passage.quote, [(offset, offset)], _MAX_NEIGHBOUR, f"\n{SMALL_MARK}")
    return SMALL_MARK + shown if shown.strip(f"{ELLIPSIS} ") else ""

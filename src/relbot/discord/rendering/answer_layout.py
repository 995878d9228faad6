"""An Answer as a Discord message: the sentence, the confidence, and the passages it is from. Pure.

Whatever the corpus holds, a message stays within Discord's limits: 4,000 characters over all its texts, 40 components,
512 characters in a link. https://docs.discord.com/developers/components/reference
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from discord import Message, ui

from relbot.answer import Answer, Citation
from relbot.discord.rendering.buttons import ClosestButton, OpenButton, ShareButton, SpanReference, VoteButton
from relbot.discord.rendering.escape import unescape_markdown, utf16_length
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
from relbot.discord.rendering.truncation import ELLIPSIS, truncate
from relbot.humanize import confidence_in_words

_MAX_QUESTION, _MAX_ANSWER, _MAX_NOTE = 300, 1000, 300
"""Limits of the parts, such that three passages share 1,350 at the least."""

_QUESTION_ID, _INTERPRETED_ID = 1000, 1001
"""The component ids of the texts that hold the question, by which feedback and follow-ups find it again."""
_INTERPRETED_PREFIX = "Understood as: "


def answer_layout(answer: Answer, *, shareable: bool = False, votes: bool = True) -> ui.LayoutView:
    """The message for an answer or a refusal; `shareable` adds the button to share it, `votes` those for feedback."""
    parts = [*(_answered(answer) if answer.answered else _refused(answer))]
    buttons: list[Item] = []
    if votes:
        buttons += [VoteButton("up", answer.generation), VoteButton("down", answer.generation)]
    if shareable:
        buttons.append(ShareButton())
    return layout(*parts, *button_row(buttons), colour=GREEN if answer.answered else GREY)


def question_in(message: Message, *, interpreted: bool = False) -> str:
    """The question that an answer's message shows; empty where it shows none.

    With `interpreted` the question as it was understood, where the message shows that too.
    """
    view = ui.LayoutView.from_message(message, timeout=None)
    shown = (interpreted and view.find_item(_INTERPRETED_ID)) or view.find_item(_QUESTION_ID)
    if not isinstance(shown, ui.TextDisplay):
        return ""
    return unescape_markdown(shown.content.removeprefix(SMALL_MARK).removeprefix(_INTERPRETED_PREFIX))


def _answered(answer: Answer) -> Iterator[Item]:
    head = [
        *_question(answer),
        text(f"**{truncate(answer.text or '', _MAX_ANSWER)}**"),
        text(SMALL_MARK + confidence_in_words(answer.confidence)),
    ]
    headings = [f"**{c.number}** · {location(c.document, c.section)}\n{QUOTE_MARK}" for c in answer.citations]
    remaining = MAX_TEXT - sum(utf16_length(part.content) for part in head) - sum(map(utf16_length, headings))
    quotes = [(c.quote, c.highlight.start - c.start, c.highlight.end - c.start) for c in answer.citations]
    yield from (*head, ui.Separator())
    passages = fitted_quotes(quotes, remaining)
    for citation, heading, passage in zip(answer.citations, headings, passages, strict=True):
        button = OpenButton(citation.number, SpanReference.from_citation(citation))
        yield ui.Section(heading + passage, accessory=button)
    yield from button_row([*_source_links(answer.citations)])


def _refused(answer: Answer) -> Iterator[Item]:
    yield from _question(answer)
    yield text(f"**No answer.** {truncate(answer.reason or 'The sources do not say.', _MAX_ANSWER)}")
    references = [SpanReference.from_citation(citation) for citation in answer.closest[:3]]
    yield from button_row([ClosestButton(references)] if references else [])


def _question(answer: Answer) -> Iterator[Text]:
    """The question as it was put and, where that is not the same, as it was understood."""
    yield text(SMALL_MARK + (truncate(answer.question, _MAX_QUESTION) or ELLIPSIS), _QUESTION_ID)
    if answer.interpreted_as:
        interpreted = truncate(answer.interpreted_as, _MAX_NOTE)
        yield text(f"{SMALL_MARK}{_INTERPRETED_PREFIX}{interpreted}", _INTERPRETED_ID)
    if answer.suggestion:
        yield text(f"{SMALL_MARK}Did you mean {truncate(answer.suggestion, _MAX_NOTE)}?")


def _source_links(citations: Sequence[Citation]) -> Iterator[Item]:
    for citation in citations:
        if url := linkable(citation.link, citation.document.url):
            yield ui.Button(label=f"Source {citation.number}", url=url)

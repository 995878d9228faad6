"""An Answer as a Discord message: the sentence, how sure, and the passages it stands in. Pure.

Whatever the corpus holds, a message stays within Discord's limits: 4,000 characters over all its texts, 40 components,
512 characters in a link. https://docs.discord.com/developers/components/reference
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from discord import Message, ui

from relbot.answer import Answer, Citation, Passage, Source, Surroundings
from relbot.discord.rendering.buttons import Closest, Open, Place, ShowAll, Vote
from relbot.discord.rendering.escape import length, plain
from relbot.discord.rendering.truncation import LEFT_OUT, excerpt, shares, shortened
from relbot.humanize import confidence_in_words

ROOM = 4000
MOST_OF_A_LINK = 512
QUESTION_ROOM, ANSWER_ROOM, NOTE_ROOM, PLACE_ROOM = 300, 1000, 300, 200
"""What each part may take, so that three passages share 1,350 at the least."""
NEIGHBOUR_ROOM = 400

ANSWERED, REFUSED, FAILED = 0x3BA55D, 0x80848E, 0xED4245
"""Discord's green, grey and red."""

_QUESTION, _UNDERSTOOD = 1000, 1001
"""The component ids of the texts that hold the question, by which feedback and follow-ups find it again."""
_SMALL, _QUOTED, _AS = "-# ", "> ", "Understood as: "
_WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:\d{1,5})?([/?#][!-~]*)?")

Item = ui.Item[Any]
Text = ui.TextDisplay[Any]


def answer_layout(answer: Answer, *, shareable: bool = False, votes: bool = True) -> ui.LayoutView:
    """The message for an answer or a refusal; `shareable` offers to show it to all, `votes` asks whether it helped."""
    parts = [*(_answered(answer) if answer.answered else _refused(answer))]
    buttons: list[Item] = [Vote("up", answer.generation), Vote("down", answer.generation)] if votes else []
    if shareable:
        buttons.append(ShowAll())
    return layout(*parts, *_row(buttons), colour=ANSWERED if answer.answered else REFUSED)


def passage_layout(found: Surroundings, place: Place) -> ui.LayoutView:
    """The whole passage with its sentence marked, and its neighbours in small print."""
    passage = found.passage
    heading = f"**{_place(passage.source, passage.section)}**"
    if passage.source.licence:
        heading += f"\n{_SMALL}{shortened(passage.source.licence, NOTE_ROOM)}"
    before, after = _neighbour(found.before, at_its_end=True), _neighbour(found.after, at_its_end=False)
    room = ROOM - sum(map(length, (heading, before, after)))
    texts = (heading, before, excerpt(passage.quote, place.start, place.end, room), after)
    url = linkable(passage.source.url)
    return layout(*map(_text, filter(None, texts)), *_row([ui.Button(label="Source", url=url)] if url else []))


def closest_layout(found: Sequence[tuple[Surroundings, Place]]) -> ui.LayoutView:
    """The passages that came closest to a question and do not answer it."""
    heading = "**These came closest, and do not answer it:**"
    headings = [f"**{_place(near.passage.source, near.passage.section)}**\n{_QUOTED}" for near, _ in found]
    room = ROOM - length(heading) - sum(map(length, headings))
    quotes = [(near.passage.quote, place.start, place.end) for near, place in found]
    passages = _fitted(quotes, room)
    texts = (_text(above + passage) for above, passage in zip(headings, passages, strict=True))
    return layout(_text(heading), *texts, colour=REFUSED)


def question_of(message: Message, *, understood: bool = False) -> str:
    """The question that a message answers, as it shows it, or else as it was understood; empty where it shows none."""
    view = ui.LayoutView.from_message(message, timeout=None)
    shown = (understood and view.find_item(_UNDERSTOOD)) or view.find_item(_QUESTION)
    return plain(shown.content.removeprefix(_SMALL).removeprefix(_AS)) if isinstance(shown, ui.TextDisplay) else ""


def layout(*parts: Item, colour: int | None = None) -> ui.LayoutView:
    """A message of these parts, in a box with a coloured edge."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*parts, accent_colour=colour))
    return view


def linkable(*urls: str | None) -> str | None:
    """The first of these that Discord takes as a link button's address."""
    fitting = (url for url in urls if url and len(url) <= MOST_OF_A_LINK and _WEB_ADDRESS.fullmatch(url))
    return next(fitting, None)


def _answered(answer: Answer) -> Iterator[Item]:
    above = [
        *_asked(answer),
        _text(f"**{shortened(answer.text or '', ANSWER_ROOM)}**"),
        _text(_SMALL + confidence_in_words(answer.confidence)),
    ]
    headings = [f"**{c.number}** · {_place(c.document, c.section)}\n{_QUOTED}" for c in answer.citations]
    room = ROOM - sum(length(text.content) for text in above) - sum(map(length, headings))
    quotes = [(c.quote, c.highlight.start - c.start, c.highlight.end - c.start) for c in answer.citations]
    yield from (*above, ui.Separator())
    for citation, heading, passage in zip(answer.citations, headings, _fitted(quotes, room), strict=True):
        yield ui.Section(heading + passage, accessory=Open(citation.number, Place.of(citation)))
    yield from _row([*_links(answer.citations)])


def _refused(answer: Answer) -> Iterator[Item]:
    yield from _asked(answer)
    yield _text(f"**No answer.** {shortened(answer.reason or 'The sources do not say.', ANSWER_ROOM)}")
    yield from _row([Closest([Place.of(citation) for citation in answer.closest[:3]])] if answer.closest else [])


def _asked(answer: Answer) -> Iterator[Text]:
    """The question as it was put and, where that is not the same, as it was understood."""
    yield _text(_SMALL + (shortened(answer.question, QUESTION_ROOM) or LEFT_OUT), _QUESTION)
    if answer.interpreted_as:
        yield _text(f"{_SMALL}{_AS}{shortened(answer.interpreted_as, NOTE_ROOM)}", _UNDERSTOOD)
    if answer.suggestion:
        yield _text(f"{_SMALL}Did you mean {shortened(answer.suggestion, NOTE_ROOM)}?")


def _place(source: Source, section: Sequence[str]) -> str:
    return shortened(" › ".join((source.title, *section)), PLACE_ROOM)


def _links(citations: Sequence[Citation]) -> Iterator[Item]:
    for citation in citations:
        if url := linkable(citation.link, citation.document.url):
            yield ui.Button(label=f"Source {citation.number}", url=url)


def _fitted(quotes: Sequence[tuple[str, int, int]], room: int) -> list[str]:
    """Each passage in its share of the room, as a quotation."""
    newline = f"\n{_QUOTED}"
    wanted = [length(excerpt(*quote, room, newline)) for quote in quotes]
    return [excerpt(*quote, share, newline) for quote, share in zip(quotes, shares(wanted, room), strict=True)]


def _neighbour(passage: Passage | None, *, at_its_end: bool) -> str:
    if passage is None:
        return ""
    place = len(passage.quote) if at_its_end else 0
    shown = excerpt(passage.quote, place, place, NEIGHBOUR_ROOM, f"\n{_SMALL}")
    return _SMALL + shown if shown.strip(f"{LEFT_OUT} ") else ""


def _text(content: str, component_id: int | None = None) -> Text:
    return ui.TextDisplay(content, id=component_id)


def _row(buttons: Sequence[Item]) -> list[Item]:
    """A row of buttons, where there are any: Discord takes no empty one."""
    return [ui.ActionRow(*buttons)] if buttons else []

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
from relbot.discord.controls import Closest, Open, Place, ShowAll, Vote
from relbot.discord.escape import length, plain
from relbot.discord.fit import excerpt, shares, shortened

ROOM = 4000
MOST_OF_A_LINK = 512
QUESTION_ROOM, ANSWER_ROOM, NOTE_ROOM, PLACE_ROOM = 300, 1000, 300, 200
"""What each part may take, so that three passages always share 1,500 at least."""
NEIGHBOUR_ROOM = 400

ANSWERED, REFUSED, FAILED = 0x3BA55D, 0x80848E, 0xED4245
"""Discord's green, grey and red."""

_QUESTION = 1000
"""The component id of the text that holds the question, by which feedback finds it again."""
_SMALL, _QUOTED = "-# ", "> "
_IN_WORDS = ((0.9, "Very likely right"), (0.7, "Likely right"), (0.5, "Perhaps right"), (0.0, "A guess"))
_WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+(:\d{1,5})?([/?#][!-~]*)?")

Item = ui.Item[Any]


def answer_layout(answer: Answer, *, private: bool = False, votes: bool = True) -> ui.LayoutView:
    """The message for an answer or a refusal; `private` offers to show it to all, `votes` asks whether it helped."""
    parts = [*(_answered(answer) if answer.answered else _refused(answer))]
    buttons: list[Item] = [Vote("up", answer.generation), Vote("down", answer.generation)] if votes else []
    if private:
        buttons.append(ShowAll())
    return layout(*parts, *_row(buttons), colour=ANSWERED if answer.answered else REFUSED)


def passage_layout(found: Surroundings, place: Place) -> ui.LayoutView:
    """The whole passage with its sentence marked, and its neighbours in small print."""
    passage = found.passage
    heading = f"**{_place(passage.source, passage.section)}**"
    if passage.source.licence:
        heading += f"\n{_SMALL}{shortened(passage.source.licence, NOTE_ROOM)}"
    neighbours = NEIGHBOUR_ROOM * 2 + len(_SMALL) * 2
    room = ROOM - length(heading) - neighbours
    texts = [heading, excerpt(passage.quote, place.start, place.end, room)]
    if before := _neighbour(found.before, at_its_end=True):
        texts.insert(1, before)
    if after := _neighbour(found.after, at_its_end=False):
        texts.append(after)
    url = linkable(passage.source.url)
    return layout(*map(_text, texts), *_row([ui.Button(label="Source", url=url)] if url else []))


def closest_layout(found: Sequence[tuple[Surroundings, Place]]) -> ui.LayoutView:
    """The passages that came closest to a question and do not answer it."""
    heading = "**These came closest, and do not answer it:**"
    headings = [f"**{_place(near.passage.source, near.passage.section)}**\n{_QUOTED}" for near, _ in found]
    room = ROOM - length(heading) - sum(map(length, headings))
    quotes = [(near.passage.quote, place.start, place.end) for near, place in found]
    passages = _fitted(quotes, room)
    texts = (_text(above + passage) for above, passage in zip(headings, passages, strict=True))
    return layout(_text(heading), *texts, colour=REFUSED)


def question_of(message: Message) -> str:
    """The question that a message answers, as it shows it."""
    shown = ui.LayoutView.from_message(message, timeout=None).find_item(_QUESTION)
    return plain(shown.content.removeprefix(_SMALL)) if isinstance(shown, ui.TextDisplay) else ""


def layout(*parts: Item, colour: int | None = None) -> ui.LayoutView:
    """A message of these parts, in a box with a coloured edge."""
    view = ui.LayoutView(timeout=None)
    view.add_item(ui.Container(*parts, accent_colour=colour))
    return view


def linkable(*urls: str | None) -> str | None:
    """The first of these that Discord takes as a link button's address."""
    fitting = (url for url in urls if url and len(url) <= MOST_OF_A_LINK and _WEB_ADDRESS.fullmatch(url))
    return next(fitting, None)


def sureness(confidence: float) -> str:
    """A confidence of 0–1 in words and as a number; never 100 %, for nothing here is certain."""
    words = next((words for least, words in _IN_WORDS if confidence >= least), _IN_WORDS[-1][1])
    return f"{words} ({min(99, round(100 * confidence))} %)"


def _answered(answer: Answer) -> Iterator[Item]:
    said = [
        f"**{shortened(answer.text or '', ANSWER_ROOM)}**",
        "\n".join(f"{_SMALL}{note}" for note in [sureness(answer.confidence), *_understood(answer)]),
    ]
    question = _question(answer)
    headings = [f"**{c.number}** · {_place(c.document, c.section)}\n{_QUOTED}" for c in answer.citations]
    room = ROOM - sum(map(length, [question.content, *said, *headings]))
    quotes = [(c.quote, c.highlight.start - c.start, c.highlight.end - c.start) for c in answer.citations]
    passages = _fitted(quotes, room)
    yield from (question, *map(_text, said), ui.Separator())
    for citation, heading, passage in zip(answer.citations, headings, passages, strict=True):
        yield ui.Section(heading + passage, accessory=Open(citation.number, Place.of(citation)))
    yield from _row([*_links(answer.citations)])


def _refused(answer: Answer) -> Iterator[Item]:
    reason = shortened(answer.reason or "The sources do not say.", ANSWER_ROOM)
    notes = [f"{_SMALL}{note}" for note in _understood(answer)]
    yield from (_question(answer), _text("\n".join([f"**No answer.** {reason}", *notes])))
    yield from _row([Closest([Place.of(citation) for citation in answer.closest[:3]])] if answer.closest else [])


def _question(answer: Answer) -> ui.TextDisplay[Any]:
    return ui.TextDisplay(_SMALL + (shortened(answer.question, QUESTION_ROOM) or "…"), id=_QUESTION)


def _understood(answer: Answer) -> Iterator[str]:
    if answer.interpreted_as:
        yield f"Understood as: {shortened(answer.interpreted_as, NOTE_ROOM)}"
    if answer.suggestion:
        yield f"Did you mean {shortened(answer.suggestion, NOTE_ROOM)}?"


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
    return _SMALL + excerpt(passage.quote, place, place, NEIGHBOUR_ROOM, f"\n{_SMALL}")


def _text(content: str) -> ui.TextDisplay[Any]:
    return ui.TextDisplay(content)


def _row(buttons: Sequence[Item]) -> list[Item]:
    """A row of buttons, where there are any: Discord takes no empty one."""
    return [ui.ActionRow(*buttons)] if buttons else []

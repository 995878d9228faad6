"""The messages between parent and child: JSON objects, each preceded by its length; also a rendered source as JSON."""

from __future__ import annotations

import json
import struct
from dataclasses import astuple
from typing import Any, BinaryIO, get_args

from relbot.answer import Place, Span
from relbot.corpus.outline import MAX_TEXT, Element, Heading, Kind, NonProse, Prose, Rendered
from relbot.temporal.stated_date import stated_date

_MAX_FRAME = 12 * MAX_TEXT
"""The most bytes of a message. JSON takes up to twelve per character, and elements take less than their text."""
_LENGTH = struct.Struct(">I")


class FrameError(Exception):
    """The other side has ended, or sent an invalid message."""


def write(stream: BinaryIO, message: dict[str, Any]) -> None:
    """Send a message."""
    data = json.dumps(message).encode("ascii")
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def read(stream: BinaryIO) -> dict[str, Any]:
    """Wait for a message. Raises FrameError, also at the end of the stream."""
    header = stream.read(_LENGTH.size)
    if len(header) < _LENGTH.size:
        raise FrameError
    (length,) = _LENGTH.unpack(header)
    if length > _MAX_FRAME:
        raise FrameError
    try:
        message = json.loads(stream.read(length))
    except (ValueError, RecursionError):
        raise FrameError from None
    if not isinstance(message, dict):
        raise FrameError
    return message


def to_json(rendered: Rendered) -> dict[str, Any]:
    """Return a rendered source as JSON-ready values."""
    return {
        "text": rendered.text,
        "elements": [[_TAGS[type(element)], *astuple(element)] for element in rendered.elements],
        "places": [astuple(place) for place in rendered.places],
        "title": rendered.title,
        "url": rendered.url,
        "added": [astuple(span) for span in rendered.added],
        "date": rendered.date,
    }


def from_json(values: dict[str, Any]) -> Rendered:
    """Return the rendered source. Raises FrameError if it is invalid: a compromised child may send anything."""
    try:
        rendered = Rendered(
            values["text"],
            tuple(_ELEMENTS[tag](*fields) for tag, *fields in values["elements"]),
            tuple(Place(*fields) for fields in values["places"]),
            values["title"],
            values["url"],
            tuple(Span(*offsets) for offsets in values["added"]),
            stated_date(values["date"]),
        )
        _check(rendered)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise FrameError from None
    return rendered


_ELEMENTS: dict[str, type[Element]] = {"heading": Heading, "prose": Prose, "residue": NonProse}
_TAGS = {kind: tag for tag, kind in _ELEMENTS.items()}


def _check(rendered: Rendered) -> None:
    """Raise ValueError if a type or an offset is wrong."""
    texts: list[object] = [rendered.text, rendered.title or "", rendered.url or ""]
    numbers: list[object] = []
    end = 0
    for element in rendered.elements:
        if isinstance(element, Prose):
            numbers += [element.start, element.end]
            if not end <= element.start <= element.end or element.kind not in get_args(Kind):
                raise ValueError("an element is out of order")
            end = element.end
        elif isinstance(element, Heading):
            texts.append(element.text)
            numbers += [element.level, element.start, element.end]
    for place in rendered.places:
        texts += [place.label or "", place.fragment, place.url or ""]
        numbers.append(place.start)
    numbers += [offset for span in rendered.added for offset in (span.start, span.end)]
    if not all(isinstance(text, str) for text in texts) or not all(isinstance(number, int) for number in numbers):
        raise ValueError("a value is of another type")
    if end > len(rendered.text):
        raise ValueError("an element ends behind the text")

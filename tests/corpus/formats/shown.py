"""What a parsed source shows: its blocks, with sections and places."""

from __future__ import annotations

from relbot.corpus.documents import Document, parse


def blocks(path: str, data: bytes | str) -> list[str]:
    """The words of the blocks, in order."""
    document = parse(path, data.encode() if isinstance(data, str) else data)
    return [document.text[block.start : block.end] for block in document.blocks]


def placed(path: str, data: bytes | str) -> list[tuple[str, str]]:
    """(place, words) of the blocks."""
    document = parse(path, data.encode() if isinstance(data, str) else data)
    return [(place_of(document, block.start), document.text[block.start : block.end]) for block in document.blocks]


def sectioned(path: str, data: bytes | str) -> list[tuple[str, ...]]:
    """The sections of the blocks with their words."""
    document = parse(path, data.encode() if isinstance(data, str) else data)
    return [(*block.section, document.text[block.start : block.end]) for block in document.blocks]


def place_of(document: Document, offset: int) -> str:
    return next((place.label or "" for place in reversed(document.places) if place.start <= offset), "")

"""The pictures of a PDF citation are drawn from a PDF that is read as any other."""

from __future__ import annotations

from pdf_screenshots import typeset
from relbot.corpus.documents import parse

SOURCE = (
    "---\ntitle: Varn\n---\n= Varn =\n\n== Harbour ==\nThe harbour was dredged in 1911 by Ada Rook.\n\n"
    + ("It was closed in winter – for ice – and opened in spring, when the ships came back to Varn. " * 12 + "\n\n") * 8
)


def test_a_source_is_typeset_over_pages_and_read_again_with_its_paragraphs_and_pages() -> None:
    source = parse("varn.txt", SOURCE.encode())
    read = parse("varn.pdf", typeset(source))
    assert [read.text[block.start : block.end] for block in read.blocks][:2] == [
        source.text[block.start : block.end].strip() for block in source.blocks
    ][:2]
    assert read.source.title == "Varn"
    assert read.blocks[0].section == ("Harbour",)
    assert [place.label for place in read.places] == ["p. 1", "p. 2", "p. 3"]

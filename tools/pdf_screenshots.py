"""Draws how a PDF is cited in the terminal and in Discord: `python tools/pdf_screenshots.py SOURCE ADDRESS QUESTION`.

The PDF is typeset from a text source of the corpus, and indexed with a sidecar that says where it is from, in a folder
that is removed afterwards.
"""

from __future__ import annotations

import ctypes
import textwrap
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import click
import pypdfium2 as pdfium
from pypdfium2 import raw

from discord_screenshot import message_svg
from relbot.answer import Answer
from relbot.corpus.documents import Document, parse
from relbot.corpus.sidecar import SUFFIX, Sidecar
from relbot.discord.rendering.answer_layout import answer_layout
from relbot.engine import Relbot
from relbot.index.build import build
from terminal_screenshot import terminal_svg

WIDTH, HEIGHT, MARGIN = 595, 842, 72
"""Of a page in points: A4."""
COLUMNS, LEADING = 84, 1.3
"""Characters of a line, and the distance of lines by the size of their type."""
TEXT, HEADING, TITLE = ("Helvetica", 11), ("Helvetica-Bold", 13), ("Helvetica-Bold", 18)

Line = tuple[str, tuple[str, int]]
"""Words, and the font and size of their type in points."""


def typeset(document: Document) -> bytes:
    """A PDF with the headings and paragraphs of a document, and the numbers of its pages."""
    pdf = pdfium.PdfDocument.new()
    fonts: dict[str, raw.FPDF_FONT] = {}
    page, y = None, 0.0
    for words, (name, size) in _lines(document):
        if page is None or y < 1.5 * MARGIN:
            page, y = pdf.new_page(WIDTH, HEIGHT), float(HEIGHT - MARGIN)
            _put(pdf, page, fonts, (str(len(pdf)), TEXT), WIDTH / 2, MARGIN / 2)
        _put(pdf, page, fonts, (words, (name, size)), MARGIN, y)
        y -= LEADING * size
        raw.FPDFPage_GenerateContent(page)
    written = BytesIO()
    pdf.save(written)
    return written.getvalue()


def _lines(document: Document) -> Iterator[Line]:
    """The lines in order, with an empty one before each block."""
    yield document.source.title, TITLE
    above: tuple[str, ...] = ()
    for block in document.blocks:
        for depth, heading in enumerate(block.section):
            if block.section[: depth + 1] != above[: depth + 1]:
                yield from (("", HEADING), (heading, HEADING))
        above = block.section
        yield "", TEXT
        yield from ((line, TEXT) for line in textwrap.wrap(document.text[block.start : block.end], COLUMNS))


def _put(
    pdf: pdfium.PdfDocument, page: pdfium.PdfPage, fonts: dict[str, raw.FPDF_FONT], line: Line, x: float, y: float
) -> None:
    words, (name, size) = line
    if name not in fonts:
        fonts[name] = raw.FPDFText_LoadStandardFont(pdf, name.encode())
    text = raw.FPDFPageObj_CreateTextObj(pdf, fonts[name], size)
    code = f"{words}\0".encode("utf-16-le")
    raw.FPDFText_SetText(text, ctypes.cast(ctypes.create_string_buffer(code), raw.FPDF_WIDESTRING))
    raw.FPDFPageObj_Transform(text, 1, 0, 0, 1, x, y)
    raw.FPDFPage_InsertObject(page, text)


def answer_from_pdf(document: Document, address: str, question: str) -> Answer:
    """The answer to a question about the PDF of a document, which is at an address, as `relbot ask` gives it."""
    with TemporaryDirectory() as folder:
        corpus, index = Path(folder) / "corpus", Path(folder) / "index"
        corpus.mkdir()
        file = corpus / f"{Path(document.source.path).stem}.pdf"
        file.write_bytes(typeset(document))
        origin = Sidecar(document.source.title, address, document.source.licence)
        file.with_name(file.name + SUFFIX).write_bytes(origin.to_bytes())
        build(corpus, index)
        return Relbot.open(index).ask(question)


@click.command()
@click.argument("source", type=click.Path(path_type=Path, exists=True))
@click.argument("address")
@click.argument("question")
@click.option("--out", type=click.Path(path_type=Path), default=Path("docs"), help="The folder to write to.")
def draw(source: Path, address: str, question: str, out: Path) -> None:
    """Draw the answer to a question about a source as a PDF, in the terminal and in Discord."""
    answer = answer_from_pdf(parse(source.name, source.read_bytes()), address, question)
    (out / "pdf-answer.svg").write_text(terminal_svg(answer), encoding="utf-8")
    components = answer_layout(answer).to_components()  # type: ignore[no-untyped-call]
    (out / "discord-pdf-answer.svg").write_text(message_svg(components), encoding="utf-8")


if __name__ == "__main__":
    draw()

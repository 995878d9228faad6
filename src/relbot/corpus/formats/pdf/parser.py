"""Parses PDF files, or reports why one cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from relbot.corpus.context import with_context
from relbot.corpus.formats.pdf.blocks import body_type
from relbot.corpus.formats.pdf.furniture import without_furniture
from relbot.corpus.formats.pdf.headings import Bookmark, is_contents_line, letters, levels
from relbot.corpus.formats.pdf.hyphenation import Hyphenation
from relbot.corpus.formats.pdf.lines import Line, PageLines
from relbot.corpus.formats.pdf.page_reader import read_page
from relbot.corpus.formats.pdf.paragraphs import divide, join_over_regions
from relbot.corpus.formats.pdf.writer import Writer
from relbot.corpus.outline import MAX_TEXT, OnPage, Rendered
from relbot.temporal.stated_date import stated_date

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

MAX_PAGES = 5_000
_MAX_BOOKMARKS = 10_000
_MAX_UNTOLD = 0.03
"""The maximum share of characters not mapped to letters; in a font without a mapping it is more than half."""
_PASSWORD = 4
"""PDFium's error code for a missing password, FPDF_ERR_PASSWORD."""


def parse(data: bytes, on_page: OnPage = lambda *_: None) -> Rendered:
    """Render a PDF in reading order, with its pages as places.

    Raises ValueError if it is locked, damaged, a scan without text or too long, or if its fonts do not map characters
    to letters.
    """
    from pypdfium2 import PdfiumError

    try:
        with closing(_open(data)) as document:
            pages = list(_read_pages(document, on_page))
            _check(document, pages)
            labels = [document.get_page_label(index) or str(index + 1) for index in range(len(document))]
            bookmarks = list(_bookmarks(document))
            named, created = document.get_metadata_value("Title"), document.get_metadata_value("CreationDate")
    except PdfiumError as error:
        if error.err_code == _PASSWORD:
            raise ValueError("it needs a password; save a copy without one") from None
        raise ValueError("it is damaged, or no PDF; open it in a viewer and save it again") from None
    rendered = _rendered(without_furniture(pages, labels), labels, bookmarks, named)
    return replace(rendered, date=stated_date(created))


def _open(data: bytes) -> PdfDocument:
    from pypdfium2 import PdfDocument

    if not data.strip():
        raise ValueError("it is empty")
    document = PdfDocument(data)
    count = len(document)
    if 0 < count <= MAX_PAGES:
        return document
    document.close()
    raise ValueError(f"it has more than {MAX_PAGES:,} pages; split it" if count else "it has no pages")


def _read_pages(document: PdfDocument, on_page: OnPage) -> Iterator[PageLines]:
    from pypdfium2 import PdfiumError, raw

    total, length = len(document), 0
    is_tagged = bool(raw.FPDFCatalog_IsTagged(document))
    for index in range(total):
        try:
            with closing(document[index]) as page:
                lines = read_page(page, is_tagged=is_tagged)
        except PdfiumError:  # a damaged page does not affect the others
            lines = PageLines((), 1, 0, 0)
        length += lines.characters
        if length > MAX_TEXT:
            raise ValueError(f"it has more than {MAX_TEXT // 1024 // 1024} MB of text; split it")
        yield lines
        on_page(index + 1, total)


def _check(document: PdfDocument, pages: Sequence[PageLines]) -> None:
    """Raise ValueError if there is no text, or none whose letters are known."""
    characters = sum(page.characters for page in pages)
    if not any(any(map(str.isalnum, line.text)) for page in pages for line in page.lines):
        if characters == 0 and not _shows_images(document):
            raise ValueError("its pages are empty")
        raise ValueError("it is a scan without text; run text recognition (OCR) on it, for instance with ocrmypdf")
    if sum(page.untold for page in pages) > _MAX_UNTOLD * characters:
        raise ValueError("its fonts do not tell which letters they show; print it to a new PDF or run OCR on it")


def _shows_images(document: PdfDocument) -> bool:
    from pypdfium2 import raw

    with closing(document[0]) as page:
        return next(iter(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)), None) is not None


def _bookmarks(document: PdfDocument) -> Iterator[Bookmark]:
    for number, entry in enumerate(document.get_toc(max_depth=10)):
        destination = entry.get_dest()
        page = destination.get_index() if destination else None
        if page is not None:
            yield Bookmark(entry.get_title(), entry.level + 1, page)
        if number >= _MAX_BOOKMARKS:
            return


def _rendered(
    pages: Sequence[Sequence[Line]], labels: Sequence[str], bookmarks: Sequence[Bookmark], named: str
) -> Rendered:
    by_title = {letters(bookmark.title): bookmark for bookmark in bookmarks if letters(bookmark.title)}
    kept = [
        [line for line in lines if not is_contents_line(line.text, page, by_title)] for page, lines in enumerate(pages)
    ]
    body = body_type(kept)
    blocks = divide(kept, body)
    level_of = levels(blocks, bookmarks, body)
    writer = Writer(labels, Hyphenation(line.text for lines in kept for line in lines), body)
    for index, block in join_over_regions(blocks, [index in level_of for index in range(len(blocks))]):
        writer.add(block, level_of.get(index))
    writer.flush()
    return replace(with_context(writer.builder.rendered()), title=writer.title(named))

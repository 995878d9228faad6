"""EPUB books: their chapters in reading order, and what is refused of them."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from relbot.corpus.documents import Document, parse
from relbot.corpus.formats.web import epub
from relbot.errors.corpus import SourceRejected

CONTAINER = '<container xmlns="urn:oasis"><rootfiles><rootfile full-path="{}"/></rootfiles></container>'
PACKAGE = """<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>
<dc:title>The  Mill</dc:title></metadata><manifest>{items}</manifest><spine toc="ncx">{spine}</spine></package>"""
NAV = """<html xmlns:epub="http://www.idpf.org/2007/ops"><body><nav epub:type="toc"><ol>
<li><a href="one.xhtml">The flood</a></li><li><a href="text/two%20b.xhtml#late">Much later</a></li>
</ol></nav></body></html>"""
NCX = """<!DOCTYPE ncx PUBLIC "-//NISO//DTD ncx 2005-1//EN" "http://www.daisy.org/z3986/2005/ncx-2005-1.dtd">
<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>The flood</text></navLabel>
<content src="one.xhtml"/></navPoint><navPoint><navLabel><text>Much later</text></navLabel>
<content src="text/two%20b.xhtml#late"/></navPoint></navMap></ncx>"""
ONE = "<html><head><title/></head><body><h1>The flood</h1><p>The river <b>rose</b>.<a id='p1'/></p></body></html>"
TWO = "<html><body><p>The dam held.</p><h1 id='late'>Much later</h1><p>The mill was sold.</p></body></html>"


def book(contents: str = "nav", /, **changes: str | bytes) -> bytes:
    """A book of two pages. `changes` replace or add files by their path."""
    items = (
        '<item id="b" href="text/two%20b.xhtml"/><item id="a" href="one.xhtml"/><item id="n" href="nav.xhtml"'
        ' properties="nav"/><item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
    )
    if contents == "ncx":
        items = items.replace(' properties="nav"', ' properties="other"')
    files: dict[str, str | bytes] = {
        "META-INF/container.xml": CONTAINER.format("OPS/book.opf"),
        "OPS/book.opf": PACKAGE.format(items=items, spine='<itemref idref="a"/><itemref idref="b"/>'),
        "OPS/nav.xhtml": NAV,
        "OPS/toc.ncx": NCX,
        "OPS/one.xhtml": ONE,
        "OPS/text/two b.xhtml": TWO,
        **changes,
    }
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
        for path, data in files.items():
            archive.writestr(path, data)
    return stream.getvalue()


def places(document: Document) -> list[tuple[str | None, str]]:
    return [(place.label, document.text[place.start :].split("\n")[0]) for place in document.places]


@pytest.mark.parametrize("contents", ["nav", "ncx"])
def test_a_book_is_read_chapter_by_chapter_whichever_table_of_contents_it_has(contents: str) -> None:
    document = parse("a.epub", book(contents))
    assert document.source.title == "The Mill"
    assert document.text == "The flood\n\nThe river rose.\n\nThe dam held.\n\nMuch later\n\nThe mill was sold."
    assert places(document) == [("The flood", "The flood"), ("Much later", "Much later")]
    assert [block.section for block in document.blocks] == [("The flood",), ("The flood",), ("Much later",)]


def test_no_quote_goes_from_one_page_to_the_next() -> None:
    document = parse("a.epub", book())
    assert not any(block.is_adjacent for block in document.blocks)


def test_the_page_that_lists_the_contents_is_not_read() -> None:
    spine = '<itemref idref="n"/><itemref idref="a"/>'
    items = '<item id="a" href="one.xhtml"/><item id="n" href="nav.xhtml" properties="nav"/>'
    document = parse("a.epub", book(**{"OPS/book.opf": PACKAGE.format(items=items, spine=spine)}))
    assert document.text == "The flood\n\nThe river rose."


ENCRYPTED = '<encryption><EncryptedData><EncryptionMethod Algorithm="{}"/></EncryptedData></encryption>'
ENTITIES = '<!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><package><x>&b;</x></package>'
OUTSIDE = '<!DOCTYPE p [<!ENTITY a SYSTEM "file:///etc/passwd">]><package><title>&a;</title></package>'


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"no archive", "it is plain text in spite of its name; rename it to .txt"),
        (b"\0no archive", "it is damaged: no ZIP archive; get it again"),
        (book()[:-200], "it is damaged: no ZIP archive; get it again"),
        (book(**{"META-INF/container.xml": ""}), "it is no EPUB book: META-INF/container.xml is missing"),
        (book(**{"META-INF/container.xml": "<a/>"}), "it is no EPUB book: its container names no package"),
        (book(**{"OPS/book.opf": "<package><"}), "it is damaged at OPS/book.opf; get it again"),
        (book(**{"OPS/book.opf": ENTITIES}), "OPS/book.opf declares entities, which are not read"),
        (book(**{"OPS/book.opf": OUTSIDE}), "OPS/book.opf declares entities, which are not read"),
        (book(**{"OPS/book.opf": "<package/>"}), "it has no text; its pages may be pictures"),
        (
            book(
                **{"META-INF/encryption.xml": ENCRYPTED.format("http://www.w3.org/aes"), "META-INF/rights.xml": "<a/>"}
            ),
            "it is encrypted by Adobe's copy protection (DRM); put a copy without it here",
        ),
    ],
)
def test_what_is_no_readable_book_is_refused_with_the_reason(data: bytes, why: str) -> None:
    with pytest.raises(SourceRejected) as refused:
        parse("a.epub", data)
    assert refused.value.why == why


def test_a_book_of_which_only_the_fonts_are_encrypted_is_read() -> None:
    encryption = ENCRYPTED.format("http://www.idpf.org/2008/embedding")
    assert "The river rose." in parse("a.epub", book(**{"META-INF/encryption.xml": encryption})).text


def test_what_is_unpacked_is_counted_and_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epub, "MAX_UNPACKED", 1024 * 1024)
    with pytest.raises(SourceRejected, match="it unpacks to more than 1 MB"):
        parse("a.epub", book(**{"OPS/one.xhtml": b" " * 3_000_000}))


def test_damage_within_a_page_is_named_with_the_page() -> None:
    data = bytearray(book(**{"OPS/one.xhtml": "<p>" + "The river rose and fell. " * 50}))
    at = data.index(b"OPS/one.xhtml") + len("OPS/one.xhtml") + 10
    data[at : at + 20] = bytes(20)
    with pytest.raises(SourceRejected, match=r"it is damaged at OPS/one\.xhtml; get it again"):
        parse("a.epub", bytes(data))


def test_addresses_that_lead_out_of_the_archive_are_not_followed() -> None:
    hrefs = ("../../../etc/passwd", "file:///etc/passwd", "one.xhtml")
    items = "".join(f'<item id="{id_}" href="{href}"/>' for id_, href in zip("abc", hrefs, strict=True))
    spine = '<itemref idref="a"/><itemref idref="b"/><itemref idref="c"/><itemref idref="missing"/>'
    document = parse("a.epub", book(**{"OPS/book.opf": PACKAGE.format(items=items, spine=spine)}))
    assert document.text == "The flood\n\nThe river rose."

"""Writes small PDF files for tests: text at given places in standard fonts, bookmarks, page labels, pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain

FONTS = {"": "Helvetica", "bold": "Helvetica-Bold", "fixed": "Courier"}
WIDTH, HEIGHT = 595, 842
"""Of a page in points: A4."""
LEADING = 1.2
"""Distance of lines by the size of the type."""


@dataclass(frozen=True)
class Text:
    """Words in one line, from a point on; from the lower left corner."""

    x: float
    y: float
    words: str
    size: float = 10
    font: str = ""


@dataclass(frozen=True)
class Page:
    texts: Sequence[Text]
    table: Sequence[Sequence[Sequence[Text]]] = ()
    """Rows of cells of lines, which are tagged as what they are."""
    headings: Sequence[tuple[int, Sequence[Text]]] = ()
    """(level, lines) of tagged headings, drawn first."""
    has_picture: bool = False
    rotation: int = 0
    box: tuple[float, float, float, float] = (0, 0, WIDTH, HEIGHT)


@dataclass(frozen=True)
class Bookmark:
    title: str
    page: int
    parts: Sequence[Bookmark] = field(default=())


def lines(words: str, *, x: float = 72, y: float = 700, size: float = 10, font: str = "") -> list[Text]:
    """Lines of text below one another, from a height on."""
    return [Text(x, y - index * LEADING * size, line, size, font) for index, line in enumerate(words.split("\n"))]


def pdf(
    pages: Sequence[Page],
    *,
    title: str = "",
    created: str = "",
    labels: str = "",
    bookmarks: Sequence[Bookmark] = (),
    unicode_of: dict[str, int] | None = None,
    encrypted: bool = False,
) -> bytes:
    """The file. `labels` is a number tree's array; `unicode_of` says what a character of the font "" stands for."""
    file = _File()
    catalog, tree = file.reserve(), file.reserve()
    fonts = " ".join(
        f"/F{index} {file.add(_font(name, file, unicode_of if not key else None))} 0 R"
        for index, (key, name) in enumerate(FONTS.items())
    )
    picture = file.add(
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray", b"\0"
    )
    numbers = [file.reserve() for _ in pages]
    tags = file.reserve()
    tagged: list[int] = []
    tagged_pages = []
    for index, (number, page) in enumerate(zip(numbers, pages, strict=True)):
        content = file.add("<<", _content(page))
        box = " ".join(map(str, page.box))
        file.put(
            number,
            f"<< /Type /Page /Parent {tree} 0 R /MediaBox [{box}] /Rotate {page.rotation} /Contents {content} 0 R "
            f"/StructParents {index} "
            f"/Resources << /Font << {fonts} >> /XObject << /P {picture} 0 R >> >> >>",
        )
        table, cells = _tagged_table(file, page, tags, number)
        headings = [
            file.add(f"<< /Type /StructElem /S /H{level} /P {tags} 0 R /Pg {number} 0 R /K [{mark}] >>")
            for mark, (level, _) in enumerate(page.headings, start=len(cells))
        ]
        tagged += [table, *headings]
        tagged_pages.append(f"{index} [{_references([*cells, *headings])}]")
    root = f"/K [{_references(tagged)}] /ParentTree << /Nums [{' '.join(tagged_pages)}] >>"
    file.put(tags, f"<< /Type /StructTreeRoot {root} >>")
    file.put(tree, f"<< /Type /Pages /Count {len(pages)} /Kids [{' '.join(f'{n} 0 R' for n in numbers)}] >>")
    outline = _outline(file, bookmarks, numbers) if bookmarks else ""
    page_labels = f"/PageLabels << /Nums [{labels}] >>" if labels else ""
    is_tagged = any(page.table or page.headings for page in pages)
    structure = f"/MarkInfo << /Marked true >> /StructTreeRoot {tags} 0 R" if is_tagged else ""
    file.put(catalog, f"<< /Type /Catalog /Pages {tree} 0 R {outline} {page_labels} {structure} >>")
    information = file.add(f"<< /Title {_string(title)} /CreationDate {_string(created)} >>")
    trailer = f"/Root {catalog} 0 R /Info {information} 0 R"
    if encrypted:  # the checksums of another password than the empty one
        standard = f"<< /Filter /Standard /V 1 /R 2 /P -4 /O <{'41' * 32}> /U <{'42' * 32}> >>"
        trailer += f" /Encrypt {file.add(standard)} 0 R /ID [<{'43' * 16}> <{'43' * 16}>]"
    return file.written(trailer)


class _File:
    def __init__(self) -> None:
        self._objects: list[bytes] = []

    def reserve(self) -> int:
        self._objects.append(b"null")
        return len(self._objects)

    def put(self, number: int, dictionary: str, stream: bytes | None = None) -> None:
        data = dictionary.encode("latin-1")
        if stream is not None:
            data += b" /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream)
        self._objects[number - 1] = data

    def add(self, dictionary: str, stream: bytes | None = None) -> int:
        number = self.reserve()
        self.put(number, dictionary, stream)
        return number

    def written(self, trailer: str) -> bytes:
        data = b"%PDF-1.7\n"
        offsets = []
        for number, content in enumerate(self._objects, start=1):
            offsets.append(len(data))
            data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
        size = len(offsets) + 1
        table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
        end = f"trailer\n<< /Size {size} {trailer} >>\nstartxref\n{len(data)}\n%%EOF\n".encode("latin-1")
        return data + b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table) + end


def _font(name: str, file: _File, unicode_of: dict[str, int] | None) -> str:
    known = ""
    if unicode_of:
        pairs = "".join(f"<{ord(shown):02x}> <{code:04x}>\n" for shown, code in unicode_of.items())
        table = f"1 begincodespacerange\n<00> <ff>\nendcodespacerange\n{len(unicode_of)} beginbfchar\n{pairs}endbfchar"
        known = f" /ToUnicode {file.add('<<', table.encode())} 0 R"
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding{known} >>"


def _content(page: Page) -> bytes:
    cells = [cell for row in page.table for cell in row]
    marked = [
        [f"/Span << /MCID {number} >> BDC", *map(_shown, texts), "EMC"]
        for number, texts in enumerate([*cells, *(texts for _, texts in page.headings)])
    ]
    texts = [*chain(*marked[len(cells) :]), *map(_shown, page.texts), *chain(*marked[: len(cells)])]
    picture = [f"q {WIDTH} 0 0 {HEIGHT} 0 0 cm /P Do Q"] if page.has_picture else []
    return "\n".join([*picture, *texts]).encode("cp1252")


def _shown(text: Text) -> str:
    font = list(FONTS).index(text.font)
    return f"BT /F{font} {text.size} Tf {text.x} {text.y} Td {_string(text.words)} Tj ET"


def _tagged_table(file: _File, page: Page, parent: int, number: int) -> tuple[int, list[int]]:
    """The tags of a page's table, and its cells in order."""
    table = file.reserve()
    cells: list[int] = []
    rows = []
    for row in page.table:
        tagged_row = file.reserve()
        own = []
        for _ in row:
            tag = f"<< /Type /StructElem /S /TD /P {tagged_row} 0 R /Pg {number} 0 R /K [{len(cells)}] >>"
            own.append(file.add(tag))
            cells.append(own[-1])
        file.put(tagged_row, f"<< /Type /StructElem /S /TR /P {table} 0 R /K [{_references(own)}] >>")
        rows.append(tagged_row)
    file.put(table, f"<< /Type /StructElem /S /Table /P {parent} 0 R /K [{_references(rows)}] >>")
    return table, cells


def _references(numbers: Sequence[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)


def _outline(file: _File, bookmarks: Sequence[Bookmark], pages: Sequence[int]) -> str:
    root = file.reserve()
    file.put(root, f"<< /Type /Outlines {_entries(file, bookmarks, root, pages)} >>")
    return f"/Outlines {root} 0 R"


def _entries(file: _File, bookmarks: Sequence[Bookmark], parent: int, pages: Sequence[int]) -> str:
    numbers = [file.reserve() for _ in bookmarks]
    for index, (number, bookmark) in enumerate(zip(numbers, bookmarks, strict=True)):
        beside = f"/Next {numbers[index + 1]} 0 R" if index + 1 < len(numbers) else ""
        parts = _entries(file, bookmark.parts, number, pages) if bookmark.parts else ""
        file.put(
            number,
            f"<< /Title {_string(bookmark.title)} /Parent {parent} 0 R {beside} {parts} "
            f"/Dest [{pages[bookmark.page]} 0 R /Fit] >>",
        )
    return f"/First {numbers[0]} 0 R /Last {numbers[-1]} 0 R /Count {len(numbers)}" if numbers else ""


def _string(words: str) -> str:
    return "(" + words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")"

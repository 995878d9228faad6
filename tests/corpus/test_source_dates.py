"""A source is dated by what it says of itself, else by its sidecar; the date of its last change goes before others."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.formats.office.packages import word
from corpus.formats.pdf.pdf_writer import Page, lines, pdf
from corpus.formats.web.test_epub import PACKAGE, book
from relbot.corpus.documents import parse, read_source
from relbot.corpus.folder import scan

TEXT = "The mill was sold."
BODY = f"<body><p>{TEXT}</p></body>"
LINKED = '<script type="application/ld+json">{"@type": "Article", "datePublished": "2023-01-02"%s}</script>'


def paged(created: str) -> bytes:
    return pdf([Page(lines(TEXT))], created=created)


DATED: dict[str, tuple[str, str | bytes, str | None]] = {
    "YAML": ("a.md", f"---\ndate: 2024-03-05\n---\n{TEXT}", "2024-03-05"),
    "YAML with a time": ("a.md", f"---\ndate: 2024-03-05 10:15:00 +0100\n---\n{TEXT}", "2024-03-05"),
    "YAML in words": ("a.txt", f"---\ndate: March 5, 2024\n---\n{TEXT}", "2024-03-05"),
    "YAML with a capital": ("a.md", f"---\nUpdated: 2024-03\n---\n{TEXT}", "2024-03"),
    "the last change": ("a.md", f"---\ndate: 2020-01-01\nlastmod: 2024-03-05\n---\n{TEXT}", "2024-03-05"),
    "an unset change": ("a.md", f"---\ndate: 2020-01-01\nlastmod: 0001-01-01T00:00:00Z\n---\n{TEXT}", "2020-01-01"),
    "lines": ("a.md", f"---\ntitle: A: b: c\ndate: 2024-03-05\n---\n{TEXT}", "2024-03-05"),
    "TOML": ("a.md", f"+++\ndate = 2024-03-05\n+++\n{TEXT}", "2024-03-05"),
    "TOML with a time": ("a.md", f"+++\ndate = 2024-03-05T10:15:00Z\n+++\n{TEXT}", "2024-03-05"),
    "JSON": ("a.md", '{"date": "2024-03-05"}\n\n' + TEXT, "2024-03-05"),
    "no date in YAML": ("a.md", f"---\ndate: [soon]\nupdated: draft\n---\n{TEXT}", None),
    "none": ("a.md", f"On 5 March 2024 it rained. {TEXT}", None),
    "mail": ("a.eml", f"From: a@b.example\nDate: Tue, 05 Mar 2024 23:15:00 -0800\n\n{TEXT}", "2024-03-05"),
    "mail without": ("a.eml", f"From: a@b.example\n\n{TEXT}", None),
    "a property": (
        "a.html",
        f"<meta property='article:published_time' content='2024-03-05'>{BODY}",
        "2024-03-05",
    ),
    "a name": ("a.html", f"<meta name='DC.Date' content='2024-03-05'>{BODY}", "2024-03-05"),
    "a changed page": (
        "a.html",
        f"<meta name=date content=2020-01-01><meta property='article:modified_time' content=2024-03-05>{BODY}",
        "2024-03-05",
    ),
    "linked data": ("a.html", LINKED % "" + BODY, "2023-01-02"),
    "changed linked data": ("a.html", LINKED % ', "dateModified": "2024-03-05T10:15:00Z"' + BODY, "2024-03-05"),
    "a page without": ("a.html", f"<meta name=date content=''><meta name=x>{BODY}", None),
    "PDF": ("a.pdf", paged("D:20240305101500+01'00'"), "2024-03-05"),
    "PDF without": ("a.pdf", paged(""), None),
    "PDF with nonsense": ("a.pdf", paged("D:99999999"), None),
    "Word": ("a.docx", word(f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>", modified="2024-03-05T10:15:00Z"), "2024-03-05"),
    "Word without": ("a.docx", word(f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>"), None),
}


@pytest.mark.parametrize("kind", DATED)
def test_a_source_is_dated_as_it_says(kind: str) -> None:
    path, data, expected = DATED[kind]
    document = parse(path, data.encode() if isinstance(data, str) else data)
    assert document.source.date == expected


def test_a_book_is_dated_by_its_publication() -> None:
    described = PACKAGE.replace("</dc:title>", "</dc:title><dc:date>2024-03-05</dc:date>")
    items = '<item id="a" href="one.xhtml"/>'
    package = described.format(items=items, spine='<itemref idref="a"/>')
    assert parse("a.epub", book(**{"OPS/book.opf": package})).source.date == "2024-03-05"


@pytest.mark.parametrize(
    ("own", "beside", "expected"),
    [("2020-01-01", "2024-03-05", "2020-01-01"), (None, "2024-03-05T10:15:00Z", "2024-03-05"), (None, "soon", None)],
)
def test_the_sidecar_dates_what_does_not_date_itself(
    own: str | None, beside: str, expected: str | None, tmp_path: Path
) -> None:
    (tmp_path / "a.md").write_text(f"---\ndate: {own}\n---\n{TEXT}" if own else TEXT)
    (tmp_path / "a.md.yaml").write_text(f"date: {beside}\n")
    assert read_source(tmp_path, scan(tmp_path).sources[0]).source.date == expected


def test_another_date_in_the_sidecar_makes_it_another_source(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(TEXT)
    revisions = set()
    for said in ("", "date: 2024-03-05\n", "date: 2024-03-06\n"):
        (tmp_path / "a.md.yaml").write_text(said)
        revisions.add(scan(tmp_path).sources[0].revision)
    assert len(revisions) == 3


@pytest.mark.parametrize("value", ["x" * 5_000, "2024-99-99", "😀", "-", "9" * 400, "\u202e2024", "2024-03-05\u2028"])
def test_a_date_never_costs_the_source(value: str) -> None:
    for path, text in (
        ("a.html", f'<meta name="date" content="{value}">{BODY}'),
        ("a.md", f'---\ndate: "{value}"\n---\n{TEXT}'),
    ):
        document = parse(path, text.encode())
        assert document.text == TEXT
        assert document.source.date in {None, "2024", "2024-03-05"}

"""What a file is, told by its first bytes if its name says something else."""

from __future__ import annotations

import io
import zipfile

import pytest

from corpus.formats.example_files import FILES
from relbot.corpus.documents import parse
from relbot.corpus.formats.signatures import check_name
from relbot.errors.corpus import SourceRejected


def _members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize(
    ("own", "named", "why"),
    [
        (".pdf", ".html", "it is a PDF in spite of its name; rename it to .pdf"),
        (".pdf", ".docx", "it is a PDF in spite of its name; rename it to .pdf"),
        (".docx", ".txt", "it is a Word document in spite of its name; rename it to .docx"),
        (".xlsx", ".csv", "it is a spreadsheet in spite of its name; rename it to .xlsx"),
        (".pptx", ".pdf", "it is a presentation in spite of its name; rename it to .pptx"),
        (".epub", ".md", "it is an EPUB book in spite of its name; rename it to .epub"),
        (".xlsx", ".docx", "it is a spreadsheet in spite of its name; rename it to .xlsx"),
        (".docx", ".epub", "it is a Word document in spite of its name; rename it to .docx"),
        (".docx", ".xls", "it is a Word document in spite of its name; rename it to .docx"),
        (".html", ".pdf", "it is a web page in spite of its name; rename it to .html, or get the document again"),
        (".html", ".txt", "it is a web page in spite of its name; rename it to .html, or get the document again"),
        (".rst", ".pptx", "it is plain text in spite of its name; rename it to .txt"),
        (".vtt", ".pdf", "it is plain text in spite of its name; rename it to .txt"),
        (".csv", ".xls", "it is plain text in spite of its name; rename it to .csv"),
    ],
)
def test_a_file_with_the_name_of_another_format_is_told_its_own(own: str, named: str, why: str) -> None:
    with pytest.raises(SourceRejected) as error:
        parse(f"a{named}", FILES[own])
    assert error.value.why == why


@pytest.mark.parametrize("named", [".pdf", ".docx", ".xls", ".epub", ".html", ".txt", ".csv", ".eml", ".json"])
@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\x89PNG\r\n\x1a\n", "it is a picture in spite of its name; run OCR on it, and save the text as .txt"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "it is a picture in spite of its name; run OCR"),
        (b"\0\0\0\x18ftypheic", "it is a picture in spite of its name; run OCR"),
        (
            b"\0\0\0\x18ftypmp42",
            "it is a recording in spite of its name; save what is said in it as .vtt, .srt or .txt",
        ),
        (b"\x1f\x8b\x08\0", "it is a compressed archive in spite of its name; unpack it"),
        (b"{\\rtf1 Text.}", "it is an RTF document in spite of its name; save it as .docx"),
        (b"SQLite format 3\0", "it is a database in spite of its name; save its tables as .csv"),
    ],
)
def test_a_file_of_a_kind_that_is_not_read_is_told_its_own(data: bytes, why: str, named: str) -> None:
    with pytest.raises(SourceRejected) as error:
        parse(f"a{named}", data + bytes(range(256)))
    assert error.value.why.startswith(why)


@pytest.mark.parametrize("suffix", [*FILES])
def test_a_file_of_its_own_kind_is_taken_for_no_other(suffix: str) -> None:
    check_name(f"a{suffix}", FILES[suffix])


@pytest.mark.parametrize("name", ["a.docm", "a.pptm", "a.xlsm", "a.xls", "a.docx"])
def test_the_last_name_in_an_archive_tells_its_kind_and_not_that_of_a_file_within(name: str) -> None:
    kind = {"a.docm": ".docx", "a.pptm": ".pptx", "a.docx": ".docx"}.get(name, ".xlsx")
    within = {".xlsx": FILES[".docx"]}.get(kind, FILES[".xlsx"])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("embeddings/a", within)
        for member, data in _members(FILES[kind]).items():
            archive.writestr(member, data)
    check_name(name, packed.getvalue())


@pytest.mark.parametrize(
    ("name", "text"),
    [("a.md", "<html><p>It is old.</html>"), ("README", "<!doctype html>\n<p>It is old."), ("a.txt", "It is <html>.")],
)
def test_markup_within_a_text_is_no_web_page(name: str, text: str) -> None:
    assert "It is" in parse(name, text.encode()).text


@pytest.mark.parametrize("prefix", ["\ufeff", " \n", "<!-- saved -- from -->\n", '<?xml version="1.0"?>\n'])
def test_a_web_page_is_known_whatever_is_above_its_first_tag(prefix: str) -> None:
    for encoding in ("utf-8", "utf-16"):
        with pytest.raises(SourceRejected, match="it is a web page"):
            parse("a.pdf", f"{prefix}<!DOCTYPE html>\n<title>Log in</title>".encode(encoding))

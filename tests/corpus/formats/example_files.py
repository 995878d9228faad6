"""A small file of each format that is not plain text or Markdown, by suffix."""

from __future__ import annotations

from corpus.formats.office.packages import p, package, presentation, rows, sp, table, tc, tr, word, workbook
from corpus.formats.pdf.pdf_writer import Page, lines, pdf

_SHEET = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="S"><table:table-row><table:table-cell office:value-type="string"><text:p>A</text:p>'
    "</table:table-cell>"
    '<table:table-cell office:value-type="float" office:value="1.5"/></table:table-row></table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)
_MANIFEST = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
_BOOK = (
    '<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest><item id="a" href="a.xhtml"/></manifest>'
    '<spine><itemref idref="a"/></spine></package>'
)
FILES: dict[str, bytes] = {
    ".pdf": pdf([Page(lines("The harbour was dredged\nin 1911."))], title="A"),
    ".html": b"<title>A</title><h1 id=a>A</h1><p>One &amp; <b>two</b>.<table><tr><th>B<th>C<tr><td>d<td>1</table>",
    ".epub": package(
        {
            "META-INF/container.xml": '<container xmlns="urn:oasis"><rootfiles><rootfile full-path="b.opf"/>'
            "</rootfiles></container>",
            "b.opf": _BOOK,
            "a.xhtml": "<html><body><h1>A</h1><p>One <i>thing</i>.</p></body></html>",
        }
    ),
    ".docx": word(p("A") + table(tr(tc("B"), tc("C")), tr(tc("1"), tc("2")))),
    ".pptx": presentation(sp("A", kind="title") + sp("One thing.", "Another.")),
    ".xlsx": workbook({"S": rows(["A", "B"], ["x", 1])}),
    ".ods": package(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": _MANIFEST,
            "content.xml": _SHEET,
        }
    ),
    ".csv": b'A,B\nx,"1\n2"\ny;3\n',
    ".eml": b"Subject: =?utf-8?Q?a=C3=9F?=\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nA thing.\n--x\n"
    b"Content-Type: text/html; charset=utf-8\n\n<table><tr><td>a</table><p>b\n--x--\n",
    ".ipynb": b'{"cells": [{"cell_type": "markdown", "source": ["# A\\n", "One thing."]}], "metadata": {}}',
    ".vtt": b"WEBVTT\n\n00:01.000 --> 00:02.000\n<v Anna>One thing &amp; <i>more</i>\n\n00:02.000 --> 00:03.000\n- Two",
    ".json": b'{"guild": {"id": "1"}, "channel": {"id": "2"}, "messages": [{"id": "3", "content": "<@1> **A** b."}]}',
    ".rst": b"A\n=\n\n.. note:: *One* :x:`thing <b>` |a|\n\n- b\n\n== ==\nA  B\n== ==\nx  1\n== ==\n",
    ".adoc": b"= A\n\n.B\n|===\n|a |b\n\n2+|c\n|===\n\n* d *e* <<f>>\nterm:: footnote:[g]\n----\nh\n----\n",
}

"""Fuzz targets: functions of bytes that fail where an invariant is violated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date
from functools import cache
from io import BytesIO
from zipfile import ZipFile

from corpus.adversarial_texts import FRAGMENTS, UNUSUAL_CHARACTERS
from corpus.conftest import load_token_offsets
from corpus.formats.example_files import FILES
from corpus.formats.office.packages import package
from corpus.formats.pdf.pdf_writer import Bookmark, Page, lines, pdf
from corpus.invariants import check_source
from relbot.answering.timeline import parse_span
from relbot.errors.request import SpanUnreadable
from relbot.query import query, timeframe
from relbot.query.answer_constraints import answer_type
from relbot.query.dialogue import about_the_answer, followup, reformulation
from relbot.temporal import date_mentions
from relbot.temporal.relative_dates import MAX_YEAR
from relbot.terminal.sanitize import sanitize, to_json
from relbot.text import proper_names, terms
from terminal.output_checks import is_inert

TEXTS = (".txt", ".md", ".mediawiki")
PAGES = (".html", ".xhtml")
MARKUP = (".rst", ".adoc")
RECORDS = (".csv", ".tsv", ".eml", ".ipynb", ".vtt", ".srt", ".json")
PARTS = {
    ".docx": ("word/document.xml", "word/styles.xml", "word/footnotes.xml", "word/_rels/document.xml.rels"),
    ".pptx": ("ppt/slides/1.xml", "ppt/presentation.xml", "ppt/slides/_rels/1.xml.rels"),
    ".xlsx": ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"),
    ".ods": ("content.xml",),
    ".epub": ("a.xhtml", "b.opf", "META-INF/container.xml"),
}
"""Of the formats that are archives, by suffix: the parts that are replaced, since no mutated archive has a right
checksum."""
TODAY = date(2026, 11, 24)
_CONTEXT = reformulation.DialogueContext(
    "Who visited Tirana in 1956?", "Kim Il Sung visited the Albanian capital on 29 June 1956."
)
_PARTS = [(suffix, part) for suffix, parts in PARTS.items() for part in parts]
_tokens = load_token_offsets()


def source(suffixes: Sequence[str]) -> Callable[[bytes], None]:
    """A source: the first byte selects the format, the rest is the file."""

    def target(data: bytes) -> None:
        check_source(f"a{suffixes[data[0] % len(suffixes)]}" if data else f"a{suffixes[0]}", data[1:], _tokens)

    return target


def archive(data: bytes) -> None:
    """A part of an archive: the first byte selects which, the rest is the part."""
    suffix, part = _PARTS[data[0] % len(_PARTS)] if data else _PARTS[0]
    check_source(f"a{suffix}", package({**_unpacked(suffix), part: data[1:]}), _tokens)


@cache
def _unpacked(suffix: str) -> dict[str, bytes]:
    with ZipFile(BytesIO(FILES[suffix])) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def asked(data: bytes) -> None:
    """A question or a span, as far as it is read without the model."""
    text = data.decode("utf-8", "surrogateescape")
    shown = query.normalise_text(text)
    shown.encode()
    assert all(shown[term.start : term.end] == term.word and term.stem for term in terms.tokenize(shown))
    assert all(shown[name.start : name.end] == name.words for name in proper_names.extract_names(shown))
    context = date_mentions.extract_dates("in 1940")[0].interval
    for mention in date_mentions.extract_dates(shown, context):
        assert shown[mention.start : mention.end] == mention.text
        assert abs(mention.interval.first.year) <= 10 * MAX_YEAR or mention.interval.is_open
        str(mention.interval)
    frame = timeframe.extract_timeframe(shown, TODAY, lambda _: context)
    assert frame is None or 0 <= frame.start < frame.end <= len(shown)
    answer_type.expected_answer_type(shown)
    about_the_answer.asks_for_more(shown)
    for way in followup.reformulate(shown, _CONTEXT, TODAY):
        way.text.encode()
    with suppress(SpanUnreadable):
        parse_span(text, TODAY)
    assert is_inert(sanitize(text))
    assert is_inert(to_json(text))


TARGETS: dict[str, Callable[[bytes], None]] = {
    "texts": source(TEXTS),
    "pages": source(PAGES),
    "markup": source(MARKUP),
    "records": source(RECORDS),
    "archives": archive,
    "pdf": source((".pdf",)),
    "questions": asked,
}
WORDS = (*UNUSUAL_CHARACTERS, *(fragment for fragment in FRAGMENTS if len(fragment) < 40))
"""Dictionary for mutations."""
SEEDS: dict[str, Sequence[bytes]] = {
    "texts": [
        *(b"%c%s" % (kind, fragment.encode()) for fragment in FRAGMENTS for kind in range(len(TEXTS))),
        b'\1---\ntitle: "A: B"\nurl: https://a.example/\nlicence: CC BY\n---\n# A\n\nOne. Two.\n\n- a\n- b\n',
    ],
    "pages": [
        *(b"%c%s" % (kind, FILES[".html"]) for kind in range(len(PAGES))),
        b"\1<link rel=canonical href=https://a.example/><h2 id=a>A</h2><table><tr><th>B<tr><td rowspan=2>c</table>",
    ],
    "markup": [b"%c%s" % (kind, FILES[suffix]) for kind, suffix in enumerate(MARKUP)],
    "records": [b"%c%s" % (kind, FILES[suffix]) for kind, suffix in enumerate(RECORDS) if suffix in FILES],
    "archives": [b"%c%s" % (kind, _unpacked(suffix)[part]) for kind, (suffix, part) in enumerate(_PARTS)],
    "pdf": [
        b"\0" + pdf([Page(lines("The harbour was dredged\nin 1911."))], bookmarks=[Bookmark("Harbour", 0)]),
        b"\0" + pdf([Page([*lines("A  B"), *lines("1", y=600)])] * 3, labels="0 << /S /r >>", title="A"),
    ],
    "questions": [
        b"Who visited Tirana after Hoxha died?",
        b"And what about the early 1970s?",
        b"Why did he leave in that year?",
        b"tell me more",
        b"29 June to 1 July 1956",
        b"1956..1961",
        b"in the last ten years",
        b"from the late 19th to the early 20th century, about 300 BC",
        b"\x1b]8;;http://a\x1b\\link\xe2\x80\xae",
    ],
}


def dictionary_entry(word: str) -> str:
    """A word as an entry of a libFuzzer dictionary."""
    return "".join(chr(byte) if 32 <= byte < 127 and byte not in b'"\\' else f"\\x{byte:02x}" for byte in word.encode())

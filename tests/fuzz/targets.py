"""Fuzz targets: functions of bytes that fail where an invariant is violated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date

from corpus.adversarial_texts import FRAGMENTS, UNUSUAL_CHARACTERS
from corpus.conftest import load_token_offsets
from corpus.formats.pdf.pdf_writer import Bookmark, Page, lines, pdf
from corpus.invariants import check_source
from relbot.answering.timeline import parse_span
from relbot.errors import SpanUnreadable
from relbot.query import about_the_answer, answer_type, followup, query, timeframe
from relbot.temporal import date_mentions
from relbot.temporal.relative_dates import MAX_YEAR
from relbot.terminal.sanitize import sanitize, to_json
from relbot.text import proper_names, terms
from terminal.output_checks import is_inert

SUFFIXES = (".txt", ".md", ".html", ".xhtml", ".epub", ".csv", ".rst", ".adoc", ".eml", ".srt", ".ipynb", ".json")
TODAY = date(2026, 11, 24)
_CONTEXT = followup.DialogueContext(
    "Who visited Tirana in 1956?", "Kim Il Sung visited the Albanian capital on 29 June 1956."
)
_tokens = load_token_offsets()


def source(data: bytes) -> None:
    """A source: the first byte selects the format, the rest is the file."""
    check_source(f"a{SUFFIXES[data[0] % len(SUFFIXES)]}" if data else "a.txt", data[1:], _tokens)


def pdf_source(data: bytes) -> None:
    """A PDF."""
    check_source("a.pdf", data, _tokens)


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
    for reformulation in followup.reformulate(shown, _CONTEXT, TODAY):
        reformulation.text.encode()
    with suppress(SpanUnreadable):
        parse_span(text, TODAY)
    assert is_inert(sanitize(text))
    assert is_inert(to_json(text))


TARGETS: dict[str, Callable[[bytes], None]] = {"sources": source, "pdf": pdf_source, "questions": asked}
WORDS = (*UNUSUAL_CHARACTERS, *(fragment for fragment in FRAGMENTS if len(fragment) < 40))
"""Dictionary for mutations."""
SEEDS: dict[str, Sequence[bytes]] = {
    "sources": [
        *(b"%c%s" % (kind, fragment.encode()) for fragment in FRAGMENTS for kind in range(4)),
        b'\1---\ntitle: "A: B"\nurl: https://a.example/\nlicence: CC BY\n---\n# A\n\nOne. Two.\n\n- a\n- b\n',
        b"\2<link rel=canonical href=https://a.example/><h2 id=a>A</h2><table><tr><th>B<tr><td rowspan=2>c</table>",
    ],
    "pdf": [
        pdf([Page(lines("The harbour was dredged\nin 1911."))], bookmarks=[Bookmark("Harbour", 0)]),
        pdf([Page([*lines("A  B"), *lines("1", y=600)])] * 3, labels="0 << /S /r >>", title="A"),
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

"""Parses mail (EML, RFC 5322 and MIME): sender, recipients, date and what the sender wrote, as plain text or HTML.

Attachments are left out. Quoted mail (">") was written by somebody else, and is usually a source of its own: it is read
only if there is nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from email import message_from_bytes
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import getaddresses, parsedate_to_datetime
from itertools import islice, takewhile

from relbot.corpus.context import with_context
from relbot.corpus.decoding import decode
from relbot.corpus.formats.records.mail_html import append_html
from relbot.corpus.formats.text_builder import TextBuilder
from relbot.corpus.outline import Kind, Rendered, one_line
from relbot.temporal.stated_date import stated_date

_HEADERS = frozenset({"from", "to", "subject", "date", "message-id", "received", "mime-version", "return-path"})
_QUOTE = re.compile(r"(?:> ?)+")
_ATTRIBUTION = re.compile(
    r"(?:On\b.{4,200}\bwrote|Am\b.{4,200}\bschrieb.{0,80}|Le\b.{4,200}\ba écrit\s?|El\b.{4,200}\bescribió)\s?:$",
    re.DOTALL,
)
"""The line that a mail program writes above the mail that is replied to."""
_ORIGINAL = re.compile(r"-{3,}\s?(?:Original Message|Ursprüngliche Nachricht|Message d'origine)\s?-{3,}", re.IGNORECASE)
_FIELD = re.compile(r"\*?[^\W\d_][^:\n]{0,20}:\*?\s+(?P<value>\S.*)$")
_LEAST_FIELDS, _MAX_FIELD_LINES = 3, 20
"""The minimum number of fields ("From: …", "Sent: …", "Subject: …", in any language) above a mail that is replied to,
and the number of lines in which they are searched for.
"""
_PREFIX = re.compile(r"(?:[^\W\d_]{1,8}(?:\[\d{1,3}\])?\s?:\s*)+")
_FORWARD = re.compile(r"(?:fwd?|wg|tr|rv|enc|vs|doorst)\s?:", re.IGNORECASE)
"""The subject prefix of a forwarded mail, whose point is the mail below."""
_SIGNATURE = re.compile(r"-- ?$")
_RULE = re.compile(r"([-=*_])\1{3,}$")
_RULED = re.compile(r"[-=]{4,}$")
"""A rule that turns the short line directly above into a heading."""
_TITLE_MARK = re.compile(r"(?:\*{1,3}|#{1,3})\s+(?=\S)")
"""A mark before a heading above a rule, as in newsletters."""
_MAX_HEADING_WORDS = 10
_BULLET = re.compile(r"\s*(?:[-*•·]|\d{1,2}[.)])\s+(?=\S)")
_FAULTS = (MessageError, ValueError, TypeError, LookupError, AttributeError, AssertionError)
"""The exceptions that the email package raises for malformed headers and parts."""


def parse(data: bytes) -> Rendered:
    """Render a mail without quotations and attachments. Raises ValueError with the reason if it is none."""
    if not data.strip():
        raise ValueError("it is empty")
    try:
        message = message_from_bytes(data.lstrip(), policy=default)
        if not isinstance(message, EmailMessage) or not _HEADERS & {name.lower() for name in message.keys()}:  # noqa: SIM118
            raise ValueError("it is no mail in spite of its name: it has no sender, date or subject; rename it to .txt")
        return _rendered(message)
    except RecursionError:
        raise ValueError("its parts are nested too deeply to be read") from None


def _rendered(message: EmailMessage) -> Rendered:
    builder = TextBuilder()
    people = ((name, _people(message, name)) for name in ("From", "To", "Cc"))
    for name, value in (*people, ("Date", _date(message))):
        if value:
            builder.prose(f"{name}: {value}", "pair", "\n")
    builder.non_prose()
    plain, markup = _body(message, "plain"), _body(message, "html")
    replied = _header(message, "Subject")
    subject = "" if _FORWARD.match(replied) else replied
    if plain.strip():
        flowed = _parameter(message, "format") == "flowed"
        _append_plain(builder, _unflowed(plain) if flowed else plain, subject)
    else:
        append_html(builder, markup, lambda lines: bool(subject) and _has_fields(lines, subject))
    title, date = one_line(_header(message, "Subject")) or None, stated_date(_date(message))
    return replace(with_context(builder.rendered()), title=title, date=date)


def _header(message: EmailMessage, name: str) -> str:
    """Return a decoded header. One in 8-bit characters, which RFC 5322 forbids, is decoded like a text file."""
    try:
        value = str(message[name] or "")
    except _FAULTS:
        return ""
    if "\ufffd" in value:
        written = (str(raw) for key, raw in message.raw_items() if key.lower() == name.lower())
        value = " ".join(next(written, "").split())
    if "=?" in value:  # split within a character, or next to letters
        with suppress(*_FAULTS):
            value = str(make_header(decode_header(value)))
    raw = value.encode("utf-8", "surrogateescape")
    try:
        return decode(raw).strip() if raw.strip() else ""
    except ValueError:
        return raw.decode("utf-8", "replace").strip()


def _people(message: EmailMessage, name: str) -> str:
    """Return names with their addresses: "Anna Berg <anna@a.example>"."""
    try:
        found = getaddresses([_header(message, name)])
    except _FAULTS:
        return ""
    named = (f"{person} <{mail}>" if person and mail else person or mail for person, mail in found)
    return ", ".join(filter(None, named))


def _date(message: EmailMessage) -> str:
    try:
        return parsedate_to_datetime(_header(message, "Date")).strftime("%Y-%m-%d %H:%M")
    except _FAULTS:
        return _header(message, "Date")


def _parts(message: Message) -> Iterator[Message]:
    """Yield the parts that are shown, without attachments and attached mails."""
    if message.get_content_maintype() == "message" or _is_attachment(message):
        return
    if message.is_multipart():
        for part in message.iter_parts() if isinstance(message, EmailMessage) else ():
            yield from _parts(part)
    else:
        yield message


def _is_attachment(message: Message) -> bool:
    try:
        return message.get_content_disposition() == "attachment" or bool(message.get_filename())
    except _FAULTS:
        return False


def _body(message: Message, subtype: str) -> str:
    parts = [part for part in _parts(message) if part.get_content_type() == f"text/{subtype}"]
    return "\n\n".join(filter(str.strip, map(_content, parts)))


def _content(part: Message) -> str:
    """Return the text of a part, decoded by its charset, else like any source. Raises ValueError if that fails."""
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes) or not data.strip():
        return ""
    try:
        return decode(data.decode(_parameter(part, "charset") or "ascii").encode())
    except (UnicodeError, LookupError):
        return decode(data)


def _parameter(part: Message, name: str) -> str:
    try:
        value = part.get_param(name, "")
    except _FAULTS:
        return ""
    return value.lower().strip() if isinstance(value, str) else ""


def _unflowed(text: str) -> str:
    """Return a text with soft line breaks, which follow a space, removed (RFC 3676)."""
    joined: list[str] = []
    is_open = False
    for line in text.splitlines():
        if is_open and line and not line.startswith(">"):
            joined[-1] += line
        else:
            joined.append(line)
        is_open = line.endswith(" ") and line != "-- "
    return "\n".join(joined)


def _append_plain(builder: TextBuilder, text: str, subject: str) -> None:
    own = _own_lines(text.splitlines(), subject)
    lines = own if any(line.strip() for line in own) else [_QUOTE.sub("", line) for line in text.splitlines()]
    paragraph: list[str] = []
    kind: Kind = "paragraph"
    for line in [*lines, ""]:
        bullet = _BULLET.match(line)
        if _RULE.match(line.strip()):
            if title := _title_above(paragraph, kind, line):
                builder.heading(2, title)
                paragraph = []
            line = ""
        if paragraph and (not line.strip() or bullet or _SIGNATURE.match(line)):
            builder.prose("\n".join(paragraph), kind, "\n" if kind == "item" else "\n\n")
            paragraph, kind = [], "paragraph"
        if _SIGNATURE.match(line):
            builder.non_prose()
        elif line.strip():
            kind = "item" if bullet else kind
            paragraph.append(line[bullet.end() :].strip() if bullet else line.strip())


def _title_above(paragraph: list[str], kind: Kind, rule: str) -> str:
    """Return the heading that a paragraph above a rule forms, or "" if it has several lines or is a sentence."""
    if len(paragraph) != 1 or kind != "paragraph" or not _RULED.match(rule.strip()):
        return ""
    marked = _TITLE_MARK.match(paragraph[0])
    title = paragraph[0][marked.end() if marked else 0 :]
    return title if len(title.split()) <= _MAX_HEADING_WORDS and (marked or title[-1:] not in ".!,;:") else ""


def _own_lines(lines: list[str], subject: str) -> list[str]:
    """Return the sender's own lines: without quoted lines, the attribution above them, and the copy of the original.

    The copy begins with a separator, or with fields of its own that repeat the subject.
    """
    own: list[str] = []
    for number, line in enumerate(map(str.strip, lines)):
        is_first = not own or not own[-1] or _RULE.match(own[-1])
        if any(own) and (_ORIGINAL.match(line) or (is_first and subject and _has_fields(lines[number:], subject))):
            break
        if line.startswith(">"):
            del own[_attribution(own) :]
            own.append("")
        else:
            own.append(line)
    return own


def _has_fields(lines: Sequence[str], subject: str) -> bool:
    """Return whether lines begin with the fields of another mail with the same subject."""
    filled = (line.strip() for line in takewhile(str.strip, islice(lines, _MAX_FIELD_LINES)))
    fields = [_FIELD.match(line) for line in filled]
    values = [_PREFIX.sub("", field["value"], count=1).casefold() for field in fields if field]
    own = _PREFIX.sub("", subject, count=1).casefold()
    return bool(fields and fields[0]) and len(values) >= _LEAST_FIELDS and own.strip() in values


def _attribution(lines: list[str]) -> int:
    """Return the index at which a final attribution begins, which may be broken into three lines, else the length."""
    filled = [index for index in range(len(lines) - 1, max(-1, len(lines) - 6), -1) if lines[index]][:3]
    found = (index for index in filled if _ATTRIBUTION.match("\n".join(lines[index : filled[0] + 1])))
    return next(found, len(lines))

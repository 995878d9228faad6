"""Reads the visible words of a Word paragraph: with insertions, without deletions, hidden text and field codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from relbot.corpus.formats import struck
from relbot.corpus.formats.office.docx_styles import Styles
from relbot.corpus.formats.office.package import Element, attribute, child, local
from relbot.corpus.formats.struck import STRUCK
from relbot.corpus.raised_digits import power_of_ten

_OUT = frozenset(
    {"del", "moveFrom", "delText", "instrText", "delInstrText", "pPr", "rPr", "sdtPr", "sdtEndPr", "rt", "fldData",
     "ctrlPr", "oMathParaPr", "tblPr", "docPartObj"}
)  # fmt: skip
"""Elements that show no words."""
_SYMBOL_FONT: dict[int, str] = dict(
    zip(
        [*range(0x41, 0x5B), *range(0x61, 0x7B), *b"\xa3\xa5\xac\xae\xb0\xb1\xb3\xb4\xb7\xb8\xb9\xbb"],
        "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖαβχδεφγηιϕκλμνοπθρστυϖωξψζ≤∞←→°±≥×•÷≠≈",
        strict=True,
    )
)
"""The letters and signs of the Symbol font by their codes (Adobe's Symbol encoding)."""
_WINGDINGS = {0xE0: "→", 0xDF: "←", 0xFC: "✓", 0xFB: "✗", 0x4A: "☺", 0xA8: "☐", 0xFE: "☑"}
_CONTENTS_FIELD = re.compile(r"\s*(?:TOC|INDEX|TOA)\b")
_SPACES = re.compile(r"[ \t\r]+")


@dataclass(slots=True)
class Words:
    """The visible words of a paragraph, and the boxes and notes anchored in it."""

    pieces: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    """The contents of the paragraph's text boxes."""
    notes: list[tuple[str, str]] = field(default_factory=list)
    """The (kind, id) of its footnotes and endnotes."""
    is_bold: bool = True
    """Whether the whole paragraph is bold."""

    def text(self) -> str:
        joined = _SPACES.sub(" ", "".join(self.pieces)).replace("\u00ad", "")
        return struck.without("\n".join(filter(None, (line.strip() for line in joined.split("\n")))))


@dataclass(slots=True)
class TextReader:
    """A reader for the paragraphs of one part in order; a field may span several of them."""

    styles: Styles
    are_fields_closed: bool
    """Whether every field of the part is closed; an open one would hide everything after it."""
    _fields: list[str] = field(default_factory=list)
    """The state of each open field: "code", "result", or "contents" for the result of a table of contents."""

    def read(self, paragraph: Element) -> Words:
        words = Words()
        if not self.are_fields_closed:
            self._fields = []
        self._read(paragraph, words, is_bold=self.styles.is_bold(paragraph))
        words.is_bold = words.is_bold and bool(words.text())
        return words

    @property
    def _is_shown(self) -> bool:
        return all(state == "result" for state in self._fields)

    def _read(self, element: Element, words: Words, *, is_bold: bool) -> None:
        for part in element:
            name = local(part)
            if name == "r":
                self._read_run(part, words, is_bold=is_bold)
            elif name == "AlternateContent":
                for branch in chosen(part):
                    self._read(branch, words, is_bold=is_bold)
            elif name == "txbxContent":
                if self._is_shown:
                    words.boxes.append(part)
            elif name not in _OUT:
                self._read_part(part, name, words, is_bold=is_bold)

    def _read_run(self, run: Element, words: Words, *, is_bold: bool) -> None:
        properties = child(run, "rPr")
        if any(self.styles.is_switched(properties, name) for name in ("strike", "dstrike")):
            words.pieces.append(STRUCK)
        elif not self.styles.is_switched(properties, "vanish"):
            if child(properties, "b") is not None or child(properties, "rStyle") is not None:
                is_bold = self.styles.is_switched(properties, "b")
            before = len(words.pieces)
            self._read(run, words, is_bold=is_bold)
            if attribute(child(properties, "vertAlign"), "val") == "superscript" and words.pieces[before:]:
                power = power_of_ten("".join(words.pieces[:before][-1:]), "".join(words.pieces[before:]))
                words.pieces[before:] = [power] if power else words.pieces[before:]

    def _read_part(self, part: Element, name: str, words: Words, *, is_bold: bool) -> None:
        if name == "fldChar":
            self._read_field_mark(part)
        elif name in ("footnoteReference", "endnoteReference"):
            words.notes.append((name.removesuffix("Reference"), attribute(part, "id") or ""))
        elif (shown := _shown(part, name)) is None:
            self._read(part, words, is_bold=is_bold)
        elif self._is_shown:
            words.pieces.append(shown)
            words.is_bold = words.is_bold and (is_bold or not shown.strip())

    def _read_field_mark(self, mark: Element) -> None:
        kind = attribute(mark, "fldCharType")
        if kind == "begin":
            self._fields.append("code")
        elif self._fields and kind == "separate":
            self._fields[-1] = "contents" if self._is_contents(mark) else "result"
        elif self._fields and kind == "end":
            self._fields.pop()

    def _is_contents(self, mark: Element) -> bool:
        """Return whether a field generates a table of contents, by the field codes in the paragraph of this mark."""
        paragraph = next((e for e in mark.iterancestors() if local(e) == "p"), None)
        codes = [e.text or "" for e in (paragraph.iter() if paragraph is not None else ()) if local(e) == "instrText"]
        return self.are_fields_closed and len(self._fields) == 1 and any(map(_CONTENTS_FIELD.match, codes))


def chosen(alternatives: Element) -> Iterator[Element]:
    """Yield the one branch of alternative contents to read, the first with words, so that none is read twice."""
    branches = [e for e in alternatives if local(e) in ("Choice", "Fallback")]
    with_words = [e for e in branches if any(local(part) == "t" for part in e.iter())]
    yield from [*with_words, *branches][:1]


def _shown(part: Element, name: str) -> str | None:
    """Return the characters that an element stands for, or None if it stands for none."""
    match name:
        case "t":
            return (part.text or "").replace("\n", " ")
        case "tab" | "ptab":
            return " "
        case "br" | "cr":
            return "\n" if attribute(part, "type") in (None, "textWrapping") else " "
        case "noBreakHyphen":
            return "-"
        case "sym":
            return _symbol(attribute(part, "font") or "", attribute(part, "char") or "")
    return None


def _symbol(font: str, code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    low = number - 0xF000 if 0xF000 <= number <= 0xF0FF else number
    if font.lower() == "symbol":
        return _SYMBOL_FONT.get(low, "")
    if font.lower().startswith("wingdings"):
        return _WINGDINGS.get(low, "")
    is_character = 0x20 <= number < 0xD800 or 0xF900 <= number < 0xFFFE
    return chr(number) if is_character else ""

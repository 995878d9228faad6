"""Renders the inline markup of AsciiDoc as a reader sees it: emphasis, links, macros and attribute references."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from relbot.corpus.formats.struck import STRUCK

MAX_CHARACTERS = 8_000
"""The maximum length of a block whose inline markup is rendered; longer blocks stay unchanged."""
_MARKUP = re.compile(r"[*_`#^~<\[\]{+&\\]|--|\.\.\.|\(\(|\((?:C|R|TM)\)|://")
"""The marks of inline markup; a block without any is rendered unchanged."""
_KEPT = "\ue000{}\ue001"
"""The placeholder, with a number, for words that no further rule may change."""
_KEPT_MARK = re.compile("\ue000(\\d+)\ue001")
_PASS = re.compile(r"\+\+\+(.{1,500}?)\+\+\+|\+\+(.{1,500}?)\+\+|pass:[a-z,]{0,20}\[([^\]]{0,500})\]", re.DOTALL)
_CODE = re.compile(
    r"``(?P<free>[^`]{1,500}?)``|(?<![\w`])`(?P<mono>[^\s`](?:[^`]{0,500}?[^\s`])?)`(?![\w`])|(?<![\w+])\+(?P<plus>\S[^+\n]{0,300}?)\+(?![\w+])"
)
_QUOTED = ((re.compile(r"\"`([^`]{1,500}?)`\""), r"“\1”"), (re.compile(r"'`([^`]{1,500}?)`'"), r"‘\1’"))
_ATTRIBUTE = re.compile(r"(?<!\\)\{([\w-]{1,60})\}")
_FOOTNOTE = re.compile(r"footnote(?:ref)?:[\w-]{0,40}\[([^\[\]]{0,800})\]")
_LABELLED = re.compile(r"(?:link:|mailto:|xref:)(?P<target>[^\s\[\]]{1,500})\[(?P<words>[^\[\]]{0,500})\]")
_ADDRESS = re.compile(r"<?(?P<target>(?:https?|ftp|irc)://[^\s\[\]<>]{1,500})(?:\[(?P<words>[^\[\]]{0,500})\]|>)")
_REFERENCE = re.compile(r"<<(?P<target>[^<>,\n]{1,200})(?:,\s*(?P<words>[^<>]{1,300}))?>>")
_MACRO = re.compile(
    r"(?P<name>kbd|btn|menu|stem|latexmath|asciimath|icon|image|anchor|indexterm2?):(?P<target>[^\s\[\]:]{0,200})\[(?P<words>[^\[\]]{0,500})\]"
)
_ANCHOR = re.compile(r"\[\[[\w:.-]{1,100}(?:,[^\[\]]{0,200})?\]\]")
_HIDDEN_TERM, _TERM = re.compile(r"\(\(\([^()]{1,200}\)\)\)"), re.compile(r"\(\(([^()]{1,200})\)\)")
_STRUCK = re.compile(r"\[\.?line-through\](?:##[^\n]{1,500}?##|#[^\s#][^#]{0,500}#(?!\w))")
_ROLE = r"(?:\[[\w.#%, -]{1,80}\])?"
_FREE_MARKS = [re.compile(rf"{_ROLE}{m}{m}(?=\S)([^\n]{{1,500}}?)(?<=\S){m}{m}") for m in (r"\*", "_", "#")]
_MARKS = [
    re.compile(rf"(?<![\w\\]){_ROLE}{m}(?=[^\s{m}])((?:[^{m}]){{0,500}}[^\s{m}]){m}(?!\w)") for m in (r"\*", "_", "#")
]
_SUPERSCRIPT, _SUBSCRIPT = re.compile(r"\^([^\s^]{1,60})\^"), re.compile(r"~([^\s~]{1,60})~")
_ESCAPED = re.compile(r"\\(?=[*_`#^~{<\[(+'\"]|\w{2,10}:)")
_DASH = re.compile(r"(?<=\s)--(?=\s)|(?<=\w)--(?=\w)")
_BUILT_IN: Mapping[str, str] = {
    "nbsp": "\xa0", "zwsp": "", "sp": " ", "empty": "", "blank": "", "lt": "<", "gt": ">", "amp": "&", "plus": "+",
    "asterisk": "*", "backtick": "`", "caret": "^", "tilde": "~", "vbar": "|", "startsb": "[", "endsb": "]",
    "apos": "'", "quot": '"', "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”", "deg": "°", "wj": "",
    "two-colons": "::", "two-semicolons": ";;", "backslash": "\\", "cpp": "C++", "pp": "++",
}  # fmt: skip
"""Attributes that every document has."""


@dataclass(slots=True)
class InlineRenderer:
    """A renderer for the blocks of one document."""

    attributes: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    """The titles of sections by their ids."""
    footnotes: list[str] = field(default_factory=list)
    """The footnotes found so far and not yet taken."""
    count: int = 0
    """The number of footnotes so far."""

    def render(self, words: str) -> str:
        """Return the visible words of a block, with its line ends."""
        words = self.expanded(words)
        if len(words) > MAX_CHARACTERS or not _MARKUP.search(words):
            return words
        kept: list[str] = []

        def keep(shown: str) -> str:
            kept.append(shown)
            return _KEPT.format(len(kept) - 1)

        words = re.sub("[\ue000\ue001]", "", words)
        words = _PASS.sub(lambda found: keep(found[1] or found[2] or found[3] or ""), words)
        for pattern, form in _QUOTED:
            words = pattern.sub(form, words)
        words = _CODE.sub(lambda found: keep(found["free"] or found["mono"] or found["plus"]), words)
        words = _FOOTNOTE.sub(self._footnote, words)
        words = self._without_macros(words, keep)
        words = _STRUCK.sub(STRUCK, words)
        for pattern in (*_FREE_MARKS, *_MARKS):
            words = pattern.sub(r"\1", words)
        words = _SUBSCRIPT.sub(r"\1", _SUPERSCRIPT.sub(r"\1", words))
        words = _DASH.sub("—", words).replace("...", "…").replace("(C)", "©").replace("(R)", "®").replace("(TM)", "™")
        words = html.unescape(_ESCAPED.sub("", words))
        for _ in range(3):  # code within quotes within a link
            words = _KEPT_MARK.sub(lambda found: kept[int(found[1])] if int(found[1]) < len(kept) else "", words)
        return re.sub(r"(?<=\S) {2,}(?=\S)", " ", words).strip()

    def expanded(self, words: str) -> str:
        """Return words with attribute references replaced by their values; unknown ones stay, as in AsciiDoc."""
        if "{" not in words:
            return words
        return _ATTRIBUTE.sub(lambda found: self._value(found[1].lower()) or found[0], words)

    def take_footnotes(self) -> list[str]:
        """Return the rendered footnotes of the blocks that were rendered since the last call."""
        taken, self.footnotes = self.footnotes, []
        return [self.render(words) for words in taken]

    def _value(self, name: str) -> str:
        value = self.attributes.get(name)
        return (_BUILT_IN.get(name, "") if value is None else value)[:1000]

    def _footnote(self, found: re.Match[str]) -> str:
        if found[1]:
            self.count += 1
            self.footnotes.append(found[1])
        return f"[{self.count}]" if found[1] else ""

    def _without_macros(self, words: str, keep: Callable[[str], str]) -> str:
        words = _MACRO.sub(lambda found: keep(_macro(found["name"], found["target"], found["words"])), words)
        words = _LABELLED.sub(lambda found: self._label(found["target"], found["words"]), words)
        words = _ADDRESS.sub(lambda found: _first(found["words"] or "") or keep(found["target"]), words)
        words = re.sub(r"https?://[^\s\[\]<>\ue000]+", lambda found: keep(found[0]), words)
        words = _REFERENCE.sub(lambda found: found["words"] or self._label(found["target"], ""), words)
        words = _HIDDEN_TERM.sub("", _ANCHOR.sub("", words))
        return _TERM.sub(r"\1", words)

    def _label(self, target: str, words: str) -> str:
        if shown := _first(words):
            return shown
        return self.titles.get(target.lstrip("#"), target.lstrip("#"))


def _first(words: str) -> str:
    """Return the label of a link without the attributes after it: "text,window=_blank"."""
    quoted = re.match(r"\"([^\"]*)\"", words)
    return quoted[1] if quoted else re.sub(r",\s*\w+=.*$", "", words, flags=re.DOTALL).rstrip("^").strip()


def _macro(name: str, target: str, words: str) -> str:
    match name:
        case "kbd" | "btn" | "stem" | "latexmath" | "asciimath" | "indexterm2":
            return words
        case "menu":
            return " > ".join(filter(None, [target, *re.split(r"\s*>\s*", words)]))
    return ""

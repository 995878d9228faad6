"""What a template of MediaWiki shows, as far as a page alone tells it: values of a box and words within a sentence.

What a template makes of its values stands on another page of the wiki. Boxes of names and values show them; a template
that stands as a word of a sentence shows its first value; notices, and the marks behind words and sentences, show
nothing that the page says.
"""

from __future__ import annotations

import re

_UNITS = frozenset({"convert", "cvt"})
_LAST_SHOWN = re.compile(r"lang(?:-[\w-]{2,10})?$|transl$|nowrap$|nobr$|small$|abbr$", re.IGNORECASE)
_ANNOTATION = re.compile(
    r"(?:sfn|harv|cit|refn?$|[el]fn|rp$|note|cref|cn$|fact$|clarify|when$|who$|which$|by whom|dubious|ipa|respell"
    r"|audio|listen|pron|isbn|see |main|further|flag ?icon|icon|reflist|portal|commons|short description|anchor|dead"
    r"|webarchive)"
    r"|needed$",
    re.IGNORECASE,
)
"""Sources, notes, doubts, pronunciations and signs, which are no words of the sentence that they stand in."""
_SHOWS_NAME = re.compile(r"[A-Z]{2,4}$")
"""Of a currency or the prefix of a ship: "NOK 48,000", "USS Enterprise"."""
_CIRCA = re.compile(r"c(?:irca|a?\.?)$", re.IGNORECASE)
_NAMED = re.compile(r"\s*([^=|\n<>\[\]]{1,60}?)\s*=(?!=)", re.ASCII)
_KEY = re.compile(r"[A-Za-z][A-Za-z _-]{0,38}[A-Za-z](?:[ _]?\d{1,2})?$")
_LAYOUT = re.compile(
    r"(?:name|title)$|image|picture|photo|logo|icon|map|flag|width|size|colou?r|style|class|align|\balt\b|caption"
    r"|background|coord|pushpin|signature|audio|file|footnotes?|website|url|embed|module|template",
    re.IGNORECASE,
)
"""In the names of parameters that head the box, say how it looks, or what it links to."""
_PARAMETER = re.compile(r"\n[ \t]*\|[ \t]*[^=|\n]{1,60}=")
_BOX = re.compile(r"[^|]{0,60}infobox", re.IGNORECASE)
_MIN_PAIRS = 2
_MAX_INDENT = 100
_MAX_VALUE = 400
_WORD = re.compile(r"\w")
_NUMBER = re.compile(r"[\d.,]+$")
_BREAK = re.compile(r"<br\s*/?>|\n+[*#]*\s*", re.IGNORECASE)


def box(template: re.Match[str]) -> str:
    """The values of a box with their names, one a line ("Height: 21 m"); "" for a template that is none: one that is
    neither called so nor written over several lines, or stands behind words.
    """
    before = template.string[max(0, template.start() - _MAX_INDENT) : template.start()]
    is_alone = not before[before.rfind("\n") + 1 :].strip()
    is_box = _BOX.match(template[1]) or len(_PARAMETER.findall(template[1])) >= _MIN_PAIRS
    if not is_alone or not is_box or _ANNOTATION.match(template[1].lstrip()):
        return ""
    return "\n".join(filter(None, map(_pair, template[1].split("|")[1:])))


def word(template: re.Match[str]) -> str:
    """What a template shows that is no box, where it stands: "" for one that shows nothing of the page's own."""
    name, *parts = (part.strip() for part in template[1].split("|"))
    values = [part for part in parts if not _NAMED.match(part)]
    if name.lower() in _UNITS and len(values) > 1:
        return f"{values[0]} {values[1]}"
    if _LAST_SHOWN.match(name) and values:
        return values[-1]
    return _word(name, values) if _is_word(template) and not _ANNOTATION.match(name) else ""


def _pair(part: str) -> str:
    """A value of a box with its name; "" for one that says how the box looks."""
    named = _NAMED.match(part)
    if not named or not _KEY.match(named[1]) or _LAYOUT.search(named[1]):
        return ""
    value = ", ".join(filter(None, (words.strip(" \t\n*#") for words in _BREAK.split(part[named.end() :]))))
    return f"{_label(named[1])}: {value}" if _WORD.search(value) and len(value) <= _MAX_VALUE else ""


def _label(name: str) -> str:
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _is_word(template: re.Match[str]) -> bool:
    """Whether a template stands as a word of a line: not close behind another, and not alone."""
    text, begin, end = template.string, template.start(), template.end()
    before, after = text[begin - 1 : begin], text[end : end + 1]
    if before.strip() and before not in '([“"|':
        return False
    return bool(before and before != "\n") or bool(after and after not in "\n{")


def _word(name: str, values: list[str]) -> str:
    """The value that a template shows, or the date that its values make."""
    values = [value for value in values if _WORD.search(value)]
    numbers = [int(value) for value in values[:3] if value.isdecimal() and len(value) <= 4]
    if len(numbers) == 3 and numbers[0] > 999 and 0 < numbers[1] <= 12 and 0 < numbers[2] <= 31:
        return f"{numbers[0]}-{numbers[1]:02}-{numbers[2]:02}"
    if not values or (len(values) > 1 and _NUMBER.match(values[0])):
        return ""
    if _CIRCA.match(name):
        return f"c. {values[0]}"
    return f"{name} {values[0]}" if _SHOWS_NAME.match(name) else values[0]

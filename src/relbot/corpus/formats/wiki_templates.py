"""Renders MediaWiki templates, as far as the page alone allows: the values of infoboxes and words within a sentence.

A template is defined on another page of the wiki. An infobox shows its names and values; a template used as a word of a
sentence shows its first value; notices, and the marks after words and sentences, show nothing of the page's own.
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
"""Sources, notes, doubts, pronunciations and icons, which are not words of their sentence."""
_SHOWS_NAME = re.compile(r"[A-Z]{2,4}$")
"""The name of a currency or ship prefix, which is shown itself: "NOK 48,000", "USS Enterprise"."""
_CIRCA = re.compile(r"c(?:irca|a?\.?)$", re.IGNORECASE)
_NAMED = re.compile(r"\s*([^=|\n<>\[\]]{1,60}?)\s*=(?!=)", re.ASCII)
_KEY = re.compile(r"[A-Za-z][A-Za-z _-]{0,38}[A-Za-z](?:[ _]?\d{1,2})?$")
_LAYOUT = re.compile(
    r"(?:name|title)$|image|picture|photo|logo|icon|map|flag|width|size|colou?r|style|class|align|\balt\b|caption"
    r"|background|coord|pushpin|signature|audio|file|footnotes?|website|url|embed|module|template",
    re.IGNORECASE,
)
"""Names of parameters that title an infobox, style it, or link to something."""
_PARAMETER = re.compile(r"\n[ \t]*\|[ \t]*[^=|\n]{1,60}=")
_BOX = re.compile(r"[^|]{0,60}infobox", re.IGNORECASE)
_MIN_PAIRS = 2
_MAX_INDENT = 100
_MAX_VALUE = 400
_WORD = re.compile(r"\w")
_NUMBER = re.compile(r"[\d.,]+$")
_BREAK = re.compile(r"<br\s*/?>|\n+[*#]*\s*", re.IGNORECASE)


def box(template: re.Match[str]) -> str:
    """Return the values of an infobox with their names, one per line ("Height: 21 m").

    Returns "" for any other template: one that is neither named so nor written over several lines, or follows words.
    """
    before = template.string[max(0, template.start() - _MAX_INDENT) : template.start()]
    is_alone = not before[before.rfind("\n") + 1 :].strip()
    is_box = _BOX.match(template[1]) or len(_PARAMETER.findall(template[1])) >= _MIN_PAIRS
    if not is_alone or not is_box or _ANNOTATION.match(template[1].lstrip()):
        return ""
    return "\n".join(filter(None, map(_pair, template[1].split("|")[1:])))


def word(template: re.Match[str]) -> str:
    """Return what a template other than an infobox shows in its place, "" if nothing of the page's own."""
    name, *parts = (part.strip() for part in template[1].split("|"))
    values = [part for part in parts if not _NAMED.match(part)]
    if name.lower() in _UNITS and len(values) > 1:
        return f"{values[0]} {values[1]}"
    if _LAST_SHOWN.match(name) and values:
        return values[-1]
    return _word(name, values) if _is_word(template) and not _ANNOTATION.match(name) else ""


def _pair(part: str) -> str:
    """Return a value of an infobox with its name, or "" for one that styles the box."""
    named = _NAMED.match(part)
    if not named or not _KEY.match(named[1]) or _LAYOUT.search(named[1]):
        return ""
    value = ", ".join(filter(None, (words.strip(" \t\n*#") for words in _BREAK.split(part[named.end() :]))))
    return f"{_label(named[1])}: {value}" if _WORD.search(value) and len(value) <= _MAX_VALUE else ""


def _label(name: str) -> str:
    words = name.replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def _is_word(template: re.Match[str]) -> bool:
    """Return whether a template is a word of a line: neither directly after another word nor alone."""
    text, begin, end = template.string, template.start(), template.end()
    before, after = text[begin - 1 : begin], text[end : end + 1]
    if before.strip() and before not in '([“"|':
        return False
    return bool(before and before != "\n") or bool(after and after not in "\n{")


def _word(name: str, values: list[str]) -> str:
    """Return the value that a template shows, or the date that its values form."""
    values = [value for value in values if _WORD.search(value)]
    numbers = [int(value) for value in values[:3] if value.isdecimal() and len(value) <= 4]
    if len(numbers) == 3 and numbers[0] > 999 and 0 < numbers[1] <= 12 and 0 < numbers[2] <= 31:
        return f"{numbers[0]}-{numbers[1]:02}-{numbers[2]:02}"
    if not values or (len(values) > 1 and _NUMBER.match(values[0])):
        return ""
    if _CIRCA.match(name):
        return f"c. {values[0]}"
    return f"{name} {values[0]}" if _SHOWS_NAME.match(name) else values[0]

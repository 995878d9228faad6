"""Rewrites Markdown extensions, which CommonMark would read as words, to CommonMark, line by line.

Handles admonitions, callouts, containers, definition lists, task lists, footnotes, attributes, template tags and
imports of GitHub, Obsidian, MkDocs, Docusaurus, Pandoc and Hugo. Code blocks are left unchanged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

DEFINITION_MARK = "\ue0d0"
"""Marks a paragraph that defines the previous one. It stands alone in its paragraph if the definition is made of other
blocks. A private use character, which no script uses.
"""

NOTES_MARK = "\ue0d1"
"""A paragraph of its own above footnotes that end a section, because they are not part of the section."""

_FENCE = re.compile(r"[ \t>]{0,12}(?:[-*+]\s+|\d+[.)]\s+)?(?P<fence>`{3,}|~{3,})(?P<rest>.*)")
_ADMONITION = re.compile(r"(?P<indent>[ \t]{0,12})(?:!!!|\?\?\?\+?|===)[ \t]+(?P<words>[\"\w][^\n]{0,200})$")
_CONTAINER = re.compile(r"[ \t]{0,12}:{3,}(?P<words>[^\n]{0,200})$")
_CALLOUT = re.compile(
    r"(?P<quote>[ \t]{0,12}(?:>[ \t]?){1,6})\[!(?P<kind>[\w-]{1,30})\][-+]?[ \t]*(?P<title>.{0,200})$"
)
_TASK = re.compile(r"([ \t>]{0,40}(?:[-*+]|\d{1,9}[.)])[ \t]+)\[(?P<state>[ xX~/-])\][ \t]+")
_BOXES = {" ": "☐ ", "x": "☑ ", "X": "☑ "}
"""The checkboxes of open and completed tasks in a task list, by their marks."""
_DONE_AND_STRUCK = re.compile(r"(☑ )~~(?=\S)(.{1,500}?)(?<=\S)~~")
"""A completed task that is also struck through, as some people write it."""
_DEFINITION = re.compile(r"[ \t]{0,3}[:~][ \t]{1,4}(?:>[ \t]?|#{1,6}[ \t]+){0,6}(?P<words>\S.*)$")
_OTHER_BLOCK = re.compile(r"(?:[-*+]|\d{1,3}[.)])[ \t]|`{3}|~{3}")
"""The start of a definition that is a list or code instead of a paragraph."""
_FOOTNOTE = re.compile(r"\[\^(?P<label>[^\]\s]{1,60})\]:[ \t]*(?P<words>.*)$")
_HEADING = re.compile(r"#{1,6}[ \t]")
_NO_PROSE = re.compile(r"\s|$|\[[^\]]{1,200}\]:|<!--.*-->\s*$")
"""The start of a line that may stand among footnotes: a continuation, a blank line, a link definition, a comment."""
_ABBREVIATION = re.compile(r"\*\[(?P<word>[^\]]{1,60})\]:[ \t]*(?P<words>.*)$")
_ATTRIBUTES = re.compile(r"[ \t]*\{[:#.%][^{}\n]{0,120}\}[ \t]*$")
_TEMPLATE_TAG = re.compile(r"\{%[^%\n]{0,300}%\}|\{\{[<%][^}\n]{0,300}[>%]\}\}")
_BLOCK_ID = re.compile(r"[ \t]\^[A-Za-z0-9-]{1,40}[ \t]*$")
_COMMENT = re.compile(r"[ \t]*%%(?:(?!%%).){1,500}%%[ \t]*$")
"""A comment of Obsidian, on a line of its own."""
_IMPORT = re.compile(r"(?:import\s.{1,200}\sfrom\s+[\"'][^\"']{1,200}[\"'];?|import\s+[\"'][^\"']{1,200}[\"'];?)\s*$")
_TITLE = re.compile(r"[\w-]*[^\"]{0,60}\"(?P<quoted>[^\"]*)\"|[\w-]+(?:[ \t]+(?P<rest>[^\"{]+))?")


def to_commonmark(lines: list[str]) -> list[str]:
    """Return the lines of a source with its extensions rewritten."""
    return list(_rewrite(lines))


def _rewrite(lines: list[str]) -> Iterator[str]:
    fence, indents, previous = "", 0, ""
    notes = _closing_notes(lines)
    for number, line in enumerate(lines):
        opening = _FENCE.match(line)
        if fence:
            if opening and opening["fence"].startswith(fence) and not opening["rest"].strip():
                fence = ""
            yield line
            continue
        if indents and line.strip():  # the body of an admonition is indented by four spaces
            if line.startswith((" " * 4, "\t")):
                line = line[1:] if line.startswith("\t") else line[4:]
                opening = _FENCE.match(line)
            else:
                indents = 0
                yield ""
        if opening and "`" not in opening["rest"]:
            fence = opening["fence"]
            yield line
            continue
        admonition = _ADMONITION.match(line)
        if admonition and (not line.lstrip().startswith("===") or '"' in line):
            indents = 1
            yield from ("", _title(admonition["words"]), "")
            previous = ""
            continue
        written = [*(["", NOTES_MARK] if number in notes else []), *_rewritten(line, previous)]
        yield from written
        previous = written[-1]


def _closing_notes(lines: list[str]) -> set[int]:
    """Return the numbers of the lines that begin the footnotes at the end of a section."""
    found: set[int] = set()
    first, is_end = -1, True
    for number in range(len(lines) - 1, -1, -1):
        if is_end and _FOOTNOTE.match(lines[number]):
            first = number
        elif not _NO_PROSE.match(lines[number]):
            found.add(first)
            first, is_end = -1, _HEADING.match(lines[number]) is not None
    return {*found, first} - {-1}


def _rewritten(line: str, previous: str) -> list[str]:
    if (container := _CONTAINER.match(line)) is not None:
        return ["", _title(container["words"].strip(" {}")), ""]
    if (callout := _CALLOUT.match(line)) is not None:
        quote = callout["quote"]
        return [f"{quote}{callout['title']}", quote] if callout["title"].strip() else [quote]
    if (definition := _DEFINITION.match(line)) is not None and previous.strip():
        words = definition["words"]
        return ["", DEFINITION_MARK, words] if _OTHER_BLOCK.match(words) else ["", f"{DEFINITION_MARK}{words}"]
    if (footnote := _FOOTNOTE.match(line)) is not None:
        return ["", footnote["words"]]
    if (abbreviation := _ABBREVIATION.match(line)) is not None:
        return ["", f"{abbreviation['word']}: {abbreviation['words']}"]
    if _IMPORT.match(line) or _COMMENT.match(line):
        return [""]
    line = _TASK.sub(lambda task: task[1] + _BOXES.get(task["state"], ""), line, count=1)
    line = _DONE_AND_STRUCK.sub(r"\1\2", line, count=1) if "☑" in line else line
    if "{" in line:
        line = _TEMPLATE_TAG.sub("", line)
        line = _ATTRIBUTES.sub("", line)
    return [_BLOCK_ID.sub("", line)] if "^" in line else [line]


def _title(words: str) -> str:
    """Return the title of an admonition, else "": `note "Storage"` has one, `note` has none."""
    match = _TITLE.match(words.strip())
    return ((match["quoted"] or match["rest"] or "") if match else "").strip()

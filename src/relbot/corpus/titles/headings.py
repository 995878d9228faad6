"""Makes headings of the title lines of a document: those that stand alone above what they are the title of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from relbot.corpus.outline import CONTEXT_LEVEL, Element, Heading, Prose, lines, one_line
from relbot.corpus.titles.forms import Form, TitleLine, read_title_line

_LINE = re.compile(r"[^\s](?:[^\r\n]*[^\s])?")
_OUTERMOST = 7
"""Level of title lines that are within no others: below the headings of any markup."""
_PLAIN = Form("plain", "words")
_MIN_WIDTH = 40
"""Characters; a line that was broken for its length is longer."""
_SIBLINGS = 2
"""Plain lines of one form that are titles; a single one may be anything."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a document, or an element that has none of its own."""

    element: int
    words: str = ""
    start: int = 0
    title: TitleLine | None = None
    is_first: bool = True
    """Of its element."""
    width: int = 0
    """Characters of the longest line of its element."""
    is_heading: bool = False
    is_prose: bool = True


def with_titles(text: str, elements: Sequence[Element]) -> list[Element]:
    """The elements with title lines made headings, of levels from `_OUTERMOST` on and below those of markup.

    The questions of an FAQ stay as they are, and count as titles beside which others stand.
    """
    found = [line for number, element in enumerate(elements) for line in _lines_of(text, number, element)]
    chosen = _chosen(found)
    levels = _levels([(at, title.form) for at, title in chosen.items()])
    titles = dict[int, list[Heading]]()
    for at, title in chosen.items():
        if title.form.content != "question":
            line, words = found[at], one_line(title.words)
            heading = Heading(levels[title.form], words, line.start, line.start + len(line.words))
            titles.setdefault(line.element, []).append(heading)
    return list(_with_headings(text, elements, titles))


def _lines_of(text: str, number: int, element: Element) -> Iterator[_Line]:
    if not isinstance(element, Prose) or element.kind not in ("paragraph", "item"):
        is_heading = isinstance(element, Heading) and element.text != ""
        yield _Line(number, is_heading=is_heading, is_prose=isinstance(element, Prose))
        return
    own = list(_LINE.finditer(text[element.start : element.end]))
    width = max((len(line.group()) for line in own), default=0)
    for count, line in enumerate(own):
        may_be = element.kind == "paragraph" or count > 0
        title = read_title_line(line.group(), is_bold=element.is_bold) if may_be else None
        yield _Line(number, line.group(), element.start + line.start(), title, count == 0, width)


def _chosen(found: Sequence[_Line]) -> dict[int, TitleLine]:
    """The lines that are titles, by their numbers, in order."""
    alone = {
        at: line.title
        for at, (line, following) in enumerate(pairwise(found))
        if line.title and _stands_above(line, following, line.title)
    }
    alone = {at: title for at, title in alone.items() if not _is_listed(at, title, found)}
    siblings = Counter(title.form.family for title in alone.values())
    return {
        at: title
        for at, title in alone.items()
        if siblings[title.form.family] >= _SIBLINGS or _is_sure(title, is_first=found[at].is_first)
        if title.form != _PLAIN
    }


def _is_listed(at: int, title: TitleLine, found: Sequence[_Line]) -> bool:
    """Whether a line is one of several in one form right below one another: two, or three that stand out, since a title
    may have a subtitle.
    """
    alike = [line.title is not None and line.title.form == title.form for line in found[max(0, at - 2) : at + 3]]
    before, after = alike[: min(2, at)][::-1], alike[min(2, at) + 1 :]
    count = 1 + sum(1 for _ in takewhile(bool, before)) + sum(1 for _ in takewhile(bool, after))
    return count > (1 if title.form.look == "plain" else 2)


def _stands_above(line: _Line, following: _Line, title: TitleLine) -> bool:
    """Whether a line stands alone above another; within a paragraph only where it says nothing but a date or the like,
    and never where a sentence goes on below it.
    """
    if following.element != line.element:
        return line.is_first and (following.is_prose or (following.is_heading and title.form.look != "plain"))
    if not (line.is_first or title.is_pure) or following.words[0].islower():
        return False
    is_of_capitals = title.form.look == "capitals" and following.words.isupper()
    next_word = following.words.split(maxsplit=1)[0]
    is_full = len(line.words) + 1 + len(next_word) > max(_MIN_WIDTH, line.width)  # the line was broken for its length
    return not is_of_capitals and (not is_full or title.is_pure)


def _is_sure(title: TitleLine, *, is_first: bool) -> bool:
    """Whether a line is a title without another of its form."""
    if title.form.look != "plain":
        return not title.words[0].islower()
    return is_first and ((title.is_pure and title.form.content != "number") or title.form.label.startswith(".."))


def _levels(order: Sequence[tuple[int, Form]]) -> dict[Form, int]:
    """The levels of the titles of each form, deeper by one for each form that contains them, two at most; as deep as
    the questions of an FAQ where they stand beside these.
    """
    forms = [*dict.fromkeys(form for _, form in order)]
    question = Form("bold", "question")
    levels = {}
    for form in forms:
        outer = sum(_contains(other, form, order) for other in forms if other != form)
        is_beside = form.look == "bold" and question in forms and not _contains(form, question, order)
        levels[form] = CONTEXT_LEVEL if is_beside else min(_OUTERMOST + outer, CONTEXT_LEVEL - 1)
    return levels


def _contains(outer: Form, inner: Form, order: Sequence[tuple[int, Form]]) -> bool:
    """Whether the titles of one form are parted further by those of another: where these stand right below them, or
    most of them have some; where each has one of the other, the first, but words part no dates and numbers.
    """
    of_both = [(at, form) for at, form in order if form in (outer, inner)]
    counts = Counter(form for _, form in of_both)
    pairs = Counter((a, b) for (_, a), (_, b) in pairwise(of_both) if a != b)
    close = Counter((a, b) for (at, a), (below, b) in pairwise(of_both) if a != b and below == at + 1)
    if 2 * close[outer, inner] > counts[inner]:
        return True
    if 2 * close[inner, outer] > counts[outer]:
        return False
    is_in, is_around = (2 * pairs[a, b] > counts[a] for a, b in ((outer, inner), (inner, outer)))
    is_first = of_both[0][1] == outer
    if is_in and is_around and (outer.content == "words") != (inner.content == "words"):
        return inner.content == "words"
    return is_in and (is_first or not is_around) and (is_first or counts[outer] > 1)


def _with_headings(text: str, elements: Sequence[Element], titles: dict[int, list[Heading]]) -> Iterator[Element]:
    """The elements parted at their titles."""
    for number, element in enumerate(elements):
        if not isinstance(element, Prose) or number not in titles:
            yield element
            continue
        start, kind = element.start, element.kind
        for heading in titles[number]:
            if before := text[start : heading.start].rstrip():
                yield replace(element, start=start, end=start + len(before), kind=kind)
            yield heading
            below = text[heading.end : element.end]
            start, kind = element.end - len(below.lstrip()), "paragraph"
        if start < element.end:
            yield replace(element, start=start, kind=kind)

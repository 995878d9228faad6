"""Turns the title lines of a document into headings: those that stand alone above the text that they introduce."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from relbot.corpus.outline import CONTEXT_LEVEL, Element, Heading, Prose, Rendered, is_full, one_line, width
from relbot.corpus.titles.forms import Form, TitleLine, number_label, read_title_line

_LINE = re.compile(r"[^\s](?:[^\r\n]*[^\s])?")
_NOT_SPACE = re.compile(r"\S")
_OUTERMOST = 7
"""The level of the outermost title lines: below the headings of any markup."""
_OF_COUNTED = 0.8
"""The least share of the lines numbered with one label ("Rule 5") that must qualify as titles for any to be one; of
numbered steps and weeks, some are sentences."""
_PLAIN = Form("plain", "words")
_MAIL_FIELD = re.compile(r"(?P<key>From|To|Cc|Date|Sent|Subject|Re):\s+(?P<value>\S.*)", re.IGNORECASE)
_MAIL_FIELDS, _MAX_MAIL_HEADER = 2, 1_000
"""The fewest lines of a mail header, and the most characters."""
_BULLETS = "+~*-•·"
_MIN_SURE = 4
"""The fewest characters of a title in capitals or the like that is the only one of its form; "OR" is too short."""
_MOST_FORMS = 12
"""The most forms whose levels are compared, the most frequent first; with more, a document has no visible order."""
_SIBLINGS = 2
"""The fewest plain lines of one form that count as titles; a single one may be anything."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a document, or an element that is not divided into lines."""

    element: int
    words: str = ""
    start: int = 0
    title: TitleLine | None = None
    is_first: bool = True
    """Whether it is the first line of its element."""
    is_full: bool = False
    """Whether it was wrapped, so that the next line continues it."""
    level: int = 0
    """The level of a heading, else 0."""
    is_prose: bool = True

    @property
    def end(self) -> int:
        return self.start + len(self.words)


def with_titles(rendered: Rendered) -> Rendered:
    """Return the source with its title lines made headings, at levels from `_OUTERMOST` on, below those of markup.

    FAQ questions stay as they are, but count as titles when the levels of the others are determined.
    """
    text, elements = rendered.text, rendered.elements
    found = [line for number, element in enumerate(elements) for line in _lines_of(text, number, element)]
    chosen = _chosen(found)
    levels = _levels([(at, title.form) for at, title in chosen.items()])
    titles = dict[int, list[Heading]]()
    if opening := _opening(found, chosen, levels):
        chosen.pop(0, None)
        titles[found[0].element] = [Heading(1, one_line(opening.words), found[0].start, found[0].end)]
    for at, title in chosen.items():
        if title.form.content != "question":
            heading = Heading(levels[title.form], one_line(title.words), found[at].start, found[at].end)
            titles.setdefault(found[at].element, []).append(heading)
    return replace(rendered, elements=tuple(_with_headings(text, elements, titles)))


def _lines_of(text: str, number: int, element: Element) -> Iterator[_Line]:
    if not isinstance(element, Prose) or element.kind not in ("paragraph", "item"):
        level = element.level if isinstance(element, Heading) and element.text else 0
        yield _Line(number, level=level, is_prose=isinstance(element, Prose))
        return
    own = list(_LINE.finditer(text[element.start : element.end]))
    words = [line.group() for line in own]
    widest = width(words)
    for count, line in enumerate(own):
        may_be = element.kind == "paragraph" or count > 0
        title = read_title_line(words[count], is_bold=element.is_bold) if may_be else None
        breaks = count + 1 < len(own) and is_full(words[count], words[count + 1], widest)
        yield _Line(number, words[count], element.start + line.start(), title, count == 0, breaks)


def _chosen(found: Sequence[_Line]) -> dict[int, TitleLine]:
    """Return the lines that are titles, keyed by index, in order."""
    alone = {
        at: line.title
        for at, (line, following) in enumerate(pairwise(found))
        if line.title and _stands_above(line, following, line.title)
    }
    alone = {at: title for at, title in alone.items() if not _is_listed(at, title, found)}
    openings = Counter(title.opening for title in alone.values() if not title.is_wordy)
    alone = {at: t for at, t in alone.items() if not t.is_wordy or openings[t.opening] >= _SIBLINGS}
    siblings = Counter(title.form.family for title in alone.values())
    counted = Counter(number_label(line.words) for line in found)
    mixed = {form for form, n in siblings.items() if form.label and n < _OF_COUNTED * counted[form.label]}
    return {
        at: title
        for at, title in alone.items()
        if title.form.look != "plain" or title.form.family not in mixed
        if siblings[title.form.family] >= _SIBLINGS or _is_sure(title, is_first=found[at].is_first)
        if title.form != _PLAIN
    }


def _opening(found: Sequence[_Line], chosen: dict[int, TitleLine], levels: dict[Form, int]) -> TitleLine | None:
    """Return the title of the document if its first line is one and no markup gives it.

    The line is such a title if it is the only one of its form right above another title, or the only one of its form
    and outermost of all.
    """
    title = found[0].title if len(found) > 1 else None
    if title is None or not title.words[0].isalnum() or any(line.level == 1 for line in found):
        return None
    if 0 not in chosen or title.form.look == "plain":
        return title if found[1].element > 0 and (1 in chosen or found[1].level) else None
    alike = [at for at, other in chosen.items() if other.form == title.form]
    above = [at for at in alike if at + 1 in chosen and chosen[at + 1].form == chosen.get(1, title).form]
    is_alone = len(alike) == 1 and title.form.look != "bold"
    is_outermost = all(level > levels[title.form] for form, level in levels.items() if form != title.form)
    return title if (1 in chosen and above == [0]) or (is_alone and is_outermost) else None


def _is_listed(at: int, title: TitleLine, found: Sequence[_Line]) -> bool:
    """Return whether a line belongs to a run of adjacent lines of one form, which is a list rather than titles.

    Two plain lines make a run, or three that stand out, since a title may have a subtitle.
    """
    alike = [line.title is not None and line.title.form == title.form for line in found[max(0, at - 2) : at + 3]]
    before, after = alike[: min(2, at)][::-1], alike[min(2, at) + 1 :]
    count = 1 + sum(1 for _ in takewhile(bool, before)) + sum(1 for _ in takewhile(bool, after))
    return count > (1 if title.form.look == "plain" else 2)


def _stands_above(line: _Line, following: _Line, title: TitleLine) -> bool:
    """Return whether a line stands alone above the following one, as a title does.

    Past the first line of a paragraph only a bare date, version or number does; a line that a sentence continues below
    never does.
    """
    if following.element != line.element:
        return line.is_first and (following.is_prose or (following.level > 0 and title.form.look != "plain"))
    if not (line.is_first or title.is_pure) or following.words[0].islower():
        return False
    is_of_capitals = title.form.look == "capitals" and following.words.isupper()
    is_broken = line.is_full and not title.is_pure and following.words[0] not in _BULLETS
    return not is_of_capitals and not is_broken


def _is_sure(title: TitleLine, *, is_first: bool) -> bool:
    """Return whether a line is a title even if no other has its form."""
    if title.form.look != "plain":
        return title.is_pure or (not title.words[0].islower() and len(title.words) >= _MIN_SURE)
    return is_first and ((title.is_pure and title.form.content != "number") or title.form.label.startswith(".."))


def _levels(order: Sequence[tuple[int, Form]]) -> dict[Form, int]:
    """Return the level of each form: one deeper for each form that contains it, by two at most.

    Bold titles beside FAQ questions get the level of those.
    """
    forms = [form for form, _ in Counter(form for _, form in order).most_common(_MOST_FORMS)]
    question = Form("bold", "question")
    levels = dict.fromkeys((form for _, form in order), _OUTERMOST)
    for form in forms:
        outer = sum(_contains(other, form, order) for other in forms if other != form)
        is_beside = form.look == "bold" and question in forms and not _contains(form, question, order)
        levels[form] = CONTEXT_LEVEL if is_beside else min(_OUTERMOST + outer, CONTEXT_LEVEL - 1)
    return levels


def _contains(outer: Form, inner: Form, order: Sequence[tuple[int, Form]]) -> bool:
    """Return whether the titles of one form (`outer`) are subdivided by those of another (`inner`).

    They are if most inner titles stand right below an outer one, or if most outer titles have an inner one before the
    next. If the two forms alternate, the first is the outer one, but words never subdivide into dates and numbers.
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
    contents = {outer.content, inner.content}
    is_of_words = outer.content == "words" and "question" not in contents
    is_of_versions = contents == {"version", "number"}
    if contents == {"version"} or (outer.look == inner.look and (is_of_words or is_of_versions)):
        return False
    if is_in and is_around and (outer.content == "words") != (inner.content == "words"):
        return inner.content == "words"
    return is_in and (is_first or not is_around) and (is_first or counts[outer] > 1)


def _with_headings(text: str, elements: Sequence[Element], titles: dict[int, list[Heading]]) -> Iterator[Element]:
    """Yield the elements split at their titles."""
    for number, element in enumerate(elements):
        if number not in titles and (of_mail := _mail_heading(text, element)):
            yield of_mail
        if not isinstance(element, Prose) or number not in titles:
            yield element
            continue
        start, kind = element.start, element.kind
        for heading in titles[number]:
            if before := text[start : heading.start].rstrip():
                yield replace(element, start=start, end=start + len(before), kind=kind)
            yield heading
            below = _NOT_SPACE.search(text, heading.end, element.end)
            start, kind = below.start() if below else element.end, "paragraph"
        if start < element.end:
            yield replace(element, start=start, kind=kind)


def _mail_heading(text: str, element: Element) -> Heading | None:
    """Return an invisible heading with the subject and date of a mail if a paragraph is its header, else None."""
    if not isinstance(element, Prose) or element.kind != "paragraph":
        return None
    lines = text[element.start : min(element.end, element.start + _MAX_MAIL_HEADER)].splitlines()
    fields = {match["key"].lower(): match["value"] for line in lines if (match := _MAIL_FIELD.fullmatch(line.strip()))}
    dated = fields.get("date") or fields.get("sent")
    if not dated or len(fields) < len(lines) or len(fields) < _MAIL_FIELDS:
        return None
    about = fields.get("subject") or fields.get("from") or ""
    return Heading(_OUTERMOST, one_line(f"{about}, {dated}".strip(", ")), element.start, element.start)

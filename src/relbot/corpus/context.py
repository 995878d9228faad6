"""Finds the elements that give context to those below them: FAQ questions, labels, and lead-ins to lists.

A question within a document says what its answer is about and is never the answer itself, so it becomes a heading of
`CONTEXT_LEVEL`. So does a label ("Action items:"). A lead-in that is a clause ("To run it you need:") becomes one unit
with the short list or code under it.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from relbot.corpus.outline import (
    CONTEXT_LEVEL,
    MAX_HEADING,
    Element,
    Heading,
    Kind,
    Prose,
    Rendered,
    is_full,
    one_line,
    width,
)

_QUESTION_MARK = re.compile(r"(?:(?:Q|Question|Frage)\s?\d{0,3}\s?:|(?:Q|Question )\d{1,3}[.)])\s+")
_ANSWER_MARK = re.compile(r"(?:(?:A|Answer|Antwort)\s?\d{0,3}\s?:|(?:A|Answer )\d{1,3}[.)])\s+")
_LEADING_QUESTION = re.compile(r"[^.!?\n]{3,150}\?\s+(?=[A-Z\d\"“][^?]*$)")
"""A question followed by its answer in the same block: "Are dogs allowed? Only guide dogs."."""
_NUMBER = re.compile(r"\(?\d{1,3}[.)]\s+")
_PAIR = re.compile(r"[^\W_](?:[^:\n.!?]{0,38}[^\s:.!?])?:\s+\S")
_TIMED = re.compile(r"\d{1,2}[:.h]\d\d\b")
"""The time that begins a line of a schedule."""
_MAX_LABEL_WORDS = 3
_BESIDE_QUESTIONS = re.compile(r"[A-Z][^.!?:;,\n]{1,40}[^\W_]\)?")
_MAX_TITLE_WORDS, _QUESTIONS = 4, 2
"""The most words of a line that counts as a title because its siblings are FAQ questions, and the fewest such
questions."""
_MAX_UNIT = 400
"""The most characters of a lead-in and its list or code quoted as one: about what a person reads at a glance."""
_BEHIND_LISTS: tuple[Kind, ...] = ("paragraph", "pair", "row")
"""Kinds of blocks that end the scope of a list's label; code may belong to its last item."""
_BEHIND_TEXT: tuple[Kind, ...] = ("item",)
_MAX_ITEM_WORDS = 12
"""The most words of a list item that says little by itself; longer ones are sentences."""


def with_context(rendered: Rendered) -> Rendered:
    """Return the source with questions and labels made headings, and short lists joined with their lead-ins."""
    text = rendered.text
    is_faq = sum(_opens_with_question(text, element) for element in rendered.elements) >= _QUESTIONS
    divided = [(element, list(_divided(text, element, is_faq=is_faq))) for element in rendered.elements]
    parts = [part for _, own in divided for part in own]
    listed = {id(part) for element, own in divided if _is_item(element) for part in own}
    return replace(rendered, elements=tuple(_joined(text, list(_with_headings(text, parts, listed)))))


def _is_item(element: Element) -> bool:
    return isinstance(element, Prose) and element.kind == "item"


def _opens_with_question(text: str, element: Element) -> bool:
    """Return whether a paragraph is a question on a line above its answer."""
    if not isinstance(element, Prose) or element.kind != "paragraph":
        return False
    question, *answer = text[element.start : element.end].splitlines()
    return bool(answer) and _asks(question.strip(), element)


def _divided(text: str, element: Element, *, is_faq: bool = False) -> Iterator[Element]:
    """Yield the parts of a paragraph or item; other elements as they are.

    A paragraph of "Q:" and "A:" lines, of `key: value`, timed or hanging lines is divided line by line. In an FAQ, a
    title above a paragraph becomes a heading.
    """
    if not isinstance(element, Prose) or element.kind not in ("paragraph", "item"):
        yield element
        return
    lines = [line for line in _lines(text, element) if line.end > line.start]
    words = [text[line.start : line.end] for line in lines]
    if _are_pairs(words):
        yield from _parted(text, lines, [i for i, own in enumerate(words) if _PAIR.match(own) or own[0].isupper()])
    elif len(lines) > 1 and all(map(_TIMED.match, words)):
        yield from _parted(text, lines, range(len(lines)))
    elif marked := [i for i, own in enumerate(words) if i and (_QUESTION_MARK.match(own) or _ANSWER_MARK.match(own))]:
        for first, end in pairwise([0, *marked, len(lines)]):
            yield replace(lines[first], end=lines[end - 1].end)
    elif entries := _hanging(text, lines):
        yield from _parted(text, lines, entries)
    elif len(lines) > 1 and _is_pair_above(words):
        yield replace(lines[0], kind="pair")
        yield from _divided(text, replace(element, start=lines[1].start, kind="paragraph"))
    elif is_faq and element.kind == "paragraph" and _is_title_beside_questions(words):
        yield Heading(CONTEXT_LEVEL, words[0], lines[0].start, lines[0].end)
        yield from _divided(text, replace(element, start=lines[1].start))
    elif len(lines) > 1 and (_asks(words[0], element) or _is_label(words[0])):
        yield replace(lines[0], is_emphasised=True)
        yield replace(element, start=lines[1].start, kind="paragraph")
    elif element.kind == "item" and (question := _LEADING_QUESTION.match(text[element.start : element.end])):
        yield replace(element, end=element.start + len(question.group().rstrip()))
        yield replace(element, start=element.start + question.end(), kind="paragraph")
    else:
        yield element


def _lines(text: str, element: Prose) -> Iterator[Prose]:
    for line in re.finditer(r"[^\r\n]+", text[element.start : element.end]):
        words = line.group()
        begin = element.start + line.start() + len(words) - len(words.lstrip())
        yield replace(element, start=begin, end=element.start + line.start() + len(words.rstrip()))


def _are_pairs(words: Sequence[str]) -> bool:
    """Return whether most lines, including the first, hold a key and its value."""
    pairs = [own for own in words if _PAIR.match(own)]
    return (
        len(pairs) > 1 and 2 * len(pairs) > len(words) and words[0] == pairs[0] and not _QUESTION_MARK.match(words[0])
    )


def _is_pair_above(words: Sequence[str]) -> bool:
    """Return whether the first line holds a key and its value, and the text below does not continue it."""
    pair, below = words[0], words[1]
    is_pair = _PAIR.match(pair) and not _QUESTION_MARK.match(pair) and not _ANSWER_MARK.match(pair)
    return bool(is_pair) and pair[-1] not in ".!?:;," and below[0].isupper() and not is_full(pair, below, width(words))


def _is_title_beside_questions(words: Sequence[str]) -> bool:
    """Return whether a few words such as "Contact" stand on a line above sentences, as the questions of an FAQ do."""
    if len(words) < 2 or len(words[0].split()) > _MAX_TITLE_WORDS or not words[1][0].isupper():
        return False
    is_title = _BESIDE_QUESTIONS.fullmatch(words[0]) is not None and not is_full(words[0], words[1], width(words))
    return is_title and words[-1][-1] in ".!)"


def _hanging(text: str, lines: Sequence[Prose]) -> list[int]:
    """Return the indices of the lines that open an entry, if there are several and their other lines are indented."""
    indents = [line.start - max(text.rfind("\n", 0, line.start), text.rfind("\r", 0, line.start)) for line in lines]
    least = min(indents, default=0)
    entries = [i for i, indent in enumerate(indents) if indent == least]
    is_hanging = len(entries) > 1 and entries[0] == 0 and max(indents) > least + 1
    return entries if is_hanging else []


def _parted(text: str, lines: Sequence[Prose], begins: Sequence[int]) -> Iterator[Prose]:
    """Yield the lines as entries, each from one index in `begins` to the next."""
    for first, end in pairwise([*begins, len(lines)]):
        kind: Kind = "pair" if _PAIR.match(text, lines[first].start) else "item"
        yield replace(lines[first], end=lines[end - 1].end, kind=kind)


def _asks(words: str, element: Prose) -> bool:
    """Return whether a line is an FAQ question: marked by "Q:", or a single question that is not direct speech."""
    if not 3 < len(words) <= MAX_HEADING or "\n" in words:
        return False
    if _QUESTION_MARK.match(words):
        return True
    number = _NUMBER.match(words)
    question = words[number.end() if number else 0 :]
    is_one = question.endswith("?") and re.search(r"[.!?]\s", question) is None
    return is_one and (element.is_emphasised or question[0].isupper())


def _is_label(words: str) -> bool:
    return words.endswith(":") and len(words.split()) <= _MAX_LABEL_WORDS and words[:1].isupper()


def _with_headings(text: str, elements: Sequence[Element], listed: Container[int]) -> Iterator[Element]:
    """Yield questions and labels as headings if something follows them, and answers without their "A:".

    `listed` holds the `id()` of each element that is part of a list item.
    """
    ends_after: tuple[Kind, ...] = ()  # the kinds of blocks that no longer belong to the context above
    for element, following in zip(elements, [*elements[1:], None], strict=False):
        if not isinstance(element, Prose):
            ends_after = () if isinstance(element, Heading) else ends_after
            yield element
            continue
        words = text[element.start : element.end]
        after = following if isinstance(following, Prose) else None
        if after and (element.kind == "paragraph" or after.kind != "item") and _is_question(words, element):
            mark = _QUESTION_MARK.match(words) or _NUMBER.match(words)
            yield Heading(CONTEXT_LEVEL, one_line(words[mark.end() :] if mark else words), element.start, element.end)
            ends_after = _BEHIND_TEXT if element.kind == "item" else ()
        elif after and _is_label(words) and (after.kind == "item" or element.is_emphasised):
            yield Heading(CONTEXT_LEVEL, one_line(words.rstrip(":")), element.start, element.end)
            ends_after = _BEHIND_LISTS if after.kind == "item" else _BEHIND_TEXT
        else:
            if element.kind in ends_after and not (element.kind == "pair" and id(element) in listed):
                yield Heading(CONTEXT_LEVEL, "")
                ends_after = ()
            answer = _ANSWER_MARK.match(words) if element.kind in ("paragraph", "item") else None  # a column may be "A"
            begin = answer.end() if answer and answer.end() < len(words) else 0
            yield replace(element, start=element.start + begin)


def _is_question(words: str, element: Prose) -> bool:
    return element.kind in ("paragraph", "item") and _asks(words, element)


def _joined(text: str, elements: Sequence[Element]) -> Iterator[Element]:
    """Yield the elements, each lead-in joined with the short list or code block below it."""
    index = 0
    while index < len(elements):
        element, index = elements[index], index + 1
        if isinstance(element, Prose) and text[element.start : element.end].rstrip()[-1:] == ":":
            items = []
            for item in elements[index:]:
                if not isinstance(item, Prose) or item.kind not in ("item", "code"):
                    break
                items.append(item)
            is_code = bool(items) and items[0].kind == "code"
            items = items[:1] if is_code else items
            is_short = items and items[-1].end - element.start <= _MAX_UNIT
            if is_short and (is_code or all(_is_fragment(text[item.start : item.end]) for item in items)):
                yield Prose(element.start, items[-1].end, "pair")
                index += len(items)
                continue
        yield element


def _is_fragment(words: str) -> bool:
    return len(words.split()) <= _MAX_ITEM_WORDS and words.rstrip()[-1:] not in ".!?"

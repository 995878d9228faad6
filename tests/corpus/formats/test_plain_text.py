from __future__ import annotations

import re

from hypothesis import given

from corpus.adversarial_texts import texts
from relbot.corpus.formats import plain_text
from relbot.corpus.outline import Heading, Prose


def read(text: str, start: int = 0) -> list[str]:
    """Headings as `level name`, prose as it stands in the text."""
    return [
        f"{element.level} {element.text}" if isinstance(element, Heading) else text[element.start : element.end]
        for element in plain_text.parse(text, start).elements
        if isinstance(element, Heading | Prose)
    ]


def test_headings_part_paragraphs_with_and_without_blank_lines() -> None:
    assert read("= A =\nOne.\n== B ==\n\nTwo.\n===C===\n") == ["1 A", "One.", "2 B", "Two.", "3 C"]


def test_hard_wrapped_lines_are_one_paragraph_and_blank_lines_part_them() -> None:
    assert read("  One\ntwo\n \t\nthree.  \n") == ["One\ntwo", "three."]


def test_all_line_ends_are_line_ends_and_others_are_not() -> None:
    assert read("a\r\n\r\nb\r\rc\n\nd\u2028e\x85f\x0cg\n\n") == ["a", "b", "c", "d\u2028e\x85f\x0cg"]


def test_list_items_are_told_apart_without_their_markers() -> None:
    assert read("Some:\n- one\n  and more\n* two\n• three") == ["10 Some", "one\n  and more", "two", "three"]


def test_steps_that_count_on_are_items_without_their_numbers() -> None:
    assert read("Restarting\n1. Hold it.\n   Wait.\n2. Let go.") == ["10 Restarting", "Hold it.\n   Wait.", "Let go."]
    assert read("3. Restarting\n1) Hold it.\n2) Let go.") == ["10 3. Restarting", "Hold it.", "Let go."]


def test_a_title_of_steps_is_of_no_more_than_these() -> None:
    assert read("Start\n1. Sit.\n2. Pull.\n\nIt is red.") == ["10 Start", "Sit.", "Pull.", "10 ", "It is red."]
    assert read("It works so.\n1. Sit.\n2. Pull.") == ["It works so.", "Sit.", "Pull."]
    assert read("A red boat\n\n1. Sit.\n2. Pull.") == ["A red boat", "Sit.", "Pull."]


def test_a_lone_number_that_opens_a_line_is_of_its_sentence() -> None:
    for text in (
        "It opened on the\n12. of May.",
        "1. Safety first.\nWalk.",
        "It was the\n3. of May, then the\n9. of June.",
    ):
        assert read(text) == [text]


def test_an_infobox_is_no_prose() -> None:
    assert read("Infobox\n- Filetype: svg\n- Size: 1\n\n- a\n\nb") == ["a", "b"]
    assert read("One.\nInfobox\n- Filetype: svg\nTwo.") == ["One.", "Two."]


def test_lines_that_only_resemble_headings_are_prose() -> None:
    for line in ("===", "= a", "a =", "== a =", "======= a ======="):
        assert read(line) == [line]


def test_a_short_line_above_a_rule_is_a_heading() -> None:
    assert read("Board\n=====\n\nAll came.") == ["2 Board", "All came."]
    assert read("All came.\n=====\n\nNone left.") == ["All came.", "None left."]
    assert read("=====\nBoard, 14 May 2025\n=====\nAll came.") == ["2 Board, 14 May 2025", "All came."]
    assert read("All came.\n\n-----\n\nNobody left.") == ["All came.", "Nobody left."]
    assert read("All came\nand nobody left.\n-----\nEnd.") == ["All came\nand nobody left.", "End."]


def test_reading_begins_at_the_offset() -> None:
    assert read("---\nx\n---\nOne.", 10) == ["One."]


STEP = re.compile(r"\d{1,2}[.)]")


@given(texts)
def test_every_word_is_in_a_heading_or_infobox_or_prose(text: str) -> None:
    shown = [element for element in plain_text.parse(text, 0).elements if isinstance(element, Prose | Heading)]
    edges = [0, *(edge for element in shown for edge in (element.start, element.end)), len(text)]
    assert edges == sorted(edges)
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        for line in text[start:end].replace("\r", "\n").split("\n"):
            words = line.strip()
            assert words in {"", "Infobox"} or words[0] in "-*•=" or STEP.fullmatch(words), "prose was lost"

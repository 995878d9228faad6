from __future__ import annotations

import time

import pytest
from hypothesis import given, settings

from corpus.adversarial_texts import texts
from relbot.corpus.formats import markdown
from relbot.corpus.outline import Heading, Prose


def read(text: str, start: int = 0) -> list[str]:
    """Headings as `level name`, prose as it stands in the text."""
    return [
        f"{element.level} {element.text}" if isinstance(element, Heading) else text[element.start : element.end]
        for element in markdown.parse(text, start)
        if isinstance(element, Heading | Prose)
    ]


def test_headings_of_both_kinds_are_found() -> None:
    assert read("# A #\nOne.\n## B\nTwo.\n\nC\n-\nThree.") == ["1 A", "One.", "2 B", "Two.", "2 C", "Three."]


def test_a_heading_is_shown_without_its_markup() -> None:
    assert read("# The **old** [`way`](http://a.example) &amp; *more*") == ["1 The old way & more"]


def test_inline_markup_of_prose_stays_as_it_was_written() -> None:
    assert read("A **b** [c](d)  \n`e` &amp; f\\*.") == ["A **b** [c](d)  \n`e` &amp; f\\*."]


def test_list_items_are_told_apart_without_their_markers() -> None:
    assert read("- one\n  more\n- two\n  1. three\n\n     four\n\n+ - five") == [
        "one\n  more",
        "two",
        "three",
        "four",
        "five",
    ]


def test_quotes_are_told_apart_without_their_markers() -> None:
    assert read("> one\n> two\n>\n> > three\nlazy\n> - four") == ["one\n> two", "three\nlazy", "four"]


def test_table_rows_are_prose_and_the_line_under_the_head_is_not() -> None:
    assert read("| Name | Year |\n|---|---|\n| Hoxha | 1908 |\n") == ["Name | Year", "Hoxha | 1908"]


def test_table_rows_in_quotes_and_lists_are_told_apart_without_markers() -> None:
    assert read("> 1. | a | b |\n>    |---|---|\n>    | - | 2. |") == ["a | b", "- | 2."]


def test_code_is_prose_without_its_fences() -> None:
    assert read("```sh\n\nrun it\n\nstop it\n```\n\n    make\n\n> ~~~\n> ask\n> ~~~\n") == [
        "run it\n\nstop it",
        "make",
        "ask",
    ]


def test_html_rules_and_link_references_are_no_prose() -> None:
    assert read('One.\n\n<div>\nraw\n</div>\n\n<!-- no -->\n\n---\n\n[a]: http://a.example\n[b]: <c> "T"\n\nTwo.') == [
        "One.",
        "Two.",
    ]
    assert read("[^1]: A footnote says something.") == ["[^1]: A footnote says something."]


def test_line_ends_of_all_kinds_keep_offsets_right() -> None:
    assert read("\r\na\r\rb\u2028c\r\n\r\n- d\x85\x0c\r\n") == ["a", "b\u2028c", "d"]


def test_reading_begins_at_the_offset() -> None:
    assert read("---\nx\n---\n# A\nOne.", 10) == ["1 A", "One."]


def test_lists_nested_deeply_are_read() -> None:
    text = "".join("  " * depth + f"- level {depth}\n" for depth in range(29))
    assert len(read(text)) == 29


@settings(deadline=None)
@given(texts)
def test_prose_is_in_order_and_never_overlaps(text: str) -> None:
    prose = [element for element in markdown.parse(text, 0) if isinstance(element, Prose)]
    edges = [0, *(edge for element in prose for edge in (element.start, element.end)), len(text)]
    assert edges == sorted(edges)


@pytest.mark.parametrize(
    "text",
    [
        ">" * 300_000,
        "> " * 150_000,
        "- " * 150_000,
        ("> " * 100 + "a\n") * 1_000,
        "".join(">" * (depth % 100) + " a\n" for depth in range(5_000)),
        "".join("  " * depth + "- a\n" for depth in range(500)),
        "# a\n" * 30_000,
        "a\n=\n" * 30_000,
        "[a]: b '" + "a\n" * 100_000,
        "[" * 300_000,
        "|" + "a|" * 50_000 + "\n|" + "-|" * 50_000 + "\n",
        "`*_[<!" * 50_000,
    ],
    ids=lambda text: text[:12],
)
def test_hostile_nesting_and_size_are_read_in_seconds(text: str) -> None:
    began = time.perf_counter()
    list(markdown.parse(text, 0))
    assert time.perf_counter() - began < 20


def test_more_blocks_than_are_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "_MAX_TOKENS", 1_000)
    assert read("- a\n" * 190)
    for text in ("- a\n" * 210, "|a|b|\n|-|-|\n" + "|c|d|\n" * 200, "- " * 25 + "a\n\n" + ("- " * 25 + "a\n\n") * 20):
        with pytest.raises(ValueError, match="more headings, list items and table cells than are read"):
            read(text)

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings

from corpus.adversarial_texts import texts
from relbot.corpus.formats import markdown
from relbot.corpus.formats.markdown_dialects import DEFINITION_MARK
from relbot.corpus.outline import CONTEXT_LEVEL, Heading, Prose


def read(source: str, start: int = 0) -> list[str]:
    """Headings as `level name`, prose as it stands in the rendered text."""
    rendered = markdown.parse(source, start)
    return [
        f"{element.level} {element.text}"
        if isinstance(element, Heading)
        else rendered.text[element.start : element.end]
        for element in rendered.elements
        if isinstance(element, Heading | Prose)
    ]


def test_headings_of_both_kinds_are_found() -> None:
    assert read("# A #\nOne.\n## B\nTwo.\n\nC\n-\nThree.") == ["1 A", "One.", "2 B", "Two.", "2 C", "Three."]


def test_a_heading_is_shown_without_its_markup() -> None:
    assert read("# The **old** [`way`](http://a.example) &amp; *more* {#id}") == ["1 The old way & more"]


def test_plain_prose_is_its_own_rendering() -> None:
    prose = 'One, 2 (three).\nFour "five" - six?\n\nSeven; 8% of it.\n\n\nNine.'
    assert markdown.parse(f"# A\n\n{prose}", 0).text == f"A\n\n{prose}"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("A **b** [c](d)  \n`e` &amp; f\\*.", "A b c\ne & f*."),
        ("The [[Apple tree|old tree]] and ![[photo.png]] the [[well]].", "The old tree and the well."),
        ("Water freezes at 0&nbsp;&deg;C.", "Water freezes at 0\u00a0°C."),
        ("Press <kbd>Ctrl</kbd>+<kbd>R</kbd>.<br>\nThen <b>wait</b>.<!-- no -->", "Press Ctrl+R.\nThen wait."),
        ("==Two litres== of H~2~O, ~~1950~~ 1952. #tag ^block1", "Two litres of H2O, 1952."),
        ("It has 10<sup>6</sup> stones of 2<sup>nd</sup> hand, H<sub>2</sub>O.", "It has 10⁶ stones of 2nd hand, H2O."),
        ("Where a^2+b^2 is c^2, and H~2~O.", "Where a^2+b^2 is c^2, and H2O."),
        ("It holds 10^6^ or 10^-3^ m.", "It holds 10⁶ or 10⁻³ m."),
        ("%% for me %%\n\nIt is old.", "It is old."),
        ("It rose by 5 %% in all, or 6 %%", "It rose by 5 %% in all, or 6 %%"),
        ("[a]: https://a.example\nIt is old.", "It is old."),
        ("The heap[^heap] is turned[^2].", "The heap[1] is turned[2]."),
        ('Made by [Vik AS][vik] in Molde.\n\n[vik]: https://vik.example "Vik"', "Made by Vik AS in Molde."),
        ("See <https://a.example/a_b> and file\\_log.txt :tada:", "See https://a.example/a_b and file_log.txt"),
        ("> [!WARNING]\n> Never do it.", "Never do it."),
        ("- [x] Paint it green", "☑ Paint it green"),
        ("1. [ ] Paint it green", "☐ Paint it green"),
        ("- [-] Paint it green", "Paint it green"),
        ("[^1]: It was moved in 2016.", "It was moved in 2016."),
        (":::tip\n\nClean it.\n\n:::", "Clean it."),
        ("!!! warning\n    Never open it.", "Never open it."),
        ('{% hint style="info" %}\nIt lifts water.\n{% endhint %}', "It lifts water."),
        ("import Box from './box'\n\n<Box>\n\nIt was bought.\n\n</Box>", "It was bought."),
        ("`**a** [b](c)` stays.", "**a** [b](c) stays."),
    ],
)
def test_markup_is_shown_as_it_is_rendered(source: str, shown: str) -> None:
    assert read(source) == [shown]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("> [!NOTE] Hours\n> It opens at seven.", ["Hours", "It opens at seven."]),
        ('!!! note "Storage"\n    Keep it cold.\n\nAfter.', ["Storage", "Keep it cold.", "After."]),
        ("Bed\n: A strip of soil.\n: It is wide.", ["Bed\nA strip of soil.", "It is wide."]),
        ("Bed\n: - A strip of soil.", [f"{CONTEXT_LEVEL} Bed", "A strip of soil."]),
        ("Bed\n: > A strip of soil.", ["Bed\nA strip of soil."]),
        ("Bed\n: ```\n  soil\n  ```\n\nAfter.", [f"{CONTEXT_LEVEL} Bed", "soil", f"{CONTEXT_LEVEL} ", "After."]),
    ],
)
def test_titles_and_terms_are_told_apart_from_what_they_head(source: str, shown: list[str]) -> None:
    assert read(source) == shown


def test_the_box_of_a_task_is_drawn_and_not_written_on_the_page() -> None:
    rendered = markdown.parse("# A\n\n- [ ] Paint it\n- Wash it\n", 0)
    added = [rendered.text[span.start : span.end] for span in rendered.added]
    assert [words for words in added if words.strip()] == ["☐ "]


@pytest.mark.parametrize(
    "navigation",
    [
        "[Use](#use) • [FAQ](#faq) • [Contributing](CONTRIBUTING.md)",
        "**[Use](#use)** | [FAQ](#faq)",
        "- [Use](#use)\n  - [FAQ](#faq)",
        "([back to top](#top))",
        '<p align="right">(<a href="#top">back to top</a>)</p>',
        '<p><a href="#use">Use</a> · <a href="#faq">FAQ</a> · <a href="https://a.example">Site</a></p>',
    ],
)
def test_links_about_the_page_alone_are_no_prose(navigation: str) -> None:
    assert read(f"One.\n\n{navigation}\n\nTwo.") == ["One.", "Two."]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("[Ada Rook](https://a.example), [Otto Berg](https://b.example)", "Ada Rook, Otto Berg"),
        ("See [Use](#use).", "See Use."),
        ("- [Use](#use): how it is used", "Use: how it is used"),
        ('<p>See <a href="#use">Use</a>.</p>', "See Use."),
        ('<p><a href="https://a.example">Ada Rook</a></p>', "Ada Rook"),
    ],
)
def test_links_that_say_something_stay(source: str, shown: str) -> None:
    assert read(f"One.\n\n{source}\n\nTwo.") == ["One.", shown, "Two."]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("# T\n\n## A\n\nOne.[^1]\n\n[^1]: Note.", ["1 T", "2 A", "One.[1]", "2 ", "Note."]),
        ("# T\n\nOne.[^1]\n\n[^1]: Note.\n[^2]: Too.", ["1 T", "One.[1]", "2 ", "Note.", "Too."]),
        ("## A\n\n[^1]: Note.\n\n### B\n\nTwo.", ["2 A", "2 ", "Note.", "3 B", "Two."]),
        ("## A\n\n[^1]: Note.\n\nTwo.", ["2 A", "Note.", "Two."]),
        ("One.[^1]\n\n[^1]: Note.", ["One.[1]", "Note."]),
    ],
)
def test_footnotes_that_end_a_section_are_none_of_what_it_says(source: str, shown: list[str]) -> None:
    assert read(source) == shown


def test_html_is_read_as_it_is_shown() -> None:
    assert read('<h1 align="center">Otter</h1>\n<p>It is <b>small</b>.</p>\n<script>no()</script><!-- no -->') == [
        "1 Otter",
        "It is small.",
    ]
    table = "<table><tr><th>Model</th><th>Weight</th></tr><tr><td>S</td><td>120&nbsp;g</td></tr></table>"
    assert read(table) == ["Model: S; Weight: 120 g"]


def test_list_items_are_told_apart_without_their_markers() -> None:
    assert read("- one\n  more\n- two\n  1. three\n\n     four\n\n+ - five") == [
        "one\nmore",
        "two",
        "three",
        "four",
        "five",
    ]


def test_quotes_are_told_apart_without_their_markers() -> None:
    assert read("> one\n> two\n>\n> > three\nlazy\n> - four") == ["one\ntwo", "three\nlazy", "four"]


def test_a_table_row_is_said_with_its_headers() -> None:
    assert read("| Name | Year |\n|---|---|\n| Hoxha | 1908 |\n| | 1912 |\n") == [
        "Name: Hoxha; Year: 1908",
        "Year: 1912",
    ]
    assert read("> 1. | a | b |\n>    |---|---|\n>    | - | 2.<br>3. |") == ["a: -; b: 2. 3."]


def test_code_is_prose_without_its_fences() -> None:
    assert read("```sh\n\nrun *it*\n\nstop it\n```\n\n    make\n\n> ~~~\n> ask\n> ~~~\n") == [
        "run *it*\n\nstop it",
        "make",
        "ask",
    ]


def test_rules_and_link_references_are_no_prose() -> None:
    assert read('One.\n\n---\n\n[a]: http://a.example\n[b]: <c> "T"\n\nTwo.') == ["One.", "Two."]


def test_line_ends_of_all_kinds_are_line_ends() -> None:
    assert read("\r\na\r\rb\u2028c\r\n\r\n- d\x85\x0c\r\n") == ["a", "b\u2028c", "d"]


def test_reading_begins_at_the_offset() -> None:
    assert read("---\nx\n---\n# A\nOne.", 10) == ["1 A", "One."]


def test_lists_nested_deeply_are_read() -> None:
    text = "".join("  " * depth + f"- level {depth}\n" for depth in range(29))
    assert len(read(text)) == 29


@settings(deadline=None)
@given(texts)
def test_prose_is_in_order_and_never_overlaps(text: str) -> None:
    rendered = markdown.parse(text, 0)
    prose = [element for element in rendered.elements if isinstance(element, Prose)]
    edges = [0, *(edge for element in prose for edge in (element.start, element.end)), len(rendered.text)]
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
        "[a](" * 50_000,
        "<b " * 50_000,
        "<p>" + "<a " * 13_000,
        "<table><tr><td>" * 10_000,
        "{{" * 50_000,
        "!!! a\n    " * 30_000,
        "[[a|" * 50_000,
    ],
    ids=lambda text: text[:12],
)
def test_hostile_nesting_and_size_are_read_in_seconds(text: str) -> None:
    began = time.perf_counter()
    markdown.parse(text, 0)
    assert time.perf_counter() - began < 20


def test_more_blocks_than_are_read_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "_MAX_TOKENS", 1_000)
    assert read("- a\n" * 190)
    for text in ("- a\n" * 210, "|a|b|\n|-|-|\n" + "|c|d|\n" * 200, "- " * 25 + "a\n\n" + ("- " * 25 + "a\n\n") * 20):
        with pytest.raises(ValueError, match="more headings, list items and table cells than are read"):
            read(text)


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (r"It weighs $4716\,g_2$ or *more*.", r"It weighs 4716\,g_2 or more."),
        ("It costs $5 and $6, or $7-$8.", "It costs $5 and $6, or $7-$8."),
        ("Set `$x` to match `^a-z$`, or `$a-b$`.", "Set $x to match ^a-z$, or $a-b$."),
        ("Ask `[[ -f a.md ]]` and `[^1]` of ``a`b``.", "Ask [[ -f a.md ]] and [^1] of a`b."),
    ],
)
def test_a_formula_keeps_its_signs_and_amounts_and_code_are_no_markup(source: str, shown: str) -> None:
    assert read(source) == [shown]


@pytest.mark.parametrize(
    "source", ["<pre>\nBed\n: soil\n</pre>", "Bed\n: soil\n---", "Bed\n: soil | b\n--|--\n1 | 2", "# Bed\n: soil"]
)
def test_how_definitions_are_marked_is_never_seen(source: str) -> None:
    assert "soil" in (text := markdown.parse(source, 0).text)
    assert DEFINITION_MARK not in text


def test_a_term_is_the_heading_of_the_list_that_defines_it_and_of_nothing_after() -> None:
    source = "Bed\n: - A strip of soil.\n  - It is wide.\n\nThe gate is closed."
    assert read(source) == [
        f"{CONTEXT_LEVEL} Bed",
        "A strip of soil.",
        "It is wide.",
        f"{CONTEXT_LEVEL} ",
        "The gate is closed.",
    ]


def test_a_term_and_a_definition_that_show_nothing_are_left_out() -> None:
    assert read("![[bed.png]]\n: ![[soil.png]]\n\nAfter.")[-1] == "After."


def test_the_numbers_of_a_list_are_in_the_text_and_in_no_sentence() -> None:
    rendered = markdown.parse("Rules:\n\n3. Be kind.\n4. No spam.\n   - Not even here.\n", 0)
    assert rendered.text == "Rules:\n\n3. Be kind.\n4. No spam.\nNot even here."
    items = [rendered.text[e.start : e.end] for e in rendered.elements if isinstance(e, Prose) and e.kind == "item"]
    assert items == ["Be kind.", "No spam.", "Not even here."]

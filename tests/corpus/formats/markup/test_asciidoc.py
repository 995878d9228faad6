from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.formats.shown import blocks, sectioned
from relbot.corpus.documents import parse
from relbot.corpus.formats.markup import asciidoc


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("It is *bold*, _thin_, `code`, #marked# and **b**old.", "It is bold, thin, code, marked and bold."),
        ("A 2*3 and snake_case_name and a_b stay.", "A 2*3 and snake_case_name and a_b stay."),
        ("H~2~O, x^2^ -- and \"`quoted`\" '`so`'... (C)", "H2O, x2 — and “quoted” ‘so’… ©"),
        ("See https://a.example[the site], link:b.html[here^] and <<c,that>>.", "See the site, here and that."),
        ("See https://a.example/x_y_z and <https://b.example>.", "See https://a.example/x_y_z and https://b.example."),
        ("mailto:a@b.example[Write us,Subject] or xref:d.adoc#e[Other].", "Write us,Subject or Other."),
        ("Press kbd:[Ctrl+C], menu:File[Save > All], btn:[OK].", "Press Ctrl+C, File > Save > All, OK."),
        ("`*kept*` and +_kept_+ and pass:[<u>x</u>]", "*kept* and _kept_ and <u>x</u>"),
        ("\\*not bold* and \\{name}", "*not bold* and {name}"),
        ("The ((river)) Ane(((Ane, river))) [[ane]]is long.", "The river Ane is long."),
        (":name: Harn\n\nIn {name} by {unknown}{nbsp}it is.", "In Harn by {unknown}\xa0it is."),
        ("One +\ntwo.", "One\ntwo."),
        ("NOTE: Keep it cold.", "Keep it cold."),
        ("[WARNING]\n====\nNever open it.\n====", "Never open it."),
        ("[quote, Otto]\n____\nIt was _red_.\n____", "It was red."),
        ("--\nAn open block.\n--", "An open block."),
        ("* [x] Paint the door green", "Paint the door green"),
        ("[source,java]\n----\nint x = 1; // <1>\n*y*\n----\n<1> Sets it.", "int x = 1;\n*y*"),
        ("....\n  as it is\n....", "as it is"),
        (" x = 1\n y = 2", "x = 1\n y = 2"),
        ("ifdef::a[]\nGone.\nendif::[]\nifndef::a[]\nShown.\nendif::[]\nifdef::a[Gone.]", "Shown."),
        ("Not on top ++--++ here.", "Not on top -- here."),
    ],
)  # fmt: skip
def test_markup_is_shown_as_it_is_rendered(source: str, shown: str) -> None:
    assert blocks("a.adoc", source)[0] == shown


@pytest.mark.parametrize(
    "source",
    ["// a comment", "////\nhidden\n\nlines\n////", "image::a.png[x]", "include::/etc/passwd[]", "toc::[]", "<<<",
     "++++\n<b>raw</b>\n++++", ":name: value", "[[anchor]]", "[.role#id]", "[stem]\n++++\nx\n++++"],
)  # fmt: skip
def test_what_is_not_shown_is_left_out(source: str) -> None:
    assert blocks("a.adoc", f"Before it.\n\n{source}\n\nAfter it.") == ["Before it.", "After it."]


def test_sections_are_those_of_the_page_and_author_lines_no_prose() -> None:
    source = (
        "= The Guide\nAnna Berg <anna@a.example>\nv1.0, 2020-01-02\n:toc:\n\nIt begins here.\n\n[#one]\n== Part One\n\n"
        "See <<two>>.\n\n[[two]]\n=== Part Two\n\nIt ends there.\n"
    )
    assert parse("a.adoc", source.encode()).source.title == "The Guide"
    assert sectioned("a.adoc", source) == [
        ("It begins here.",),
        ("Part One", "See Part Two."),
        ("Part One", "Part Two", "It ends there."),
    ]


def test_lists_of_all_kinds_are_items() -> None:
    lists = "* one thing\n** two\nthings\n* three\n+\nIt goes on.\n\n. first\n\n- dash\n\n"
    source = f"{lists}term:: It is so.\nother::\n  It is not.\n"
    assert blocks("a.adoc", source) == [
        "one thing", "two\nthings", "three", "It goes on.", "first", "dash", "term\nIt is so.", "other\nIt is not.",
    ]  # fmt: skip


def test_the_items_of_a_numbered_list_have_the_numbers_that_a_page_shows() -> None:
    source = ". Switch off.\n. Brush it.\n+\nWear a mask.\n\n. Close the lid.\n.. Push.\n. Sign.\n\n"
    source += "All done.\n\n. Rest.\n* a bullet\n"
    lines = ["1. Switch off.", "2. Brush it.", "", "Wear a mask.", "3. Close the lid.", "1. Push.", "4. Sign."]
    assert parse("a.adoc", source.encode()).text.split("\n") == [*lines, "", "All done.", "1. Rest.", "a bullet"]


def test_a_question_is_the_section_of_its_answer() -> None:
    source = "[qanda]\nWhat is it?:: A thing of old.\nWho made it?::\n  Anna made it.\n"
    assert sectioned("a.adoc", source) == [("What is it?", "A thing of old."), ("Who made it?", "Anna made it.")]


@pytest.mark.parametrize(
    "table",
    [
        "|===\n|A |B\n\n|x |2\n|===",
        '[%header,cols="1,2"]\n|===\n|A\n|B\n|x\n|2\n|===',
        '[options="header"]\n|===\n|A |B\n|x\n|2\n|===',
        "[%header,cols=2*]\n|===\n|A |B\n|x a|2\n|===",
        "[%header,format=csv]\n|===\nA,B\nx,2\n|===",
        ",===\nA,B\n\nx,2\n,===",
    ],
)
def test_tables_of_all_kinds_are_said_row_by_row(table: str) -> None:
    assert blocks("a.adoc", table) == ["A: x; B: 2"]


def test_merged_cells_and_the_title_of_a_table_are_read() -> None:
    table = ".Prices\n[%header,cols=3*]\n|===\n|Fruit |Old |New\n.2+|Apple |1 |2\n2+|*free*\n|===\nAfter it."
    assert sectioned("a.adoc", table) == [
        ("Prices", "Fruit: Apple; Old: 1; New: 2"),
        ("Prices", "Fruit: Apple; Old: free; New: free"),
        ("After it.",),
    ]


def test_a_footnote_is_a_block_of_its_own_at_the_end_of_its_section() -> None:
    source = "== A\n\nIt is old.footnote:[See *Meier*.]\n\nIt is red.\n\n== B\n\nIt is new."
    assert sectioned("a.adoc", source)[1:] == [("A", "It is red."), ("A", "See Meier."), ("B", "It is new.")]


@given(st.text(st.sampled_from("=|*_`#^~+[]{}<>:.-/'\" ab1\n"), max_size=80))
@settings(deadline=None)
def test_any_markup_is_rendered(text: str) -> None:
    asciidoc.parse(text, 0).text.encode()


UNITS = [
    "*a ",
    "_",
    "`a",
    "[",
    "<<",
    "((",
    "{a",
    "link:",
    "https://a[",
    "|",
    "====\n",
    "* ",
    "a:: ",
    "footnote:[",
    '"`',
    "+",
]


@pytest.mark.parametrize("unit", [*UNITS, "|===\n", "2+", "[a]#", "ifdef::a[]\n", "--\n", "(((", "\\*", "'`"])
def test_unclosed_markup_takes_no_long_time(unit: str) -> None:
    began = time.process_time()
    asciidoc.parse(unit * (60_000 // len(unit)), 0)
    asciidoc.parse((unit * (7_000 // len(unit)) + "\n\n") * 5, 0)
    assert time.process_time() - began < 5


def test_a_term_is_quoted_with_one_sentence_and_is_the_heading_of_several() -> None:
    source = "F1:: opens the help\nThe shuttle gets stuck::\nClean it. Do not oil it.\n\nThe archive is closed.\n"
    assert sectioned("a.adoc", source) == [
        ("F1\nopens the help",),
        ("The shuttle gets stuck", "Clean it. Do not oil it."),
        ("The archive is closed.",),
    ]

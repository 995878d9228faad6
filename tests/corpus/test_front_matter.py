from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.corpus.front_matter import FrontMatter, parse


def test_title_url_and_licence_are_read() -> None:
    text = '---\ntitle: "A: B"\nurl: https://a.example/%20\nlicence: CC BY-SA 4.0\nother: [1, {a: b}]\n---\nText'
    assert parse(text) == FrontMatter("A: B", "https://a.example/%20", "CC BY-SA 4.0", text.index("Text"))


def test_license_is_read_as_well() -> None:
    assert parse("---\nlicense: MIT\n---\n").licence == "MIT"


def test_values_stay_as_they_were_written() -> None:
    assert parse("---\ntitle: 1984\nlicence: no\n---\n") == FrontMatter("1984", None, "no", 32)


@pytest.mark.parametrize("text", ["", "Text", "\n---\ntitle: a\n---\n", "--- a\n---\n", "----\n"])
def test_a_text_without_front_matter_begins_at_once(text: str) -> None:
    assert parse(text) == FrontMatter()


@pytest.mark.parametrize("text", ["---\n---\n", "---\n# nothing\n---\n", "---\ntitle:\nurl: ''\n---\n"])
def test_empty_front_matter_says_nothing(text: str) -> None:
    assert parse(text) == FrontMatter(end=len(text))


def test_a_byte_order_mark_and_other_line_ends_do_not_hide_it() -> None:
    assert parse("\ufeff---\r\ntitle: A\r\n...\r\nText") == FrontMatter("A", end=21)
    assert parse("\ufeffText") == FrontMatter(end=1)


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: 'a\n---\nText",
        "---\na: b\ntitle: a\nc: d: e\n---\nText",
        "---\na: \x07\ntitle: a\n---\nText",
        "---\na: &a [b]\ntitle: a\nc: *a\n---\nText",
        "---\na: &a {title: b}\n<<: *a\ntitle: a\n---\nText",
        "---\na: !!python/object/apply:os.system [echo]\ntitle: !!binary a\n---\nText",
        "---\ntitle: a\na: " + "[" * 60_000 + "\n---\nText",
        "---\ntitle: a\nurl: javascript:alert(1)\n---\nText",
        "---\ntitle: a\nurl: http:///a\n---\nText",
        "---\ntitle: a\nurl: 'http://[a'\n---\nText",
        "---\ntitle: a\nurl: http://a.example/ b\n---\nText",
        '---\ntitle: a\nurl: "http://a.example/\\u202e"\n---\nText',
        "---\ntitle: a\n\nText",
        '+++\ntitle = "a"\n+++\nText',
        '{"title": "a"}Text',
    ],
)
def test_front_matter_that_is_not_yaml_never_costs_the_document(text: str) -> None:
    began = time.perf_counter()
    found = parse(text)
    assert (found.title, found.url, text[found.end :]) == ("a", None, "Text")
    assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    "text",
    ["---\n\nA mill.\n\n---\n\nThe end.", "---\nonly words\n---\n", "---\n" + "# a\n" * 20_000, "{ a }", "+++\n"],
)
def test_a_rule_or_brace_at_the_top_belongs_to_the_text(text: str) -> None:
    assert parse(text) == FrontMatter()


def test_a_colon_in_a_title_is_part_of_it() -> None:
    assert parse("---\ntitle: Tides: a guide\n---\nText").title == "Tides: a guide"


def test_entries_that_say_something_of_the_document_are_kept() -> None:
    text = "---\ntitle: A\nslug: /a\nowner: Tomas Reed\ntags: [a]\nrack: B12\n---\n"
    assert parse(text).values == (("owner", "Tomas Reed"), ("rack", "B12"))


def test_a_title_is_one_short_line() -> None:
    assert parse("---\ntitle: |\n  a\n  b\n---\n").title == "a b"
    assert parse("---\ntitle: " + "a" * 5_000 + "\n---\n").title == "a" * 200


def test_halves_of_characters_are_joined_or_replaced() -> None:
    assert parse('---\ntitle: "\\ud83d\\ude00 \\ud800"\n---\n').title == "😀 \ufffd"


@given(st.text(st.sampled_from("ab:-[]{}&*!|>'\"%@`?#, \n\t\r.0"), max_size=60))
def test_any_front_matter_is_read_and_keeps_the_text(text: str) -> None:
    assert f"---\n{text}\n---\nText"[parse(f"---\n{text}\n---\nText").end :].endswith("Text")

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
    ("text", "why"),
    [
        ("---\ntitle: a\n", "not closed"),
        ("---\n" + "# a\n" * 20_000 + "---\n", "longer than 64 kB"),
        ("---\nonly words\n---\n", "not a list of `name: value` lines"),
        ("---\n- a\n---\n", "not a list of `name: value` lines"),
        ("---\ntitle: 'a\n---\n", "not YAML"),
        ("---\na: b\ntitle: a: b\n---\n", r"not YAML \(line 3\)"),
        ("---\n? [a]\n: b\n---\n", "not YAML"),
        ("---\na: \x07\n---\n", "not YAML"),
        ('---\ntitle: "\\UFFFFFFFF"\n---\n', "not YAML"),
        (f"---\n%YAML {'9' * 5_000}.0\n--- a\n---\n", "not YAML"),
        ("---\na: &a [b]\nc: *a\n---\n", "anchors or aliases"),
        ("---\na: &a {title: b}\n<<: *a\n---\n", "anchors or aliases"),
        ("---\na: !!python/object/apply:os.system [echo]\ntitle: !!binary a\n---\n", None),
        ("---\na: " + "[" * 60_000 + "\n---\n", "nested too deeply"),
        ("---\ntitle: [a]\n---\n", "title in its front matter is not plain text"),
        ("---\nurl: javascript:alert(1)\n---\n", "not an http or https address"),
        ("---\nurl: http:///a\n---\n", "not an http or https address"),
        ("---\nurl: 'http://[a'\n---\n", "not an http or https address"),
        ("---\nurl: http://a.example/ b\n---\n", "not an http or https address"),
        ('---\nurl: "http://a.example/\\u202e"\n---\n', "not an http or https address"),
    ],
)
def test_what_is_wrong_is_said_at_once(text: str, why: str | None) -> None:
    began = time.perf_counter()
    if why is None:
        assert parse(text).title == "a"
    else:
        with pytest.raises(ValueError, match=why):
            parse(text)
    assert time.perf_counter() - began < 5


def test_a_title_is_one_short_line() -> None:
    assert parse("---\ntitle: |\n  a\n  b\n---\n").title == "a b"
    assert parse("---\ntitle: " + "a" * 5_000 + "\n---\n").title == "a" * 200


def test_halves_of_characters_are_joined_or_replaced() -> None:
    assert parse('---\ntitle: "\\ud83d\\ude00 \\ud800"\n---\n').title == "😀 \ufffd"


@given(st.text(st.sampled_from("ab:-[]{}&*!|>'\"%@`?#, \n\t\r.0"), max_size=60))
def test_any_front_matter_is_read_or_refused(text: str) -> None:
    why = ""
    end = 0
    try:
        end = parse(f"---\n{text}\n---\nText").end
    except ValueError as error:
        why = str(error)
    assert end > 4 or why.isprintable()
    assert bool(end) != bool(why)

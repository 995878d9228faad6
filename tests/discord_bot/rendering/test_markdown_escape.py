"""Text of a source or a user comes out as the characters it is made of, and as nothing else."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from discord_server.pings import EVERYONE, ROLE, USER
from relbot.discord.rendering.escape import clean, escape_markdown, unescape_markdown, utf16_length

MENTIONS = [
    "@everyone",
    "@here",
    "<@1>",
    "<@!1>",
    "<@&1>",
    "<#1>",
    "<t:1:R>",
    "<:a:1>",
    "<a:b:1>",
    "</a:1>",
    "<id:home>",
]
LINKS = ["[x](http://evil.example)", "https://evil.example", "discord.gg/abc"]
MARKUP = ["||", "```", "`", "**", "__", "~~", "~", "#", "-#", ">", ">>>", "-", "*", "1.", "+", ":smile:", "\\"]
SPACE = [" ", "\t", "\n", "\n\n"]
UNSEEN = ["\u200b", "\u200d", "\u202e", "\u2066", "\ufeff", "\u00ad", "\ud800", "\U000e0041"]
WORDS = ["word", "12", "👩\u200d🔬", "क\u094d\u200dष"]
HOSTILE = st.lists(st.sampled_from([*MENTIONS, *LINKS, *MARKUP, *SPACE, *UNSEEN, *WORDS]) | st.text(max_size=5)).map(
    "".join
)

BACKSLASHED = re.compile(r"\\[^0-9A-Za-z\s]", re.DOTALL)
"""What Discord shows as the character behind the backslash."""
LIVE = re.compile(r"[\\*_~|`<>\[\]#@:/]|^ ?[-+]|^ ?\d+[.)]")
HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")


@given(HOSTILE)
def test_nothing_is_left_that_discord_gives_a_meaning_to(text: str) -> None:
    assert not LIVE.search(BACKSLASHED.sub("x", escape_markdown(text)))


@given(HOSTILE)
def test_nobody_is_mentioned_even_where_markdown_is_not_parsed(text: str) -> None:
    shown = escape_markdown(text)
    assert not any(mention.search(shown) for mention in (EVERYONE, USER, ROLE))


@given(HOSTILE)
def test_nothing_is_hidden_or_turned_around(text: str) -> None:
    assert not HIDDEN.search(escape_markdown(text))
    assert "\u200b" not in clean(text)


@given(HOSTILE)
def test_what_was_escaped_can_be_unescaped(text: str) -> None:
    assert unescape_markdown(escape_markdown(text)) == clean(text)


@given(HOSTILE)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(HOSTILE)
def test_it_stays_on_one_line(text: str) -> None:
    assert len(escape_markdown(text).splitlines()) <= 1


@pytest.mark.parametrize(
    "text", ["In 1961, Albania signed it.", "“Litmus test” (1961) – 50 % of it; a well-known one.", "你好"]
)
def test_prose_is_left_as_it_is(text: str) -> None:
    assert escape_markdown(text) == text


@pytest.mark.parametrize("text", ["👩\u200d🔬", "می\u200cخواهم"])
def test_letters_and_signs_that_are_joined_stay_joined(text: str) -> None:
    assert escape_markdown(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("# Heading", r"\# Heading"),
        ("1. item", r"1\. item"),
        ("- item", r"\- item"),
        ("[x](http://a.b)", r"\[x\](http\:\/\/a.b)"),
        ("@everyone", "\\@\u200beveryone"),
        ("<@12>", "\\<\\@\u200b12\\>"),
        ("a@b.example", r"a\@b.example"),
        ("¯\\_(ツ)_/¯", r"¯\\\_(ツ)\_\/¯"),
    ],
)
def test_markup_is_shown_as_it_is_written(text: str, shown: str) -> None:
    assert escape_markdown(text) == shown


@given(st.text())
def test_length_is_never_less_than_what_discord_counts(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2

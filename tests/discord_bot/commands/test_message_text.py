"""What a message says in words, for whatever markup it holds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.discord.commands.mentions import asks_nothing
from relbot.discord.commands.message_text import plain_text

NAMES = {1: "Alice", 2: "Moderators", 3: "general"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Who is <@1>?", "Who is Alice?"),
        ("Who is <@!1>'s friend", "Who is Alice's friend"),
        ("What do <@&2> do in <#3>", "What do Moderators do in general"),
        ("What does </ask:12345> do", "What does ask do"),
        ("<:wave:123> when?", "when?"),
        ("<a:wave:123>when? <t:1700000000:R>", "when?"),
        ("since <t:-1> or <id:guide>", "since or"),
        ("who is <@99>?", "who is ?"),
        ("x < 3 and y > 2, <b>, <@ 1>, <#a>", "x < 3 and y > 2, <b>, <@ 1>, <#a>"),
        ("", ""),
    ],
)
def test_mentions_become_names_and_what_has_none_vanishes(text: str, words: str) -> None:
    assert plain_text(text, NAMES) == words


markup = st.one_of(
    st.builds("<{}{}>".format, st.sampled_from(("@", "@!", "@&", "#")), st.integers(0, 10**19)),
    st.builds(
        "<{}:{}:{}>".format,
        st.sampled_from(("", "a")),
        st.from_regex(r"[a-z_]{2,30}", fullmatch=True),
        st.integers(1, 10**19),
    ),
    st.builds("<t:{}{}>".format, st.integers(-(10**18), 10**18), st.sampled_from(("", ":R", ":f"))),
)


@given(st.lists(st.one_of(markup, st.text(alphabet="abc ?.,'\n")), max_size=12))
def test_no_id_is_left_and_no_other_word_is_lost(parts: list[str]) -> None:
    words = plain_text(" ".join(parts))
    assert not re.search(r"\d", words)
    assert words.split() == " ".join(part for part in parts if not part.startswith("<")).split()


@pytest.mark.parametrize("text", ["thanks", "Thanks!!", "ok", "lol", "👍", "nice", "bye", "you suck", "asdfgh"])
def test_small_talk_among_others_asks_nothing(text: str) -> None:
    assert asks_nothing(text, direct=False)


@pytest.mark.parametrize(
    "text", ["thanks?", "who thanked whom?", "hi", "what can you do", "more", "go on", "are you sure?"]
)
def test_what_may_want_an_answer_is_let_through(text: str) -> None:
    assert not asks_nothing(text, direct=False)


def test_alone_with_a_person_it_stays_silent_only_after_the_last_word() -> None:
    assert asks_nothing("thanks", direct=True)
    assert not asks_nothing("asdfgh", direct=True)

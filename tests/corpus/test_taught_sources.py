"""Whatever somebody wrote is quoted letter by letter from the source that is made of it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relbot.corpus.documents import parse
from relbot.corpus.taught import TaughtText, to_markdown
from relbot.errors.corpus import SourceRejected

WORDS = ("word", "two words", "title: x", "https://example.org/a_b", "é", "日本", "\u202e", "...", ": ", "=1", "$x$")
LINES = ("\n", "\n\n", "\t", "    ", "# ", "- ", "1. ", "> ", "---", "===", "+++", "```", "|", "[^1]:")
INLINE = ("`", "**", "_", "__x__", "||", "~~", "<b>", "<script>", "<!--", "-->", "[a](b)", "[[a|b]]", "{{", ":smile:")
PIECES = (*WORDS, *LINES, *INLINE, "&amp;", "\\")
MARKUP = st.lists(st.sampled_from(PIECES), max_size=20).map("".join)


def letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@settings(max_examples=150, deadline=None)
@given(question=st.one_of(MARKUP, st.text(max_size=80)), words=st.one_of(MARKUP, st.text(max_size=80)))
def test_every_letter_can_be_quoted_or_the_words_are_refused(question: str, words: str) -> None:
    try:
        source = to_markdown(
            TaughtText(question, words, "An\na: [x]", date(2026, 11, 5), "https://discord.com/channels/1/2")
        )
    except SourceRejected:
        return
    document = parse("taught/a.md", source.encode())
    assert letters("".join(document.text[block.start : block.end] for block in document.blocks)) == letters(words)
    assert document.source.url == "https://discord.com/channels/1/2"
    assert [place.label for place in document.places] == ["answered by An a: [x] on 5 November 2026"]


@pytest.mark.parametrize("words", ["Use **sudo**, then `reboot`.", "Read https://example.org/a_b first.", "Ask Bob."])
def test_words_without_hidden_letters_stay_as_they_were_written(words: str) -> None:
    assert words in to_markdown(TaughtText("How?", words, "Ana", date(2026, 11, 5)))


@pytest.mark.parametrize("words", ["", "👍", "...", "\u202e"])
def test_what_holds_no_words_is_refused(words: str) -> None:
    with pytest.raises(SourceRejected):
        to_markdown(TaughtText("How?", words, "Ana", date(2026, 11, 5)))

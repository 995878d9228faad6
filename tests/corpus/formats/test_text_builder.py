from __future__ import annotations

import pytest

from relbot.corpus.documents import parse
from relbot.corpus.formats.text_builder import TextBuilder
from relbot.corpus.outline import MAX_TEXT
from relbot.errors.corpus import SourceRejected


def test_a_place_is_where_the_next_words_stand() -> None:
    builder = TextBuilder()
    builder.prose("Before.")
    builder.place("row 2")
    builder.prose(" ")
    builder.prose("It is here.")
    (place,) = builder.rendered().places
    assert builder.rendered().text[place.start :] == "It is here."


def test_a_text_has_a_limit_however_it_comes_about() -> None:
    builder = TextBuilder()
    builder.prose("x" * MAX_TEXT)
    with pytest.raises(ValueError, match="more than 20 MB of text; split it"):
        builder.prose("y")
    headers = ",".join(letter * 90 for letter in "ABCDEF")
    with pytest.raises(SourceRejected, match="more than 20 MB of text; split it"):
        parse("a.csv", f"{headers}\n".encode() + b"x,x,x,x,x,x\n" * 40_000)

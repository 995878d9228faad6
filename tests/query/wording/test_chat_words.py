"""What people write in chats is read as what they would say; what only looks like it stays."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.query.request.utterance import cleared
from relbot.query.wording.chat_words import written_out

WRITTEN = {
    "how late r u open on thursdays": "how late are you open on thursdays",
    "when did u guys start up": "when did you start up",
    "do ya take cheques": "do you take cheques",
    "what are u gonna charge": "what are you going to charge",
    "r there any lockers": "are there any lockers",
    "can i come if u r full": "can i come if you are full",
    "i wanna swim": "i want to swim",
    "do ppl swim there": "do people swim there",
    "how wide has it gotta be": "how wide has it got to be",
    "where abouts is the vet": "whereabouts is the vet",
    "when can i ring u": "when can i ring you",
    "what can you lot do about it": "what can you do about it",
}
KEPT = (
    "is r a language",
    "how do i plot in r",
    "what does u stand for",
    "where does the U-bahn stop",
    "is u the speed",
    "who sang Gotta Get Up",
    "what do you guys' rules say",
    "how do you do",
    "who runs PPL",
)


@pytest.mark.parametrize("typed", WRITTEN)
def test_the_spellings_of_speech_are_written_out(typed: str) -> None:
    assert cleared(typed) == WRITTEN[typed]


@pytest.mark.parametrize("typed", KEPT)
def test_letters_and_names_stay(typed: str) -> None:
    assert cleared(typed) == typed


@given(st.lists(st.sampled_from(["r", "u", "you", "guys", "wanna", "are", "if", "x", "where", "abouts"])).map(" ".join))
def test_the_words_that_are_written_out_are_left_nowhere(text: str) -> None:
    said = written_out(text).split()
    assert "wanna" not in said
    assert all(one != "u" or before not in ("are", "if") for before, one in pairwise(said))

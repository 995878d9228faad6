from __future__ import annotations

import pytest

from relbot.discord.messages.unasked import asks


@pytest.mark.parametrize(
    "text",
    [
        "How do I reset my password?",
        "hi all, does anybody know when the office opens?",
        "I have looked everywhere. Where is the form? Thanks!",
        "how do i get the parking permit",
        "what does E1044 mean",
        "is it open on sundays",
        "can I park here overnight",
        "So, which version of the app is this",
        '"Who signed it?" is what I need to know. Who did?',
    ],
)
def test_questions_are_taken_for_questions(text: str) -> None:
    assert asks(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "huh?",
        "ok",
        "thanks!",
        "lol what",
        "I signed the declaration today.",
        "The office opens at nine, I think",
        "That is how it works.",
        "When I came, nobody was there.",
        "What a lovely day that was!",
        "how are you?",
    ],
)
def test_what_asks_nothing_is_left_alone(text: str) -> None:
    assert not asks(text)

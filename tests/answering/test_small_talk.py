from __future__ import annotations

from typing import get_args

import pytest

from relbot.answering.small_talk import reply
from relbot.query.small_talk.phrases import Kind

KINDS = get_args(Kind)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("example", [None, "What happened in 1956?", "Tell me about {kind} “%s”"])
def test_every_kind_of_small_talk_has_a_whole_polite_reply(kind: Kind, example: str | None) -> None:
    said = reply(kind, example)
    assert said[0].isupper()
    assert said[-1] in ".!”"
    assert "{example}" not in said
    assert example is None or example in said or said == reply(kind, None)


def test_who_asks_what_to_ask_is_given_an_example() -> None:
    for kind in ("help", "ability", "greeting", "nonsense"):
        assert "“Who was Hoxha?”" in reply(kind, "Who was Hoxha?")

from __future__ import annotations

import pytest

from relbot.query.answer_constraints.denial import lacks_denial


@pytest.mark.parametrize(
    ("question", "sentence", "lacking"),
    [
        ("Which plan was not approved?", "The council approved the plan for the harbour.", True),
        ("What can't be returned?", "Books can be returned at the desk.", True),
        ("who has never been to the island", "The queen has been to the island twice.", True),
        ("Which plan was not approved?", "The council rejected the plan for the harbour.", False),
        ("What can't be returned?", "Books cannot be returned.", False),
        ("What can’t be returned?", "Everything except books.", False),
        ("Which plan was approved?", "The council approved the plan.", False),
        ("Which plan was approved and not built?", "The council approved the plan.", False),
        ("how come the pool is not open", "The pool is open in summer.", False),
        ("Why can't I log in?", "Your account may be locked.", False),
        ("What happens if I do not pay?", "A reminder is sent.", False),
        ("What happens when it does not start?", "Press the red button.", False),
        ("What did they do that others did not?", "They sailed west.", False),
        ("Isn't the pool open?", "The pool is open.", False),
        ("What do not only cats but also dogs eat?", "Cats and dogs eat meat.", False),
        ("Who sang “Won't You Stay”?", "It was sung by Ann Lee.", False),
        ("Who doesn't you know what?", "Press the red button.", False),
        ("", "", False),
    ],
)
def test_what_is_not_so_is_told_only_by_a_sentence_that_denies(question: str, sentence: str, lacking: bool) -> None:
    assert lacks_denial(question, sentence) is lacking

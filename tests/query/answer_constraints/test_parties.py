"""A sentence of one party is no answer to what is asked of the other, where one of that party is beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.query.answer_constraints.parties import of_another_party
from relbot.text.terms import content_stems

LEASE = (
    "The tenant's notice period is three months.",
    "The landlord must give six months' notice.",
    "The tenant pays for lost keys.",
    "The landlord pays for repairs.",
    "Pets are allowed.",
)
FEES = ("Members pay 80 euros for the hall.", "Guests pay 150 euros.", "All is paid in cash.")


@pytest.mark.parametrize(
    ("question", "sentences", "of_others"),
    [
        ("what is the landlord's notice period", LEASE, {0}),
        ("whats the landlords notice period", LEASE, {0}),
        ("notice period for landlords", LEASE, {0}),
        ("what is the tenant's notice period", LEASE, {1}),
        ("how much notice does the tenant have to give", LEASE, {1}),
        ("how much do guests pay", FEES, {0}),
        # the other says more of what is asked, or no party is asked about
        ("does the tenant pay for repairs", LEASE, set()),
        ("who pays for repairs", LEASE, set()),
        ("what is the notice period", LEASE, set()),
        ("what is the neighbour's notice period", LEASE, set()),
        ("what do the landlord and the tenant pay for", LEASE, set()),
        ("do guests pay for the hall", FEES, set()),
    ],
)
def test_sentences_of_another_party_are_told(question: str, sentences: tuple[str, ...], of_others: set[int]) -> None:
    found = of_another_party(question, content_stems(question), sentences)
    assert {number for number, is_of_another in enumerate(found) if is_of_another} == of_others


@given(st.text(max_size=60), st.lists(st.sampled_from((*LEASE, *FEES, "")), max_size=8))
def test_some_sentence_is_always_left(question: str, sentences: list[str]) -> None:
    found = of_another_party(question, content_stems(question), sentences)
    assert len(found) == len(sentences)
    assert not sentences or not all(found)

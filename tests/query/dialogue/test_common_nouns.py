"""A noun of the question before is asked about in another kind, or another noun takes its place."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from relbot.query.dialogue.common_nouns import complete_with_things, replace_kind, replace_one
from relbot.query.dialogue.followup import reformulate
from relbot.query.dialogue.reformulation import DialogueContext


@pytest.mark.parametrize(
    ("question", "kind", "put"),
    [
        ("how do i make a copper pick", "the steel one", "how do i make a steel pick"),
        ("how do i make copper nails for a big boat", "the small one", "how do i make copper nails for a small boat"),
        ("what does the kiln cost", "a small one", "what does the small kiln cost"),
        ("what does it cost to rent the whole big kiln", "the small one", "what does it cost to rent the small kiln"),
        ("is the blue bike free", "the dark red one", "is the dark red bike free"),
        ("what does the heron room cost", "otter", "what does the otter room cost"),
        ("who maintains the matrix bridge", "irc", "who maintains the irc bridge"),
    ],
)
def test_another_kind_takes_the_place_of_the_one_before(question: str, kind: str, put: str) -> None:
    assert replace_kind(question, kind) == put


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("what does the locker cost", "sauna"),
        ("what is the capital of france", "germany"),
        ("what did the king do", "the queen"),
        ("when did the second world war end", "the first one"),
        ("who won", "the red one"),
        ("when did the delegation visit Kim", "the other red one"),
    ],
)
def test_what_names_no_kind_of_the_noun_before_takes_no_such_place(question: str, kind: str) -> None:
    assert replace_kind(question, kind) is None


@pytest.mark.parametrize(
    ("before", "text", "put"),
    [
        ("how do i make a copper pick", "and the steel one", "how do i make a steel pick?"),
        ("what does the large washing machine cost", "and the dryer", "what does the dryer cost?"),
        ("how much does the small meeting room cost", "and the hall?", "how much does the hall cost?"),
        ("what does the student card cost", "and lockers", "what does lockers cost?"),
        ("how much is tea at the open day", "and coffee", "how much is coffee at the open day?"),
        ("who was king in the old days", "and the queen", "who was the queen in the old days?"),
        ("when did the delegation visit Kim", "and the king", "when did the king visit Kim?"),
        ("who is the chair of the tennis club", "and rowing", "who is the chair of the rowing club?"),
    ],
)
def test_a_thing_of_several_words_is_replaced_as_a_whole(before: str, text: str, put: str) -> None:
    context = DialogueContext(before, "5.00 €")
    assert put in [way.text for way in reformulate(text, context, datetime.now(UTC).date()) if not way.is_fallback]


@pytest.mark.parametrize(
    ("question", "core", "put"),
    [
        ("what plans do you have", "which is the cheapest", "which of the plans is the cheapest"),
        ("list all rooms", "which one has a beamer", "which of the rooms has a beamer"),
        ("which rooms have 4 beds", "which is the cheapest", "which of the rooms that have 4 beds is the cheapest"),
        ("what rooms have a view?", "which is the best", "which of the rooms that have a view is the best"),
        ("which rooms are there", "which is the cheapest", "which of the rooms is the cheapest"),
        ("how many boats are there", "and which is the oldest", "which of the boats is the oldest"),
        ("which of the boats is the oldest", "which of them have a sail", "which of the boats have a sail"),
        ("what is a boat", "which is the oldest", None),
        ("what boat do you have", "which is the oldest", None),
        ("what boats do you have", "which boat is the oldest", None),
        ("what boats do you have", "what is it like", None),
        ("what prizes did she win", "what did she do with the money", None),
        ("which of the brothers left", "what was his problem with it", None),
        ("list all rooms", "what can I do there", None),
    ],
)
def test_one_of_several_is_one_of_those_asked_for(question: str, core: str, put: str | None) -> None:
    assert complete_with_things(question, core) == put


@pytest.mark.parametrize(
    ("question", "fragment", "put"),
    [
        ("what happened to the embassy of 1640", "the next one", "what happened to the next embassy"),
        ("who paid for the first tower in 1902", "the other one", "who paid for the other tower"),
        ("what became of the old mill", "the other one", "what became of the other old mill"),
        ("what happened to Swift in the end", "the other one", None),
        ("what did the king do", "the queen", None),
        ("when did the boat reach the island", "the next one", None),
    ],
)
def test_another_one_is_of_the_only_noun_there(question: str, fragment: str, put: str | None) -> None:
    assert replace_one(question, fragment) == put


@pytest.mark.parametrize(
    ("answer", "put"),
    [
        ("She built two liners, Swallow and Swift.", "what happened to Swallow in the end?"),
        ("Swift or Swallow was to be sold.", "what happened to Swallow in the end?"),
        ("Swift was sold by the Hall Line.", None),
    ],
)
def test_the_other_one_of_two_that_were_named_together_is_meant(answer: str, put: str | None) -> None:
    context = DialogueContext("what happened to Swift in the end", answer)
    first = reformulate("and the other one?", context, datetime.now(UTC).date())[0].text
    assert first == put if put else "Swallow" not in first

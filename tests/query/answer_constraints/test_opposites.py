from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.query.answer_constraints.opposites import says_opposite


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("What is the largest city of the island?", "The smallest city of the island is Port Low."),
        ("When did the council reject the plan?", "The council approved the plan in 1979."),
        ("When did the ferry service end?", "The ferry service started in 1930."),
        ("when was the ferry strike over", "The ferry strike began in October 1973."),
        ("when did Lirz and Morn fall out", "Ties between Lirz and Morn were established in 1948."),
        ("when did the band break up", "The band started in 1973."),
        ("What happened after Lenin's birth?", "After Lenin's death, the policy changed."),
        ("Who was the king's daughter?", "The king's son ruled for two years."),
        ("Which matters are inside the competence of the court?", "Tax is outside the competence of the court."),
        ("Which visitors are registered?", "Unregistered visitors wait at the gate."),
        ("Which unregistered visitors wait?", "The registered visitors wait at the gate."),
        ("Who was the first photographer of the expedition?", "In 1921 he was its second photographer."),
        ("which team came 1st in the cup", "Rovers came third in the cup."),
        ("when does the scaffolding come down", "The scaffolding goes up on 3 March."),
        ("when is the water turned back on?", "The water is turned off on Tuesday at 9."),
        ("when do tenants move out", "Tenants move in on 1 June."),
        ("what time is check-out", "Check-in starts at 3 pm."),
        ("when is the marquee taken down", "The marquee is put up on Friday afternoon."),
        ("when is the manager absent", "The manager is present on Mondays."),
    ],
)
def test_the_opposite_beside_the_same_word_is_no_answer(question: str, sentence: str) -> None:
    assert says_opposite(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("What is the largest city of the island?", "The largest city is Port High, the smallest city Port Low."),
        (
            "What is the largest city of the island?",
            "The smallest of its lakes lies beside Port High, a city of millions.",
        ),
        ("Was it the largest city of the island?", "It was the smallest city of the island."),
        ("Is the larger or the smaller city older, and which is it?", "The smaller city is older."),
        ("Who did not approve the plan?", "Three members rejected the plan."),
        ("Which plan cannot be approved?", "The council rejected the plan."),
        ("How often does she give talks?", "She rarely gives talks."),
        ("How long does a term last?", "His first term was a long one."),
        ("Who bought the island?", "In 1418 the island was sold to the duke."),
        ("Who was the duke's wife?", "She met her husband, the duke, in Rome."),
        ("Which match did they lose?", "Rovers won the match."),
        ("Where did the South win?", "North won in the first round."),
        ("Who won over the council when the talks began?", "The talks ran over ten days and won the council."),
        ("When did the strike begin?", "The strike of the ferries, over pay, was long."),
        ("Who plays the lead?", "The display shows the lead."),
        ("Which was the second ship?", "The first ship was followed by a second, the Aurora."),
        ("Who was the first photographer?", "The photographer came on the second ship."),
        ("when does the scaffolding come down", "The scaffolding goes up in May and comes down in June."),
        ("when does the scaffolding go up", "The scaffolding is put up on 3 March."),
        ("what day is the market on", "The market was called off on Monday and is on again on Tuesday."),
        ("which hall is the market in", "The market is on Mondays, in Hall 3."),
        ("how many does the boat hold", "The boat holds up to 60."),
        ("", ""),
    ],
)
def test_what_may_still_answer_is_left(question: str, sentence: str) -> None:
    assert not says_opposite(question, sentence)


@given(st.text(max_size=80))
def test_no_text_says_the_opposite_of_itself(text: str) -> None:
    assert not says_opposite(text, text)

"""Dialogues about a club's papers, as people type them: the first statement holds what was asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relbot import Relbot

PAPERS = {
    "people.md": """# Committee

| Name | Role | E-mail | Phone | Since |
|---|---|---|---|---|
| Marta Lindqvist | Chair | marta@pier.example | 555-0101 | 2019 |
| Tom Ebers | Treasurer | tom@pier.example | 555-0102 | 2021 |
| Ines Caro | Secretary | ines@pier.example | 555-0103 | 2023 |
| Paul Okafor | Boat warden | paul@pier.example | 555-0104 | 2017 |

Marta Lindqvist has sailed since she was nine and works as a nurse at the county hospital.
""",
    "hours.md": """# Opening hours

| Day | Boat hall | Office |
|---|---|---|
| Tuesday | 10:00–18:00 | 10:00–12:00 |
| Thursday | 10:00–20:00 | 14:00–18:00 |
| Saturday | 09:00–20:00 | closed |
| Sunday | 09:00–16:00 | closed |

The sauna is open on Saturday from 16:00 to 20:00. An evening in the sauna costs 5 €.
""",
    "faq.md": """# Questions

## Who do I ask about refunds?

Refunds are handled by the treasurer. A refund takes about two weeks.

## What does membership cost?

Membership is 48 € a year for adults and 20 € for students.
""",
    "minutes.md": """# Minutes of May

Paul Okafor reported that three planks of the north jetty are rotten. The committee decided to replace them before the
summer.

| Error | Meaning |
|---|---|
| E1 | Oil pressure low |
| E2 | Engine too hot |
| E3 | Battery low |
""",
    "fares.csv": """ticket,route,single,return,remarks
Adult,Lindau–Ost,7.00,12.50,
Child,Lindau–Ost,3.50,6.00,5 to 15 years
Bicycle,Lindau–Ost,4.00,7.00,
Adult,Ost–Fehr,3.00,5.50,
Child,Ost–Fehr,1.50,2.50,5 to 15 years
Bicycle,Ost–Fehr,2.00,3.00,
""",
    "crew.md": """# Crew

### Bea Lunt

- **does:** knots and rigging
- **mail:** bea@pier.example

### Jo Farr

- **does:** sails
- **mail:** jo@pier.example
""",
}


@pytest.fixture(scope="module")
def bot(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of(PAPERS)


@pytest.mark.parametrize(
    ("before", "text", "held"),
    [
        ("who is the treasurer", "his email?", "tom@pier.example"),
        ("who is the chair", "what's her job", "nurse"),
        ("who is the secretary", "how do i reach her", "555-0103"),
        ("who is the chair", "since when", "2019"),
        ("who is the treasurer", "and the secretary?", "Ines Caro"),
        ("who do i ask about refunds", "and who is that", "Tom Ebers"),
        ("who do i ask about refunds", "how long does it take", "two weeks"),
        ("when is the boat hall open on saturday", "and on sunday?", "Day: Sunday"),
        ("is the office open on tuesday", "and thursday", "Day: Thursday"),
        ("when is the sauna open", "how much is it", "5 €"),
        ("what does membership cost", "and for students?", "20 €"),
        ("what does error E2 mean", "and E3?", "Battery low"),
        ("who does the rigging", "what's her mail", "bea@pier.example"),
        ("who does the rigging", "and the sails?", "sails"),
        ("what's wrong with the jetty", "who said that", "Paul Okafor reported"),
        ("what's wrong with the jetty", "by when will they fix it", "before the\nsummer"),
    ],
)
def test_a_follow_up_is_about_what_was_asked_and_answered(bot: Relbot, before: str, text: str, held: str) -> None:
    talk = bot.conversation()
    assert talk.ask(before).answered
    answer = talk.ask(text)
    assert answer.answered, answer.interpreted_as
    assert held in answer.statements[0].text, answer.interpreted_as


def test_the_row_beside_the_one_told_last_is_of_the_same_table_and_else_of_the_same(bot: Relbot) -> None:
    talk = bot.conversation()
    shown = [talk.ask(text).statements for text in ("adult return to fehr", "and for a child", "and to lindau?")]
    assert [[statement.text.split(";")[:2] for statement in statements] for statements in shown] == [
        [["ticket: Adult", " route: Ost–Fehr"]],
        [["ticket: Child", " route: Ost–Fehr"]],
        [["ticket: Child", " route: Lindau–Ost"]],
    ]


@pytest.mark.parametrize(
    ("before", "text", "understood"),
    [
        ("who is the treasurer", "his email?", "Tom Ebers's email?"),
        ("when is the boat hall open on saturday", "and on sunday?", "when is the boat hall open on sunday?"),
        ("what does membership cost", "for students?", "what does membership cost for students?"),
    ],
)
def test_what_a_row_answers_is_shown_as_it_was_understood(bot: Relbot, before: str, text: str, understood: str) -> None:
    talk = bot.conversation()
    talk.ask(before)
    assert talk.ask(text).interpreted_as == understood


def test_a_third_question_is_about_the_second_as_it_was_completed(bot: Relbot) -> None:
    talk = bot.conversation()
    for text in ("who is the treasurer", "his email?", "since when is he treasurer"):
        answer = talk.ask(text)
    assert "2021" in (answer.text or "")
    assert "Tom Ebers" in (answer.interpreted_as or "")


@pytest.mark.parametrize(
    ("before", "text"), [("when is the sauna open", "how hot is it"), ("who paints the masts", "what's her phone")]
)
def test_what_the_papers_do_not_say_of_it_is_refused(bot: Relbot, before: str, text: str) -> None:
    talk = bot.conversation()
    talk.ask(before)
    assert not talk.ask(text).answered


@pytest.mark.parametrize(
    "refused", ["is there a crane", "and the crane?", "who paints the masts", "how hot is the sauna"]
)
@pytest.mark.parametrize("bare", ["how much", "where", "and when?", "why", "how much tho", "thx and where exactly"])
def test_what_only_asks_after_a_refusal_is_about_no_answer_before_that(bot: Relbot, refused: str, bare: str) -> None:
    talk = bot.conversation()
    told = talk.ask("what does membership cost")
    assert told.answered
    assert not talk.ask(refused).answered
    answer = talk.ask(bare)
    assert answer.text != told.text
    assert "membership" not in (answer.interpreted_as or ""), answer.interpreted_as


def test_what_only_asks_after_a_refusal_may_find_what_that_missed(bot: Relbot) -> None:
    talk = bot.conversation()
    assert talk.ask("what does membership cost").answered
    assert not talk.ask("how hot is the sauna").answered
    assert "Saturday from 16:00" in (talk.ask("when?").text or "")


def test_what_follows_a_chosen_statement_or_more_is_not_about_the_words_of_another(bot: Relbot) -> None:
    talk = bot.conversation()
    assert talk.ask("what's wrong with the jetty").span
    more = talk.ask("tell me more")
    assert more.answered
    assert more.span == ""

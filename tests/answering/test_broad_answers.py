from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from relbot import Relbot
from relbot.answering.broad_answers import mentioned, overview_of_heading
from relbot.answering.mentions.introduction import mentions
from relbot.index.protocol import Generation

Indexed = Callable[[dict[str, str]], Path]


def test_all_of_a_kind_are_the_sentences_that_name_it(seed_bot: Relbot) -> None:
    visits = seed_bot.ask("List all visits between the two countries")
    assert visits.kind == "list"
    assert [statement.text[:12] for statement in visits.statements] == ["From 29 June", "On 6 June 19"]
    assert "our delegation" in (seed_bot.ask("List all delegations").text or "")


@pytest.mark.parametrize("thing", ["treaties they broke", "songs about the friendship", "zebras", "of them", ""])
def test_what_no_sentence_names_is_not_mentioned(thing: str, generation: Generation) -> None:
    assert mentions(thing, generation) == []
    assert mentioned("List them", thing, generation) is None


def test_a_timeline_is_told_in_the_order_of_time(seed_bot: Relbot) -> None:
    answer = seed_bot.ask("Give a timeline of the relations")
    assert answer.kind == "timeline"
    texts = [statement.text for statement in answer.statements]
    years = [
        next(year for year in ("1948", "1956", "1959", "1961", "1962", "197", "1990", "2012") if year in text)
        for text in texts
    ]
    assert len(years) > 3
    assert years == sorted(years)


@pytest.mark.parametrize("asked", ["What happened during the Cold War?", "what went on in the cold war"])
def test_a_section_that_is_asked_about_by_its_heading_is_told(asked: str, seed_bot: Relbot) -> None:
    answer = seed_bot.ask(asked)
    assert answer.kind == "overview"
    assert {citation.section for citation in answer.citations} == {("History", "Cold War")}


@pytest.mark.parametrize("typed", ["the cold war?", "cold war", "and the Cold War?"])
def test_a_heading_that_is_all_that_was_typed_is_told(typed: str, seed_bot: Relbot) -> None:
    answer = seed_bot.ask(typed)
    assert answer.kind == "overview"
    assert {citation.section for citation in answer.citations} == {("History", "Cold War")}


RELEASES = """# Changes of the booking app

## 2.4.0 – 2025-04-10

- Added: reminders two hours before a reservation.
- Removed: the login with a card.

## [2.3.1] 2024-12-01

- Fixed: a crash when a reservation is cancelled.

## Article 7 – Boats

Boats are returned dry.

## 13 ways to park

Park behind the house.
"""


@pytest.mark.parametrize(
    ("asked", "section"),
    [
        ("What changed in version 2.4.0?", "2.4.0 – 2025-04-10"),
        ("what's new in v2.4.0", "2.4.0 – 2025-04-10"),
        ("Tell me about release 2.4.0", "2.4.0 – 2025-04-10"),
        ("changes in 2.3.1", "[2.3.1] 2024-12-01"),
        ("2.3.1", "[2.3.1] 2024-12-01"),
        ("article 7", "Article 7 – Boats"),
        ("what changed in version 2.4.1", None),
        ("what changed in article 13", None),
        ("article 13", None),
    ],
)
def test_what_a_code_or_number_names_is_told_by_the_section_headed_with_it(
    asked: str, section: str | None, indexed: Callable[[dict[str, str]], Path]
) -> None:
    answer = Relbot.open(indexed({"CHANGELOG.md": RELEASES})).ask(asked)
    assert {citation.section for citation in answer.citations} == ({(section,)} if section else set())
    assert answer.answered is (section is not None)


@pytest.mark.parametrize("typed", ["the hot war?", "is it the cold war", "cold", "so the two were in the cold war?"])
def test_what_is_no_heading_or_a_question_is_not_told_by_one(typed: str, generation: Generation) -> None:
    assert overview_of_heading(typed, generation) is None


LIGHTHOUSE = """# The Lamp of Oro

The Lamp of Oro is a novel by Ilse Brandt about a girl who keeps a lighthouse. It was printed in 1951 and sold slowly.

Brandt wrote the story on a farm in the north, where she had fled from the war. Her sister typed the pages at night
and sent them to nine publishers. The ninth of them took it without a change. Critics praised its calm sentences, and
schools began to read it a decade later.

A studio in Rome bought the rights and filmed the story in 1963. Carla Monti, who had never acted before, played the
girl. The picture was shot on a real rock, and two storms broke the set. Audiences queued for weeks, and it won a prize
in Venice. Brandt saw it once and said that the sea had been too blue.

Oro has three beaches and a harbour with a market on Fridays. Ferries go there from April to October, and the old quarry
is a swimming pool today.
"""


@pytest.mark.parametrize(
    "asked",
    [
        "tell me about the movie they made of it",
        "what was the deal with that film",
        "whats the story with the picture they shot",
        "how did the movie do",
    ],
)
def test_a_topic_without_a_heading_is_told_by_the_paragraph_about_it(asked: str, indexed: Indexed) -> None:
    answer = Relbot.open(indexed({"lamp.md": LIGHTHOUSE})).ask(asked)
    film = LIGHTHOUSE.split("\n\n")[3].replace("\n", " ")
    shown = [" ".join(statement.text.split()) for statement in answer.statements]
    assert len(shown) > 1
    assert 2 * sum(text in film for text in shown) >= len(shown)
    starts = [statement.start for statement in answer.statements]
    assert starts == sorted(starts)


@pytest.mark.parametrize(
    "asked", ["tell me about carla monti", "what role did carla monti play in all this", "where does monti come in"]
)
def test_somebody_named_once_is_told_by_that_sentence_alone(asked: str, indexed: Indexed) -> None:
    answer = Relbot.open(indexed({"lamp.md": LIGHTHOUSE})).ask(asked)
    assert [" ".join(statement.text.split()) for statement in answer.statements] == [
        "Carla Monti, who had never acted before, played the girl."
    ]


BAND = """# Ottery Band

The Ottery Band was founded in 1901 by dockers.

Women were admitted in 1946, when the cornet player Dora Marl replaced a drummer. She stayed for 51 years. She led the
band from 1968 on, which nobody had expected. Then the hall burned down.

The fire was noticed by Captain Ned Foley, and the new hall was paid for by Greta Lund and her cousin Paul Lund. Foley
gave up smoking. Lund never came to the opening.
"""


def test_what_goes_on_about_somebody_named_once_is_told_with_it(indexed: Indexed) -> None:
    (statement,) = Relbot.open(indexed({"band.md": BAND})).ask("whats the story with dora marl").statements
    assert statement.text.startswith("Women were admitted")
    assert statement.text.endswith("nobody had expected.")


@pytest.mark.parametrize(
    ("name", "count"), [("ned foley", 2), ("captain ned foley", 2), ("foley", 2), ("greta lund", 1), ("paul lund", 1)]
)
def test_a_last_name_alone_is_the_whole_name_if_nobody_else_has_it(name: str, count: int, indexed: Indexed) -> None:
    answer = Relbot.open(indexed({"band.md": BAND})).ask(f"tell me about {name}")
    assert len(answer.statements) == count


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("how is dora marl connected to ned foley", None),
        ("how is greta lund related to paul lund", "and her cousin Paul Lund."),
        ("what does foley have to do with greta lund", "was paid for by Greta Lund"),
        ("what is the connection between ned foley and paul lund", "was noticed by Captain Ned Foley"),
        ("how is the fire linked to ned foley", None),
    ],
)
def test_how_two_are_connected_is_told_by_what_names_both(asked: str, told: str | None, indexed: Indexed) -> None:
    answer = Relbot.open(indexed({"band.md": BAND})).ask(asked)
    if told:
        assert [told in statement.text for statement in answer.statements] == [True]
    else:
        assert answer.found != "The question asks how two things are connected, and this is where both are named."


def test_who_was_involved_in_a_part_are_not_all_who_are_named(indexed: Indexed) -> None:
    answer = Relbot.open(indexed({"band.md": BAND})).ask("who was involved in the fire")
    assert "Foley" in (answer.text or "")
    assert "Dora Marl" not in (answer.text or "")


@pytest.mark.parametrize("asked", ["tell me about the quarry", "whats the deal with the publishers"])
def test_a_thing_that_one_sentence_mentions_is_told_with_it(asked: str, indexed: Indexed) -> None:
    answer = Relbot.open(indexed({"lamp.md": LIGHTHOUSE})).ask(asked)
    assert asked.split()[-1] in (answer.text or "")


ORO = """# Oro

Oro is an island of 40 square kilometres in the northern sea, with one town and two villages. It has been settled for
a thousand years.

Most of the islanders are Lutherans. A small chapel of the Catholics stands by the harbour, and a Quaker meets in the
school. The church of the town was built in 1720 and burned down twice.

The islanders fish and keep sheep. A factory for nets gave work to ninety people until 1988. Tourists bring more money
than fish today, and two hotels stay open in winter.

It snows from December to March. The wettest month is October, and the harbour has frozen over four times since 1900.
"""


@pytest.mark.parametrize(
    "asked",
    [
        "tell me about religion on oro",
        "tell me about Oro's churches",
        "tell me about religion over there",
        "religion on Oro?",
    ],
)
def test_a_part_of_what_the_document_is_about_is_told_without_the_rest(asked: str, indexed: Indexed) -> None:
    answer = Relbot.open(indexed({"oro.md": ORO})).ask(asked)
    church = ORO.split("\n\n")[2].replace("\n", " ")
    assert answer.answered
    assert all(" ".join(statement.text.split()) in church for statement in answer.statements)


@pytest.mark.parametrize(
    "asked", ["tell me about oro", "the history of Oro", "tell me the story of it", "tell me about it"]
)
def test_all_of_a_document_is_told_by_its_beginning_and_more(asked: str, indexed: Indexed) -> None:
    answer = Relbot.open(indexed({"oro.md": ORO})).ask(asked)
    assert answer.kind == "overview"
    assert answer.statements[0].text.startswith("Oro is an island")
    assert len({statement.citation for statement in answer.statements}) > 1


PAPER = """# Hand-made paper

Rags are sorted and cut into strips in spring. They are soaked for a week in lye, and beaten to a pulp by hammers that
the stream drives. The pulp is stirred into a vat of warm water. Someone dips a mould of wire into the vat and lifts it
out level, so that a thin layer of fibres stays on it. The sheet is laid on felt and pressed, and hung up to dry in the
loft for two days. In 1812 the mill of Lirz made nine hundred sheets a day.

The mill was sold in 1850 to a brewer, who tore out the hammers. His widow let the loft to a painter.
"""


@pytest.mark.parametrize("asked", ["how do they make the paper", "how is paper made", "how do the sheets get made"])
def test_how_something_is_done_is_told_by_more_than_a_sentence(asked: str, indexed: Indexed) -> None:
    answer = Relbot.open(indexed({"paper.md": PAPER})).ask(asked)
    making = PAPER.split("\n\n")[1].replace("\n", " ")
    shown = [" ".join(statement.text.split()) for statement in answer.statements]
    assert len(shown) > 2
    assert all(text in making for text in shown)


def test_a_topic_that_nothing_tells_of_is_refused(indexed: Indexed) -> None:
    bot = Relbot.open(indexed({"lamp.md": LIGHTHOUSE}))
    assert not bot.ask("what was the deal with the nuclear reactor").answered
    assert not bot.ask("tell me about the zebras they bred").answered


def test_a_refused_topic_is_not_shown_as_what_was_understood(indexed: Indexed) -> None:
    answer = Relbot.open(indexed({"lamp.md": LIGHTHOUSE})).ask("tell me about the nuclear reactor")
    assert (answer.answered, answer.interpreted_as) == (False, None)


def test_what_came_after_a_section_is_not_told_by_it(seed_bot: Relbot) -> None:
    assert seed_bot.ask("what happened after the cold war").kind != "overview"


def test_who_somebody_is_says_the_sentence_that_introduces_him(seed_bot: Relbot) -> None:
    assert (seed_bot.ask("whos nishani").text or "").startswith("In November 2012")
    assert "Mehmet Shehu" in (seed_bot.ask("who was mehmet shehu").statements[0].text)


def test_others_are_not_those_shown_before(seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    shown = conversation.ask("Who visited Albania?")
    others = conversation.ask("who else?")
    assert shown.answered
    assert not {statement.text for statement in others.statements} & {statement.text for statement in shown.statements}


def test_of_several_sentences_one_can_be_taken_up(seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    overview = conversation.ask("Give me an overview")
    second = conversation.ask("the second one")
    assert second.text == overview.statements[1].text
    assert [citation.number for citation in second.citations] == [1]
    assert [shown.text for shown in second.citations[0].highlights] == [second.text]
    assert conversation.ask("shorter").text == second.text


def test_questions_on_the_topic_are_offered_first(seed_bot: Relbot) -> None:
    offered = seed_bot.suggestions_on("what did the embassy in Sofia cost?")
    assert 1 <= len(offered) <= 3
    assert all(seed_bot.ask(question).answered for question in offered)
    assert seed_bot.suggestions_on("zebra") == seed_bot.suggestions
    assert seed_bot.suggestions_on("") == seed_bot.suggestions


def test_where_no_source_is_answered_from_nothing_is_offered_and_nothing_fails(seed_bot: Relbot) -> None:
    nowhere = seed_bot.within({"a folder that was renamed"})
    for question in ("what did the embassy in Sofia cost?", "zebra", ""):
        assert not nowhere.ask(question).answered
        assert nowhere.suggestions_on(question) == ()


def test_a_lead_in_that_ends_its_passage_is_told_with_what_follows_it(
    indexed: Callable[[dict[str, str]], Path],
) -> None:
    filler = "The chamber has a roof of oak and glass, and its windows look over the harbour of the old town. " * 8
    stages = "Stage one is the reading in the hall. Stage two is the vote of the members. Stage three is the seal."
    text = f"# Council\n\n{filler}A bill passes through the council in three stages:\n\n## Stages\n\n{stages}\n"
    answer = Relbot.open(indexed({"council.md": text})).ask("How does a bill pass through the council?")
    shown = [statement.text for statement in answer.statements]
    assert "A bill passes through the council in three stages:" in shown
    assert "Stage one is the reading in the hall." in shown
    assert {statement.citation for statement in answer.statements} == {1, 2}

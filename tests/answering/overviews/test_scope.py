from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cpu_time import within_seconds
from relbot import Relbot
from relbot.answering.overviews.scope import Ambiguous, Scope, find_scope, names_document
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder

Indexed = Callable[[dict[str, str]], Path]
COUNT = 5_000 if os.environ.get("RELBOT_THOROUGH") == "1" else 300
TOWNS = {
    "lirz.md": "# Lirz\n\nLirz lies on the river Buna.\n\n## Mills\n\nThe oldest mill burned down in 1850.\n",
    "morn.md": "# Morn\n\nMorn lies on a hill above Lirz.\n\n## Wine\n\nThe wine of Morn is red.\n",
}


@pytest.fixture
def towns(indexed: Indexed) -> LocalGeneration:
    return LocalGeneration.open(current_folder(indexed(TOWNS)))


def paths(scope: object) -> set[str]:
    assert isinstance(scope, Scope)
    assert len(scope.records) == len(scope.vectors)
    assert all(len(v) == len(r.sentences) for v, r in zip(scope.vectors, scope.records, strict=True))
    return {record.passage.source.path for record in scope.records}


def test_a_title_is_of_its_document(towns: LocalGeneration) -> None:
    assert paths(find_scope("Lirz", towns)) == {"lirz.md"}
    assert paths(find_scope("the town of MORN?", towns)) >= {"morn.md"}


@pytest.mark.parametrize("topic", ["lirz thing", "morn stuff in the hills", "that whole morn thing"])
def test_a_name_that_somebody_is_not_sure_of_is_of_its_document(topic: str, towns: LocalGeneration) -> None:
    assert names_document(topic.removeprefix("that whole ").partition(" in ")[0], towns)
    assert len(paths(find_scope(topic, towns))) == 1


def test_a_thing_that_is_no_document_is_still_looked_for(towns: LocalGeneration) -> None:
    assert not names_document("wine thing", towns)
    assert paths(find_scope("wine thing", towns)) == {"morn.md"}
    assert find_scope("thing", towns) is None


def test_a_heading_is_of_its_section(towns: LocalGeneration) -> None:
    scope = find_scope("mills", towns)
    assert isinstance(scope, Scope)
    assert {record.passage.section for record in scope.records} == {("Mills",)}
    assert len(paths(scope)) == 1


def test_a_thing_is_what_the_sentences_that_name_it_say(towns: LocalGeneration) -> None:
    scope = find_scope("the river Buna", towns)
    assert isinstance(scope, Scope)
    assert scope.sentences is not None
    for record, named in zip(scope.records, scope.sentences, strict=True):
        assert all("Buna" in record.passage.words(record.sentences[number].span) for number in named)


def test_a_few_sentences_that_name_a_thing_are_a_thin_scope(towns: LocalGeneration) -> None:
    for topic, is_thin in (("the river Buna", True), ("mills", False), ("Lirz", False)):
        scope = find_scope(topic, towns)
        assert isinstance(scope, Scope)
        assert scope.is_thin == is_thin


RIVALS = """# Relations of Lirz and North Morn

Lirz and North Morn, which the old maps call Upper Morn, opened a road in 1820.

South Morn joined the fair in 1850. The mayor of Lirz gave a speech there.

Trade ended when Captain Ada Brock closed the bridge.
"""


@pytest.mark.parametrize(
    ("topic", "said"),
    [("south morn", "South Morn joined"), ("ada brock", "Ada Brock closed"), ("captain brock", "Ada Brock closed")],
)
def test_the_name_of_another_is_neither_the_document_nor_told_in_other_words(
    topic: str, said: str, indexed: Indexed
) -> None:
    scope = find_scope(topic, LocalGeneration.open(current_folder(indexed({"rivals.md": RIVALS}))))
    assert isinstance(scope, Scope)
    assert not scope.is_thin
    ((record, (number,)),) = zip(scope.records, scope.sentences or (), strict=True)
    assert said in record.passage.texts[number]


@pytest.mark.parametrize("topic", ["upper morn", "the mayor", "the bridge", "trade"])
def test_what_is_no_name_or_opens_the_document_may_have_other_names(topic: str, indexed: Indexed) -> None:
    scope = find_scope(topic, LocalGeneration.open(current_folder(indexed({"rivals.md": RIVALS}))))
    assert isinstance(scope, Scope)
    assert not scope.is_entity


def test_what_a_sentence_says_better_than_the_title_is_not_the_document(indexed: Indexed) -> None:
    text = (
        "# Solar energy\n\nThe sun sends light and heat.\n\nSolar boilers on a roof heat water for baths in a house.\n"
    )
    generation = LocalGeneration.open(current_folder(indexed({"sun.md": text})))
    assert find_scope("using the sun for hot water at home", generation) is None
    assert paths(find_scope("power from the sun", generation)) == {"sun.md"}


@pytest.mark.parametrize("topic", ["", "  ", "?", "it", "the"])
def test_nothing_named_is_the_only_document_or_a_question_back(
    topic: str, towns: LocalGeneration, generation: LocalGeneration
) -> None:
    assert find_scope(topic, towns) == Ambiguous(("Lirz", "Morn"))
    assert len(paths(find_scope(topic, generation))) == 1


@pytest.mark.parametrize("number", [0, 1])
def test_nothing_named_is_the_document_that_is_spoken_of(number: int, towns: LocalGeneration) -> None:
    source = towns.manifest.sources[number].source
    assert paths(find_scope("", towns, source)) == {source.path}


def test_among_many_documents_each_request_is_answered_or_refused_in_time(indexed: Indexed) -> None:
    sources = {f"town{n}.txt": f"Town {n} lies on river {n % 40}. Its mayor is Kim {n}.\n" for n in range(COUNT)}
    bot = Relbot.open(indexed(sources))
    bot.ask("hi")
    for text in (
        *(
            "Give me an overview",
            "Tell me about town17",
            "Tell me about photosynthesis in plants",
            "Tell me about mayors",
        ),
        *("List all towns on river 7", "Who is the mayor of town 12?", "hi", "Compare town 3 and town 4"),
    ):
        with within_seconds(1.5, text):
            answer = bot.ask(text)
        assert answer.answered or answer.reason
        assert len(answer.statements) <= 20
    assert f"or {COUNT - 5:,} others" in (bot.ask("Give me an overview").reason or "")


@pytest.mark.parametrize("topic", ["dogs", "TV", "food", "animals", "women"])
def test_an_everyday_word_is_the_title_of_no_other_thing(topic: str, indexed: Indexed) -> None:
    people = "# People\n\nOtto Brandt is the chair. Ada Lund takes the minutes.\n"
    generation = LocalGeneration.open(current_folder(indexed({**TOWNS, "people.md": people})))
    assert paths(find_scope("the people", generation)) == {"people.md"}
    assert find_scope(topic, generation) is None


def test_what_stands_under_a_heading_with_the_thing_speaks_of_it_too(indexed: Indexed) -> None:
    sources = {"a.md": "# House\n\n## Setting and bleeding the heating\n\nTurn the knob to three. Air the room.\n"}
    sources["b.md"] = "# Minutes\n\nThe roof leaks again. The heating is nineteen years old.\n"
    scope = find_scope("the heating", LocalGeneration.open(current_folder(indexed(sources))))
    assert paths(scope) == {"a.md", "b.md"}
    assert isinstance(scope, Scope)
    assert sum(map(len, scope.sentences or ())) == 3, "the roof has nothing to do with it"

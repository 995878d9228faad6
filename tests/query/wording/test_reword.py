"""A question is put in the words of its corpus where these are surely the same, and in no others."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from relbot import Relbot
from relbot.index.build import build
from relbot.index.engines import open_index
from relbot.index.protocol import Generation
from relbot.query.dialogue.reformulation import Reformulation
from relbot.query.wording.reword import reword, reword_question

ISLAND = """# Tern Island

In World War I it was a coaling station. In World War II it was bombed in March 1942, and forty houses burned. After
World War II the harbor was rebuilt, and the Korean People's Army never came. World War III is the name of a café. Pearl
Harbor is far away. The Second Gulf War was not noticed. The Second Gulf War is in no book here.

The European Union organized the color parade. The European Union pays for the theater, and the European Union is kind.
The European Union has a flag. The European Union has stars. The European Union has a song on the organ.

PlayStation 4 games are sold in the store. Windows 11 needs 4 GB, and Windows 10 less. The COVID-19 ward closed in 2021.
The F-16 flew over the town. Formula One came in 1999. Grand Prix 2 and Grand Prix 3 were lost.

The Third Armored Division guards the community center. The program was travel by gray boats; distances are in meters.
Earl Gray was there. Sir Edward Coke was here.
"""


@pytest.fixture(scope="module")
def island(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("island")
    (folder / "corpus").mkdir()
    (folder / "corpus" / "island.md").write_text(ISLAND, "utf-8")
    build(folder / "corpus", folder / "index")
    return folder / "index"


@pytest.fixture(scope="module")
def tern(island: Path) -> Generation:
    return open_index(island).open()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("did they bomb it in ww2", "did they bomb it in World War II"),
        ("WW2?", "World War II?"),
        ("ww2's end, or wwi's", "World War II's end, or World War I's"),
        ("what was it in WWII", "what was it in World War II"),
        ("WHAT WAS IT IN WW1", "WHAT WAS IT IN World War I"),
        ("is ww3 near", "is World War III near"),
        ("and gw2", "and Second Gulf War"),
        ("are ps4 games sold", "are PlayStation 4 games sold"),
        ("does win11 need more than win10", "does Windows 11 need more than Windows 10"),
        ("the covid19 ward", "the COVID-19 ward"),
        ("an f16", "an F-16"),
        ("who won gp3", "who won Grand Prix 3"),
    ],
)
def test_letters_with_a_number_are_what_the_corpus_writes_with_that_number(
    typed: str, meant: str, tern: Generation
) -> None:
    assert reword(typed, tern).text == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Did the KPA come?", "Did the Korean People's Army come?"),
        ("did the kpa come", "did the Korean People's Army come"),
        ("is it in the eu", "is it in the European Union"),
        ("who leads the EU", "who leads the European Union"),
    ],
)
def test_letters_are_the_name_that_has_these_initials(typed: str, meant: str, tern: Generation) -> None:
    assert reword(typed, tern).text == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("which colour has it", "which color has it"),
        ("THE COLOURS OF IT", "THE Colors OF IT"),
        ("who organised the theatres", "who organized the theaters"),
        ("the organisation of it", "the organization of it"),
        ("a hundred metres", "a hundred meters"),
        ("which programmes are on", "which programs are on"),
        ("is Pearl Harbour near", "is Pearl Harbor near"),
        ("the Third Armoured Division", "the Third Armored Division"),
        ("a grey boat", "a gray boat"),
    ],
)
def test_a_word_is_in_the_spelling_that_the_corpus_has(typed: str, meant: str, tern: Generation) -> None:
    assert reword(typed, tern).text == meant


@pytest.mark.parametrize(
    "typed",
    [
        "what is E1044 and ww4",
        "who won ps5, win12 or covid20",
        "was it bombed in 1942 or in the 1940s",
        "the kia and a kpi",
        "is there a cat in the usa",
        "who is Dorian Grey",
        "does the library organize the colors of the harbor",
        "four tours of our boats",
        "a mali vii xvi i",
        "when did f1 come",
        "",
        "?!",
        "é" * 300,
        "ww2 " * 200,
    ],
)
def test_any_other_word_is_left_as_it_is(typed: str, tern: Generation) -> None:
    assert reword(typed, tern).text == typed


@pytest.mark.parametrize(
    "written", ["WWII", "WW2", "World War II", "World War Two", "World War 2", "the Second World War", "the war (WWII)"]
)
def test_a_thing_is_found_by_each_of_its_names_however_a_source_writes_it(
    written: str, indexed: Callable[[dict[str, str]], Path]
) -> None:
    text = (
        f"# Bergen\n\nIn {written} the town was bombed in 1944. The mayor fled to Oslo.\n\n## Today\n\nFish is sold.\n"
    )
    bot = Relbot.open(indexed({"a.md": text}))
    for typed in ("ww2", "WWII", "WW II", "world war 2", "World War II", "the second world war"):
        assert bot.ask(f"when was the town bombed in {typed}").text == f"In {written} the town was bombed in 1944."
    assert not bot.ask("when was the town bombed in ww1").answered


def test_a_name_that_no_fewer_passages_have_than_its_abbreviation_is_put_in_its_place(
    indexed: Callable[[dict[str, str]], Path],
) -> None:
    name, code = "In World War II it was shut.", "In ww2 it was shut."
    often = open_index(indexed({"a.md": name, "b.md": name, "c.md": code})).open()
    seldom = open_index(indexed({"a.md": name, "b.md": code, "c.md": code})).open()
    assert reword("ww2", often).text == "World War II"
    assert reword("ww2", seldom).text == "ww2"


def test_of_a_completed_question_the_words_typed_are_known_in_the_corpuss_words(tern: Generation) -> None:
    way = Reformulation("and ww2: the harbour?", frozenset({"ww2", "and"}), "and ww2?", previous_answer="It was.")
    question, (found, other) = reword_question("and ww2?", [way, Reformulation("who came")], tern)
    assert question == "and World War II?"
    assert found.text == "and World War II: the harbor?"
    assert found.typed == "and World War II?"
    assert found.typed_stems == frozenset({"world", "war", "ii", "and"})
    assert found.previous_answer == "It was."
    assert other == Reformulation("who came")


WORDS = """
ww2 wwii WW9 kpa EU the colour organise grey metre Harbour ps4 f16 in who what x9 ix I 1942 é 日本 - '
"""


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.lists(st.sampled_from(WORDS.split()) | st.text(max_size=8), max_size=12).map(" ".join))
def test_what_is_put_in_the_corpuss_words_stays_so(text: str, tern: Generation) -> None:
    once = reword(text, tern)
    assert once.replaced or once.text == text
    assert reword(once.text, tern).text == once.text


def test_a_question_in_other_words_is_answered_and_what_was_understood_is_told(island: Path) -> None:
    bot = Relbot.open(island)
    answer = bot.ask("how many houses burned in ww2")
    assert answer.text == "In World War II it was bombed in March 1942, and forty houses burned."
    assert answer.question == "how many houses burned in ww2"
    assert answer.interpreted_as == "how many houses burned in World War II"
    assert bot.ask("what happened in ww2").text == bot.ask("what happened in World War II").text
    assert "World War I " not in (bot.ask("what happened in ww2").text or "")
    assert bot.search("ww2 houses", 1)[0].quote == bot.search("World War II houses", 1)[0].quote


def test_what_is_left_open_is_called_as_it_was_typed(indexed: Callable[[dict[str, str]], Path]) -> None:
    sources = {"a.md": "# Mill\n\nWe summarize it: the mill burned in 1850.\n", "b.md": "# Quay\n\nIt is old.\n"}
    answer = Relbot.open(indexed(sources)).ask("summarise it? when did the mill burn?")
    assert answer.text == "We summarize it: the mill burned in 1850."
    assert answer.reason == "The sources do not say: summarise it?"


def test_what_was_understood_of_a_question_for_a_definition_is_a_question(
    indexed: Callable[[dict[str, str]], Path],
) -> None:
    sources = {
        "safety.md": "# Safety\n\nEvery accident is reported. "
        "The colour-coded boxes hold bandages and are next to the kiln.\n",
        "hours.md": "# Hours\n\nOn bank holidays the desk is closed. The next meeting is at 7 pm in the hall. "
        "Lena Fischer is head of the ceramics workshop.\n",
    }
    bot = Relbot.open(indexed(sources))
    as_typed, respelt = bot.ask("what is the colour coded box"), bot.ask("what is the color coded box")
    assert (as_typed.interpreted_as, respelt.interpreted_as) == (None, "what is the colour coded box")


def test_a_refusal_blames_no_word_that_the_sources_write_in_another_way(island: Path) -> None:
    bot = Relbot.open(island)
    for typed in ("who was the cook in ww2", "Does the KPA have a sauna there, and the EU?", "which colour is a lemur"):
        reason = bot.ask(typed).reason or ""
        assert not any(word in reason for word in ("ww2", "KPA", "EU", "colour")), reason
    assert bot.ask("who won ww4").reason == "Nothing in the sources mentions ww4."

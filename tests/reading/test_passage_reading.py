from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ranked import Rank, Read, read_in
from relbot import Relbot
from relbot.index.build import build
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder
from relbot.reading import passage_reading
from relbot.reading.named_identifiers import names_identifiers, unknown_identifiers
from relbot.reading.passage_reading import (
    LEAST_READ,
    READ_FOR_LISTS,
    read_passages,
)
from relbot.reading.reader import Reader

QUESTIONS = (
    "When were diplomatic relations established?",
    "Who hosted Kim Il Sung in Tirana in 1956?",
    "Which visa does a tourist from Brazil need?",
    "hoxha",
)


@pytest.mark.parametrize("question", QUESTIONS)
def test_some_of_the_best_passages_are_read_and_come_best_first(question: str, read: Read, rank: Rank) -> None:
    passages = read(question)[1]
    best = {passage.match.record.passage.id for passage in rank(question)[1][:READ_FOR_LISTS]}
    ids = [passage.ranked.match.record.passage.id for passage in passages]
    assert 1 <= len(set(ids)) == len(ids) <= READ_FOR_LISTS
    assert set(ids) <= best
    assert [passage.score for passage in passages] == sorted((p.score for p in passages), reverse=True)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_best_sentence_of_a_passage_is_the_one_that_the_reader_prefers_unless_it_hardly_does(
    question: str, read: Read
) -> None:
    for passage in read(question)[1]:
        reading, chosen = passage.reading, passage.ranked.sentence_index
        behind = reading.sentences.max() - reading.sentences[chosen - reading.first]
        ahead = passage.ranked.sentence_scores[chosen] - passage.ranked.sentence_scores[reading.best]
        assert behind <= passage_reading._RANKING_WEIGHT_WITHIN * ahead + 1e-4
        assert passage.score <= passage.reading.answers + 1e-6


def test_reading_ends_where_it_is_sure(rank: Rank, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    query, ranked = rank(QUESTIONS[0])
    monkeypatch.setattr(passage_reading, "_ENOUGH", -100.0)
    assert len(read_passages(query, ranked, reader)) == LEAST_READ
    assert len(read_passages(query, ranked, reader, 4)) == 4
    monkeypatch.setattr(passage_reading, "_ENOUGH", 100.0)
    assert len(read_passages(query, ranked, reader)) == passage_reading._MOST_READ
    assert len(read_passages(query, ranked, reader, READ_FOR_LISTS)) == min(READ_FOR_LISTS, len(ranked))


SOURCES = {
    "codes.md": "# Codes\n\nE1043 means that the disk is full.\n\n## More\n\nE-1045 means that the lid is open.\n",
    "releases.md": "# Releases\n\nVersion 3.4.10 reads tables.\n\n## Later\n\nVersion 3.4.12 reads pictures.\n",
    "treaty.md": "# Treaty\n\n## Article 12\n\nIt gives fishing rights to the north.\n\n## Article 14\n\nNone.\n",
    "war.md": "# War\n\nWorld War II ended in Europe in May 1945, when the town was freed.\n",
    "rooms.md": "# Rooms\n\nThe board meets in room 204.\n\n## Others\n\nThe choir sings in room 206.\n",
    "tool.md": f"# Fjord\n\n## Authors\n\n{'Ines Baro leads the tests of it. ' * 30}\n\n## Licence\n\nMIT\n",
    "port.md": f"# Ports\n\n## Timeout\n\n{'It waits for a long minute. ' * 30}\n\n## Default port\n\n8080\n",
    "speed.md": "# Fjord speed\n\n## Is it fast?\n\nYes\n",
}


@pytest.fixture(scope="module")
def numbered(seed_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of sources that name things by codes and numbers."""
    root = tmp_path_factory.mktemp("numbered")
    shutil.copytree(seed_index, root / "index")
    (root / "sources").mkdir()
    for name, text in SOURCES.items():
        (root / "sources" / name).write_text(text, "utf-8")
    build(root / "sources", root / "index")
    return root / "index"


@pytest.fixture(scope="module")
def numbered_bot(numbered: Path) -> Relbot:
    return Relbot.open(numbered)


UNKNOWN = {
    "What does error E1044 mean?": "E1044",
    "what does e1042 mean": "e1042",
    "What does version 3.4.11 read?": "3.4.11",
    "What does 3.4.1 read?": "3.4.1",
    "What does Article 13 give?": "Article 13",
    "What does Article 1 give?": "Article 1",
    "Who meets in room 205?": "room 205",
    "When did World War 1 end?": "War 1",
}
KNOWN = (
    "What does error E1043 mean?",
    "What does E1045 mean?",
    "What does error E-1043 mean?",
    "What does version 3.4.12 read?",
    "What does article 12 give?",
    "Who meets in room 204?",
    "When did World War 2 end?",
    "When did World War II end?",
)


@pytest.mark.parametrize(("question", "named"), UNKNOWN.items())
def test_a_code_or_number_that_no_source_names_is_refused_by_its_name(
    question: str, named: str, numbered_bot: Relbot
) -> None:
    answer = numbered_bot.ask(question)
    assert not answer.answered
    assert answer.reason
    assert named in answer.reason


@pytest.mark.parametrize("question", UNKNOWN)
def test_nor_is_it_answered_in_a_conversation_about_its_sibling(question: str, numbered_bot: Relbot) -> None:
    for known in KNOWN:
        conversation = numbered_bot.conversation()
        conversation.ask(known)
        assert not conversation.ask(f"And {question[0].lower()}{question[1:]}").answered
        assert not conversation.ask(question).answered


@pytest.mark.parametrize("question", KNOWN)
def test_one_that_a_source_names_is_not_said_to_be_unknown_however_it_is_written(
    question: str, numbered: Path, reader: Reader
) -> None:
    generation = LocalGeneration.open(current_folder(numbered))
    query, passages = read_in(generation, question, reader)
    assert query.identifiers
    assert unknown_identifiers(query, generation) == ()
    assert all(names_identifiers(query, passage.ranked) for passage in passages)


def test_without_identifiers_none_is_unknown(read: Read, generation: LocalGeneration) -> None:
    query, passages = read("Who was Hoxha?")
    assert unknown_identifiers(query, generation) == ()
    assert names_identifiers(query, passages[0].ranked)


def test_of_pairs_of_key_and_value_only_those_are_chosen_whose_key_is_named(rank: Rank) -> None:
    query, _ = rank("What is the serial number of Hoxha?")
    lines = ["Location: Bergen", "Serial numbers: FJ-99812-A", "It was bought in Oslo."]
    assert passage_reading._names_another_key(query, lines).tolist() == [True, False, False]
    assert passage_reading._names_another_key(query, lines[::2]).tolist() == [False, False]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("Which license is used?", "Licence\n\nMIT"),
        ("What licence does Fjord have?", "Licence\n\nMIT"),
        ("What is the default port?", "Default port\n\n8080"),
        ("is it fast?", "Yes"),
    ],
)
def test_a_value_that_stands_alone_under_its_heading_answers_with_it(
    question: str, value: str, numbered_bot: Relbot
) -> None:
    assert numbered_bot.ask(question).text == value

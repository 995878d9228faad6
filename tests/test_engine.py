"""The contracts of asking: verbatim, wholly from one generation, and the same however many ask."""

from __future__ import annotations

import dataclasses
import shutil
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from answer_contract import check
from corpus.adversarial_texts import FRAGMENTS
from relbot import Relbot
from relbot.answer import Answer
from relbot.errors.corpus import CorpusUnreadable
from relbot.errors.index import SourceUnknown
from relbot.index.build import build
from relbot.index.local.publish import current_folder

SEED = Path(__file__).parent.parent / "corpus"
WHEN = "When were diplomatic relations established?"
QUESTIONS = (
    WHEN,
    "Who hosted Kim Il Sung in Tirana?",
    "Which visa does a tourist from Brazil need?",
    "hoxha 1959",
    "relations",
    "Why did he leave?",
    "",
    "?",
    "the of",
    "hi",
    "🎉",
    "Give me an overview",
    "Tell me about Hoxha",
    "List all visits between the two countries",
    "Why did they fall out?",
    "Who was Hoxha? How tall is Mount Everest? What happened in 1961?",
)


def texts_of(bot: Relbot) -> dict[str, str]:
    return {path: bot.document(path).text for path in (entry.source.path for entry in bot.contents.sources)}


def without_timing(answer: Answer) -> Answer:
    return dataclasses.replace(answer, timing={})


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("limit", [1, 3, 10])
def test_every_answer_keeps_the_contract(question: str, limit: int, seed_bot: Relbot) -> None:
    check(seed_bot.ask(question, limit), texts_of(seed_bot), limit)


@pytest.fixture(scope="module")
def corpus_and_index(seed_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Path]]:
    """A corpus folder and an index to build it into, over and over."""
    root = tmp_path_factory.mktemp("corpus_and_index")
    shutil.copytree(seed_index, root / "index")
    (root / "corpus").mkdir()
    yield root / "corpus", root / "index"
    shutil.rmtree(root)


sentences = st.sampled_from(
    (
        *FRAGMENTS,
        "Kim came to Tirana in 1956.",
        "Kim came to Tirana in 1956.",
        "He left on 4 May.",
        "The embassy closed, but reopened in 1961.",
        "\ufeff",
        "\r\n",
        "서울은 수도이다.",
    )
)
sources = st.lists(st.tuples(sentences, st.sampled_from([" ", "\n", "\r\n\r\n", "\n\n"])), min_size=1, max_size=12).map(
    lambda parts: "".join(sentence + joint for sentence, joint in parts)
)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    database=None,
)
@given(st.dictionaries(st.sampled_from(["a.txt", "b.md", "c.txt"]), sources, min_size=1))
def test_every_citation_is_verbatim_whatever_the_corpus(
    corpus_and_index: tuple[Path, Path], corpus: dict[str, str]
) -> None:
    folder, index = corpus_and_index
    for file in folder.iterdir():
        file.unlink()
    for name, text in corpus.items():
        (folder / name).write_text(text, "utf-8", newline="")
    try:
        build(folder, index)
    except CorpusUnreadable:
        return
    bot = Relbot.open(index)
    asked = (
        "When did Kim come to Tirana?",
        "Why did he leave?",
        "彼は",
        "Give me an overview",
        "List all visits of Kim",
        "hi",
    )
    for question in (*asked, *list(corpus.values())[:1]):
        check(bot.ask(question, 5), texts_of(bot), 5)
        for hit in bot.search(question, 50):
            passage = hit.passage
            text = bot.document(passage.source.path).text
            assert text[passage.start : passage.end] == passage.quote == hit.quote
            assert all(text[s.start : s.end] == passage.words(s) for s in passage.sentences)


def test_the_text_of_plain_text_is_that_of_its_file(seed_bot: Relbot) -> None:
    (file,) = SEED.iterdir()
    assert seed_bot.document(file.name).text == file.read_bytes().decode()


def test_markup_reaches_neither_answer_nor_link(indexed: Callable[[dict[str, str]], Path]) -> None:
    source = "---\nurl: https://a.example/p\n---\nThe **embassy** was opened by [Ann Reed](x) in 1904&nbsp;AD.\n"
    answer = Relbot.open(indexed({"a.md": source})).ask("Who opened the embassy?")
    assert answer.text == "The embassy was opened by Ann Reed in 1904\u00a0AD."
    assert answer.citations[0].link == (
        "https://a.example/p#:~:text=The%20embassy%20was%20opened%20by%20Ann%20Reed%20in%201904%20AD."
    )


def test_a_source_that_the_index_does_not_hold_is_unknown(seed_bot: Relbot) -> None:
    with pytest.raises(SourceUnknown, match=r"no source none\.md"):
        seed_bot.document("none.md")


def test_a_repeated_sentence_is_cited_where_it_stands(indexed: Callable[[dict[str, str]], Path]) -> None:
    same = "The embassy was closed in winter."
    text = f"== Tirana ==\n\n{same} Nobody knew of the lemons.\n\n== Seoul ==\n\n{same} The tigers had gone.\n"
    bot = Relbot.open(indexed({"a.txt": text}))
    for section in ("Tirana", "Seoul"):
        answer = bot.ask(f"When was the embassy in {section} closed?")
        first = [*answer.citations, *answer.closest][0]
        assert first.section == (section,)
        assert first.highlights[0].start == text.index(same, text.index(section))
        check(answer, {"a.txt": text}, 3)


def test_a_search_gives_passages_best_first_and_each_once(seed_bot: Relbot) -> None:
    hits = seed_bot.search("Who hosted Kim Il Sung in Tirana?", 10)
    assert "hosted Premier Kim Il Sung in Tirana" in hits[0].quote
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.passage.id for hit in hits}) == len(hits)
    assert seed_bot.search("Who hosted Kim Il Sung in Tirana?", 2) == hits[:2]
    assert seed_bot.search("") == []


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_below_1_is_an_error_of_the_caller(limit: int, seed_bot: Relbot) -> None:
    with pytest.raises(ValueError, match="1 is the least"):
        seed_bot.ask(WHEN, limit)
    with pytest.raises(ValueError, match="1 is the least"):
        seed_bot.search(WHEN, limit)


def test_each_step_is_timed_and_the_total_comes_last(seed_bot: Relbot) -> None:
    timing = seed_bot.ask(WHEN).timing
    assert {"question", "candidates", "interaction", "reader", "verdict"} < timing.keys()
    assert list(timing)[-1] == "total"
    assert timing["total"] == pytest.approx(sum(list(timing.values())[:-1]), abs=0.01)


def test_a_cited_passage_can_be_looked_up_with_its_neighbours(seed_bot: Relbot) -> None:
    citation = seed_bot.ask("Which ideology did Hoxha develop?").citations[0]
    around = seed_bot.passage(citation.passage_id)
    assert around
    assert around.passage.quote == citation.quote
    assert around.before
    assert around.before.end <= around.passage.start
    assert seed_bot.passage("no such id") is None


def test_many_who_ask_at_once_get_what_one_alone_gets(seed_bot: Relbot) -> None:
    alone = {question: without_timing(seed_bot.ask(question)) for question in QUESTIONS}
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda question: (question, seed_bot.ask(question)), QUESTIONS * 12))
    assert all(without_timing(answer) == alone[question] for question, answer in together)


def test_while_the_index_is_rebuilt_every_answer_is_from_one_generation(
    indexed: Callable[[dict[str, str]], Path],
) -> None:
    def state(year: int) -> dict[str, str]:
        """Both sources name the year; an answer that cites two of them is not of one generation."""
        return {
            "a.txt": f"The embassy in Tirana was opened in {year} by Kim.",
            "b.txt": f"Hoxha wrote that the embassy in Tirana was opened in {year}, and that it had a garden.",
        }

    index = indexed(state(1951))
    bot = Relbot.open(index)
    years = {current_folder(index).name: 1951}
    answers: list[Answer] = []
    failures: list[BaseException] = []
    done = threading.Event()

    def ask() -> None:
        try:
            while not done.is_set():
                answers.append(bot.ask("When was the embassy in Tirana opened?"))
        except BaseException as error:
            failures.append(error)
            raise

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for year in range(1952, 1955):
        indexed(state(year))
        years[current_folder(index).name] = year
    done.set()
    for thread in threads:
        thread.join(10)
    assert not failures
    assert len({answer.generation for answer in answers}) > 1
    for answer in answers:
        for citation in (*answer.citations, *answer.closest):
            assert str(years[answer.generation]) in citation.quote


def test_questions_in_a_row_are_asked_one_by_one(seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    assert conversation.ask(WHEN).text == seed_bot.ask(WHEN).text

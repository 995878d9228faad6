"""A taught answer comes first for its question, in other words too, and never for a question of another kind."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import answer_contract
from relbot.corpus.documents import parse
from relbot.corpus.taught import TaughtText, to_markdown
from relbot.engine import Relbot
from relbot.index.build import build

SEED = Path(__file__).parents[3] / "corpus" / "albania-north-korea-relations.txt"
DECLARATION = "When did Albania and North Korea sign a joint declaration of friendship?"
Teach = Callable[[str, str], Path]


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    shutil.copy(SEED, tmp_path)
    return tmp_path


@pytest.fixture
def bot(seed_index: Path, corpus: Path) -> Relbot:
    return Relbot.open(seed_index, corpus=corpus)


@pytest.fixture
def teach(corpus: Path) -> Teach:
    def write(question: str, words: str) -> Path:
        folder = corpus / "taught" / "1"
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / f"{len(list(folder.iterdir()))}.md"
        file.write_text(to_markdown(TaughtText(question, words, "Ana", date(2026, 11, 5), "https://x.org/m")), "utf-8")
        return file

    return write


def texts(corpus: Path) -> dict[str, str]:
    files = [file for file in corpus.rglob("*") if file.is_file()]
    paths = [str(file.relative_to(corpus)) for file in files]
    return {path: parse(path, file.read_bytes()).text for path, file in zip(paths, files, strict=True)}


def test_it_answers_as_soon_as_its_file_is_there_and_no_more_once_it_is_gone(bot: Relbot, teach: Teach) -> None:
    question = "Where is the key to the boiler room?"
    assert not bot.ask(question).answered
    file = teach(question, "It hangs behind the door of the lodge.")
    answer = bot.ask(question)
    assert answer.text == "It hangs behind the door of the lodge."
    assert answer.citations[0].place == "answered by Ana on 5 November 2026"
    assert answer.citations[0].link == "https://x.org/m"
    file.unlink()
    assert not bot.ask(question).answered


def test_what_is_withdrawn_is_in_no_list_before_the_index_follows(
    corpus: Path, tmp_path_factory: pytest.TempPathFactory, teach: Teach
) -> None:
    file = teach("When was the boiler replaced?", "The boiler was replaced on 3 May 1987.")
    index = tmp_path_factory.mktemp("withdrawn") / "index"
    build(corpus, index)
    bot = Relbot.open(index, corpus=corpus)
    hits = bot.search("boiler replaced", 1)
    assert hits
    assert hits[0].passage.source.path.startswith("taught/")
    assert [event.label for event in bot.timeline("1987")] == ["3 May 1987"]
    file.unlink()
    elsewhere = Relbot.open(index, corpus=corpus / ("x" * 300))  # where nobody can look whether it is there
    for asked in (bot, elsewhere):
        assert not asked.timeline("1987")
        assert not any(hit.passage.source.path.startswith("taught/") for hit in asked.search("boiler replaced"))


@pytest.mark.parametrize("among", [{""}, {"rules"}, set()])
def test_before_it_is_indexed_it_shows_only_where_its_folder_is_among_the_collections(
    among: set[str], bot: Relbot, teach: Teach
) -> None:
    question = "Where is the key to the boiler room?"
    teach(question, "It hangs behind the door of the lodge.")
    [cited] = bot.within({*among, "taught"}).ask(question).citations
    assert not bot.within(among).ask(question).answered
    assert bot.within(among).passage(cited.passage_id) is None


@pytest.mark.parametrize(
    "asked", ["where's the key to the boiler room", "hi, where is the key for the boiler room please?"]
)
def test_it_answers_other_wordings(asked: str, bot: Relbot, teach: Teach) -> None:
    teach("Where is the key to the boiler room?", "The key of the boiler room hangs behind the door of the lodge.")
    assert "behind the door" in (bot.ask(asked).text or "")


@pytest.mark.parametrize(
    "asked", ["Who has the key to the boiler room?", "When was the boiler room built?", "Where is boiler room 2?"]
)
def test_it_does_not_answer_questions_of_another_kind(asked: str, bot: Relbot, teach: Teach) -> None:
    teach("Where is the key to the boiler room?", "It hangs behind the door of the lodge.")
    assert "lodge" not in (bot.ask(asked).text or "")


def test_what_a_document_says_otherwise_comes_after_it(bot: Relbot, teach: Teach, corpus: Path) -> None:
    teach(DECLARATION, "They signed it in 1999.")
    answer = bot.ask(DECLARATION)
    answer_contract.check(answer, texts(corpus), 3)
    assert answer.statements[0].text == "They signed it in 1999."
    assert answer.statements[1].text.startswith("In 1961, Albania and North Korea signed")


def test_a_document_that_says_no_more_is_left_out(bot: Relbot, teach: Teach) -> None:
    said = bot.ask(DECLARATION).text
    teach(DECLARATION, f"It is in the books. {said}")
    assert len(bot.ask(DECLARATION).statements) == 1


def test_a_long_one_is_given_whole_with_every_passage_cited(bot: Relbot, teach: Teach, corpus: Path) -> None:
    words = " ".join(f"Turn valve {n} to the left and count slowly to ten." for n in range(80))
    assert len(words) > 3900
    teach("How is the boiler lit?", words)
    answer = bot.ask("How is the boiler lit?")
    answer_contract.check(answer, texts(corpus), 3)
    assert " ".join((answer.text or "").split()) == words
    opened = bot.passage(answer.citations[-1].passage_id)
    assert opened is not None
    assert opened.passage.quote.endswith("count slowly to ten.")


def test_a_file_that_cannot_be_read_is_left_out(bot: Relbot, teach: Teach) -> None:
    teach("Where is the key?", "Behind the door.").write_bytes(b"\x00\xff" * 50)
    teach("Where is the lock?", "On the gate.")
    assert bot.ask("Where is the lock?").text == "On the gate."

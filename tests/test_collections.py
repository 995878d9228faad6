"""What is answered within some collections is what an index of their sources alone answers: nothing else shows.

`RELBOT_LEAKS=50000` asks so many questions in two ways, about a new corpus after every 500; `index/test_restriction.py`
compares the parts themselves.
"""

from __future__ import annotations

import os
import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from index.mutations import hard_link_copy
from relbot import Relbot
from relbot.answer import Answer
from relbot.corpus.taught import TaughtText, to_markdown
from relbot.errors.index import SourceUnknown
from relbot.index.build import build

KEY = "Where is the key to the boiler room?"
QUESTIONS = int(os.environ.get("RELBOT_LEAKS", "15"))
A_CORPUS = 500
"""Questions about each random corpus."""
NAMES = ("rules", "kitchen", "Staff only", "übung", "")
SYLLABLES = ["ba", "zo", "ri", "quem", "lu", "tar", "vik", "no", "shel", "dra", "po", "mun", "ek", "fi", "gath"]
SENTENCES = (
    "{A} {B} opened the {c} in {year}.",
    "The {c} costs {n} euros a year, as {A} {B} decided.",
    "In {year} the {c} was moved to {D}, because {A} had lost the {e}.",
    "{D} is the capital of the {c}.",
    "Whoever breaks the {e} has to write to {A} {B} ({AB}).",
    "The {c} and the {e} are kept by {D}.",
)
ASKED = (
    "When did {A} open the {c}?",
    "Who is {A} {B}?",
    "Tell me about {D}",
    "What is {a}?",
    "How much is the {c}?",
    "What happened in {year}?",
    "why was the {c} moved to {D}",
    "{AB}?",
    "Name everything about the {e}",
    "What did {A} do before {year}?",
    "Is {D} the capital of the {c}?",
    "{c} {e} {a}",
    "What is this about?",
    "hello",
)


@dataclass(frozen=True)
class Vocabulary:
    """The invented words of one collection."""

    words: Sequence[str]
    years: Sequence[int]

    def fill(self, template: str, chance: random.Random) -> str:
        a, b, c, d, e = (chance.choice(self.words) for _ in range(5))
        names = {"A": a.capitalize(), "B": b.capitalize(), "D": d.capitalize(), "AB": (a[0] + b[0]).upper()}
        return template.format(**names, a=a, c=c, e=e, year=chance.choice(self.years), n=chance.randrange(10, 99))


@dataclass(frozen=True)
class Corpus:
    sources: Mapping[str, str]
    """By path."""
    vocabularies: Mapping[str, Vocabulary]
    """By collection."""

    @classmethod
    def invent(cls, chance: random.Random) -> Corpus:
        sources, vocabularies = dict[str, str](), dict[str, Vocabulary]()
        for name in NAMES:
            words = ["".join(chance.choices(SYLLABLES, k=chance.randrange(2, 5))) for _ in range(12)]
            vocabularies[name] = Vocabulary(words, [chance.randrange(1200, 2020) for _ in range(4)])
            for number in range(chance.randrange(1, 4)):
                sentences = [vocabularies[name].fill(chance.choice(SENTENCES), chance) for _ in range(8)]
                text = f"# {chance.choice(words).capitalize()}\n\n{' '.join(sentences)}\n"
                sources["/".join(filter(None, (name, f"{'deep/' * (number % 2)}{number}.md")))] = text
        return cls(sources, vocabularies)

    def within(self, collections: frozenset[str]) -> Mapping[str, str]:
        """The sources of some collections."""
        return {
            path: text
            for path, text in self.sources.items()
            if (path.partition("/")[0] if "/" in path else "") in collections
        }

    def invented(self) -> set[str]:
        """The words and years of all collections."""
        return {word for each in self.vocabularies.values() for word in (*each.words, *map(str, each.years))}

    def question(self, chance: random.Random) -> str:
        """About any collection, allowed or not; sometimes misspelt."""
        text = self.vocabularies[chance.choice(NAMES)].fill(chance.choice(ASKED), chance)
        if chance.random() < 0.4:
            place = chance.randrange(len(text))
            text = text[:place] + chance.choice(["", chance.choice("aeiourst")]) + text[place + 1 :]
        return text


@pytest.fixture(scope="module")
def indexed_at(seed_index: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Mapping[str, str]], Relbot]:
    def make(sources: Mapping[str, str]) -> Relbot:
        folder = tmp_path_factory.mktemp("collections")
        for path, text in sources.items():
            (folder / "corpus" / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / "corpus" / path).write_text(text, "utf-8")
        build(folder / "corpus", hard_link_copy(seed_index, folder / "index"))
        return Relbot.open(folder / "index", corpus=folder / "corpus")

    return make


def said(answer: Answer) -> Answer:
    """Without what differs between any two indexes."""
    return replace(answer, generation="", timing={})


def words_in(value: object) -> set[str]:
    """The words of all texts in a value, but not its numbers and ids."""
    if isinstance(value, str):
        return set(re.findall(r"\w+", value.casefold()))
    if isinstance(value, dict):
        value = [each for name, each in value.items() if name not in ("passage_id", "generation")]
    return set().union(*map(words_in, value)) if isinstance(value, (list, tuple)) else set()


def permission(chance: random.Random) -> frozenset[str]:
    return frozenset(name for name in NAMES if chance.random() < 0.5) or frozenset({chance.choice(NAMES)})


def test_nothing_outside_the_collections_shows_in_an_answer(
    indexed_at: Callable[[Mapping[str, str]], Relbot],
) -> None:
    for seed in range(-(-QUESTIONS // A_CORPUS)):
        chance = random.Random(seed)
        corpus = Corpus.invent(chance)
        whole, allowed = indexed_at(corpus.sources), permission(chance)
        assert_same_as_alone(corpus, whole.within(allowed), indexed_at(corpus.within(allowed)), chance)
        for _ in range(min(QUESTIONS, A_CORPUS)):
            assert_nothing_shows(corpus, whole, permission(chance), chance)


def assert_same_as_alone(corpus: Corpus, bot: Relbot, alone: Relbot, chance: random.Random) -> None:
    """Whatever is asked, the answer is that of an index of the allowed sources alone."""
    assert bot.contents.sources == alone.contents.sources
    assert bot.timeline() == alone.timeline()
    assert bot.suggestions == alone.suggestions
    talk, talk_alone = bot.conversation(), alone.conversation()
    for _ in range(min(QUESTIONS, A_CORPUS)):
        question = corpus.question(chance)
        if chance.random() < 0.3:
            assert said(talk.ask(question)) == said(talk_alone.ask(question)), question
        else:
            assert said(bot.ask(question)) == said(alone.ask(question)), question
        hits, hits_alone = bot.search(question, 5), alone.search(question, 5)
        assert [hit.passage for hit in hits] == [hit.passage for hit in hits_alone], question


def assert_nothing_shows(corpus: Corpus, whole: Relbot, allowed: frozenset[str], chance: random.Random) -> None:
    """An answer holds no word that only other collections have, unless the question does."""
    bot, question = whole.within(allowed), corpus.question(chance)
    hidden = corpus.invented() - words_in([*corpus.within(allowed).values()])
    answer = bot.ask(question)
    found = words_in([answer.to_dict(), bot.suggestions if chance.random() < 0.1 else ()])
    assert (found & hidden) - words_in(question) == set(), question
    assert all(c.document.collection in allowed for c in (*answer.citations, *answer.closest)), question


def test_a_passage_of_another_collection_cannot_be_opened(
    indexed_at: Callable[[Mapping[str, str]], Relbot],
) -> None:
    whole = indexed_at({"a/one.md": "The canteen opens at seven.", "b/two.md": "The vault opens at nine."})
    (vault,) = [hit.passage for hit in whole.search("vault") if hit.passage.source.collection == "b"]
    within = whole.within({"a"})
    assert whole.passage(vault.id)
    assert within.passage(vault.id) is None
    with pytest.raises(SourceUnknown):
        within.document("b/two.md")
    assert whole.within({"b"}).passage(vault.id)


def test_what_was_taught_shows_only_where_its_folder_is_among_the_collections(
    indexed_at: Callable[[Mapping[str, str]], Relbot],
) -> None:
    canteen = {"rules/canteen.txt": "The canteen opens at seven. The canteen was built in 1931."}
    taught = to_markdown(TaughtText(KEY, "The key of the boiler room hangs in the lodge.", "Ana", date(2026, 11, 5)))
    whole, alone = indexed_at({**canteen, "taught/1/key.md": taught}), indexed_at(canteen)
    among = whole.within({"rules"})
    [cited] = whole.ask(KEY).citations
    for question in (KEY, "where's the boiler room's key", "When does the canteen open?", "hello"):
        assert said(among.ask(question)) == said(alone.ask(question))
        assert said(among.conversation().ask(question)) == said(alone.conversation().ask(question))
        assert among.suggestions_on(question) == alone.suggestions_on(question)
    assert among.passage(cited.passage_id) is None
    for shown in (whole, whole.within({"taught"}), whole.within({"rules", "taught"}), among.within(None)):
        assert shown.ask(KEY).text == "The key of the boiler room hangs in the lodge."
        assert shown.passage(cited.passage_id)


def test_collections_that_are_not_there_hold_nothing(seed_bot: Relbot) -> None:
    bot = seed_bot.within({"gone"})
    assert bot.ask("Who was Hoxha?").reason == "There are no sources here that I may answer from."
    assert not bot.search("Hoxha")
    assert not bot.timeline()
    assert not bot.suggestions
    assert not bot.contents.sources
    assert bot.conversation().ask("hi").reason == "Hello!"


def test_without_a_filter_there_is_no_copy(seed_bot: Relbot) -> None:
    assert seed_bot.within(None)._generation is seed_bot._generation


def test_a_rebuild_reaches_the_parts(indexed: Callable[[dict[str, str]], Path]) -> None:
    bot = Relbot.open(indexed({"one.md": "The embassy in Tirana opened in 1956."})).within({""})
    assert "1956" in (bot.ask("When did the embassy in Tirana open?").text or "")
    indexed({"one.md": "The embassy in Tirana opened in 1957."})
    assert "1957" in (bot.ask("When did the embassy in Tirana open?").text or "")

"""A question in another language than the corpus is told by its small words, and no English one is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from relbot import Relbot
from relbot.index.local.generation import LocalGeneration
from relbot.query.language import ASK_IN_ENGLISH, is_foreign

Indexed = Callable[[dict[str, str]], Path]
FOREIGN = (
    "Wie viel kostet eine Tageskarte?",
    "wann habt ihr am samstag offen",
    "où puis-je garer ma voiture ?",
    "¿Puedo traer a mi perro?",
    "quanto costa un biglietto",
    "hoeveel kost een kaartje",
    "hur mycket kostar det",
    "Сколько стоит билет",
    "営業時間は",
)
QUESTIONS = Path(__file__).parents[1] / "questions"


@pytest.mark.parametrize("question", FOREIGN)
def test_a_question_in_another_language_is_told(question: str, generation: LocalGeneration) -> None:
    assert is_foreign(question, generation)


def test_no_question_in_english_is(generation: LocalGeneration) -> None:
    asked = [json.loads(line) for file in QUESTIONS.glob("*.jsonl") for line in file.open(encoding="utf-8")]
    texts = [text for each in asked if isinstance(text := each.get("question") or each.get("q"), str)]
    assert len(texts) > 100
    assert not [text for text in texts if is_foreign(text, generation)]


def test_it_is_refused_in_one_sentence_that_blames_no_word(seed_bot: Relbot) -> None:
    assert seed_bot.ask("Wie viel kostet eine Tageskarte?").reason == ASK_IN_ENGLISH


def test_no_sentences_in_another_language_than_the_question_are_offered_with_the_refusal(seed_bot: Relbot) -> None:
    assert not seed_bot.ask("Wie viel kostet eine Tageskarte?").closest
    assert seed_bot.ask("How much is a day ticket for the zoo?").closest


def test_a_corpus_in_that_language_is_asked_in_it(indexed: Indexed) -> None:
    text = (
        "Die Tageskarte kostet elf Euro. Die Halle ist am Samstag offen.\n\nWer eine Karte hat, kann bis acht bleiben."
    )
    bot = Relbot.open(indexed({"preise.md": f"# Preise\n\n{text}\n"}))
    assert bot.ask("wo ist die Sauna und was kostet sie").reason != ASK_IN_ENGLISH

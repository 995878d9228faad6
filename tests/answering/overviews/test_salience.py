"""An overview has what an abstract would: what its model finds salient, whatever model the index was built with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from relbot.answering.overviews.salience import SIGNALS, log_odds, shipped_weights, signals_of, vectors_of
from relbot.answering.overviews.scope import Scope, find_scope
from relbot.answering.overviews.scope_sentences import begins_with_subject, sentences_of
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder

Indexed = Callable[[dict[str, str]], Path]
REST = (
    "\n\nIn May 1931 a cow fell into the lock. A smith of Morn lost his boots in it.\n\n"
    "This was painted twice. However, the painter was never paid.\n"
)
INTRODUCED = (
    "# Lirz Canal\n\nThe Lirz Canal is a canal of 40 km between Lirz and Morn. It carries coal and salt." + REST
)
UNINTRODUCED = "# Lirz Canal\n\nCoal was dear in those years. Salt came on the backs of mules." + REST


@pytest.fixture
def opened(indexed: Indexed) -> Callable[[str], tuple[Scope, LocalGeneration]]:
    def make(text: str) -> tuple[Scope, LocalGeneration]:
        generation = LocalGeneration.open(current_folder(indexed({"canal.md": text})))
        scope = find_scope("", generation)
        assert isinstance(scope, Scope)
        return scope, generation

    return make


Opened = Callable[[str], tuple[Scope, LocalGeneration]]


def salience(text: str, opened: Opened) -> dict[str, float]:
    scope, generation = opened(text)
    sentences = sentences_of(scope)
    found = log_odds(
        sentences, vectors_of(sentences, scope), scope, generation, begins_with_subject=begins_with_subject(sentences)
    )
    return {s.quote.text: float(value) for s, value in zip(sentences, found, strict=True)}


def test_what_says_what_a_thing_is_is_more_salient_than_an_aside(opened: Opened) -> None:
    found = salience(INTRODUCED, opened)
    best = max(found, key=lambda text: found[text])
    assert best.startswith("The Lirz Canal is a canal")
    assert found["It carries coal and salt."] > max(value for text, value in found.items() if "cow" in text)


def test_a_beginning_about_the_subject_is_told_from_one_in_the_middle_of_something(opened: Opened) -> None:
    assert begins_with_subject(sentences_of(opened(INTRODUCED)[0]))
    assert not begins_with_subject(sentences_of(opened(UNINTRODUCED)[0]))


def test_the_signals_are_finite_and_as_many_as_the_weights(opened: Opened) -> None:
    scope, generation = opened(INTRODUCED)
    sentences = sentences_of(scope)
    signals = signals_of(sentences, vectors_of(sentences, scope), scope, generation, begins_with_subject=True)
    assert signals.shape == (len(sentences), len(SIGNALS))
    assert np.isfinite(signals).all()
    weights = shipped_weights()
    assert weights.packaged.vector.shape == vectors_of(sentences, scope).shape[1:]
    assert weights.other.vector.size == 0


@pytest.mark.parametrize("name", ["points back", "continues"])
def test_what_refers_to_another_sentence_is_less_salient(name: str) -> None:
    for weights in (shipped_weights().packaged, shipped_weights().other):
        assert weights.signals[SIGNALS.index(name)] < 0


def test_vectors_of_an_unknown_model_do_not_count(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    scope, generation = opened(INTRODUCED)
    sentences = sentences_of(scope)
    known = log_odds(sentences, vectors_of(sentences, scope), scope, generation, begins_with_subject=True)
    monkeypatch.setattr("relbot.index.encoding.packaged_model.REVISION", "another")
    other = log_odds(sentences, vectors_of(sentences, scope), scope, generation, begins_with_subject=True)
    assert not np.allclose(known, other)
    by_signal = (
        signals_of(sentences, vectors_of(sentences, scope), scope, generation, begins_with_subject=True)
        @ shipped_weights().other.signals
    )
    assert np.allclose(other, shipped_weights().other.bias + by_signal)

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from relbot.answering.documents.likeness import by_likeness
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder

TEXT = "The mill burned down in 1911. A ferry crosses the river at noon. The baker sells rye bread on Fridays."


def test_the_chosen_sentences_are_compared_in_the_order_given(indexed: Callable[[dict[str, str]], Path]) -> None:
    generation = LocalGeneration.open(current_folder(indexed({"village.txt": TEXT})))
    (record,) = generation.passages([0])
    vector = generation.encoder.vector("When does the boat go over the water?")
    found = by_likeness(vector, [(record, [2, 1]), (record, []), (record, [0])], generation)
    assert [quote.sentence for _, quote in found] == [2, 1, 0]
    assert max(found, key=lambda each: each[0])[1].text == "A ferry crosses the river at noon."
    assert not by_likeness(vector, [(record, [])], generation)

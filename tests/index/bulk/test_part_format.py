from dataclasses import replace

import numpy as np

from relbot.answer import Anchor, Place
from relbot.index.bulk import part_format
from relbot.index.local.generation import LocalGeneration


def test_what_is_sent_comes_out_as_it_was(seed_generation: LocalGeneration) -> None:
    passages = list(seed_generation.encoded(range(seed_generation.manifest.passages)))
    odd = passages[0].record
    passage = replace(
        odd.passage,
        quote=odd.passage.quote[:-1] + "\ud800",
        places=(Place(0, None), Place(3, "p. iv", "page=4", "https://example.org/4")),
        anchors=(None, Anchor("", "The “treaty”", suffix="was")),
    )
    passages[0] = replace(passages[0], record=replace(odd, passage=passage))
    found = part_format.from_bytes(part_format.to_bytes(passages))
    # the row is given by the engine that stores it, and whether a title is shared by the generation
    assert [each.record for each in found] == [
        replace(each.record, row=0, passage=replace(each.record.passage, shares_title=False)) for each in passages
    ]
    assert any(sentence.dates for each in found for sentence in each.record.sentences)
    for one, other in zip(found, passages, strict=True):
        for name in ("passage_vector", "sentence_vectors", "token_vectors"):
            assert np.array_equal(getattr(one, name), getattr(other, name)), name

from dataclasses import fields, replace

import numpy as np

from relbot.answer import Anchor, Place
from relbot.index.bulk.kept_parts import part_from_bytes, part_to_bytes
from relbot.index.local.generation import LocalGeneration
from relbot.index.records import PassageRecord


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
    found = part_from_bytes(part_to_bytes(passages))
    assert [each.record for each in found] == [as_written(each.record) for each in passages]
    assert any(sentence.dates for each in found for sentence in each.record.sentences)
    for one, other in zip(found, passages, strict=True):
        for name in ("passage_vector", "sentence_vectors", "token_vectors"):
            assert np.array_equal(getattr(one, name), getattr(other, name)), name


def as_written(stored: PassageRecord) -> PassageRecord:
    """Without what the engine that stores it says of it: its row, and whether another source has its title."""
    record = PassageRecord(**{field.name: getattr(stored, field.name) for field in fields(PassageRecord)})
    return replace(record, row=0, passage=replace(record.passage, shares_title=False))

from __future__ import annotations

import pytest

from relbot.reading.reader import Reader
from relbot.text.person_names import PersonWeights, is_person
from relbot.text.proper_names import extract_names

READER, WEIGHTS = Reader.load(), PersonWeights.load()


def _probability(text: str, words: str) -> float:
    name = next(name for name in extract_names(text) if name.words == words)
    return is_person(name, text, READER.word_vector, WEIGHTS)


@pytest.mark.parametrize(
    ("text", "person", "other"),
    [
        ("The bridge at Riverton was designed by the engineer Paul Hansen.", "Paul Hansen", "Riverton"),
        ("In 1950 the United Nations sent Maria Lopez to Geneva.", "Maria Lopez", "United Nations"),
        ("The Treaty of Lisbon was signed by President Aníbal Silva.", "President Aníbal Silva", "Treaty of Lisbon"),
        ("Harold Finch, who lived in New South Wales, wrote it.", "Harold Finch", "New South Wales"),
    ],
)
def test_a_person_is_told_from_a_place_a_body_and_a_title(text: str, person: str, other: str) -> None:
    assert _probability(text, person) > 0.45 > _probability(text, other)


def test_a_name_without_anything_beside_it_is_judged_by_itself() -> None:
    assert _probability("Maria Lopez", "Maria Lopez") > 0.45 > _probability("New South Wales", "New South Wales")


def test_a_word_in_no_vocabulary_has_a_vector() -> None:
    assert READER.word_vector("Łódź" * 200).shape == (384,)
    assert not READER.word_vector("").any()

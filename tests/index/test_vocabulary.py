from __future__ import annotations

from relbot.answer import Passage, Source, Span
from relbot.index.vocabulary import Vocabulary


def counted(*quotes: str) -> Vocabulary:
    vocabulary = Vocabulary()
    for quote in quotes:
        vocabulary.add(Passage(Source("A title", "a.md"), 0, len(quote), quote, (), (Span(0, len(quote)),), "0"))
    return vocabulary


def test_the_surface_form_of_a_word_is_its_most_frequent_one() -> None:
    (word,) = [w for w in counted("in Tiranë", "in Tiranë", "to TIRANE").words() if w[0] == "tirane"]
    assert word == ("tirane", "tiran", "Tiranë", 3, 3)


def test_a_capital_that_opens_a_sentence_makes_no_name() -> None:
    in_names = {folded: count for folded, _, _, _, count in counted("Relations with Albania are cold").words()}
    assert in_names["relations"] == 0
    assert in_names["albania"] == 1


def test_names_are_found_by_their_initials() -> None:
    assert ("kpa", "Korean People's Army", 2) in counted("the Korean People's Army", "a Korean People's Army").names()


def test_an_abbreviation_is_defined_by_the_words_before_its_brackets() -> None:
    assert ("bmi", "body mass index", 1) in counted("We took the body mass index (BMI) of all.").names()


def test_brackets_without_a_definition_make_no_abbreviation() -> None:
    assert not [name for name in counted("it was seen by all of us (NASA)").names() if name[0] == "nasa"]

from __future__ import annotations

from answering.passage_of_text import passage_of
from relbot.answer import Answer, Passage
from relbot.answering.dialogue.joined_answers import joined
from relbot.answering.statements import Quote, make_statements

TOWN = passage_of("Kim came to Tirana in 1956. He met Hoxha there. The embassy was opened in May.", "town.txt")
RIVER = passage_of(
    "The river Buna is 44 km long. It freezes in hard winters.", "river.txt", url="https://example.org/r"
)
TWO = passage_of("The first mill burned. The second mill fell.", "two.txt", url="https://example.org/t")


def answered(question: str, *quotes: tuple[Passage, int], confidence: float = 0.9) -> Answer:
    statements, citations = make_statements([Quote(*quote) for quote in quotes])
    text = "\n".join(statement.text for statement in statements)
    kind = "list" if len(statements) > 1 else "fact"
    return Answer(question, True, confidence, text, None, citations, kind, statements)  # type: ignore[arg-type]


def refused(question: str) -> Answer:
    return Answer(question, False, 0.1, None, "The sources do not say.", ())


def test_answers_are_joined_in_order_with_one_citation_for_each_passage() -> None:
    answer = joined([answered("a", (TOWN, 2)), answered("b", (RIVER, 0), confidence=0.6), answered("c", (TOWN, 0))])
    assert [s.text[:10] for s in answer.statements] == ["The embass", "The river ", "Kim came t"]
    assert [s.citation for s in answer.statements] == [1, 2, 1]
    assert [c.document.path for c in answer.citations] == ["town.txt", "river.txt"]
    assert [h.text[:3] for h in answer.citations[0].highlights] == ["Kim", "The"]
    assert (answer.kind, answer.reason, answer.confidence) == ("list", None, 0.6)
    assert answer.text == "\n".join(s.text for s in answer.statements)


def test_what_answers_two_questions_is_said_once() -> None:
    answer = joined([answered("a", (TOWN, 0)), answered("b", (TOWN, 0))])
    assert (answer.kind, answer.text) == ("fact", "Kim came to Tirana in 1956.")
    assert len(answer.citations) == len(answer.citations[0].highlights) == 1
    overlapping = joined([answered("a", (TOWN, 0)), answered("b", (TOWN, 1))])
    assert overlapping.text == "Kim came to Tirana in 1956."
    elsewhere = passage_of("KIM came  to Tirana in 1956. The mill burned.", "m.txt")
    again = joined([answered("a", (TOWN, 0)), answered("b", (elsewhere, 0))])
    assert (again.text, len(again.citations)) == ("Kim came to Tirana in 1956.", 1)


def test_a_link_opens_at_the_first_of_the_joined_highlights() -> None:
    deep, first = passage_of("Lirz is old. Its mill burned down.", "l.txt", url="https://example.org/l"), (TOWN, 0)
    answer = joined([answered("a", (deep, 1)), answered("b", first), answered("c", (RIVER, 0))])
    assert [c.link for c in answer.citations] == [
        "https://example.org/l#:~:text=Lirz%20is%20old.,Its%20mill%20burned%20down.",
        None,
        "https://example.org/r#:~:text=The%20river%20Buna%20is%2044%20km%20long.",
    ]
    again = joined([answered("a", (TWO, 1)), answered("b", (TWO, 0))])
    assert again.citations[0].link == "https://example.org/t#:~:text=The%20first%20mill%20burned."


def test_the_questions_that_are_not_answered_are_named() -> None:
    assert (
        joined([refused("How tall is it?"), answered("b", (TOWN, 0))]).reason
        == "The sources do not say: How tall is it?"
    )
    nothing = joined([refused("How tall is it?"), refused("how deep")])
    assert nothing.reason == "The sources do not say: How tall is it?; how deep"
    assert (nothing.answered, nothing.statements, nothing.citations) == (False, (), ())

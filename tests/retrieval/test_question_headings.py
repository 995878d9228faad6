from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from relbot import Relbot
from relbot.answer import Passage, Source, Span
from relbot.retrieval.question_headings import question_headings

Indexed = Callable[[dict[str, str]], Path]

FAQ = {
    "faq.md": """# Questions about the pool

## Can I bring my dog?

No. Only guide dogs come in.

## Opening hours

From 7 to 21, in winter from 8.

## Is there somewhere to leave my bicycle?

Yes. Behind the kiosk there are forty stands. They have a roof.

## What happens to things that were left behind?

They are kept for six weeks at the till. Then they go to the town's office. The town sells them. Nobody gets the money.
We keep none.
""",
    "minutes.md": "# Minutes\n\n## May\n\nThe bicycle race of the club was put off until June.\n",
}


def under(*section: str, path: str = "faq.md") -> Passage:
    return Passage(Source(path, path), 0, 4, "Yes.", section, (Span(0, 4),), "0123456789ab")


@pytest.mark.parametrize(
    ("section", "question"),
    [
        (("Is it free?",), "Is it free?"),
        (("Q3: Is it free?",), "Is it free?"),
        (("Tickets", "4. Is it free?"), "Is it free?"),
        (("Tickets",), None),
        ((), None),
    ],
)
def test_a_heading_that_is_a_question_is_taken_without_its_label(
    section: tuple[str, ...], question: str | None
) -> None:
    assert question_headings([under(*section)]) == [question]


def test_what_stands_beside_questions_is_asked_about_as_well_and_nothing_else_is() -> None:
    passages = [
        under("Tickets", "Is it free?"),
        under("Tickets", "Where do I get one?"),
        under("Tickets", "Lost tickets"),
        under("Pool", "Opening hours"),
        under("Tickets"),
        under("Tickets", "Lost tickets", path="other.md"),
    ]
    assert question_headings(passages) == ["Is it free?", "Where do I get one?", "Lost tickets", None, None, None]
    assert question_headings(passages[1:]) == ["Where do I get one?", *[None] * 4], "one question makes no FAQ"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("is my puppy allowed", "No. Only guide dogs come in."),
        ("can i take a dog with me", "No. Only guide dogs come in."),
        ("opening times", "From 7 to 21, in winter from 8."),
        ("is there a place for my bike", "Yes. Behind the kiosk there are forty stands. They have a roof."),
    ],
)
def test_an_answer_is_found_by_its_question_and_shown_whole(question: str, answer: str, indexed: Indexed) -> None:
    found = Relbot.open(indexed(FAQ)).ask(question)
    assert found.text == answer
    assert [statement.text for statement in found.statements] == [answer]


def test_a_long_answer_is_shown_by_its_sentence(indexed: Indexed) -> None:
    found = Relbot.open(indexed(FAQ)).ask("how long do you keep things that were left behind")
    assert found.text == "They are kept for six weeks at the till."


def test_what_no_question_is_near_to_is_refused(indexed: Indexed) -> None:
    bot = Relbot.open(indexed(FAQ))
    assert not any(bot.ask(question).answered for question in ("who designed the roof of the town hall", "wifi code"))


def test_a_question_as_long_as_a_heading_may_be_is_compared_by_its_beginning(indexed: Indexed) -> None:
    long = "可以" * 98 + "？?"
    found = Relbot.open(indexed({"faq.md": f"# FAQ\n\n## {long}\n\nYes, with a permit.\n"})).ask("permit")
    assert found.generation

"""Who wrote a document is told by its byline or signature, and not by its thanks."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relbot import Relbot
from relbot.answering.documents.authors import tells_of_another_text

THANKS = (
    "## Results\n\nEleven walls had no moss at all.\n\n## Thanks\n\nWe thank Bernt Aas, and Marisol Vega, who wrote "
    "the software for the counts. The index was made by Tom Hale.\n"
)
BYLINES = {
    "By Hanneke Vos and Imran Sadiq, November 2024": "",
    "*Text: Hanneke Vos*": "",
    "Written by the hedge committee": "",
    "Hanneke Vos¹, Imran Sadiq², and Lucy de la Cruz": "",
    "": "Kind regards\nHanneke Vos\nfor the management",
    " ": "Cheers,\n\nHanneke (flat 4)",
    "   ": "Yours in counting\nHanneke",
    "    ": "Put together by Hanneke Vos and the others from the third floor.",
    "  ": "– Hanneke Vos, 3 March",
}


def document(top: str, end: str) -> str:
    return f"# Mosses on city walls\n\n{top}\n\n{THANKS}\n{end}\n"


@pytest.mark.parametrize(("top", "end"), BYLINES.items())
def test_the_byline_or_signature_tells_who_wrote_it(
    top: str, end: str, bot_of: Callable[[dict[str, str]], Relbot]
) -> None:
    bot = bot_of({"walls.md": document(top, end)})
    for question in ("who wrote the report", "who are the authors", "who is this by", "who wrote the study of mosses?"):
        assert bot.ask(question).text == (top.strip("* ") or end)


@pytest.mark.parametrize(
    ("top", "question"),
    [
        ("By Hanneke Vos", "who wrote the software"),
        ("By Hanneke Vos", "who wrote the newsletter"),
        ("By Hanneke Vos", "who wrote the report about lichens"),
        ("By Monday all walls are to be counted.", "who wrote the report"),
        ("Hanneke Vos counted the walls.", "who are the authors"),
    ],
)
def test_nobody_is_taken_for_the_author_of_something_else(
    top: str, question: str, bot_of: Callable[[dict[str, str]], Relbot]
) -> None:
    answer = bot_of({"walls.md": document(top, "")}).ask(question)
    assert top not in (answer.text or "")


def test_of_several_documents_the_one_that_is_named_is_looked_at(bot_of: Callable[[dict[str, str]], Relbot]) -> None:
    bot = bot_of(
        {
            "spring-newsletter.md": "# Spring newsletter\n\nEdited by Moira Cole\n\nThe beds by the gate are free.\n",
            "hedge.md": "# Report on the hedge\n\nWe met four times. Ron measured it.\n\n– Joan Whitlock, 3 March\n",
            "rules.md": "# Rules\n\nNo dogs on the beds. No fires.\n",
        }
    )
    assert bot.ask("who wrote the newsletter").text == "Edited by Moira Cole"
    assert bot.ask("who wrote the hedge report").text == "– Joan Whitlock, 3 March"


@pytest.mark.parametrize(
    ("question", "statement", "is_another"),
    [
        ("who wrote the paper", "We thank Marisol Vega, who wrote the software.", True),
        ("who wrote this", "The pairings are made by Olu Bankole.", True),
        ("who wrote the paper", "The paper was the work of Lucy Chen.", False),
        ("who is the author", "It is a novel by Lucy Chen.", False),
        ("who wrote the letter", "The letter was written by Lucy Chen.", False),
        ("who wrote the software", "We thank Marisol Vega, who wrote the software.", False),
        ("who built the wall", "The letters are by Lucy Chen.", False),
    ],
)
def test_a_sentence_on_another_work_does_not_tell_the_author(question: str, statement: str, is_another: bool) -> None:
    assert tells_of_another_text(question, [statement]) == is_another

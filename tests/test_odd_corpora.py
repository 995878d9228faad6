"""Whatever the corpus is, each request gets a plain answer of its own sentences or a plain refusal, in time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from cpu_time import within_seconds
from relbot import Relbot

Indexed = Callable[[dict[str, str]], Path]
SENTENCE = "The old mill of Lirz burned down in 1850."
CORPORA = {
    "without headings": {"mill.txt": f"{SENTENCE} Lirz lies on the river Buna.\n\nThe wine of Lirz is red."},
    "one sentence": {"mill.txt": SENTENCE},
    "table": {"towns.csv": "town,people,founded\n" + "".join(f"Town{n},{n}00,{1500 + n}\n" for n in range(60))},
    "log": {"log.txt": "".join(f"2024-05-{n % 28 + 1:02} 12:00 ERROR worker {n} failed\n" for n in range(200))},
    "faq": {
        "faq.md": "# FAQ\n\n## How do I reset my password?\n\nClick on Forgot password.\n\n"
        "## Where are you?\n\nOur office is in Lirz. We open at nine.\n"
    },
}
REQUESTS = [
    *("overview please", "tell me everything", "list them all", "WHAT HAPPENED IN 1850???", "when was it over"),
    "who won",
    "was ist hier passiert?",
    "何が起こったのか",
    "😀😀🎉",
    "what's it like today",
    "and why?",
    "who is he",
    "how did it change over time",
    "compare the two",
    "what? when? who did it? why? where is it?",
    "how does it work",
]


@pytest.mark.parametrize("kind", CORPORA)
def test_each_request_is_answered_in_the_words_of_the_corpus_or_refused(kind: str, indexed: Indexed) -> None:
    bot = Relbot.open(indexed(CORPORA[kind]))
    [path] = CORPORA[kind]
    whole = bot.document(path).text
    assert bot.ask("overview").kind == "overview"
    for request in REQUESTS:
        with within_seconds(1, request):
            answer = bot.ask(request)
        assert answer.answered == bool(answer.statements), request
        assert all(statement.text == whole[statement.start : statement.end] for statement in answer.statements), request
        assert answer.answered or (answer.reason or "").strip(), request


def test_an_overview_of_short_answers_has_several_of_them(indexed: Indexed) -> None:
    answer = Relbot.open(indexed(CORPORA["faq"])).ask("overview")
    assert len(answer.statements) > 1


def test_the_questions_of_an_faq_are_offered_as_they_are(indexed: Indexed) -> None:
    assert "How do I reset my password?" in Relbot.open(indexed(CORPORA["faq"])).suggestions


def test_of_many_hits_twenty_are_shown_and_the_others_counted(indexed: Indexed) -> None:
    visits = "\n\n".join(f"Minister number {n} visited the town of Lirz in {1500 + n}." for n in range(400))
    answer = Relbot.open(indexed({"visits.md": f"# Visits\n\n{visits}"})).ask("list all ministers of Lirz")
    assert (answer.kind, len(answer.statements)) == ("list", 20)
    assert answer.reason == "380 more sentences may belong here."

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from relbot import Relbot
from relbot.query.wording import informal_words
from relbot.query.wording.informal_words import in_plain_words
from relbot.text.terms import STOPWORDS

Indexed = Callable[[dict[str, str]], Path]
CLUB = """# The rowing club

The club was founded in 1920 by the baker Ned Tolley. The manager Gary Nunn was dismissed in 1994.

In 1979 the club was bankrupt.

Elderly people get a ticket for half the price.
"""


@pytest.mark.parametrize(
    ("asked", "plain"),
    [
        ("what was her beef with the mayor", "what was her quarrel with the mayor"),
        ("is there beef in it", None),
        ("who went south", None),
        ("when was the front pushed back", None),
        ("when did it all go sour", "when did it all deteriorate"),
        ("when did he kick the bucket", "when did he die"),
        ("do oaps get it cheaper", "do elderly people get it cheaper"),
        ("Which boss was given the boot?", "Which manager was dismissed?"),
        ("who owns it", None),
        ("is the uni near the loo", "is the university near the toilet"),
        ("where is the school", None),
        ("a buddyless mum-like thing", None),
    ],
)
def test_what_is_informal_is_put_in_plain_words(asked: str, plain: str | None) -> None:
    assert in_plain_words(asked, lambda _: False) == plain


def test_a_word_that_the_sources_have_stays() -> None:
    assert in_plain_words("is the uni near the loo", {"uni"}.__contains__) == "is the uni near the toilet"


def test_each_form_stands_for_plain_words_that_are_no_form_and_is_no_stop_word() -> None:
    forms = informal_words._FORMS
    assert not set(forms) & set(forms.values())
    assert not set(forms) & STOPWORDS
    assert all(form == form.lower() for form in forms)


@pytest.mark.parametrize(
    ("asked", "plain", "told"),
    [
        ("do oaps get it cheaper", "elderly people", "Elderly people get a ticket"),
        ("when was it skint", "bankrupt", "In 1979 the club was bankrupt"),
    ],
)
def test_what_was_refused_is_asked_in_plain_words_and_shown_so(
    indexed: Indexed, asked: str, plain: str, told: str
) -> None:
    answer = Relbot.open(indexed({"club.md": CLUB})).ask(asked)

    assert told in (answer.text or "")
    assert plain in (answer.interpreted_as or "")


def test_a_follow_up_is_asked_in_plain_words_too(indexed: Indexed) -> None:
    source = "# The club\n\nNed Tolley founded the club in 1920. Tolley died in 1951.\n\nThe hall is red.\n"
    conversation = Relbot.open(indexed({"club.md": source})).conversation()

    assert conversation.ask("who founded the club").answered
    answer = conversation.ask("when did he kick the bucket")
    assert "1951" in (answer.text or "")
    assert "die" in (answer.interpreted_as or "")


def test_a_doubtful_answer_to_what_was_typed_stays_unless_plain_words_give_a_surer_one(seed_bot: Relbot) -> None:
    answer = seed_bot.ask("why did they fall out")

    assert "deterioration" in (answer.text or "")
    assert "quarrel" not in (answer.interpreted_as or "")


def test_a_refusal_is_about_the_words_that_were_typed(indexed: Indexed) -> None:
    answer = Relbot.open(indexed({"club.md": CLUB})).ask("where is the nearest loo")

    assert not answer.answered
    assert "toilet" not in (answer.reason or "")


def test_a_long_text_is_not_looked_through() -> None:
    assert in_plain_words("the loo " * 1_000, lambda _: False) is None

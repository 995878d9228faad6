"""Who sent a mail, who got it, and when, is told by the lines of its header, of the mail that is meant."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relbot import Relbot

ROOF = (
    "From: Petra Lind <petra@roofs.example>\nTo: Office <office@quay.example>\nCc: Jonas Feld <jonas@quay.example>\n"
    "Subject: Repair of the roof\nDate: Tue, 14 Oct 2025 09:12:44 +0200\n\n"
    "Hello everybody,\n\nthe repair costs 18,400 euros. A new skylight would cost 1,250 euros more.\n"
)
MUSIC = (
    "From: Ann Lee <ann@choir.example>\nTo: Dora Kim <dora@choir.example>\nSubject: Rehearsal\n"
    "Date: Wed, 15 Oct 2025 08:00:00 +0200\n\nWe begin at 19:00 in the hall. Please bring your music.\n"
)
CLUB = "# Club\n\nKurt Hall founded the club in 1990. He sent a letter to all members in 1995.\n"
FROM, TO, CC = "Petra Lind <petra@", "Office <office@", "Jonas Feld <jonas@"
DATE = "Date: 2025-10-14 09:12"
OF_ONE = {
    "who sent the mail": [FROM],
    "Who wrote this e-mail?": [FROM],
    "who is the mail from": [FROM],
    "from whom is the message": [FROM],
    "sender of the mail": [FROM],
    "to whom was the mail sent": [TO],
    "who was the email addressed to?": [TO],
    "who did Petra send the mail to": [TO],
    "who got it": [TO, CC],
    "who are the recipients of the mail": [TO, CC],
    "who is in cc": [CC],
    "who was copied on the mail about the roof": [CC],
    "who got a copy of the mail": [CC],
    "when was the mail sent": [DATE],
    "what is the date of the mail": [DATE],
    "when did petra write the mail": [DATE],
}
OF_SEVERAL = {
    "who sent the mail about the roof": [FROM],
    "who sent the rehearsal mail": ["Ann Lee"],
    "who wrote the mail about the skylight": [FROM],
    "who got Ann's mail": ["Dora Kim"],
    "who sent the mail to Dora": ["Ann Lee"],
    "when was the mail from Ann sent": ["2025-10-15"],
    "when did Petra send the mail about the roof": [DATE],
    "who sent the mail": ["Ann Lee", FROM],
    "who founded the club": ["Kurt Hall"],
}


@pytest.fixture(scope="module")
def one(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of({"offer.eml": ROOF})


@pytest.fixture(scope="module")
def several(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of({"roof.eml": ROOF, "music.eml": MUSIC, "club.md": CLUB})


def assert_told(bot: Relbot, question: str, wanted: list[str]) -> None:
    texts = [statement.text for statement in bot.ask(question).statements]
    assert len(texts) == len(wanted), texts
    assert all(words in text for words, text in zip(wanted, texts, strict=True)), texts


@pytest.mark.parametrize("question", OF_ONE)
def test_the_lines_that_are_asked_for_are_told(question: str, one: Relbot) -> None:
    assert_told(one, question, OF_ONE[question])


@pytest.mark.parametrize("question", OF_SEVERAL)
def test_several_mails_are_told_apart_by_what_is_said_of_them(question: str, several: Relbot) -> None:
    assert_told(several, question, OF_SEVERAL[question])


@pytest.mark.parametrize(
    "question",
    [
        "who was copied on the mail about the rehearsal",
        "who sent the mail about the garden",
        "when did Dora send the mail",
        "who sent the mail to Kurt",
    ],
)
def test_a_line_or_a_mail_that_is_not_there_is_refused(question: str, several: Relbot) -> None:
    assert not several.ask(question).answered


def test_it_is_the_mail_whose_header_was_told(several: Relbot) -> None:
    talk = several.conversation()
    talk.ask("who sent the mail about the roof")
    assert [s.text[:3] for s in talk.ask("who got it").statements] == ["To:", "Cc:"]
    assert DATE in (talk.ask("and when was it sent?").text or "")


def test_what_a_mail_says_is_read_as_before(several: Relbot) -> None:
    assert "18,400 euros" in (several.ask("how much is the repair of the roof").text or "")
    assert "19:00" in (several.ask("when does the rehearsal begin").text or "")

"""A day without its year chooses the rows of that day, however their dates are written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from relbot import Relbot
from relbot.answering.tables.table_answers import rows_asked_for
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder
from relbot.query.request.intent import read_intent

ROTA = {
    "rota.csv": "Date,On call,Backup\n2026-10-05,Dr Amin,Dr Voss\n2026-10-06,Dr Lind,Dr Amin\n"
    "2026-10-07,Dr Voss,Dr Okoro\n2024-10-06,Dr Past,Dr Gone\n",
}
EVENTS = {
    "events.md": "# Library events\n\n| Date | Event | Room |\n|---|---|---|\n| 6 October 2026 | Story hour | Attic |\n"
    "| 13 October 2026 | Chess night | Hall |\n| 20 October 2026 | Book sale | Hall |\n",
    "loans.csv": "Title,Author,Due\nEmma,Austen,2026-10-06\nDune,Herbert,2026-10-12\n",
}
TOURS = {"tours.csv": "Tour,Date,Guide\nCellars,06/10/2026,Mara\nRoof,07/10/2026,Ilja\nGardens,08/10/2026,Sofi\n"}
STAND = {"stand.md": "# Tea stand\n\nWho helps:\n\n- 3 October: Kim and Lou\n- 4 October: Max\n- 10 October: Pat\n"}
MATCHES = {"matches.csv": "Date,Opponent,Ground\nSat 3 Oct 2026,Harwick,home\nTue 6 Oct 2026,Lowe Rovers,away\n"}


def answers(bot: Relbot, question: str) -> str:
    return bot.ask(question).text or ""


@pytest.fixture(scope="module")
def rota(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of(ROTA)


@pytest.mark.parametrize(
    "question",
    [
        *("who's on call october 6", "who is on call on 6 Oct", "who is on call on the 6th of october"),
        *("who is on call on tuesday october 6", "who is on call on 06/10/2026", "on call oct 6"),
        *("who is on call on 6 October 2026", "who is on call 2026-10-06"),
    ],
)
def test_the_row_of_the_day_is_told(question: str, rota: Relbot) -> None:
    assert answers(rota, question) == "Date: 2026-10-06; On call: Dr Lind; Backup: Dr Amin"


def test_other_columns_of_the_day_are_asked_too(rota: Relbot) -> None:
    assert "Dr Okoro" in answers(rota, "who is backup on october 7")


def test_a_day_that_no_row_has_is_told_by_no_other(rota: Relbot) -> None:
    assert not rota.ask("who is on call on october 12").answered


def test_a_weekday_is_that_of_the_dates(indexed: Callable[[dict[str, str]], Path]) -> None:
    question, monday = "who is on call on tuesday", date(2026, 10, 5)
    generation = LocalGeneration.open(current_folder(indexed(ROTA)))
    found = rows_asked_for(question, read_intent(question).kind, generation, monday)
    assert found is not None
    assert "Dr Lind" in (found.text or "")


def test_all_that_is_on_a_day_is_told_by_calendars(bot_of: Callable[[dict[str, str]], Relbot]) -> None:
    bot = bot_of(EVENTS)
    for question in ("what's on on october 6", "what's happening on 6 Oct", "what happens on october 6"):
        assert answers(bot, question) == "Date: 6 October 2026; Event: Story hour; Room: Attic"
    assert answers(bot, "what is due on october 6") == "Title: Emma; Author: Austen; Due: 2026-10-06"
    assert "Emma" not in answers(bot, "what happened on october 6")


def test_the_order_of_day_and_month_need_not_be_known(bot_of: Callable[[dict[str, str]], Relbot]) -> None:
    bot = bot_of(TOURS)
    assert "Cellars" in answers(bot, "which tour is on 6 October")
    assert "Ilja" in answers(bot, "who guides on october 7")


def test_lines_that_begin_with_a_day_are_rows_of_it(bot_of: Callable[[dict[str, str]], Relbot]) -> None:
    bot = bot_of(STAND)
    assert answers(bot, "who helps on october 4") == "4 October: Max"


def test_rows_found_by_reading_are_those_of_the_day(bot_of: Callable[[dict[str, str]], Relbot]) -> None:
    assert "Lowe Rovers" in answers(bot_of(MATCHES), "who do we play on october 6")

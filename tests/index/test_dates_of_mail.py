"""A mail's day tells the year of the days that it names without one."""

from __future__ import annotations

from collections.abc import Callable

from relbot import Relbot

MAIL = (
    "From: Dora Lind <dora@shop.example>\nTo: All <all@shop.example>\nDate: Tue, 14 Apr 2026 09:12:00 +0200\n"
    "Subject: Move\n\nHi all,\n\nwe move on 16 April at ten.\n\n"
    "On December 20 the old server was switched off.\n\nDora\n"
)


def test_days_without_a_year_stand_in_the_timeline_of_a_mail(bot_of: Callable[[dict[str, str]], Relbot]) -> None:
    bot = bot_of({"move.eml": MAIL, "note.md": "# Note\n\nOn December 20 the shop is closed.\n"})
    assert [(event.marked_label, event.words) for event in bot.timeline()] == [
        ("~ 20 December 2025", "December 20"),
        ("14 April 2026", "2026-04-14"),
        ("~ 16 April 2026", "16 April"),
    ]

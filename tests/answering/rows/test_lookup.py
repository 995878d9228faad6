"""A row is chosen by all words of a question, and by its weekday, and by no likeness."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relbot import Relbot

FIRM = {
    "staff.md": "# Who is who\n\n| Name | Role | Room | E-mail | Phone |\n|---|---|---|---|---|\n"
    "| Dana Moss | Chair | 112 | dana@lind.example | 555-0101 |\n"
    "| Piet Okafor | Treasurer, refunds | 118 | piet@lind.example | 555-0102 |\n"
    "| Mei Tanaka | Front desk | 121 | desk@lind.example |  |\n",
    "hours.md": "# Opening hours\n\n| Day | Hall |\n|---|---|\n| Mon–Thu | 10:00–22:00 |\n| Friday | 10:00–23:00 |\n"
    "| Saturday | 9:00–18:00 |\n\n## Lunch break\n\ndaily 12:30–13:30\n",
    "codes.csv": "Code,Meaning\nE101,Kettle not found\nE104,Lid open\nW201,Limescale\n",
    "creatures.csv": "Creature,Health,Drops\nMoss Giant,220,bark\nIce Moss,90,salt\nCave Bat,8,wing\n",
    "care.md": "# Care\n\n- Watering plants: 20.00 € a week\n- Ferns: out on 4 May\n",
    "notices.txt": "posted 3 March 2025 by Mei\nA ride on the lift costs 3 euros from now on.\n\n"
    "posted 7 May 2024 by Mei\nA ride on the lift costs 2 euros.\n",
    "prices-2023.md": "# Prices 2023\n\n- Filling: 90 €\n- Cleaning: 70 €\n",
    "prices-2025.md": "# Prices 2025\n\n- Filling: 95 €\n- Cleaning: 80 €\n",
}
ROWS = {
    "who is in room 118": ["Piet Okafor"],
    "email of the treasurer": ["Piet Okafor"],
    "phone number of dana": ["Dana Moss"],
    "how do i reach the front desk": ["Mei Tanaka"],
    "who do i ask about refunds": ["Piet Okafor"],
    "who is in charge of refunds": ["Piet Okafor"],
    "my refund is late, who do i write to": ["Piet Okafor"],
    "danas number": ["Dana Moss"],
    "how long are you open on friday": ["Friday"],
    "till when are you open on thursdy": ["Mon–Thu"],
    "how much hp does the moss giant have": ["220"],
    "how much is a ride on the lift": ["3 euros", "2 euros"],
    "are you open on tuesdays": ["Mon–Thu"],
    "when do you close on fri": ["Friday"],
    "open at 7 on saturday?": ["Saturday"],
    "when is lunch on wednesday": ["daily 12:30"],
    "opening hours": ["Mon–Thu", "Friday", "Saturday"],
    "error 104": ["E104"],
    "price of a filling": ["95 €", "90 €"],
}
UNSAID = (
    "who is in room 119",
    "email of the secretary",
    "phone number of mei",
    "piet okafors weight",
    "when is the plants day",
    "sunnivas phone number",
    "are you open on sunday",
    "error 105",
)


@pytest.fixture(scope="module")
def bot(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of(FIRM)


@pytest.mark.parametrize("question", ROWS)
def test_the_rows_with_all_that_is_asked_are_shown_and_no_other(question: str, bot: Relbot) -> None:
    texts = [statement.text for statement in bot.ask(question).statements]
    assert len(texts) == len(ROWS[question])
    assert all(words in text for words, text in zip(ROWS[question], texts, strict=True))


@pytest.mark.parametrize("question", UNSAID)
def test_another_room_person_day_or_code_is_refused(question: str, bot: Relbot) -> None:
    assert not bot.ask(question).answered


def test_her_email_is_that_of_who_was_spoken_of(bot: Relbot) -> None:
    talk = bot.conversation()
    assert "Dana Moss" in (talk.ask("who is the chair").text or "")
    assert "dana@lind.example" in (talk.ask("her email?").text or "")
    talk = bot.conversation()
    assert "Piet Okafor" in (talk.ask("who is the treasurer").text or "")
    assert "piet@lind.example" in (talk.ask("whats his mail").text or "")

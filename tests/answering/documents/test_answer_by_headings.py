"""What a heading says of the sentences below it is shown with them: when it was, and in what version."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from answer_contract import check
from relbot import Relbot

CLUB = {
    "minutes.md": "# Minutes of the rowing club\n\n**3 July 2026**\n\nThe noise of the winch was discussed.\n\n"
    "**7 August 2026**\nThe new boathouse was approved. It costs 1,200 euros.\n",
    "talks.md": "# Talks\n\n## Meeting of 9 April\n\nThe offer of Lifta was accepted.\n\n## Meeting of 14 May\n\n"
    "The regatta takes place on 19 September.\n",
    "NEWS.txt": "NEWS for kettle\n\n2.1.0 - 2024-05-01\n- It pours from standard input.\n\n"
    "2.0.0 - 2024-01-15\n- The option --steam was removed.\n",
    "CHANGELOG.md": "# Changelog of Ember\n\n## 3.1.0 - 2025-05-05\n\n### Changed\n"
    "- The minimum Android version is now 10.\n- Login with Facebook was removed.\n\n## 3.0.0 - 2025-01-20\n\n"
    "### Removed\n- The web version was shut down. Use the desktop app instead.\n",
    "choir.md": "# Choir\n\n## Rehearsal of 9 April 2026\n\nThe hall leaks and 3 buckets stand under it. "
    "The offer of Orgelbau was accepted. The next rehearsal is on 14 May.\n\n## Rehearsal of 14 May 2026\n\n"
    "The new piano was named Heron. The concert was moved. It takes place on 26 September.\n",
    "festival.txt": "SUMMER FESTIVAL\n\nFriday\n18:00 Opening by the mayor\n20:00 Brass band\n\nSaturday\n"
    "10:00 Flea market\n14:00 Puppet theatre\n",
    "mails.txt": "From: Petra Hahn\nDate: 4 May 2026\nSubject: Choir trip\n\nThe bus leaves at seven.\n\n"
    "From: Owen Price\nDate: 11 May 2026\nSubject: Concert dress\n\nBlack trousers and a white shirt, please.\n",
}
SHOWN = {
    "when was the noise discussed": ["3 July 2026", "The noise of the winch was discussed."],
    "when was the boathouse approved": ["7 August 2026", "The new boathouse was approved."],
    "which meeting accepted the offer of Lifta": ["Meeting of 9 April", "The offer of Lifta was accepted."],
    "when was --steam removed": ["2.0.0 - 2024-01-15", "The option --steam was removed."],
    "which version removed login with facebook": ["3.1.0 - 2025-05-05", "Login with Facebook was removed."],
    "when was login with facebook removed": ["3.1.0 - 2025-05-05", "Login with Facebook was removed."],
    "which version dropped the facebook login": ["3.1.0 - 2025-05-05", "Login with Facebook was removed."],
    "in which version was the web version shut down": ["3.0.0 - 2025-01-20", "The web version was shut down."],
    "when was the offer of orgelbau accepted": ["Rehearsal of 9 April 2026", "The offer of Orgelbau was accepted."],
    "when was the piano named heron": ["Rehearsal of 14 May 2026", "The new piano was named Heron."],
    "when was the concert moved": ["Rehearsal of 14 May 2026", "The concert was moved."],
    "when is the concert": ["The concert was moved. It takes place on 26 September."],
    "when is the next rehearsal": ["The next rehearsal is on 14 May."],
    "what is the minimum android version": ["The minimum Android version is now 10."],
    "when is the puppet theatre": ["Saturday", "14:00 Puppet theatre"],
    "what's on on saturday": ["10:00 Flea market", "14:00 Puppet theatre"],
    "what's in 2.1": ["It pours from standard input."],
    "what did the july meeting decide": ["The noise of the winch was discussed."],
    "what did the mail of 11 May say": [
        "From: Owen Price",
        "Subject: Concert dress",
        "Black trousers and a white shirt, please.",
    ],
}


@pytest.fixture(scope="module")
def bot(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of(CLUB)


@pytest.mark.parametrize("question", SHOWN)
def test_the_heading_that_says_what_is_asked_stands_above_its_sentence(question: str, bot: Relbot) -> None:
    answer = bot.ask(question)
    assert [statement.text for statement in answer.statements] == SHOWN[question]
    check(answer, {name: bot.document(name).text for name in CLUB}, limit=20)


def test_a_sentence_that_says_when_needs_no_heading(bot: Relbot) -> None:
    assert bot.ask("when is the regatta").text == "The regatta takes place on 19 September."


@pytest.mark.parametrize("question", ["when is kettle 2.1 coming", "when will the option --steam be removed"])
def test_what_is_to_come_is_not_told_by_the_date_of_what_came(question: str, bot: Relbot) -> None:
    assert "2024" not in (bot.ask(question).text or "")


INVITATIONS = {
    "party.md": "# Summer party on 12 July 2026\n\nEverybody brings something for the buffet. Please tell Olaf by the "
    "end of June how many of you are coming.\n",
    "trip.html": "<title>Class trip to Lübeck, 9–11 June 2026</title><h1>Class trip to Lübeck, 9–11 June 2026</h1>"
    "<p>The train leaves at 8:12 from platform 4. The price is 145 euros.</p>",
    "year.md": "# The year\n\n## 14 May: Regatta\n\nBring a towel.\n\n## Concert dress, 3 May\n\nBlack, please.\n\n"
    "## Flea market, 4 May\n\nThe flea market was moved to 11 May.\n\n## Rehearsal, 7 March\n\nBring notes.\n\n"
    "## Rehearsal, 9 March\n\nBring tea.\n",
}
DATED = {
    "when is the summer party": "Summer party on 12 July 2026",
    "what day is the party?": "Summer party on 12 July 2026",
    "when is the class trip": "Class trip to Lübeck, 9–11 June 2026",
    "whens the trip to Lübeck": "Class trip to Lübeck, 9–11 June 2026",
    "date of the regatta": "14 May: Regatta",
}


@pytest.fixture(scope="module")
def invited(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of(INVITATIONS)


@pytest.mark.parametrize("question", DATED)
def test_the_title_of_an_invitation_says_when_the_thing_is(question: str, invited: Relbot) -> None:
    answer = invited.ask(question)
    check(answer, {name: invited.document(name).text for name in INVITATIONS}, 3)
    assert [statement.text for statement in answer.statements] == [DATED[question]]


def test_a_sentence_that_says_when_a_thing_is_comes_before_its_heading(invited: Relbot) -> None:
    assert "moved to 11 May" in (invited.ask("when is the flea market").text or "")


@pytest.mark.parametrize("question", ["when is the concert", "when is the rehearsal of the play", "when is the buffet"])
def test_a_heading_says_nothing_of_another_thing(question: str, invited: Relbot) -> None:
    assert "\n" not in (invited.ask(question).text or "")
    assert invited.ask(question).text not in {"Concert dress, 3 May", *DATED.values()}

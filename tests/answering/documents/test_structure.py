"""What the structure of a document answers is answered exactly, and refused by its name where it is not there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from answer_contract import check
from relbot import Relbot

CLUB = {
    "house-rules.md": "# House rules\n\n## Article 4 – Children\n\nChildren under 14 climb only with an adult.\n\n"
    "## Article 5 – Lockers\n\nLockers are emptied every evening. Bring your own padlock.\n\n"
    "## Article 6 – Shoes and chalk\n\nStreet shoes stay outside. Only liquid chalk may be used in the small hall.\n",
    "server-rules.md": "# Rules of the Discord server\n\n1. Be kind.\n2. No advertising without asking.\n"
    "3. Post pictures only in #gallery. No pictures over 8 MB.\n\n§ 8 Bans\nA ban lasts 30 days.\n",
    "changelog.md": "# Changelog\n\n## [2.2.1] - 2024-06-20\n\n### Fixed\n\n- Crash on start\n\n"
    "## [2.2.0] - 2024-06-03\n\n### Added\n\n"
    "- Profiles for brews\n- Support for the K7\n\n### Removed\n\n- Python 3.8 support\n",
    "minutes.md": "# Minutes\n\n## 5 February 2025\n\nPresent: Ada, Tom\n\n"
    "- Fee: the monthly fee of the club is 12 euros.\n"
    "- Parking: six spaces are offered. Decision: not now.\n\n## 7 May 2025\n\nPresent: Ada\n\n"
    "- Fee: the monthly fee of the club is 14 euros from June.\n- Ropes: eight are ordered.\n",
    "safety.md": "# Safety\n\n**1. Ropes**\n1.1 Ropes are checked daily.\n\n**2. Helmets**\n2.1 Helmets are lent.\n",
    "board.txt": "MINUTES OF THE BOARD\n\n=====\nBoard meeting, 3 November 2024\n=====\nPresent: Ada, Tom\n\n"
    "1. Roof. Three quotes came in.\nDecision: Dachs gets the job.\n\n2. Hours. The hall opens at nine.\n"
    "Decision: unanimous.\n\n3. Thanks. Tom Ropemaker thanks all.\n",
    "faq.md": "# FAQ\n\n## Are dogs allowed?\n\nNo dogs in the hall. Guide dogs are fine.\n\n"
    "## Where do I park?\n\nThere are twelve spaces behind the hall.\n",
}
SAID = {
    "what does art. 5 say": ["Lockers are emptied every evening.", "Bring your own padlock."],
    "article five house rules": ["Lockers are emptied every evening.", "Bring your own padlock."],
    "rule 3 of the discord server": ["Post pictures only in #gallery.", "No pictures over 8 MB."],
    "§8": ["§ 8 Bans\nA ban lasts 30 days."],
    "what's in v2.2": ["Profiles for brews", "Support for the K7", "Removed\n\nPython 3.8 support"],
    "what was removed in 2.2.0": ["Removed\n\nPython 3.8 support"],
    "what did 2.2.1 fix": ["Fixed\n\nCrash on start"],
    "when was 2.2 released": ["[2.2.0] - 2024-06-03"],
    "what did the may minutes decide": [
        "Fee: the monthly fee of the club is 14 euros from June.",
        "Ropes: eight are ordered.",
    ],
    "what do the minutes say about parking": ["Parking: six spaces are offered.", "Decision: not now."],
    "what does the faq say about parking": ["There are twelve spaces behind the hall."],
    "safety rule 2": ["2.1 Helmets are lent."],
    "what did the november board meeting decide": [
        "Decision: Dachs gets the job.",
        "The hall opens at nine.",
        "Decision: unanimous.",
    ],
    "is chalk ok": ["Only liquid chalk may be used in the small hall."],
    "can i bring my dog": ["No dogs in the hall. Guide dogs are fine."],
    "how much is the monthly fee of the club": [
        "Fee: the monthly fee of the club is 14 euros from June.",
        "Fee: the monthly fee of the club is 12 euros.",
    ],
}
UNKNOWN = {
    "what does article 12 say": "Nothing in the sources mentions article 12.",
    "what's new in v2.4": "Nothing in the sources mentions v2.4.",
    "what did they decide in july 2021": "Nothing in the sources mentions the minutes of july 2021.",
    "rule 9?": "Nothing in the sources mentions rule 9.",
}


@pytest.fixture(scope="module")
def bot(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of(CLUB)


@pytest.mark.parametrize("question", SAID)
def test_what_a_document_says_there_is_quoted_in_order(question: str, bot: Relbot) -> None:
    answer = bot.ask(question)
    assert [statement.text for statement in answer.statements] == SAID[question]
    check(answer, {name: bot.document(name).text for name in CLUB}, limit=20)


@pytest.mark.parametrize("question", UNKNOWN)
def test_a_part_that_is_not_there_is_refused_by_its_name(question: str, bot: Relbot) -> None:
    answer = bot.ask(question)
    assert not answer.answered
    assert answer.reason == UNKNOWN[question]


ITEMS = ("Put the base down.", "Screw the legs on.", "Glue the top.", "Wait two hours.")
LISTS = {
    "a.md": "# Assembly\n\n" + "\n".join(f"{n}. {item}" for n, item in enumerate(ITEMS, start=1)),
    "a.txt": "Assembly\n\n" + "\n".join(f"{n}) {item}" for n, item in enumerate(ITEMS, start=1)),
    "a.html": f"<h1>Assembly</h1><p>Read all of it.</p><ol>{''.join(f'<li>{item}</li>' for item in ITEMS)}</ol>",
}
PLACES = {
    "what is step 3": "Glue the top.",
    "whats the third step": "Glue the top.",
    "point 1": "Put the base down.",
    "what comes after step 2": "Glue the top.",
    "what is the last step": "Wait two hours.",
    "step 7": None,
    "what comes after step 4": None,
    "number 3": None,
}


@pytest.mark.parametrize("name", LISTS)
def test_an_item_of_a_list_is_found_by_its_place_whatever_the_list_calls_it(
    name: str, bot_of: Callable[[dict[str, str]], Relbot]
) -> None:
    bot = bot_of({name: LISTS[name], "b.md": "# Shop\n\nThe shop opens at nine.\n"})
    assert {question: bot.ask(question).text for question in PLACES} == PLACES


def test_an_item_that_several_lists_have_is_quoted_of_each_but_of_those_that_are_called_so_alone(
    bot_of: Callable[[dict[str, str]], Relbot],
) -> None:
    cake = "# Cake\n\n1. Mix.\n2. Bake it well.\n3. Eat all of it.\n"
    rules = "# House rules\n\n1. Be kind.\n2. No dogs.\n3. Knock first.\n"
    bot = bot_of({"a.md": LISTS["a.md"], "b.md": cake, "c.md": rules})
    both = bot.ask("what is step 3")
    assert [statement.text for statement in both.statements] == ["Glue the top.", "Eat all of it."]
    assert [citation.document.title for citation in both.citations] == ["Assembly", "Cake"]
    assert bot.ask("step 3 of the cake").text == "Eat all of it."
    assert bot.ask("the last rule").text == "Knock first."
    assert bot.ask("rule 4").reason == "Nothing in the sources mentions rule 4."


def test_a_named_document_that_does_not_say_is_left_for_all_of_them(bot: Relbot) -> None:
    answer = bot.ask("according to the faq, what is emptied every evening")
    assert answer.text == "Lockers are emptied every evening."
    assert answer.interpreted_as == "what is emptied every evening"


def test_a_section_that_several_documents_have_is_quoted_of_each_and_asked_back_of_many(
    indexed: Callable[[dict[str, str]], Path],
) -> None:
    def numbered(name: str) -> str:
        return f"# {name}\n\n## 1 Begin\n\nThe {name} begins.\n\n## 2 End\n\nThe {name} ends.\n\n1. Stop.\n2. Go.\n"

    of_two = Relbot.open(indexed({"lease.md": numbered("lease"), "manual.md": numbered("manual")}))
    shown = [statement.text for statement in of_two.ask("what does section 2 say").statements]
    assert shown == ["The lease ends.", "Stop.", "Go.", "The manual ends.", "Stop.", "Go."]
    of_many = Relbot.open(indexed({f"{name}.md": numbered(name) for name in ("lease", "manual", "rules", "will")}))
    assert of_many.ask("what does section 2 say").reason == "Of which source: lease, manual, rules, will?"

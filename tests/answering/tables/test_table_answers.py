"""A table is asked by what its cells, its columns and its heading are called, and shows the rows that are meant."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from relbot import Relbot

HOSTEL = {
    "prices.md": "# Price list\n\nAll prices include tax.\n\n## Frames\n\n| Frame | Price | Weight | Delivery |\n"
    "|---|---|---|---|\n| Steel | 420 € | 2.9 kg | 2 weeks |\n| Carbon | 1,890 € | 1.1 kg | 20 days |\n"
    "| Titanium | 2,450 € | 1.4 kg | 3 weeks |\n\n"
    "## Parts\n\n| Part | Price |\n|---|---|\n| Chain | 24 € |\n| Saddle | 39 € |\n",
    "rooms.csv": "Room,Floor,Seats,Beamer,Booked by\n1,0,20,yes,Physics\n2,0,8,no,Chemistry\n3,1,40,yes,Biology\n"
    "4,1,8,yes,Physics\n6,2,12,no,Geology\n",
    "members.csv": "Name,Town,Joined,Shares\nInes Vega,Lisbon,2011-04-02,3\nTom Orr,Cork,2018-01-20,5\n"
    "Tom Reed,Leeds,2009-09-14,2\nClara Orr,Cork,2020-11-11,1\n",
    "keys.html": "<h1>Keys</h1><table><tr><th>Place</th><th>Held by</th></tr><tr><td>Cellar</td><td>Tom Orr</td></tr>"
    "<tr><td>Attic</td><td>Tom Reed</td></tr><tr><td>Boat shed</td><td>Clara Orr</td></tr></table>",
    "stock.csv": "Article,Group,Cost (gold),Born\nOak table,Tables,90,2004\nElm table,Tables,70,1990\n"
    "Pine stool,Stools,20,1999\n",
    "trophies.md": "# Clubs\n\n## Trophies\n\n| Club | Trophies |\n|---|---|\n| Harwick Town | 13 |\n"
    "| Lowe Rovers | 4 |\n\n## Trophies since 1990\n\n| Club | Trophies |\n|---|---|\n| Harwick Town | 0 |\n"
    "| Lowe Rovers | 2 |\n",
    "computers.txt": "Computers\n\nMachine: atlas\nMemory: 32 GB\nSystem: Debian 12\n\nMachine: boreas\nMemory: 64 GB\n"
    "System: FreeBSD 14\n",
    "board.md": "# Officials\n\nChair: Pia Holm\nTreasurer: Nils Aho\nSecretary: Rosa Feld\n",
    "authors.md": "# Manual\n\n## Authors\n\n- Ines Baro (lead)\n- Kim Oda (tests)\n- Lars Munk (docs)\n",
    "guide.md": "# Guide\n\n## Swimming\n\nIn the marked area, until dusk.\n\n## Pets\n\nOn the ground floor.\n",
    "error-codes.csv": "Code,Cause,Fix\n" + "".join(f"E{n},cause {n},fix {n}\n" for n in range(100, 123)),
    "bolts.csv": "Article;Name;Price EUR\nB-1;Hex bolt M8x40;12.90\nB-2;Hex bolt M10x60;21.50\nW-2;Washer M10;8.10\n",
    "plots.md": "# Garden\n\n## Free plots\n\n| No. | Size |\n|---|---|\n| 33 | 400 m² |\n| 48 | 180 m² |\n\n"
    "## Committee\n\n| Name | Plot |\n|---|---|\n| Mona Fisk | 3 |\n| Jon Pike | 22 |\n",
    "alpha.md": "# Alpha\n\nAlpha is a tide gauge.\n",
    "gamma.md": "# Gamma\n\nGamma is a rain gauge.\n",
}
ROWS = {
    # several rows by name, in one column or by two
    "what do the steel and the carbon frame cost": ["Steel", "Carbon"],
    "price of chain and saddle": ["Chain", "Saddle"],
    "shares of ines vega and tom reed": ["Ines Vega", "Tom Reed"],
    "chair and secretary": ["Pia Holm", "Rosa Feld"],
    "which places does tom orr hold": ["Cellar"],
    # a size by its first measure
    "price of M10 bolts": ["Article: B-2"],
    "do you have m8 bolts": ["Article: B-1"],
    "price of the M10 washer": ["Article: W-2"],
    # a number is of the column named beside it
    "rooms on floor 1": ["Room: 3", "Room: 4"],
    "rooms with 8 seats": ["Room: 2", "Room: 4"],
    "how many seats does room 2 have": ["Room: 2"],
    "seats of room 1 and room 3": ["Room: 1", "Room: 3"],
    "room for 40 people": ["Room: 3"],
    # the least, the most, and bounds
    "cheapest frame": ["Steel"],
    "which frame is the lightest": ["Carbon"],
    "frame with the shortest delivery": ["Steel"],
    "biggest room": ["Room: 3"],
    "who joined first": ["Tom Reed"],
    "newest member": ["Clara Orr"],
    "who has the most shares": ["Tom Orr"],
    "oldest table": ["Elm table"],
    "frames under 2000 euros": ["Steel", "Carbon"],
    "rooms with at least 20 seats": ["Room: 1", "Room: 3"],
    "who joined after 2015": ["Tom Orr", "Clara Orr"],
    # categories, yes and no, counts
    "which tables do you sell and what do they cost": ["Oak table", "Elm table"],
    "members from cork": ["Tom Orr", "Clara Orr"],
    "rooms without a beamer": ["Room: 2", "Room: 6"],
    "how many rooms are on floor 0": ["Room: 1", "Room: 2"],
    # all of a table
    "members?": ["Ines Vega", "Tom Orr", "Tom Reed", "Clara Orr"],
    "list all frames": ["Steel", "Carbon", "Titanium"],
    "who are the officials": ["Pia Holm", "Nils Aho", "Rosa Feld"],
    # a row's number under a heading that says what is numbered, where a column of another table is called so
    "how big is plot 33": ["No.: 33"],
    # of two tables with the same row the one whose heading adds nothing
    "how many trophies does harwick town have": ["Trophies: 13"],
    "how many trophies does harwick town have since 1990": ["Trophies: 0"],
    # blocks and lines of key and value, and items of a list
    "what system does boreas run": ["Machine: boreas", "FreeBSD 14"],
    "memory of atlas": ["Machine: atlas", "32 GB"],
    "what is the treasurer": ["Nils Aho"],
    "who is the lead author": ["Ines Baro"],
    # what stands below a heading, and what is of a kind that no source names
    "can i swim?": ["marked area"],
    "are pets allowed": ["ground floor"],
    "which instruments are gauges": ["tide gauge", "rain gauge"],
}
REFUSED = {
    "who booked room 9": "Nothing in the sources mentions room 9.",
    "how many rooms are on floor 7": "Nothing in the sources mentions floor 7.",
    "shares of ines orr": "Nothing in the sources mentions ines orr.",
    "how big is plot 34": "Nothing in the sources mentions plot 34.",
    "price of M12 bolts": "Nothing in the sources mentions M12.",
    "price of the bamboo frame": None,
    "how many members are there in total": None,
    "can i fish?": None,
}


@pytest.fixture(scope="module")
def bot(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of(HOSTEL)


@pytest.mark.parametrize("question", ROWS)
def test_the_rows_that_are_meant_are_shown_and_no_other(question: str, bot: Relbot) -> None:
    texts = [statement.text for statement in bot.ask(question).statements]
    assert len(texts) == len(ROWS[question]), texts
    assert all(words in text for words, text in zip(ROWS[question], texts, strict=True)), texts


@pytest.mark.parametrize("question", REFUSED)
def test_a_row_that_is_not_there_is_refused_by_its_name(question: str, bot: Relbot) -> None:
    answer = bot.ask(question)
    assert not answer.answered
    assert REFUSED[question] in (answer.reason, None)


def test_a_price_list_is_shown_whole(bot: Relbot) -> None:
    texts = [statement.text for statement in bot.ask("price list").statements]
    assert [text.split(";")[0] for text in texts[1:]] == [
        *("Frame: Steel", "Frame: Carbon", "Frame: Titanium", "Part: Chain", "Part: Saddle")
    ]


def test_of_a_table_that_is_long_the_first_rows_are_shown_and_the_rest_is_counted(bot: Relbot) -> None:
    answer = bot.ask("list all error codes")
    assert [statement.text.split(";")[0] for statement in answer.statements] == [f"Code: E{n}" for n in range(100, 120)]
    assert answer.reason == "3 more sentences may belong here."


@pytest.mark.parametrize(
    ("question", "plans"),
    [
        ("which plans cost under 10", ["Wren", "Chick"]),
        ("plans under 10 pounds", ["Wren", "Chick"]),
        ("which plans have 5G", ["Robin", "Skylark"]),
        ("plans without 5g", ["Wren", "Chick"]),
        ("cheapest plan with 5g", ["Robin"]),
    ],
)
def test_a_price_per_month_is_a_price_and_a_code_in_the_name_of_a_column_no_number(
    question: str, plans: list[str], bot_of: Callable[[dict[str, str]], Relbot]
) -> None:
    table = "Plan,Data GB,Minutes,Price per month,5G\nWren,3,unlimited,7,no\nRobin,15,unlimited,11,yes\n"
    table += "Skylark,60,unlimited,26,yes\nChick,2,100,5,no\n"
    answer = bot_of({"plans.csv": table}).ask(question)
    assert [statement.text.split(";")[0].removeprefix("Plan: ") for statement in answer.statements] == plans

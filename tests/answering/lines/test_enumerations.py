from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from answer_contract import check
from relbot import Relbot
from relbot.answering.lines.standing_together import enumeration_around
from relbot.answering.statements import Quote
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder

Indexed = Callable[[dict[str, str]], Path]
STEPS = (
    "Switch off the kiln and let it cool for a night.",
    "Brush the ash out of the grate. Wear a mask.",
    "Wash both shelves with water.",
    "Paint the shelves with two coats of kiln wash.",
    "Close the lid and sign the log.",
)
KILN = (
    "# Kiln manual\n\nThe kiln of the pottery reaches 1,280 degrees.\n\n## Looking after it\n\n"
    + "".join(f"{number}. {step}\n" for number, step in enumerate(STEPS, start=1))
    + "\nAsk Ilda where the masks are.\n\n## History\n\nThe kiln was built in 1987. It was moved here in 2004. "
    "The chimney is older than the kiln.\n"
)
ROLES = (("Chair", "Ilda Berg"), ("Treasurer", "Tom Amsel"), ("Secretary", "Ada Moss"), ("Librarian", "Kofi Nunn"))
PEOPLE = (
    "# People\n\nThe committee was elected in March for two years.\n\n| Role | Name | Room |\n| - | - | - |\n"
    + "".join(f"| {role} | {name} | {100 + number % 2} |\n" for number, (role, name) in enumerate(ROLES))
    + "\n## Helpers (not on the committee)\n\n- Kitchen: Lena Fisk\n- Garden: Jonas Pike\n- Web site: Mina Holm\n"
)
DAYS = ("2026-05-02", "2026-05-19", "2026-06-03", "2026-06-20", "2026-07-04")
EVENTS = "Date,Event,Place\n" + "".join(f"{day},Open studio {n},Hall {n}\n" for n, day in enumerate(DAYS, start=1))


@pytest.fixture
def bot(indexed: Indexed) -> Relbot:
    return Relbot.open(indexed({"kiln.md": KILN, "people.md": PEOPLE, "events.csv": EVENTS}))


def shown(bot: Relbot, question: str) -> list[str]:
    answer = bot.ask(question)
    assert answer.answered, question
    check(answer, {path: bot.document(path).text for path in ("kiln.md", "people.md", "events.csv")}, limit=3)
    return [statement.text for statement in answer.statements]


@pytest.mark.parametrize("question", ["how do i clean the kiln shelves", "how should we wash the shelves of the kiln"])
def test_a_procedure_is_told_from_its_first_step_to_its_last(question: str, bot: Relbot) -> None:
    text = " ".join(shown(bot, question))
    places = [text.index(sentence) for step in STEPS for sentence in step.replace(". ", ".\n").split("\n")]
    assert places == sorted(places)
    assert text.endswith("Ask Ilda where the masks are."), "what the section says beside belongs to it"
    assert "1987" not in text


def test_what_stands_before_the_steps_is_told_with_them_and_counted_as_none(indexed: Indexed) -> None:
    steps = [f"{number}. Turn knob {number} to the left." for number in range(1, 8)]
    manual = "# Loom\n\n## Threading the loom\n\nYou need two spools. Sit down first.\n\n" + "\n".join(steps) + "\n"
    texts = [s.text for s in Relbot.open(indexed({"loom.md": manual})).ask("how do i thread the loom").statements]
    assert len(texts) == len(steps) + 2


NOTICES = (
    "# Notice board\n\n- Offers of objects: please write to Noor first.\n- The lift is shut in May.\n"
    "- Lost: the left slipper of number 88.\n- Helpers are asked for two afternoons a month.\n- The tea room is new.\n"
)


def test_what_somebody_may_do_is_told_by_its_line_of_a_notice_board_alone(indexed: Indexed) -> None:
    bot = Relbot.open(indexed({"notices.md": NOTICES}))
    texts = [statement.text for statement in bot.ask("how do I offer you an object").statements]
    assert texts == ["Offers of objects: please write to Noor first."]


def test_a_table_is_told_row_by_row_where_what_leads_to_it_is_asked_about(bot: Relbot) -> None:
    rows = shown(bot, "who is on the committee")
    assert [name for _, name in ROLES] == [next(n for _, n in ROLES if n in row) for row in rows]


@pytest.mark.parametrize(
    "question", ["what's on in june", "what is planned in June?", "list all events in june", "events june 2026"]
)
def test_of_the_rows_of_a_calendar_those_of_the_month_are_told(question: str, bot: Relbot) -> None:
    assert [row.split(";")[0] for row in shown(bot, question)] == ["Date: 2026-06-03", "Date: 2026-06-20"]


@pytest.mark.parametrize(("question", "names"), [("who works in room 100", {"Ilda Berg", "Ada Moss"})])
def test_of_the_rows_of_a_table_those_that_name_the_number_are_told(
    question: str, names: set[str], bot: Relbot
) -> None:
    rows = shown(bot, question)
    assert {name for _, name in ROLES if any(name in row for row in rows)} == names


@pytest.fixture
def generation(indexed: Indexed) -> LocalGeneration:
    return LocalGeneration.open(current_folder(indexed({"kiln.md": KILN, "people.md": PEOPLE, "events.csv": EVENTS})))


def test_each_line_gives_the_same_enumeration_in_the_order_of_the_text_and_prose_gives_none(
    generation: LocalGeneration,
) -> None:
    found = dict[int, int]()
    for record in generation.passages(range(generation.manifest.passages)):
        for number in range(len(record.sentences)):
            quote = Quote(record.passage, number)
            enumeration = enumeration_around(quote, generation)
            if enumeration is None:
                assert "History" in record.passage.section or "Garden" not in quote.text
                continue
            starts = [q.passage.sentences[q.sentence].start for line in enumeration.lines for q in line]
            assert starts == sorted(set(starts))
            if any(quote in line for line in enumeration.lines):
                found[len(enumeration.lines)] = found.get(len(enumeration.lines), 0) + 1
    assert found == {len(STEPS): len(STEPS) + 1, len(ROLES): len(ROLES), 3: 3} | {len(DAYS): len(DAYS) + len(STEPS) + 1}


def test_what_is_asked_of_another_month_or_number_is_told_by_no_row(bot: Relbot) -> None:
    for question in ("who works in room 107", "which open studios are in november 2026"):
        answer = bot.ask(question)
        assert not answer.answered or len(answer.statements) < len(DAYS), question


@pytest.mark.parametrize(
    "question",
    ["steps for cleaning the kiln shelves", "what do i do to clean the kiln shelves", "clean the kiln shelves how"],
)
def test_what_to_do_is_asked_for_in_more_ways_than_how(question: str, bot: Relbot) -> None:
    assert "\n".join(shown(bot, question)).startswith(STEPS[0])


def test_each_line_is_one_statement(bot: Relbot) -> None:
    assert set(STEPS) <= set(shown(bot, "how do i clean the kiln shelves"))


@pytest.mark.parametrize("question", ["list the rivers of Ostland", "name all rivers of ostland", "all the rivers?"])
def test_a_long_list_is_told_by_its_items_in_whatever_words_it_is_asked_for(question: str, indexed: Indexed) -> None:
    rivers = [f"Brook {n}, which is {7 * n + 20} km long and flows into the northern sea" for n in range(1, 61)]
    text = "# Ostland\n\nOstland has many rivers.\n\nThe rivers of Ostland are these:\n\n" + "\n".join(
        f"- {river}" for river in rivers
    )
    answer = Relbot.open(indexed({"ostland.md": f"{text}\n\n## Towns\n\nIts largest town is Ost.\n"})).ask(question)
    assert [statement.text for statement in answer.statements] == rivers[:20]
    assert answer.reason == "40 more sentences may belong here."


RULES = """# Riverside pool

## Around the basin

- Shower before you swim.
- No running on the tiles.
- Glass bottles stay outside.
- Children under eight need an adult with them.

## Prices

| Ticket | Price |
| - | - |
| Adult | 6 |
| Child | 3 |

## Moving up

Your teacher says when you are ready. Before you join the diving group you need:

- a bronze badge
- a note from your doctor
- a nose clip

## Meeting of 4 March 2025

- Ada complained about the cold water.
- The board bought a new pump.
- Tom swept the roof.

## Complaints

Write to the office in Mill Lane. You hear from us within a week.
"""


@pytest.fixture
def pool(indexed: Indexed) -> Relbot:
    return Relbot.open(indexed({"pool.md": RULES}))


@pytest.mark.parametrize(
    ("question", "held"),
    [
        # all lines answer, though one alone has a word of the question
        ("what must i keep to around the basin", ["Shower", "No running", "Glass", "Children"]),
        # the rules of a place, whatever word is asked by
        ("what's banned around the basin", ["No running", "Glass"]),
        # what a paragraph leads to
        ("what do i need before i can join the diving group", ["bronze", "note", "clip"]),
    ],
)
def test_a_list_is_told_as_a_whole(question: str, held: list[str], pool: Relbot) -> None:
    answer = pool.ask(question)
    assert answer.answered
    assert [words for words in held if words not in (answer.text or "")] == []
    assert "Adult" not in (answer.text or "")


@pytest.mark.parametrize("question", ["how do i complain", "the water is too cold how do i complain"])
def test_what_happened_is_no_way_to_do_something(question: str, pool: Relbot) -> None:
    answer = pool.ask(question)
    assert answer.answered
    assert "Write to the office" in (answer.text or "")
    assert "pump" not in (answer.text or "")

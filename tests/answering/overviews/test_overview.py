from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from answer_contract import check
from cpu_time import within_seconds
from relbot import Relbot
from relbot.answer import Answer
from relbot.answering.overviews.overview import LENGTH, overview, which_document
from relbot.answering.overviews.scope import Ambiguous, Scope, find_scope
from relbot.answering.standalone import stands_alone
from relbot.answering.statements import repeats
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder

Indexed = Callable[[dict[str, str]], Path]
TABLE = "# Prices\n\n| Item | Price | Stock |\n| - | - | - |\n" + "".join(
    f"| Lemon crate {n} | {n} lek | {3 * n} pieces |\n" for n in range(1, 30)
)
LOG = "".join(f"2024-03-01T10:{n:02}:00 ERROR disk {n % 3} of node {n} is full\n" for n in range(60))
SAME_LOG = "The connection to the database was lost and is being opened again.\n" * 80
FAQ = "# FAQ\n\n" + "".join(
    f"## How do I {what} my card?\n\nHow do I {what} my card?\n\nYou {what} your card at the desk on floor {n}.\n\n"
    for n, what in enumerate(("renew", "return", "block", "replace", "upgrade", "report"))
)
CASTLE = (
    "The castle was founded by monks of the northern valley. The castle has nine towers of red brick. The castle was "
    "burned by pirates in 1321. The castle held a famous library of maps. The castle belongs to a family of bankers. "
    "The castle became a school for shepherds after the plague. The castle lost its roof during a storm in March."
)
ELSEWHERE = (
    "Farmers near the river grow barley in spring. " * 16,
    "Weavers of the upper town buy flax from the hills and sell linen in winter. " * 9,
    "Coachmen keep forty horses behind the inn at the old bridge. " * 11,
    "Apothecaries dry mint and sage under the roofs of Morn. " * 12,
)
PARTS = ("Mills", "Bridges", "Churches", "Markets")
SECTIONS = "# Town\n\nThe town of Lirz has four kinds of old buildings.\n" + "".join(
    f"\n## {part}\n\n" + "".join(f"{part} of the town were built by guild {n} of the river people.\n" for n in range(9))
    for part in PARTS
)


def scope_in(generation: LocalGeneration, topic: str) -> Scope:
    scope = find_scope(topic, generation)
    assert isinstance(scope, Scope)
    return scope


def overview_of(indexed: Indexed, sources: dict[str, str], asked: str = "Give me an overview") -> Answer:
    bot = Relbot.open(indexed(sources))
    with within_seconds(2):
        answer = bot.ask(asked)
    check(answer, {path: bot.document(path).text for path in sources}, 3)
    return answer


@pytest.mark.parametrize("topic", ["", "Hoxha", "Kim Il Sung", "the Cold War", "the embassy", "Albania"])
@pytest.mark.parametrize("length", [1, 3, LENGTH, 50])
def test_the_sentences_stand_alone_are_in_order_and_say_nothing_twice(
    topic: str, length: int, generation: LocalGeneration
) -> None:
    scope = scope_in(generation, topic)
    quotes = overview(scope, generation, length)
    assert 1 <= len(quotes) <= length
    places = [quote.passage.sentences[quote.sentence].start for quote in quotes]
    assert places == sorted(set(places))
    assert all(stands_alone(quote.text) for quote in quotes)
    assert not any(repeats(one, other) for n, one in enumerate(quotes) for other in quotes[:n])


def test_what_is_said_about_a_thing_names_it(generation: LocalGeneration) -> None:
    assert all("Hoxha" in quote.text for quote in overview(scope_in(generation, "Hoxha"), generation))


def test_every_main_section_is_in_an_overview_and_so_is_the_beginning(indexed: Indexed) -> None:
    answer = overview_of(indexed, {"town.md": SECTIONS})
    assert answer.kind == "overview"
    assert (answer.text or "").startswith("The town of Lirz")
    assert {part for part in PARTS if f"{part} of" in (answer.text or "")} == set(PARTS)


MIDDLE = (
    "# Castle of Lirz\n\nThe eastern gate was rebuilt in 1850 with stones from the old mill. Its architect had come "
    "from Sofia for that. Two masons of the river guild were paid for nine months of work on the gate.\n\n"
    "The court has a well of forty metres and two stables for the horses of the guard. The cellars below the court "
    "hold the wine of the river towns.\n\n"
    'The Castle of Lirz (Latin: Castrum Lirsiae, "the fort on the meadow") is a fortress of the twelfth century above '
    "the river Buna" + ", with a view of the villages of Morn and Nabo" * 8 + ". The castle was held by four families."
    "\n\nVisitors may see the tower from May to October on all days but Monday. Tickets are sold at the lower gate.\n"
)


def test_a_text_that_begins_in_the_middle_is_opened_by_the_sentence_that_says_what_it_is_of(indexed: Indexed) -> None:
    answer = overview_of(indexed, {"castle.md": MIDDLE}, "tell me about the castle of lirz")
    first = answer.statements[0].text
    assert first.startswith("The Castle of Lirz (Latin")
    assert len(first.split()) > 55
    starts = [statement.start for statement in answer.statements[1:]]
    assert starts == sorted(starts)


def test_a_text_that_only_mentions_its_subject_at_first_begins_in_the_middle_too(indexed: Indexed) -> None:
    opening = "In 1931 a mason from Oro found forty coins under the floor of Lirz, near the castle. He kept them."
    between = "The mills stand idle in winter. A ferry crosses the river twice a day. The school has two teachers."
    text = f"# Lirz\n\n{opening}\n\n{between}\n\nLirz is a town of 900 people on a hill.\n"
    assert overview_of(indexed, {"lirz.md": text}, "tell me about Lirz").statements[0].text.startswith("Lirz is a town")


def test_a_text_that_opens_with_its_subject_is_told_in_its_own_order(indexed: Indexed) -> None:
    text = (
        "# Castle of Lirz\n\nThe castle was built in 1150 by the dukes of the river.\n\n" + MIDDLE.partition("\n\n")[2]
    )
    answer = overview_of(indexed, {"castle.md": text})
    assert answer.statements[0].text.startswith("The castle was built in 1150")
    assert any("is a fortress" in statement.text for statement in answer.statements)


def test_an_overview_does_not_dwell_on_one_passage(indexed: Indexed) -> None:
    answer = overview_of(indexed, {"castle.md": f"# Castle\n\n{CASTLE}\n\n" + "\n\n".join(ELSEWHERE)})
    assert len(answer.statements) == LENGTH
    assert sum(statement.citation == 1 for statement in answer.statements) == 3


def test_a_section_is_told_about_by_its_own_sentences(indexed: Indexed) -> None:
    answer = overview_of(indexed, {"town.md": SECTIONS}, "Tell me about the bridges")
    assert answer.kind == "overview"
    assert {statement.text.split()[0] for statement in answer.statements} == {"Bridges"}


@pytest.mark.parametrize(
    "source",
    [
        *(
            "Kim came.",
            "# Town\n\nKim came to Tirana in 1956.\n",
            "漢字の文です。次の文です。",
            "🎉 Kim! 🎉 🎉",
            "Yes. " * 40,
        ),
        *(
            TABLE,
            LOG,
            SAME_LOG,
            FAQ,
            "No headings here, and a text without an end " * 40,
            "He left. She stayed. It rained.",
        ),
    ],
    ids=lambda text: ascii(text)[:20],
)
def test_whatever_the_document_its_overview_is_verbatim_and_short(source: str, indexed: Indexed) -> None:
    answer = overview_of(indexed, {"a.md": source, "a.txt": source}, "Tell me about a.md")
    assert len(answer.statements) <= LENGTH


def test_an_overview_of_one_sentence_is_that_sentence(indexed: Indexed) -> None:
    answer = overview_of(indexed, {"a.txt": "Kim came to Tirana in 1956."})
    assert answer.text == "Kim came to Tirana in 1956."


def test_a_faq_is_told_by_its_answers_and_not_by_its_questions(indexed: Indexed) -> None:
    answer = overview_of(indexed, {"faq.md": FAQ})
    assert answer.statements
    assert not any(statement.text.endswith("?") for statement in answer.statements)


def test_of_several_documents_it_is_asked_which_one(indexed: Indexed) -> None:
    sources = {f"{name}.txt": f"{name} lies on a river. It has a mill.\n" for name in ("Lirz", "Morn", "Nabo")}
    answer = overview_of(indexed, sources)
    assert not answer.answered
    assert answer.reason
    assert answer.reason.startswith("Of which source: ")
    assert "Lirz" in (overview_of(indexed, sources, "Give me an overview of Lirz").text or "")


@pytest.mark.parametrize(
    ("count", "named"), [(2, "a0, a1?"), (5, "a4?"), (6, "a4 or 1 other?"), (5_000, "4,995 others?")]
)
def test_no_more_documents_are_named_than_can_be_read(count: int, named: str) -> None:
    reason = which_document(Ambiguous(tuple(f"a{n}" for n in range(count))))
    assert reason.endswith(named)
    assert len(reason) < 80


def test_what_the_sources_do_not_name_has_no_overview(seed_bot: Relbot) -> None:
    answer = seed_bot.ask("Give me an overview of photosynthesis")
    assert not answer.answered
    assert answer.reason == "Nothing in the sources mentions photosynthesis."


CODES = (
    "# Error codes\n\n## Error E1043\n\nError E1043 means that the disk of the station is full and must be emptied.\n\n"
    "## Error E1045\n\nError E1045 means that the lid of the station is open and must be closed.\n"
)
ARTICLES = (
    "# Treaty\n\n## Article 12 on fishing rights\n\nArticle 12 gives the fishing rights to the northern towns.\n\n"
    "## Article 14 on harbour rights\n\nArticle 14 gives the harbour rights to the southern towns.\n"
)


@pytest.mark.parametrize(
    ("source", "known", "unknown"),
    [
        (CODES, "error E1043", "error E1044"),
        (CODES, "E1043", "E1044"),
        (ARTICLES, "Article 12 on fishing rights", "Article 13 on fishing rights"),
        (ARTICLES, "article 12", "article 13"),
    ],
)
def test_a_sibling_of_what_is_named_by_a_number_is_not_told_about(
    source: str, known: str, unknown: str, indexed: Indexed
) -> None:
    generation = LocalGeneration.open(current_folder(indexed({"a.md": source})))
    assert isinstance(find_scope(known, generation), Scope)
    assert find_scope(unknown, generation) is None


README = (
    "# Driftnet\n\nDriftnet is a small program that counts fish. It runs on a phone. You hold it over the water.\n\n"
    "## Features\n\n"
    + "".join(f"- counts fish of kind {n}\n" for n in range(5))
    + "\n## Fish\n\n| Fish | Length |\n| - | - |\n"
    + "".join(f"| fish {n} | {n} cm |\n" for n in range(8))
    + "\n## Contact\n\nDriftnet is made by the fish counters of Lirz. Write to them about fish that are wrong.\n"
)
CLOCK = (
    "# The clock of Lirz\n\nThe clock of Lirz is a tower clock of 1850. It was made by three smiths of Morn. "
    "It strikes the hours of the fishermen.\n\n"
    + "".join(f"The clock was cleaned by guild {n} in 19{n}. The guild was paid.\n\n" for n in range(20, 40))
)


def test_a_document_of_lists_and_tables_is_quoted_from_its_beginning(indexed: Indexed) -> None:
    text = overview_of(indexed, {"readme.md": README}, "tell me about driftnet").text or ""
    assert text.startswith("Driftnet is a small program")
    assert "It runs on a phone. You hold it over the water." in text.replace("\n", " ")
    assert "kind 0" in text
    assert "Length" not in text


def test_what_an_introduction_says_of_its_subject_by_a_pronoun_is_quoted_with_it(indexed: Indexed) -> None:
    first = overview_of(indexed, {"clock.md": CLOCK}, "tell me about the clock of lirz").statements[0].text
    assert first.startswith("The clock of Lirz is a tower clock of 1850. It was made by three smiths")

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given

from corpus.adversarial_texts import texts
from corpus.formats.shown import blocks, sectioned
from relbot import Relbot
from relbot.corpus.documents import parse
from relbot.corpus.formats.records import chat_log
from relbot.corpus.formats.records.question_detection import is_question
from relbot.corpus.outline import Prose

SAID = [("Maja", "the van is at the shop"), ("Olli", "I bring the amp"), ("Maja", "good")]


@pytest.mark.parametrize(
    "form",
    [
        "[03/11/2025, 18:02] {}: {}",
        "\u200e[03.11.25, 18:02:11] ~ {}: {}",
        "[11/3/25, 6:02\u202fPM] {}: {}",
        "03/11/2025, 18:02 - {}: {}",
        "2025-11-03 18:02 {}: {}",
        "2025-11-03 18:02 <{}> {}",
        "18:02 {}: {}",
        "[18:02] {}: {}",
        "[18:02]{}: {}",
        "[21:14] <{}> {}",
        "21:14 < {}> {}",
        "[3 Nov 2025 18:02] {}: {}",
    ],
)
def test_a_line_with_a_stamp_and_a_name_is_a_message(form: str) -> None:
    lines = [form.format(*said) for said in SAID]
    document = parse("a.txt", "\n".join([*lines[:2], "and the bass", "", "and a lamp", lines[2]]).encode())
    shown = [document.text[block.start : block.end] for block in document.blocks]
    assert [one.lstrip("\u200e") for one in shown] == [
        one.lstrip("\u200e") for one in (lines[0], f"{lines[1]}\nand the bass\n\nand a lamp", lines[2])
    ]
    assert all(block.is_unit for block in document.blocks)


@pytest.mark.parametrize(
    "text",
    [
        "9:00 Registration: in the hall\n10:00 Talk: What is rust?\n11:00 Lunch: in the yard\n",
        "The bus leaves at 18:02.\nMaja: it is late.\nOlli: it is not.\n",
        "[1] Maja: a book\n[2] Olli: a song\n",
        "It was said:\n\n[18:02] Maja: yes\n\nNobody knows by whom.\nIt was late.\nIt rained.\n",
    ],
)
def test_schedules_references_and_quoted_messages_are_no_log(text: str) -> None:
    assert chat_log.elements(text, 0) == ()


def test_a_question_heads_the_next_messages_and_is_none_of_them() -> None:
    said = ["A: where is the key?", "B: no idea", "C: in the shed", "A: thanks", "B: sure", "C: rehearsal is at 5"]
    log = "\n".join(f"[03/11/2025, 18:0{n}] {words}" for n, words in enumerate(said))
    assert [words[:-1] for words in sectioned("a.txt", log)] == [("A: “where is the key?”",)] * 4 + [()]


def test_what_a_message_says_before_it_asks_is_quoted() -> None:
    log = "[18:02] Maja: We play at 8. Can you come? Or not?\n[18:03] Olli: I can\n[18:04] Maja: who else?\n"
    assert blocks("a.txt", log) == ["[18:02] Maja: We play at 8.", "[18:03] Olli: I can"]


def test_days_between_messages_are_headings_and_a_line_above_them_is_the_title() -> None:
    log = (
        "Band chat\n\n--- Day changed Mon Nov 03 2025\n[21:14] <a> hi\n[21:15] * b waves\n"
        "4 November 2025\n[9:10] <b> yo\n[9:11] <a> hey\n"
    )
    assert parse("a.txt", log.encode()).source.title == "Band chat"
    assert sectioned("a.txt", log) == [
        ("Day changed Mon Nov 03 2025", "[21:14] <a> hi"),
        ("Day changed Mon Nov 03 2025", "[21:15] * b waves"),
        ("4 November 2025", "[9:10] <b> yo"),
        ("4 November 2025", "[9:11] <a> hey"),
    ]


def test_a_long_message_is_quoted_by_its_sentences_the_first_with_the_stamp() -> None:
    said = "The van was repaired on Monday and runs well again. " * 9
    first, rest = blocks("a.txt", f"[18:02] Maja: {said}\n[18:03] Olli: ok, so we can go\n")[:2]
    assert first == "[18:02] Maja: The van was repaired on Monday and runs well again."
    assert rest.startswith("The van was")


@given(texts)
def test_messages_are_in_order_and_within_the_text(text: str) -> None:
    log = f"[18:02] Maja: hi\n[18:03] Olli: ho\n[18:04] Maja: {text}"
    prose = [element for element in chat_log.elements(log, 0) if isinstance(element, Prose)]
    ends = [0, *(element.end for element in prose)]
    assert all(end <= element.start < element.end <= len(log) for end, element in zip(ends, prose, strict=False))


BAND = """[03/11/2025, 18:02] Maja: who has the spare key?
[03/11/2025, 18:04] Olli: I'm in Leeds until thursday
[03/11/2025, 18:07] Zoe: Ravi has it in his guitar case
[04/11/2025, 09:31] Zoe: soundcheck is at 5pm on saturday
[23/11/2025, 10:02] Zoe: the van was returned to the rental
"""


@pytest.fixture(scope="module")
def band(bot_of: Callable[[dict[str, str]], Relbot]) -> Relbot:
    return bot_of({"band.txt": BAND})


@pytest.mark.parametrize(
    ("question", "line"),
    [("who has the spare key", 2), ("when is soundcheck", 3), ("where is olli", 1)],
)
def test_one_message_answers_and_never_the_question_itself(band: Relbot, question: str, line: int) -> None:
    assert band.ask(question).text == BAND.splitlines()[line]


def test_the_stamp_dates_a_message(band: Relbot) -> None:
    (event,) = (event for event in band.timeline("2025-11-23..2025-11-23") if event.words == "23/11/2025")
    (shown,) = event.citation.highlights
    assert BAND[shown.start : shown.end] == BAND.splitlines()[4]


INTERVIEW = """Reporter: Where did you learn to bake bread?
Ida: In my aunt's shop in Bergen.
Reporter: Who set the mill on fire?
Ida: Nobody ever found out.
"""


@pytest.mark.parametrize("name", ["a.txt", "a.md"])
def test_no_question_alone_is_quoted_as_its_own_answer(indexed: Callable[[dict[str, str]], Path], name: str) -> None:
    bot = Relbot.open(indexed({name: f"{INTERVIEW}\n\nThe mill is old. Who owns the mill now? A baker does.\n"}))
    for question in ("where did you learn to bake bread", "who set the mill on fire", "who owns the mill now"):
        assert not (bot.ask(question).text or "").endswith("?")


@pytest.mark.parametrize(
    "head",
    ["{} — 03/11/2025 18:02", "{} — 03.11.2025, 18:02", "{} — Today at 18:02", "{} – Yesterday at 6:02 PM", "{}  18:02",
     "{}  6:02 PM", "{}\t2025-11-03 18:02"],
)  # fmt: skip
def test_a_stamp_and_a_name_on_a_line_of_their_own_are_above_their_message(head: str) -> None:
    text = "\n".join(f"{head.format(name)}\n{words}\nreally" for name, words in SAID)
    assert blocks("a.txt", text) == [f"{head.format(name)}\n{words}\nreally" for name, words in SAID]


@pytest.mark.parametrize(
    "text",
    [
        "Breakfast  7:30 AM\nLunch  12:30 PM\nBreakfast  8:00 AM\nDinner  6:30 PM\n",
        "Opening — 18:00\nby the mayor\nConcert — 19:00\nin the hall\n",
        "The talk — it was long — ended at 18:00.\nMaja — 18:02\nIt was late by then.\n",
    ],
)
def test_lines_of_a_programme_are_above_no_messages(text: str) -> None:
    assert chat_log.elements(text, 0) == ()


@pytest.mark.parametrize(
    "written", ["[03/11/2025, 18:04] Olli: \u200eimage omitted", "03/11/2025, 18:04 - Olli: <Media omitted>",
                "\u200e[03/11/2025, 18:04] \u200eMessages are encrypted."],
)  # fmt: skip
def test_what_the_client_writes_in_place_of_a_message_is_none(written: str) -> None:
    lines = [f"[03/11/2025, 18:02] {name}: {words}" for name, words in SAID]
    assert blocks("a.txt", "\n".join([*lines[:2], written, lines[2]])) == lines


def test_a_picture_with_words_below_is_a_message() -> None:
    said = "[03/11/2025, 18:04] Olli: \u200e<attached: 1.jpg>\nthe new van"
    assert said in blocks("a.txt", f"[03/11/2025, 18:02] Maja: look\n{said}\n")


ASKED = [
    *(
        "whats the code for the garden gate again",
        "can someone tell me when the bins go out",
        "when do the bins go out",
    ),
    *(
        "hey guys, is there a spare key",
        "anyone know the wifi password",
        "so where's the ladder",
        "any idea who has it",
    ),
    *("how much is the fee", "does anyone have a drill", "will the van be back", "Where is it?!"),
]
TOLD = [
    *("the code is 4471", "when you come in, turn left", "what a day", "What he said: bring a lamp.", "is fixed"),
    *("do it now", "have a nice day", "where we left off", "how to get in: ring", "any of the keys fits", "can do"),
    *("what is done is done", "Will brings the amp", "who knows", "what is this. a joke.", "did the dishes"),
    *("was there, nobody home", "has the key", "does the job", "was the best day", "did it already"),
]


@pytest.mark.parametrize("words", ASKED)
def test_a_question_needs_no_question_mark(words: str) -> None:
    said = [f"18:0{number} {name}: {said}" for number, (name, said) in enumerate([("Ada", words), *SAID])]
    assert sectioned("a.txt", "\n".join(said))[0] == (f"Ada: “{words}”", "18:01 Maja: the van is at the shop")


@pytest.mark.parametrize("words", TOLD)
def test_what_is_not_in_the_word_order_of_a_question_is_told(words: str) -> None:
    assert not is_question(words)

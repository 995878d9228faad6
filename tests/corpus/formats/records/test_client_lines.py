"""What a chat client writes by itself is no message of anybody, and what people write about the same things is."""

from __future__ import annotations

import pytest

from corpus.formats.shown import blocks
from relbot.corpus.formats.records.client_lines import end_of_words, is_of_client

SAID = ("The van is at the shop", "I bring the amp", "good")


@pytest.mark.parametrize(
    "line",
    [
        "Messages and calls are end-to-end encrypted. Only people in this chat can read them. Learn more.",
        "Messages to this group are now secured with end-to-end encryption. Tap for more info.",
        'Maja created group "Band"',
        "Maja added Olli",
        "Olli removed +44 7700 900123",
        "You added Zoe Berg and Ravi",
        "Maja joined using this group's invite link",
        "Ravi left",
        "~ Ravi Shah was added",
        "Olli changed the group description",
        "Olli changed this group's icon",
        'Olli changed the subject from "Band" to "The Band"',
        "You're now an admin",
        "Zoe turned on disappearing messages. New messages will disappear after 90 days.",
        "Your security code with Zoe changed. Tap to learn more.",
        "Maja changed their phone number to a new number. Tap to message.",
        "Zoe pinned a message",
        "Missed voice call",
        "<Media omitted>",
    ],
)
def test_a_line_of_whatsapp_is_no_message(line: str) -> None:
    log = [f"12/11/2025, 18:0{n} - {name}: {words}" for n, (name, words) in enumerate(zip("ABA", SAID, strict=True))]
    assert blocks("a.txt", "\n".join([log[0], f"12/11/2025, 18:01 - {line}", *log[1:]])) == log


@pytest.mark.parametrize(
    "words",
    [
        "This message was deleted",
        "You deleted this message.",
        "image omitted",
        "GIF omitted",
        "IMG-20251112-WA0001.jpg (file attached)",
        "Missed video call, 18:02",
        "Waiting for this message. This may take a while.",
        "null",
        "B added you",
        "B left",
    ],
)
def test_what_stands_in_place_of_a_message_is_none(words: str) -> None:
    log = [f"[12/11/2025, 18:0{n}] {name}: {said}" for n, (name, said) in enumerate(zip("ABA", SAID, strict=True))]
    assert blocks("a.txt", "\n".join([*log, f"[12/11/2025, 18:07] B: {words}"])) == log


@pytest.mark.parametrize(
    "words",
    [
        "joined #install.",
        "set the channel topic: Install questions",
        "pinned a message to this channel. See all pinned messages.",
        "was added to #install by Ben.",
        "started a call that lasted 5 minutes.",
        "This message was deleted.",
    ],
)
def test_what_slack_and_discord_write_below_a_name_is_no_message(words: str) -> None:
    log = [f"{name}  6:0{n} PM\n{said}" for n, (name, said) in enumerate(zip("ABA", SAID, strict=True))]
    assert blocks("a.txt", "\n".join([*log, f"B  6:07 PM\n{words}"])) == log


@pytest.mark.parametrize(
    "line",
    ["*** tove has joined #boats", "-!- olli [~o@host] has quit [Ping timeout]", "--> zoe (~z@host) has joined #boats",
     "*** Mode #boats +o tove by ChanServ", "maja left the room"],
)  # fmt: skip
def test_many_who_join_and_leave_do_not_hide_that_a_text_is_a_log(line: str) -> None:
    said = ["[21:14] <tove> the boat is blue", "[21:15] * tove waves", "[21:16] <maja> it was sold in May"]
    assert blocks("a.txt", "\n".join([*[f"[21:10] {line}"] * 9, *said])) == said


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("Ravi left the keys under the mat", "Olli"),
        ("left the room key at the desk", "Olli"),
        ("I added Ravi to the list", "Olli"),
        ("Zoe left", "Olli"),
        ("changed the settings to dark", "Olli"),
        ("The image omitted from the flyer is here", "Olli"),
        ("we deleted this message by mistake", "Olli"),
        ("Server down", ""),
        ("* maja left the building", ""),
        ("The roof was added in 1911 by Ida", ""),
        ("Ben changed the lock of the group room", ""),
    ],
)
def test_what_people_say_about_such_things_is_a_message(words: str, speaker: str) -> None:
    assert not is_of_client(words, speaker, may_report=True)


def test_who_left_is_said_by_people_too_where_a_time_alone_begins_a_line() -> None:
    assert is_of_client("Ben left", "", may_report=True)
    assert not is_of_client("Ben left", "", may_report=False)


@pytest.mark.parametrize("mark", [" <This message was edited>", " \u200e<This message was edited>", " (edited)", ""])
def test_the_note_of_an_edit_is_not_quoted(mark: str) -> None:
    said = f"It starts at 5{mark}"
    assert said[: end_of_words(said, 0, len(said))] == "It starts at 5"

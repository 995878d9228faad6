"""Questions about the latest, first or coming release, and about all changes of a kind, however people type them."""

from __future__ import annotations

import pytest

from cpu_time import within_seconds
from relbot.query.releases.release_question import release_question


@pytest.mark.parametrize(
    ("question", "which", "wanted"),
    [
        ("what's the latest version", "latest", "version"),
        ("whats the newest version of the app", "latest", "version"),
        ("current version?", "latest", "version"),
        ("current firmware version", "latest", "version"),
        ("latest release", "latest", "version"),
        ("which version is the latest", "latest", "version"),
        ("what version is the bot on", "latest", "version"),
        ("is there a newer version", "latest", "version"),
        ("what was the first version", "first", "version"),
        ("when did it last update", "latest", "date"),
        ("when was the app last updated", "latest", "date"),
        ("when was the last update", "latest", "date"),
        ("when did the latest patch come out", "latest", "date"),
        ("date of the last release", "latest", "date"),
        ("last updated?", "latest", "date"),
        ("when was the last time it was updated", "latest", "date"),
        ("when was the first release", "first", "date"),
        ("what changed in the last release", "latest", "changes"),
        ("what's in the newest update", "latest", "changes"),
        ("what did the last patch fix", "latest", "changes"),
        ("what did the latest update do", "latest", "changes"),
        ("patch notes of the latest version pls", "latest", "changes"),
        ("newest features", "latest", "changes"),
        ("any new features?", "latest", "changes"),
        ("whats new", "latest", "changes"),
        ("what has changed recently", "latest", "changes"),
        ("what's coming next", "next", "changes"),
        ("any upcoming features", "next", "changes"),
        ("what's deprecated", "all", "changes"),
        ("which features were removed", "all", "changes"),
        ("what did they remove", "all", "changes"),
        ("any security fixes", "all", "changes"),
        ("which CVE was fixed", "all", "changes"),
    ],
)
def test_a_question_about_releases_is_read(question: str, which: str, wanted: str) -> None:
    asked = release_question(question)
    assert asked is not None
    assert (asked.which, asked.wanted) == (which, wanted)


@pytest.mark.parametrize(
    ("question", "changes"),
    [
        ("what was fixed in the last patch", ("fixed",)),
        ("what did the last update remove", ("removed",)),
        ("what changed in the last release", ()),
        ("newest features", ("added",)),
        ("which features were removed", ("removed",)),
        ("any security fixes", ("security",)),
        ("which bugs were fixed", ("fixed",)),
    ],
)
def test_what_was_done_decides_over_what_it_was_done_to(question: str, changes: tuple[str, ...]) -> None:
    asked = release_question(question)
    assert asked is not None
    assert asked.changes == changes


@pytest.mark.parametrize(
    ("question", "product"),
    [
        ("latest version of tabby notes", "tabby notes"),
        ("current version of the app", "app"),
        ("when was the map last updated", "map"),
        ("what's the latest version", ""),
        ("what version is the bot on", "bot"),
    ],
)
def test_the_words_that_are_left_say_whose_release(question: str, product: str) -> None:
    asked = release_question(question)
    assert asked is not None
    assert asked.product == product


@pytest.mark.parametrize(
    "question",
    [
        "how do i get the latest version",
        "who made the first version",
        "where can i download the newest release",
        "is the latest version free",
        "can i run the latest version on a mac",
        "when is the next release",
        "what features does it have",
        "when was dark mode added",
        "what is the last step",
        "when does the shop open",
        "how much is the new bowl",
        "what happened after the war between the two kingdoms in the north that the last update of the treaty ended",
    ],
)
def test_a_question_for_something_else_is_left_to_others(question: str) -> None:
    assert release_question(question) is None


@pytest.mark.parametrize("words", ["last time ", "latest new ", "version is ", "recently been "])
def test_a_message_of_repeated_words_is_read_in_linear_time(words: str) -> None:
    with within_seconds(0.2):
        release_question(words * 2000)
        release_question((words * 40)[:158])

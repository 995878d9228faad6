"""What the bot remembers of people: little, not for long, and of each for themselves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from relbot.answer import Answer
from relbot.discord.dispatch.conversations import Talks
from relbot.discord.dispatch.cooldown import Cooldown
from relbot.discord.expiring_cache import Recent
from relbot.discord.feedback import voter

HERE = (1, 10, False)
"""A person in a channel, in public."""


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Heard:
    """A conversation that only keeps what it was asked."""

    def __init__(self) -> None:
        self.questions: list[str] = []

    def ask(self, text: str, limit: int = 3) -> Answer:  # noqa: ARG002
        self.questions.append(text)
        return Answer(text, False, 0.0, None, "nothing", ())


def test_what_was_not_used_for_a_while_is_forgotten() -> None:
    clock = Clock()
    recent: Recent[str, int] = Recent(10, 5.0, clock)
    recent.keep("a", 1)
    clock.now = 4
    assert recent.find("a") == 1
    clock.now = 8
    assert recent.find("a") == 1
    clock.now = 13
    assert recent.find("a") is None


@given(st.lists(st.tuples(st.integers(0, 20), st.floats(0, 3))))
def test_memory_never_holds_more_than_it_may(kept: list[tuple[int, float]]) -> None:
    clock = Clock()
    recent: Recent[int, int] = Recent(5, 6.0, clock)
    for key, pause in kept:
        clock.now += pause
        recent.keep(key, key)
        assert len(recent) <= 5
        assert recent.find(key) == key


def test_a_person_waits_and_others_do_not() -> None:
    clock = Clock()
    cooldown = Cooldown(3.0, clock)
    assert [cooldown.wait(1), cooldown.wait(2), cooldown.wait(1)] == [0, 0, 3]
    clock.now = 2
    assert cooldown.wait(1) == 1
    clock.now = 3
    assert cooldown.wait(1) == 0
    assert cooldown.wait(1) == 3


def test_without_a_cooldown_nobody_waits() -> None:
    cooldown = Cooldown(0.0, Clock())
    assert [cooldown.wait(1) for _ in range(3)] == [0, 0, 0]


def test_the_same_person_goes_on_in_the_same_channel_and_begins_anew_elsewhere() -> None:
    talks = Talks(Heard)
    assert talks.of(HERE) is talks.of(HERE)
    assert talks.of(HERE) is not talks.of((1, 11, False))
    assert talks.of(HERE) is not talks.of((2, 10, False))


def test_what_was_asked_in_private_does_not_show_in_public() -> None:
    talks = Talks(Heard)
    assert talks.of((1, 10, True)) is not talks.of(HERE)


def test_a_reply_to_the_latest_answer_goes_on_and_one_to_another_begins_from_its_question() -> None:
    heard: list[Heard] = []

    def begin() -> Heard:
        heard.append(Heard())
        return heard[-1]

    talks = Talks(begin)
    first = talks.of(HERE)
    first.ask("Who was Hoxha?")
    first.last_answer = 100
    assert talks.of(HERE, 100, "Who was Hoxha?") is first
    second = talks.of(HERE, 99, "Who was Kim?")
    second.ask("And when did he die?")
    second.ask("And where?")
    assert heard[1].questions == ["Who was Kim?", "And when did he die?", "And where?"]
    assert talks.of(HERE) is second


def test_a_reply_to_somebody_elses_answer_knows_nothing_of_their_other_questions() -> None:
    heard: list[Heard] = []

    def begin() -> Heard:
        heard.append(Heard())
        return heard[-1]

    talks = Talks(begin)
    hers = talks.of(HERE)
    hers.ask("Who was Hoxha?")
    hers.ask("a secret")
    talks.of((2, 10, False), 100, "Who was Hoxha?").ask("And when did he die?")
    assert heard[1].questions == ["Who was Hoxha?", "And when did he die?"]


def test_a_voter_is_the_same_on_one_answer_and_another_on_the_next() -> None:
    assert voter(1, 10) == voter(1, 10)
    assert len({voter(1, 10), voter(1, 11), voter(2, 10)}) == 3

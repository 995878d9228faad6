"""What the bot keeps about users: little, not for long, and never shared between them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from relbot.answer import Answer
from relbot.discord.dispatch.conversations import ConversationKey, UserConversations
from relbot.discord.dispatch.cooldown import Cooldown
from relbot.discord.expiring_cache import ExpiringCache

PUBLIC = ConversationKey(1, 10, private=False)
OTHER_CHANNEL = ConversationKey(1, 11, private=False)
OTHER_USER = ConversationKey(2, 10, private=False)
PRIVATE = ConversationKey(1, 10, private=True)


class FakeClock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class RecordingConversation:
    """A conversation that only records what it was asked."""

    def __init__(self) -> None:
        self.questions: list[str] = []

    def ask(self, text: str, limit: int = 3) -> Answer:  # noqa: ARG002
        self.questions.append(text)
        return Answer(text, False, 0.0, None, "nothing", ())


class Recorder:
    """Starts conversations and keeps them."""

    def __init__(self) -> None:
        self.started: list[RecordingConversation] = []

    def __call__(self, _: frozenset[str] | None) -> RecordingConversation:
        self.started.append(RecordingConversation())
        return self.started[-1]


def test_what_was_not_used_for_a_while_expires() -> None:
    clock = FakeClock()
    cache: ExpiringCache[str, int] = ExpiringCache(10, 5.0, clock)
    cache.put("a", 1)
    clock.now = 4
    assert cache.get("a") == 1
    clock.now = 8
    assert cache.get("a") == 1
    clock.now = 13
    assert cache.get("a") is None


@given(st.lists(st.tuples(st.integers(0, 20), st.floats(0, 3))))
def test_a_cache_never_holds_more_than_its_capacity(entries: list[tuple[int, float]]) -> None:
    clock = FakeClock()
    cache: ExpiringCache[int, int] = ExpiringCache(5, 6.0, clock)
    for key, pause in entries:
        clock.now += pause
        cache.put(key, key)
        assert len(cache) <= 5
        assert cache.get(key) == key


def test_a_user_waits_and_others_do_not() -> None:
    clock = FakeClock()
    cooldown = Cooldown(3.0, clock)
    assert [cooldown.acquire(1), cooldown.acquire(2), cooldown.acquire(1)] == [0, 0, 3]
    clock.now = 2
    assert cooldown.acquire(1) == 1
    clock.now = 3
    assert cooldown.acquire(1) == 0
    assert cooldown.acquire(1) == 3


def test_without_a_cooldown_nobody_waits() -> None:
    cooldown = Cooldown(0.0, FakeClock())
    assert [cooldown.acquire(1) for _ in range(3)] == [0, 0, 0]


def test_the_same_user_goes_on_in_the_same_channel_and_begins_anew_elsewhere() -> None:
    conversations = UserConversations(lambda _: RecordingConversation())
    assert conversations.get(PUBLIC) is conversations.get(PUBLIC)
    assert conversations.get(PUBLIC) is not conversations.get(OTHER_CHANNEL)
    assert conversations.get(PUBLIC) is not conversations.get(OTHER_USER)


def test_what_was_asked_in_private_does_not_show_in_public() -> None:
    conversations = UserConversations(lambda _: RecordingConversation())
    assert conversations.get(PRIVATE) is not conversations.get(PUBLIC)


def test_a_reply_to_the_latest_answer_goes_on_and_one_to_another_begins_from_its_question() -> None:
    recorder = Recorder()
    conversations = UserConversations(recorder)
    first = conversations.get(PUBLIC)
    first.ask("Who was Hoxha?")
    first.last_answer_id = 100
    assert conversations.get(PUBLIC, 100, "Who was Hoxha?") is first
    second = conversations.get(PUBLIC, 99, "Who was Kim?")
    second.ask("And when did he die?")
    second.ask("And where?")
    assert recorder.started[1].questions == ["Who was Kim?", "And when did he die?", "And where?"]
    assert conversations.get(PUBLIC) is second


def test_a_reply_to_somebody_elses_answer_knows_nothing_of_their_other_questions() -> None:
    recorder = Recorder()
    conversations = UserConversations(recorder)
    conversation = conversations.get(PUBLIC)
    conversation.ask("Who was Hoxha?")
    conversation.ask("a secret")
    conversations.get(OTHER_USER, 100, "Who was Hoxha?").ask("And when did he die?")
    assert recorder.started[1].questions == ["Who was Hoxha?", "And when did he die?"]

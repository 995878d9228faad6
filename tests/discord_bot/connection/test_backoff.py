"""Pauses between attempts: they grow to a limit, start anew after a success, and are never alike for all bots."""

from __future__ import annotations

from discord import SessionStartLimits
from hypothesis import given
from hypothesis import strategies as st

from relbot.discord.connection.pacing import FIRST_DELAY, MAX_DELAY, Backoff, pause_before_start


def test_the_longest_delay_doubles_up_to_a_minute() -> None:
    backoff = Backoff(uniform=lambda _low, high: high)
    delays = [backoff.delay() for _ in range(100)]
    assert delays[:4] == [FIRST_DELAY, 2 * FIRST_DELAY, 4 * FIRST_DELAY, 8 * FIRST_DELAY]
    assert delays[-1] == max(delays) == MAX_DELAY


def test_after_a_success_that_lasts_it_starts_anew() -> None:
    backoff = Backoff(uniform=lambda _low, high: high)
    delays = [backoff.delay() for _ in range(5)]
    backoff.succeeded(9 * delays[-1])
    assert backoff.delay() == 2 * delays[-1]
    backoff.succeeded(20 * delays[-1])
    assert backoff.delay() == FIRST_DELAY


def test_two_bots_do_not_return_at_the_same_time() -> None:
    assert len({tuple(backoff.delay() for _ in range(5)) for backoff in (Backoff(), Backoff())}) == 2


def limits(total: int, remaining: int, seconds: float) -> SessionStartLimits:
    return SessionStartLimits(total=total, remaining=remaining, reset_after=int(1000 * seconds), max_concurrency=1)


@given(st.integers(1, 2000), st.integers(0, 2000), st.integers(0, 86_400))
def test_no_sequence_of_session_starts_exceeds_what_is_left(total: int, remaining: int, until_reset: int) -> None:
    left, seconds, starts = min(total, remaining), float(until_reset), 0
    while seconds > 1 and left < 0.1 * total:
        pause = pause_before_start(limits(total, left, seconds))
        seconds -= max(pause, 0.001)
        if seconds > 1:
            left, starts = left - 1, starts + 1
    assert left >= 0 or until_reset <= 1


def test_while_many_are_left_nothing_waits() -> None:
    assert pause_before_start(limits(1000, 100, 86_400)) == 0
    assert pause_before_start(limits(1000, 99, 86_400)) == 86_400 / 99
    assert pause_before_start(limits(1000, 0, 86_400)) == 86_400

import os
from contextlib import suppress
from io import StringIO
from time import sleep

import pytest
from rich.console import Console

from relbot.terminal.output import PlainConsole
from relbot.terminal.progress import DELAY, DelayedProgressBar


def _printed(console: Console) -> str:
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def test_what_is_done_soon_shows_nothing(terminal: Console) -> None:
    with DelayedProgressBar(terminal) as progress:
        progress("Embedding", 1, 2)
    assert _printed(terminal) == ""


def test_what_lasts_shows_its_step_and_how_much_is_done(terminal: Console) -> None:
    with DelayedProgressBar(terminal) as progress:
        progress("Embedding", 3, 7)
        sleep(DELAY + 0.3)
    assert "Embedding" in _printed(terminal)
    assert "3/7" in _printed(terminal)


def test_a_pipe_shows_no_bar(pipe: Console) -> None:
    with DelayedProgressBar(pipe) as progress:
        progress("Embedding", 3, 7)
        sleep(DELAY + 0.1)
    assert _printed(pipe) == ""


@pytest.mark.parametrize("console", ["pipe", "dumb"])
def test_where_no_bar_can_be_drawn_what_lasts_says_so_in_lines_ever_less_often(console: str, pipe: Console) -> None:
    shown = pipe if console == "pipe" else Console(file=StringIO(), force_terminal=True, _environ={"TERM": "dumb"})
    with DelayedProgressBar(shown, line_delay=0.1) as progress:
        sleep(0.15)
        progress("Embedding", 1234, 56789)
        sleep(0.8)
        progress("Publishing", 0, 0)
        sleep(0.01)
    assert _printed(shown).splitlines() == ["relbot: Working …", *["relbot: Embedding: 1,234 of 56,789 …"] * 2]


def test_nobody_who_reads_the_lines_any_more_ends_the_work() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with open(writer, "w", encoding="utf-8") as gone:  # noqa: PTH123 - a descriptor
        console = PlainConsole(stderr=True)
        console.file = gone
        with DelayedProgressBar(console, line_delay=0.01) as progress:
            progress("Embedding", 3, 7)
            sleep(0.1)
        with suppress(OSError):
            gone.close()

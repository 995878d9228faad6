from time import sleep

from rich.console import Console

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


def test_a_pipe_shows_nothing_however_long_it_lasts(pipe: Console) -> None:
    with DelayedProgressBar(pipe) as progress:
        progress("Embedding", 3, 7)
        sleep(DELAY + 0.1)
    assert _printed(pipe) == ""

"""A progress bar for long operations, a line now and then where there is no terminal, and no output for short ones."""

from __future__ import annotations

from contextlib import suppress
from threading import Event, Thread, Timer
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

DELAY = 0.5
"""Seconds before the bar appears; during shorter work it would only flicker."""
LINE_DELAY, _LONGEST_PAUSE = 30.0, 480.0
"""Seconds before the first line in a pipe or log, and the longest pause between two lines. Each pause is twice the
previous one, so that hours of work do not fill a log."""


class DelayedProgressBar:
    """A progress bar with rate and remaining time that appears after DELAY, on a terminal that can redraw a line.

    Elsewhere it prints a line after `line_delay` seconds, and further ones at growing intervals.

    Call it with the name of the step, the number of items done and their total (0 if unknown).
    """

    def __init__(self, console: Console, line_delay: float = LINE_DELAY) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=console, transient=True)
        self._task = self._bar.add_task("", total=None)
        self._console, self._line_delay = console, line_delay
        self._step, self._done, self._total = "", 0, 0
        self._ended = Event()
        redraws = console.is_terminal and not console.is_dumb_terminal
        self._timer = Timer(DELAY, self._bar.start) if redraws else None
        self._thread = self._timer or Thread(target=self._write_lines)
        self._thread.daemon = True

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __call__(self, step: str, done: int, total: int) -> None:
        self._done, self._total = done, total
        if step != self._step:
            self._step = step
            self._bar.reset(self._task, description=step, total=total or None, completed=done)
        else:
            self._bar.update(self._task, total=total or None, completed=done)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._ended.set()
        if self._timer:
            self._timer.cancel()
        self._thread.join()  # so that it cannot start the bar, or write a line, after the end
        if self._timer:
            self._bar.stop()

    def _write_lines(self) -> None:
        """Say how far it is, by a clock: a step may take minutes without a word."""
        pause = self._line_delay
        with suppress(OSError):  # nobody reads them, which ends no work
            while not self._ended.wait(pause):
                count = f": {self._done:,} of {self._total:,}" if self._total else ""
                self._console.print(Text(f"relbot: {self._step or 'Working'}{count} …"), soft_wrap=True)
                pause = min(2 * pause, _LONGEST_PAUSE)


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.0f}/s" if task.speed else "", "dim")

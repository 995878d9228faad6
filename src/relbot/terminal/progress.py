"""A progress bar for long operations, and no output for short ones."""

from __future__ import annotations

from threading import Timer
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

DELAY = 0.5
"""Seconds before the bar appears; during shorter work it would only flicker."""


class DelayedProgressBar:
    """A progress bar with rate and remaining time that appears only on a terminal and only after DELAY.

    Call it with the name of the step, the number of items done and their total (0 if unknown).
    """

    def __init__(self, console: Console) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=console, transient=True)
        self._task = self._bar.add_task("", total=None)
        self._step = ""
        self._timer = Timer(DELAY, self._bar.start) if console.is_terminal else None

    def __enter__(self) -> Self:
        if self._timer:
            self._timer.daemon = True
            self._timer.start()
        return self

    def __call__(self, step: str, done: int, total: int) -> None:
        if step != self._step:
            self._step = step
            self._bar.reset(self._task, description=step, total=total or None, completed=done)
        else:
            self._bar.update(self._task, total=total or None, completed=done)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer.join()  # so that it cannot start the bar after it was stopped
            self._bar.stop()


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.0f}/s" if task.speed else "", "dim")

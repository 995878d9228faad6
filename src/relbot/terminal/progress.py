"""A bar for work that lasts, and nothing for work that does not."""

from __future__ import annotations

from threading import Timer
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

PATIENCE = 0.5
"""Seconds before a bar appears: what is done sooner would only flicker."""


class LateProgress:
    """A progress bar with rate and time left that shows itself only on a terminal and only after PATIENCE.

    Call it with a step in words, how much is done and of how much (0 where that is unknown).
    """

    def __init__(self, console: Console) -> None:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
        self._bar = Progress(*columns, console=console, transient=True)
        self._task = self._bar.add_task("", total=None)
        self._step = ""
        self._timer = Timer(PATIENCE, self._bar.start) if console.is_terminal else None

    def __enter__(self) -> LateProgress:
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

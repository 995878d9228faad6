"""Generates query load: processes with threads that ask continuously, and report the answers they got."""

from __future__ import annotations

import logging
import os
import threading
from collections import defaultdict
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

from index.build_processes import PROCESSES
from relbot import Relbot
from relbot.answer import Answer

Reply = tuple[object, ...]

QUESTION = "When did the embassy in Tirana open?"


@dataclass(frozen=True)
class LoadReport:
    """The answers that one process got."""

    answered: int
    """Number of answers."""
    replies: dict[str, set[Reply]]
    """Distinct answers by generation."""
    errors: list[str]
    """Exceptions raised, and warnings logged."""


def reply(answer: Answer) -> Reply:
    """The parts of an answer that depend on the index."""
    return answer.answered, answer.text, tuple((c.document.path, c.quote, c.start) for c in answer.citations)


class QueryLoad:
    """Processes with threads that share an open bot, and one process that opens the index for each question."""

    def __init__(self, index: Path, *, processes: int, threads: int) -> None:
        self._stopped = PROCESSES.Event()
        self._answered = PROCESSES.Value("q", 0)
        self._ends: list[Connection] = []
        self._processes = []
        for reopens in [False] * processes + [True]:
            ours, theirs = PROCESSES.Pipe()
            arguments = (index, 1 if reopens else threads, reopens, self._answered, self._stopped, theirs)
            process = PROCESSES.Process(target=_ask_until_stopped, args=arguments, daemon=True)
            process.start()
            self._ends.append(ours)
            self._processes.append(process)
        self.open_processes = [psutil.Process(process.pid) for process in self._processes[:-1]]
        for end in self._ends:
            assert end.recv() == "ready"

    @property
    def answered(self) -> int:
        """The number of answers so far, of all processes."""
        return int(self._answered.value)

    def stop(self) -> list[LoadReport]:
        """Stop all processes and return their reports."""
        self._stopped.set()
        reports = [end.recv() for end in self._ends]
        for process in self._processes:
            process.join(30)
            assert process.exitcode == 0
        return reports

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stopped.set()
        for process in self._processes:
            process.kill()
            process.join()


class _WarningCollector(logging.Handler):
    def __init__(self, errors: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._errors = errors

    def emit(self, record: logging.LogRecord) -> None:
        self._errors.append(record.getMessage())


def _ask_until_stopped(
    index: Path, threads: int, reopens: bool, answered: Synchronized[int], stopped: Event, parent: Connection
) -> None:
    os.nice(5)  # gives way to the builds under test
    replies: defaultdict[str, set[Reply]] = defaultdict(set)
    errors: list[str] = []
    logging.getLogger("relbot").addHandler(_WarningCollector(errors))
    bot = Relbot.open(index)
    counts = [0] * threads

    def ask(thread: int) -> None:
        while not stopped.is_set():
            try:
                answer = (Relbot.open(index) if reopens else bot).ask(QUESTION)
            except Exception as error:  # noqa: BLE001 - nothing at all may be raised
                errors.append(repr(error))
                return
            replies[answer.generation].add(reply(answer))
            counts[thread] += 1
            with answered.get_lock():
                answered.value += 1

    workers = [threading.Thread(target=ask, args=(thread,)) for thread in range(threads)]
    for worker in workers:
        worker.start()
    parent.send("ready")
    for worker in workers:
        worker.join()
    parent.send(LoadReport(sum(counts), dict(replies), errors))

"""QueryLoad that ask without pause, in threads of processes of their own, and tell what they were answered."""

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

import psutil

from index.build_processes import PROCESSES
from relbot import Relbot
from relbot.answer import Answer

Reply = tuple[object, ...]

QUESTION = "When did the embassy in Tirana open?"


@dataclass(frozen=True)
class LoadReport:
    """What a process of readers was told."""

    asked: int
    replies: dict[str, set[Reply]]
    """By the generation that answered."""
    troubles: list[str]
    """What was raised or logged as a warning."""


def reply(answer: Answer) -> Reply:
    """All of an answer that comes from the index."""
    return answer.answered, answer.text, tuple((c.document.path, c.quote, c.start) for c in answer.citations)


class QueryLoad:
    """Some processes that follow an index, each with some threads, and one that opens it anew for each question."""

    def __init__(self, index: Path, *, following: int, threads: int) -> None:
        self._done = PROCESSES.Event()
        self._asked = PROCESSES.Value("q", 0)
        self._ends: list[Connection] = []
        self._processes = []
        for fresh in [False] * following + [True]:
            ours, theirs = PROCESSES.Pipe()
            arguments = (index, 1 if fresh else threads, fresh, self._asked, self._done, theirs)
            process = PROCESSES.Process(target=_ask_on, args=arguments, daemon=True)
            process.start()
            self._ends.append(ours)
            self._processes.append(process)
        self.following = [psutil.Process(process.pid) for process in self._processes[:-1]]
        for end in self._ends:
            assert end.recv() == "ready"

    @property
    def asked(self) -> int:
        """How many questions were answered so far, by all."""
        return int(self._asked.value)

    def stop(self) -> list[LoadReport]:
        self._done.set()
        seen = [end.recv() for end in self._ends]
        for process in self._processes:
            process.join(30)
            assert process.exitcode == 0
        return seen

    def __enter__(self) -> QueryLoad:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._done.set()
        for process in self._processes:
            process.kill()
            process.join()


class _Troubles(logging.Handler):
    def __init__(self, troubles: list[str]) -> None:
        super().__init__(logging.WARNING)
        self._troubles = troubles

    def emit(self, record: logging.LogRecord) -> None:
        self._troubles.append(record.getMessage())


def _ask_on(index: Path, threads: int, fresh: bool, asked: Synchronized[int], done: Event, parent: Connection) -> None:
    os.nice(5)  # on two cores, what they ask about goes first
    replies: defaultdict[str, set[Reply]] = defaultdict(set)
    troubles: list[str] = []
    logging.getLogger("relbot").addHandler(_Troubles(troubles))
    bot = Relbot.open(index)
    counts = [0] * threads

    def ask(thread: int) -> None:
        while not done.is_set():
            try:
                answer = (Relbot.open(index) if fresh else bot).ask(QUESTION)
            except Exception as error:  # noqa: BLE001 - nothing at all may be raised
                troubles.append(repr(error))
                return
            replies[answer.generation].add(reply(answer))
            counts[thread] += 1
            with asked.get_lock():
                asked.value += 1

    everyone = [threading.Thread(target=ask, args=(thread,)) for thread in range(threads)]
    for one in everyone:
        one.start()
    parent.send("ready")
    for one in everyone:
        one.join()
    parent.send(LoadReport(sum(counts), dict(replies), troubles))

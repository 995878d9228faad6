"""A daemon thread that runs jobs one after another."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from typing import Any, TypeVar

T = TypeVar("T")

WORKER = "worker"
"""The name of a worker's thread."""


class WorkerCrashed(Exception):
    """A job ended in a BaseException that is no Exception, such as a panic in a Rust library."""


class Worker:
    """Runs submitted jobs in order.

    The thread is a daemon, so that a job that never ends does not keep the process from exiting; the threads of a
    ThreadPoolExecutor do.
    """

    def __init__(self) -> None:
        self._jobs: SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = SimpleQueue()
        threading.Thread(target=self._run, name=WORKER, daemon=True).start()

    def submit(self, future: Future[T], job: Callable[[], T]) -> None:
        """Queue a job; its result or exception is set on the future."""
        self._jobs.put((future, job))

    def stop(self) -> None:
        """End the thread after the jobs that are queued."""
        self._jobs.put(None)

    def _run(self) -> None:
        while item := self._jobs.get():
            _run_job(*item)
            del item  # an idle worker keeps no reference to its last job


def _run_job(future: Future[T], job: Callable[[], T]) -> None:
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(job())
    except Exception as error:  # noqa: BLE001 - it is raised where the future is awaited
        future.set_exception(error)
    except BaseException as error:  # noqa: BLE001 - a Rust panic is one, and the awaiting coroutine must get it
        crash = WorkerCrashed(f"{type(error).__name__}: {error}").with_traceback(error.__traceback__)
        future.set_exception(crash)

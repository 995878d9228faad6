"""The bounded queue in front of the engine: jobs run one at a time in a worker thread, off the event loop."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from queue import SimpleQueue
from typing import Any, TypeVar

_log = logging.getLogger(__name__)

T = TypeVar("T")

WORKER = "worker"
"""The name of a worker's thread."""
MAX_STUCK_WORKERS = 3
"""The most stuck workers before every job is rejected as busy. Each costs a thread and the memory of its job; if three
are stuck, so is the engine, and a fourth would be too."""


class WorkerCrashed(Exception):
    """A job raised a BaseException that is not an Exception, such as a panic in a Rust library."""


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


class Busy(Exception):
    """The queue is full, or the job timed out while it waited."""


class WorkerStuck(Busy):
    """The job was started, and timed out while it ran."""


class Dispatcher:
    """Runs jobs for the event loop in a worker thread, one at a time.

    One at a time, since a search uses several cores by itself and the event loop should always find one. At most
    `capacity` jobs wait or run, and none takes longer than `timeout` seconds for waiting and running together. If a job
    runs for longer than that by itself, its worker counts as stuck and a new one takes over the queue, up to
    `MAX_STUCK_WORKERS` times. The result of a job that timed out is discarded.
    """

    def __init__(self, capacity: int, timeout: float) -> None:
        self._capacity, self._timeout = capacity, timeout
        self._pending = 0
        """Jobs that wait or run, except those whose worker is stuck."""
        self._running = asyncio.Semaphore(1)
        self._stuck: set[Future[Any]] = set()
        self._idle_worker: Worker | None = None
        self._closed = False

    @property
    def pending(self) -> int:
        """Jobs that wait or run."""
        return self._pending

    async def run(self, job: Callable[[], T]) -> T:
        """Run the job when its turn comes. Raises Busy, WorkerStuck, WorkerCrashed, and whatever the job raises."""
        if self._closed or self._pending >= self._capacity or len(self._stuck) > MAX_STUCK_WORKERS:
            raise Busy
        future: Future[T] | None = None
        try:
            async with asyncio.timeout(self._timeout) as limit:
                self._pending += 1
                try:
                    await self._running.acquire()
                except BaseException:
                    self._pending -= 1
                    raise
                future = self._start(job)
                return await asyncio.wrap_future(future)
        except TimeoutError:
            if not limit.expired():  # the job itself raised it
                raise
            raise (WorkerStuck if future else Busy) from None

    def close(self) -> None:
        """Reject new jobs. The running one finishes, unless the process exits first."""
        self._closed = True
        self._release(None)

    def _start(self, job: Callable[[], T]) -> Future[T]:
        loop = asyncio.get_running_loop()
        worker, self._idle_worker = self._idle_worker or Worker(), None
        future: Future[T] = Future()
        timer = loop.call_later(self._timeout, self._mark_stuck, future)

        def finished(_: Future[T]) -> None:
            with suppress(RuntimeError):  # the loop is closed
                loop.call_soon_threadsafe(self._finish, future, worker, timer)

        future.add_done_callback(finished)
        worker.submit(future, job)
        return future

    def _finish(self, future: Future[Any], worker: Worker, timer: asyncio.TimerHandle) -> None:
        """Free the job's place in the queue once it has ended, even if its caller gave up earlier."""
        timer.cancel()
        self._release(worker)
        if future not in self._stuck:
            self._pending -= 1
            self._running.release()
            return
        self._stuck.remove(future)
        _log.warning("A stuck worker has finished; %d of %d are stuck", len(self._stuck), MAX_STUCK_WORKERS + 1)
        if len(self._stuck) == MAX_STUCK_WORKERS:
            self._running.release()

    def _mark_stuck(self, future: Future[Any]) -> None:
        self._pending -= 1
        self._stuck.add(future)
        replaceable = len(self._stuck) <= MAX_STUCK_WORKERS
        outcome = "a new one takes over" if replaceable else "no more are started, so that every request is turned away"
        stuck, limit = len(self._stuck), MAX_STUCK_WORKERS + 1
        _log.error("A worker is stuck after %g s: %s (%d of %d)", self._timeout, outcome, stuck, limit)
        if replaceable:
            self._running.release()

    def _release(self, worker: Worker | None) -> None:
        """Keep one idle worker for the next job, and stop the one kept before."""
        if self._idle_worker:
            self._idle_worker.stop()
        self._idle_worker = worker
        if self._closed and worker:
            worker.stop()

"""A connection to a Qdrant server, which makes every request and turns its failures into errors for users.

Requests are made over REST. If the server restarts, is busy or cannot be reached, a request is retried for as long as
the caller's patience lasts; every request may be repeated, as points are written by id.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import TypeVar

import httpx
from pydantic import ValidationError
from qdrant_client import QdrantClient
from qdrant_client.common.client_exceptions import QdrantException
from qdrant_client.http.exceptions import ResponseHandlingException, UnexpectedResponse

from relbot.index.qdrant.address import Address
from relbot.index.qdrant.errors import IndexKeyRefused, IndexUnreachable
from relbot.secret import Secret

T = TypeVar("T")

READING_TIMEOUT, WRITING_TIMEOUT = 5, 60
"""Timeout of a request in seconds, for questions and for builds."""
READING_PATIENCE, WRITING_PATIENCE = 1.0, 120.0
"""Seconds for which a failed request is retried: someone is waiting for the answer to a question, but a build may take
hours and should survive a restart of the server."""
STARTING_PATIENCE = 15.0
"""The same for a build until the server has answered once: it may be starting, or the address may be wrong."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0
_REFUSED, _MISSING, _CONFLICT = (401, 403), 404, 409
_PASSING = (408, 429, 500, 502, 503, 504)
"""Status codes of a server that is starting, is overloaded or has lost part of its cluster."""


class CollectionMissing(Exception):
    """A collection or alias does not exist; the caller decides what that means."""


class CollectionExists(Exception):
    """A collection to be created exists already."""


class Connection:
    """A connection to the server of an address. Thread-safe; it sends nothing before the first request."""

    def __init__(self, address: Address, key: Secret | None, timeout: int, patience: float) -> None:
        self.address = address
        self._timeout, self._patience = timeout, patience
        self._has_answered = False
        self._client = QdrantClient(
            url=address.url,
            metadata={"api-key": key.reveal()} if key else {},
            timeout=timeout,
            check_compatibility=False,
            # By default the client would open a connection per request to a local server, and one for every thread.
            limits=httpx.Limits(max_connections=32, max_keepalive_connections=8),
        )

    def request(self, request: Callable[[QdrantClient], T]) -> T:
        """Return the result of a request, which is retried if that may help.

        Raises CollectionMissing, CollectionExists, IndexKeyRefused, IndexUnreachable.
        """
        started, pause = time.monotonic(), _FIRST_PAUSE
        while True:
            try:
                result = request(self._client)
            except (UnexpectedResponse, ResponseHandlingException, QdrantException) as error:
                self._has_answered = self._has_answered or isinstance(error, UnexpectedResponse)
                patience = self._patience if self._has_answered else min(self._patience, STARTING_PATIENCE)
                passing, wanted = self._meaning(error)
                if not passing or time.monotonic() - started + pause > patience:
                    raise wanted from error
            else:
                self._has_answered = True
                return result
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)

    def _meaning(self, error: Exception) -> tuple[bool, Exception]:
        """Return whether a request that failed should be retried, and the error to raise otherwise."""
        address = str(self.address)
        if isinstance(error, UnexpectedResponse):
            status = error.status_code or 0
            if status in _REFUSED:
                return False, IndexKeyRefused(address)
            if status == _MISSING:
                return False, CollectionMissing(address)
            if status == _CONFLICT or b"already exists" in error.content:
                return False, CollectionExists(address)
            return status in _PASSING, IndexUnreachable(address, f"it answers with status {status}{_said(error)}")
        source = getattr(error, "source", error)
        if isinstance(source, ValidationError):
            return False, IndexUnreachable(address, "it answers as no version of Qdrant that relbot knows")
        if isinstance(source, httpx.TimeoutException):  # not retried for a question, which has waited long enough
            slow = IndexUnreachable(address, f"it does not answer within {self._timeout} seconds")
            return self._patience > self._timeout, slow
        why = str(source).splitlines()[0][:100] if str(source) else type(source).__name__
        return True, IndexUnreachable(address, why)


def _said(error: UnexpectedResponse) -> str:
    """Return the server's error message, shortened and preceded by a colon; empty if there is none."""
    try:
        said = json.loads(error.content)["status"]["error"]
    except (ValueError, LookupError, TypeError):
        return ""
    return f": {' '.join(str(said).split())[:150]}"

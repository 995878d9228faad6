"""A connection to a Qdrant server: every request is made here, and whatever goes wrong with it is told in a sentence.

Requests are over REST. A server that restarts, is busy or cannot be reached is asked again for as long as the caller is
patient; every request is one that may be repeated, as points are written by id.
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
"""Seconds until a request is given up, of a question and of a build."""
READING_PATIENCE, WRITING_PATIENCE = 1.0, 120.0
"""Seconds over which a request that failed is made again: a question is waited for, a build may take hours and should
outlast a restart of the server."""
STARTING_PATIENCE = 15.0
"""The same of a build whose server has not answered yet: it may be starting, or the address be wrong."""
_FIRST_PAUSE, _LONGEST_PAUSE = 0.1, 5.0
_REFUSED, _MISSING, _CONFLICT = (401, 403), 404, 409
_PASSING = (408, 429, 500, 502, 503, 504)
"""Statuses of a server that starts, is overloaded or has lost a part of its cluster."""


class CollectionMissing(Exception):
    """A collection or alias does not exist; what that means is for the caller to say."""


class CollectionExists(Exception):
    """A collection exists that was to be created."""


class Connection:
    """A connection to the server of an address. Thread-safe; nothing is sent before the first request."""

    def __init__(self, address: Address, key: Secret | None, timeout: int, patience: float) -> None:
        self.address = address
        self._timeout, self._patience = timeout, patience
        self._has_answered = False
        self._client = QdrantClient(
            url=address.url,
            metadata={"api-key": key.reveal()} if key else {},
            timeout=timeout,
            check_compatibility=False,
            # The client would open a connection for each request to this machine, and as many as there are threads.
            limits=httpx.Limits(max_connections=32, max_keepalive_connections=8),
        )

    def request(self, request: Callable[[QdrantClient], T]) -> T:
        """The result of a request, made again where that may help.

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
        """Whether an error may pass by itself, and what it is to be told as."""
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
        if isinstance(source, httpx.TimeoutException):  # whoever asks has waited long enough
            slow = IndexUnreachable(address, f"it does not answer within {self._timeout} seconds")
            return self._patience > self._timeout, slow
        why = str(source).splitlines()[0][:100] if str(source) else type(source).__name__
        return True, IndexUnreachable(address, why)


def _said(error: UnexpectedResponse) -> str:
    """What the server says of an error, in brief."""
    try:
        said = json.loads(error.content)["status"]["error"]
    except (ValueError, LookupError, TypeError):
        return ""
    return f": {' '.join(str(said).split())[:150]}"

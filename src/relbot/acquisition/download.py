"""Downloads over HTTP, from public addresses only, with limits on bytes, redirects and seconds.

Redirects are followed here and not by the library, so that each goes through the same checks as the first address.
"""

from __future__ import annotations

import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urldefrag, urljoin

import httpx2

from relbot import __version__
from relbot.acquisition.connections import Deadline, Resolve, is_public, resolve
from relbot.corpus.sidecar import Sidecar

_USER_AGENT = f"relbot/{__version__} (reads documents to answer questions about them)"
MAX_BYTES = 64 * 1024 * 1024
"""The largest document, in bytes; no format allows a larger source."""
_MAX_REDIRECTS = 5
_MAX_URL = 1_900
"""The longest address, in characters after percent-encoding; a sidecar keeps 2,000 of a value."""
_MAX_VALIDATOR = 500
"""The longest ETag or date of last change that is kept, in characters."""
_HTTPS, _HTTP = 443, 80


class FetchFailed(Exception):
    """A document could not be fetched; the message is the reason, without a period."""

    def __init__(self, why: str, status: int | None = None) -> None:
        super().__init__(why)
        self.status = status


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document as a server sent it."""

    url: str
    """The address after all redirects, without a fragment."""
    data: bytes
    content_type: str
    """The media type, in lower case, without parameters; empty if the server names none."""
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Web:
    """A client for the web with limits, which are its fields; tests set them to reach a server of their own."""

    allow_http: bool = False
    """Whether a connection may be unencrypted."""
    resolve: Resolve = resolve
    is_allowed: Callable[[str], bool] = is_public
    """Whether an IP address may be connected to."""
    certificates: ssl.SSLContext = field(default_factory=lambda: httpx2.create_ssl_context(trust_env=False))
    seconds: float = 120.0
    """The time limit for a document, including redirects."""
    silence: float = 20.0
    """The longest silence of a server, in seconds."""
    interval: float = 1.0
    """The least seconds between two documents of one host."""
    _last: dict[str, float] = field(default_factory=dict)

    def fetch(self, url: str, known: Sidecar | None = None, *, interval: float = 0.0) -> Fetched | None:
        """Fetch the document at an address; return None if it is still the one whose validators are `known`.

        Waits until the larger of `interval` and the field of that name, in seconds, has passed since the last document
        of the same host. Raises FetchFailed.
        """
        host = self._request(url, {}).url.netloc.decode("ascii")
        self._wait(host, max(interval, self.interval))
        until = time.monotonic() + self.seconds
        for _ in range(_MAX_REDIRECTS + 1):
            request = self._request(url, _headers(known))
            url = str(request.url)
            with self._response(request, until) as response:
                if response.status_code == httpx2.codes.NOT_MODIFIED and known:
                    return None
                if response.has_redirect_location:
                    url = _joined(url, response.headers["location"])
                    continue
                if response.status_code != httpx2.codes.OK:
                    phrase = f"{response.status_code} {response.reason_phrase}".strip()
                    raise FetchFailed(f"the server answers {phrase}", response.status_code)
                return Fetched(
                    url,
                    self._read(response, until),
                    response.headers.get("content-type", "").partition(";")[0].strip().lower(),
                    _validator(response.headers, "etag"),
                    _validator(response.headers, "last-modified"),
                )
        raise FetchFailed(f"it is redirected more than {_MAX_REDIRECTS} times")

    def _wait(self, host: str, interval: float) -> None:
        due = self._last.get(host, -interval) + interval
        time.sleep(max(0.0, due - time.monotonic()))
        self._last[host] = time.monotonic()

    @contextmanager
    def _response(self, request: httpx2.Request, until: float) -> Iterator[httpx2.Response]:
        """Send a request on its own connection and provide the response, its body not yet read. Raises FetchFailed."""
        with Deadline(until) as deadline, httpx2.HTTPTransport(self.certificates, trust_env=False) as transport:
            try:
                response = self._send(transport, request, deadline)
                try:
                    yield response
                finally:
                    response.close()
            except httpx2.TimeoutException:
                raise FetchFailed("the server does not answer in time") from None
            except (httpx2.HTTPError, httpx2.StreamError, OSError) as error:
                is_late = deadline.is_over
                why = "the server does not answer in time" if is_late else f"the connection fails ({error})"
                raise FetchFailed(why) from None

    def _request(self, url: str, headers: Mapping[str, str]) -> httpx2.Request:
        """Build a request for an address that may be fetched. Raises FetchFailed."""
        if len(url) > _MAX_URL:
            raise FetchFailed(f"it, or what it is redirected to, has more than {_MAX_URL:,} characters")
        try:
            request = httpx2.Request("GET", urldefrag(url).url, headers=headers)
        except (httpx2.InvalidURL, ValueError):
            raise FetchFailed("it, or what it is redirected to, is no address") from None
        scheme = request.url.scheme
        if scheme not in ("http", "https") or not request.url.host or request.url.userinfo:
            raise FetchFailed("it, or what it is redirected to, is no https address")
        if scheme == "http" and not self.allow_http:
            raise FetchFailed("http:// is not encrypted; use https://, or --http where that is what you want")
        return request

    def _send(self, transport: httpx2.HTTPTransport, request: httpx2.Request, deadline: Deadline) -> httpx2.Response:
        """Send a request to a checked IP address of its host. Raises FetchFailed and the errors of the library."""
        url, host = request.url, request.url.raw_host.decode("ascii")
        timeout = httpx2.Timeout(self.silence).as_dict()
        request.extensions = {"sni_hostname": host, "timeout": timeout, "trace": deadline.trace}
        *others, last = self._addresses(host, url.port or (_HTTPS if url.scheme == "https" else _HTTP))
        for address in others:
            request.url = url.copy_with(host=address)
            try:
                return transport.handle_request(request)
            except (httpx2.ConnectError, httpx2.ConnectTimeout):  # e.g. IPv6 without a route
                continue
        request.url = url.copy_with(host=last)
        return transport.handle_request(request)

    def _addresses(self, host: str, port: int) -> list[str]:
        """Return the IP addresses of a host, all of which must be allowed. Raises FetchFailed."""
        try:
            found = list(self.resolve(host, port))
        except (OSError, UnicodeError):
            found = []
        if not found:
            raise FetchFailed(f"no address is found for {host[:200]}: it is misspelt, or this machine is offline")
        if not all(map(self.is_allowed, found)):
            raise FetchFailed(f"{host[:200]} is an address of a private network, which is not fetched from")
        return found

    def _read(self, response: httpx2.Response, until: float) -> bytes:
        data = bytearray()
        for part in response.iter_bytes():
            data += part
            if len(data) > MAX_BYTES:
                raise FetchFailed(f"it is larger than {MAX_BYTES // 1024 // 1024} MB")
        if time.monotonic() >= until:  # a body of unknown length seems complete when the deadline ends it
            raise FetchFailed("the server does not answer in time")
        return bytes(data)


def _headers(known: Sidecar | None) -> dict[str, str]:
    headers = {"User-Agent": _USER_AGENT, "Accept": "*/*", "Accept-Encoding": "gzip", "Connection": "close"}
    if known and known.etag:
        headers["If-None-Match"] = known.etag
    if known and known.last_modified:
        headers["If-Modified-Since"] = known.last_modified
    return headers


def _joined(url: str, location: str) -> str:
    """Return the address of a redirect, or what the server says instead, which is told as no address."""
    try:
        return urljoin(url, location)
    except ValueError:
        return location


def _validator(headers: httpx2.Headers, name: str) -> str | None:
    value = headers.get(name, "")
    return value if value.isascii() and value.isprintable() and 0 < len(value) <= _MAX_VALIDATOR else None

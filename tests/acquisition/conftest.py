"""A web of one server, on an address of its own on this machine, which names of hosts lead to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from relbot.acquisition.connections import is_public, resolve
from relbot.acquisition.download import Web

ADDRESS = "127.0.0.2"
HOST = "docs.test"

Reply = tuple[int, Mapping[str, str], bytes]
Handler = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """What a server has to say, by path: a text, a reply (status, headers, body), or a function that handles it."""

    server: ThreadingHTTPServer
    pages: dict[str, str | Reply | Handler] = field(default_factory=dict)
    asked: list[tuple[str, str, Mapping[str, str]]] = field(default_factory=list)
    """(host, path, headers) of each request."""
    names: dict[str, list[str]] = field(default_factory=lambda: {HOST: [ADDRESS]})
    """The addresses of hosts; others are resolved as the operating system does."""
    resolved: list[str] = field(default_factory=list)

    @property
    def port(self) -> int:
        return self.server.server_port

    @property
    def root(self) -> str:
        return f"http://{HOST}:{self.port}"

    def web(self, **bounds: object) -> Web:
        """A web in which this server is public."""

        def look_up(host: str, port: int) -> list[str]:
            self.resolved.append(host)
            return self.names[host] if host in self.names else resolve(host, port)

        web = Web(resolve=look_up, is_allowed=lambda a: a == ADDRESS or is_public(a), interval=0, allow_http=True)
        return replace(web, **bounds)  # type: ignore[arg-type]

    @property
    def paths(self) -> list[str]:
        return [path for _, path, _ in self.asked]


@pytest.fixture
def site() -> Iterator[Site]:
    class Answering(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append((self.headers["Host"], self.path, dict(self.headers)))
            page = found.pages.get(self.path, (404, {}, b""))
            if callable(page):
                page(self)
                return
            status, headers, body = (
                (200, {"Content-Type": "text/plain"}, page.encode()) if isinstance(page, str) else page
            )
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    try:
        server = ThreadingHTTPServer((ADDRESS, 0), Answering)
    except OSError:
        pytest.skip(f"{ADDRESS} is no address of this machine")
    found = Site(server)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()

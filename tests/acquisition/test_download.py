from __future__ import annotations

import gzip
import socket
import ssl
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from shutil import which

import pytest

from acquisition.conftest import ADDRESS, HOST, Site
from acquisition.test_addresses import PRIVATE
from relbot import __version__
from relbot.acquisition import download
from relbot.acquisition.download import Fetched, FetchFailed, Web
from relbot.corpus.sidecar import Sidecar


def why(web: Web, url: str) -> str:
    with pytest.raises(FetchFailed) as failed:
        web.fetch(url)
    return str(failed.value)


def test_a_document_is_fetched_with_what_is_known_of_it(site: Site) -> None:
    headers = {
        "Content-Type": "text/Markdown; charset=utf-8",
        "ETag": '"a1"',
        "Last-Modified": "Thu, 01 Jan 2026 00:00:00 GMT",
    }
    site.pages["/a%20b.md?v=1"] = (200, headers, b"# A")
    found = site.web().fetch(f"{site.root}/a b.md?v=1#part")
    expected = (b"# A", "text/markdown", '"a1"', headers["Last-Modified"])
    assert found == Fetched(f"{site.root}/a%20b.md?v=1", *expected)
    ((host, _, sent),) = site.asked
    assert host == f"{HOST}:{site.port}"
    assert sent["User-Agent"].startswith(f"relbot/{__version__} ")


def test_redirects_are_followed_within_bounds(site: Site) -> None:
    site.pages |= {
        "/old": (301, {"Location": "/new"}, b""),
        "/new": (302, {"Location": "../last"}, b""),
        "/last": "Here.",
    }
    found = site.web().fetch(f"{site.root}/old")
    assert found is not None
    assert (found.url, found.data) == (f"{site.root}/last", b"Here.")
    site.pages["/loop"] = (302, {"Location": "/loop"}, b"")
    assert why(site.web(), f"{site.root}/loop") == "it is redirected more than 5 times"
    assert site.paths.count("/loop") == 6


@pytest.mark.parametrize(
    "location",
    [
        *(f"http://[{address}]/" if ":" in address else f"http://{address}/" for address in PRIVATE),
        *("http://2130706433/", "http://0x7f.1/", "http://127.1/", "http://localhost/", "//localhost/x"),
        *("http://internal.test/", "http://mixed.test/", "http://169.254.169.254/latest/meta-data/"),
    ],
)
def test_a_redirect_to_a_private_address_is_not_followed(location: str, site: Site) -> None:
    site.names |= {"internal.test": ["10.0.0.7"], "mixed.test": ["1.1.1.1", "10.0.0.7"]}
    site.pages["/"] = (302, {"Location": location}, b"")
    reason = why(site.web(seconds=5), site.root)
    assert reason.endswith("is an address of a private network, which is not fetched from") or "no host" in reason
    assert site.paths == ["/"]


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "ftp://docs.test/", "gopher://x", "http://a:b@docs.test/", "javascript:x", "http://[::1"],
)
def test_a_redirect_to_anything_but_the_web_is_not_followed(location: str, site: Site) -> None:
    site.pages["/"] = (302, {"Location": location}, b"")
    assert why(site.web(), site.root).startswith("it, or what it is redirected to, is no")


def test_a_name_that_changes_its_address_after_the_check_is_of_no_use(site: Site) -> None:
    answers = iter([[ADDRESS], ["169.254.169.254"]])
    site.pages["/"] = "Here."
    web = site.web(resolve=lambda *_: next(answers))
    assert web.fetch(site.root)
    assert why(web, site.root) == f"{HOST} is an address of a private network, which is not fetched from"


def test_of_several_addresses_one_that_answers_is_taken(site: Site) -> None:
    site.pages["/"] = "Here."
    site.names[HOST] = ["127.0.0.3", ADDRESS]
    assert site.web(is_allowed=lambda _: True).fetch(site.root)


def test_without_encryption_nothing_is_fetched_unless_asked_for(site: Site) -> None:
    assert why(site.web(allow_http=False), site.root).startswith("http:// is not encrypted; use https://")
    assert site.asked == []


def test_no_proxy_of_the_environment_stands_between(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    site.pages["/"] = "Here."
    assert site.web().fetch(site.root)


@pytest.mark.parametrize("packed", [False, True])
def test_what_is_too_large_is_given_up_while_it_comes(
    packed: bool, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "MAX_BYTES", 1024 * 1024)
    body = b"a" * 2_000_000
    site.pages["/"] = (200, {"Content-Encoding": "gzip"}, gzip.compress(body)) if packed else (200, {}, body)
    assert why(site.web(), site.root) == "it is larger than 1 MB"


@pytest.mark.parametrize("part", ["headers", "body"])
def test_a_server_that_dawdles_is_given_up(part: str, site: Site) -> None:
    def drip(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n" + (b"\r\n" if part == "body" else b"X-Long: "))
        with suppress(OSError):
            for _ in range(100):
                handler.wfile.write(b"a")
                handler.wfile.flush()
                time.sleep(0.05)

    site.pages["/"] = drip
    began = time.monotonic()
    assert why(site.web(seconds=0.5), site.root) == "the server does not answer in time"
    assert time.monotonic() - began < 3


def test_a_server_that_sends_one_on_at_the_last_moment_gains_nothing(site: Site) -> None:
    def lead_on(handler: BaseHTTPRequestHandler) -> None:
        time.sleep(0.3)
        with suppress(OSError):
            handler.wfile.write(b"HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n")

    def drip(handler: BaseHTTPRequestHandler) -> None:
        with suppress(OSError):
            for letter in b"HTTP/1.1 200 OK\r\nX-Long: " + b"a" * 100:
                handler.wfile.write(bytes([letter]))
                handler.wfile.flush()
                time.sleep(0.05)

    site.pages |= {"/": lead_on, "/next": drip}
    began = time.monotonic()
    for seconds in (0.3, 0.4):
        assert why(site.web(seconds=seconds), site.root) == "the server does not answer in time"
    assert time.monotonic() - began < 6


@pytest.mark.parametrize("sent", [b"", b"\x16\x03\x03\x40\x00"])
def test_a_handshake_that_never_ends_is_given_up(sent: bytes) -> None:
    with socket.create_server((ADDRESS, 0)) as server, ThreadPoolExecutor(1) as pool:

        def drip() -> None:
            connection, _ = server.accept()
            with connection, suppress(OSError):
                connection.sendall(sent)
                for _ in range(100):
                    connection.sendall(b"\x01")
                    time.sleep(0.05)

        pool.submit(drip)
        web = Web(is_allowed=lambda _: True, seconds=0.5)
        began = time.monotonic()
        reason = why(web, f"https://{ADDRESS}:{server.getsockname()[1]}/")
        assert reason == "the server does not answer in time" or not sent
        assert time.monotonic() - began < 3


def test_a_server_that_is_silent_is_given_up(site: Site) -> None:
    site.pages["/"] = lambda _: time.sleep(1)
    assert why(site.web(silence=0.2), site.root) == "the server does not answer in time"


def test_what_a_server_refuses_is_told(site: Site) -> None:
    assert why(site.web(), f"{site.root}/none") == "the server answers 404 Not Found"

    def babble(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"nonsense\r\n\r\n")

    site.pages["/"] = babble
    assert why(site.web(), site.root).startswith("the connection fails (")
    site.pages["/"] = (200, {"Content-Encoding": "gzip"}, b"not gzip")
    assert why(site.web(), site.root).startswith("the connection fails (")
    assert why(site.web(), f"http://{HOST}:1/").startswith("the connection fails (")
    assert why(site.web(), "http://none.invalid/") == (
        "no address is found for none.invalid: it is misspelt, or this machine is offline"
    )
    assert why(site.web(), f"{site.root}/{'a' * 3_000}").startswith(
        "it, or what it is redirected to, has more than 1,900"
    )
    assert why(site.web(), "http://a\nb/") == "it, or what it is redirected to, is no address"


def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(304 if handler.headers["If-None-Match"] == '"a1"' else 200)
        handler.end_headers()

    site.pages["/"] = answer
    assert site.web().fetch(site.root, Sidecar(etag='"a1"', last_modified="then")) is None
    assert site.asked[0][2]["If-Modified-Since"] == "then"
    assert site.web().fetch(site.root, Sidecar(etag='"a0"')) is not None


def test_a_host_is_asked_at_a_measured_pace(site: Site) -> None:
    site.pages["/"] = "Here."
    web = site.web(interval=0.2)
    began = time.monotonic()
    for _ in range(3):
        web.fetch(site.root)
    assert 0.4 <= time.monotonic() - began < 3


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of docs.test, and its key, in one file."""
    openssl, file = which("openssl"), tmp_path_factory.mktemp("tls") / "docs.pem"
    if openssl is None:
        pytest.skip("openssl is not installed")
    options = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    names = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    subprocess.run(
        [openssl, "req", *options, *names, "-keyout", file, "-out", f"{file}.crt"], check=True, capture_output=True
    )
    file.write_bytes(file.read_bytes() + Path(f"{file}.crt").read_bytes())
    return file


@pytest.fixture
def secure(site: Site, certificate: Path) -> Site:
    """The same site, whose connections are encrypted."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    site.server.socket = context.wrap_socket(site.server.socket, server_side=True)
    return site


def test_a_certificate_is_checked_against_the_name_and_not_the_address(secure: Site, certificate: Path) -> None:
    secure.pages["/"] = "Here."
    secure.names["other.test"] = [ADDRESS]
    web = secure.web(allow_http=False, certificates=ssl.create_default_context(cafile=f"{certificate}.crt"))
    assert web.fetch(f"https://{HOST}:{secure.port}/")
    assert "certificate" in why(web, f"https://other.test:{secure.port}/")
    assert "certificate" in why(secure.web(), f"https://{HOST}:{secure.port}/")

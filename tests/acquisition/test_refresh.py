from __future__ import annotations

from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from acquisition.conftest import HOST, Site
from acquisition.test_add import files, outcome, said_of
from relbot.acquisition.add import Added, Adding, refresh
from relbot.corpus.sidecar import Sidecar


class Document:
    """A document of a server that knows whether it has changed."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __call__(self, handler: BaseHTTPRequestHandler) -> None:
        etag = f'"{len(self.text)}"'
        is_same = handler.headers["If-None-Match"] == etag
        handler.send_response(304 if is_same else 200)
        handler.send_header("ETag", etag)
        handler.send_header("Content-Type", "text/markdown")
        handler.end_headers()
        if not is_same:
            handler.wfile.write(self.text.encode())


@pytest.fixture
def corpus(tmp_path: Path, site: Site) -> Path:
    """A corpus with a file of one's own and two that were fetched, a and b."""
    folder = tmp_path / "corpus"
    site.pages |= {"/a": Document("A."), "/b": Document("B.")}
    adding = Adding(folder, site.web(), Sidecar(licence="MIT"))
    for path in ("/a", "/b"):
        outcome(adding, f"{site.root}{path}")
    (folder / "own.md").write_text("Mine.")
    return folder


def refreshed(corpus: Path, site: Site) -> dict[str, str]:
    """What came of each source, by the last part of its path."""
    found = list(refresh(corpus, site.web(allow_http=False)))
    return {each.path.rpartition("/")[2]: each.change if isinstance(each, Added) else each.why for each in found}


def test_what_has_changed_is_brought_in_and_the_rest_is_not_sent(corpus: Path, site: Site) -> None:
    assert refreshed(corpus, site) == {"a.md": "unchanged", "b.md": "unchanged"}
    site.pages["/a"] = Document("A, and more.")
    assert refreshed(corpus, site) == {"a.md": "updated", "b.md": "unchanged"}
    path = f"{HOST}-{site.port}/a.md"
    assert (corpus / path).read_text() == "A, and more."
    assert (said_of(corpus, path).etag, said_of(corpus, path).licence) == ('"12"', "MIT")
    assert refreshed(corpus, site) == {"a.md": "unchanged", "b.md": "unchanged"}


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        ((404, {}, b""), "the server answers 404 Not Found"),
        (
            (302, {"Location": "http://127.0.0.1/"}, b""),
            "127.0.0.1 is an address of a private network, which is not fetched from",
        ),
        ((200, {"Content-Type": "text/plain"}, b"A"), "it is a .txt now; add it anew and remove this one"),
        ((200, {"Content-Type": "image/png"}, b"A"), "it is of a kind that is not read (image/png)"),
    ],
)
def test_what_is_gone_or_something_else_is_told_and_kept(reply: object, why: str, corpus: Path, site: Site) -> None:
    before = files(corpus)
    site.pages["/a"] = reply  # type: ignore[assignment]
    assert refreshed(corpus, site) == {"a.md": why, "b.md": "unchanged"}
    assert files(corpus) == before


def test_a_file_of_ones_own_is_not_asked_for(corpus: Path, site: Site) -> None:
    (corpus / "own.md.yaml").write_text(f"url: {site.root}/own\n")
    assert "own.md" not in refreshed(corpus, site)
    assert "/own" not in site.paths

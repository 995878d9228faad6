from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from acquisition.conftest import HOST, Site
from acquisition.test_wikipedia import EARTH
from relbot.acquisition.add import Added, Adding
from relbot.acquisition.download import Fetched, FetchFailed, Web
from relbot.corpus import folder, sidecar
from relbot.corpus.documents import read_source
from relbot.corpus.folder import scan
from relbot.corpus.formats import registry
from relbot.corpus.sidecar import Sidecar
from relbot.errors.corpus import NotAdded


def outcome(adding: Adding, target: str | Path) -> Added | str:
    """What came of a target: the source, or why it was not added."""
    (found,) = adding.add(str(target))
    return found.why if isinstance(found, NotAdded) else found


def said_of(corpus: Path, path: str) -> Sidecar:
    return sidecar.parse((corpus / f"{path}.yaml").read_bytes())


def files(folder: Path) -> list[str]:
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


@pytest.fixture
def adding(tmp_path: Path, site: Site) -> Adding:
    return Adding(tmp_path / "corpus", site.web())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "mill.md"
    found.write_bytes(b"# The mill\r\n\r\nIt is old.\r\n")
    os.utime(found, (1_700_000_000, 1_700_000_000))
    return found


def test_a_file_is_copied_byte_by_byte_with_what_is_said_of_it(file: Path, adding: Adding) -> None:
    adding = Adding(adding.corpus, adding.web, Sidecar(url="https://host/mill", licence="MIT"))
    assert outcome(adding, file) == Added("mill.md", "added")
    assert (adding.corpus / "mill.md").read_bytes() == file.read_bytes()
    assert said_of(adding.corpus, "mill.md") == Sidecar(url="https://host/mill", licence="MIT", date="2023-11-14")
    (source,) = scan(adding.corpus).sources
    assert read_source(adding.corpus, source).source.url == "https://host/mill"
    assert outcome(adding, file) == Added("mill.md", "unchanged")


def test_another_file_of_the_name_stays_unless_it_is_to_be_replaced(file: Path, adding: Adding) -> None:
    outcome(adding, file)
    file.write_text("# Another mill\n\nIt is new.\n")
    taken = f"there is another mill.md in {adding.corpus} already; --replace puts it in that place"
    assert outcome(adding, file) == taken
    assert b"old" in (adding.corpus / "mill.md").read_bytes()
    replacing = Adding(adding.corpus, adding.web, replace=True)
    assert outcome(replacing, file) == Added("mill.md", "updated")
    assert b"new" in (adding.corpus / "mill.md").read_bytes()


def test_a_link_in_the_corpus_is_replaced_and_never_written_through(file: Path, adding: Adding, tmp_path: Path) -> None:
    adding.corpus.mkdir()
    (tmp_path / "outside").write_text("secret")
    (adding.corpus / "mill.md").symlink_to(tmp_path / "outside")
    assert "already" in str(outcome(adding, file))
    assert outcome(Adding(adding.corpus, adding.web, replace=True), file) == Added("mill.md", "updated")
    assert (tmp_path / "outside").read_text() == "secret"
    assert not (adding.corpus / "mill.md").is_symlink()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("none.md", "there is no such file"),
        ("n" * 300, "it cannot be read (File name too long)"),
        ("n" * 300 + ".md", "it cannot be read (File name too long)"),
        ("link.md", "it is a symbolic link; name the file itself"),
        ("folder", "it is a folder; name the files in it"),
        ("pipe.md", "it is not a regular file"),
        ("a.exe", "it is of a kind that is not read (.exe)"),
        ("a.DOC", "it is of a kind that is not read (.doc); save it as .docx"),
        ("plain", "it is of a kind that is not read (without a suffix)"),
        (".hidden.md", "it is a hidden file"),
        ("a\nb.md", "its name has characters that cannot be shown; rename it"),
        ("a\0b.md", "it cannot be read (embedded null byte)"),
        ("large.md", "it is larger than 0 MB; split it"),
    ],
)
def test_a_file_that_cannot_be_added_is_refused_with_the_reason(
    name: str, why: str, adding: Adding, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "MAX_SOURCE_BYTES", 1_000)
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe.md")
    for present in ("a.exe", "a.DOC", "plain", ".hidden.md", "a\nb.md"):
        (tmp_path / present).write_text("x")
    (tmp_path / "large.md").write_text("x" * 1_001)
    (tmp_path / "link.md").symlink_to(tmp_path / "a.exe")
    assert outcome(adding, f"{tmp_path}/{name}") == why
    assert not adding.corpus.exists()


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("data.json", b'{"name": "relbot"}', "it is no chat export of DiscordChatExporter, the only JSON that is read; "
         "save what it says as .txt or .md"),
        ("mill.docx", b"%PDF-1.7", "it is a PDF in spite of its name; rename it to .pdf"),
        ("mill.docx", b"old", "it is plain text in spite of its name; rename it to .txt"),
        ("mill.txt", b"\0\1", "it is not text (a NUL at byte 0); save it as UTF-8 text"),
        ("mill.md", b"", "it is empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told_when_it_is_added(
    name: str, data: bytes, why: str, adding: Adding, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    assert outcome(adding, tmp_path / name) == why
    assert not adding.corpus.exists()


@pytest.mark.parametrize("pages", [None, 3])
@pytest.mark.parametrize("address", ["https://[::1", "https://docs.test:port/", "https://"])
def test_what_is_no_address_is_told(address: str, pages: int | None, adding: Adding) -> None:
    assert "is no" in str(outcome(replace(adding, pages=pages), address))


@pytest.mark.parametrize("target", ["", " "])
def test_a_target_without_a_name_is_told(target: str, adding: Adding) -> None:
    assert outcome(adding, target) == "it names nothing; name a file, or an address that begins with https://"


def test_a_corpus_that_is_no_folder_is_told(file: Path, adding: Adding) -> None:
    for present in (file, file.with_name("circle")):
        if present != file:
            present.symlink_to(present)
        told = f"{present} is no folder; name one with --corpus or RELBOT_CORPUS"
        assert outcome(replace(adding, corpus=present), file) == told


def test_what_looks_like_an_address_is_told_how_one_begins(adding: Adding) -> None:
    assert outcome(adding, "example.org") == "there is no such file; an address begins with https://"


def test_a_document_of_the_web_comes_with_its_address_and_date(site: Site, adding: Adding) -> None:
    headers = {"Content-Type": "text/markdown", "ETag": '"1"', "Last-Modified": "Sun, 02 Nov 2025 00:00:00 GMT"}
    site.pages |= {
        "/g": (302, {"Location": "/guide/mill"}, b""),
        "/guide/mill": (200, headers, b"# Mill\n\nIt is old.\n"),
    }
    path = f"{HOST}-{site.port}/guide-mill.md"
    assert outcome(adding, f"{site.root}/g#top") == Added(path, "added")
    said = said_of(adding.corpus, path)
    assert (said.url, said.origin) == (f"{site.root}/guide/mill", f"{site.root}/g#top")
    assert (said.date, said.etag, said.last_modified) == ("2025-11-02", '"1"', headers["Last-Modified"])
    assert said.fetched is not None
    (source,) = scan(adding.corpus).sources
    assert read_source(adding.corpus, source).source.url == said.url


def test_the_same_address_updates_its_file_and_keeps_what_was_said(site: Site, adding: Adding) -> None:
    path = f"{HOST}-{site.port}/a.md"
    site.pages["/a.md"] = "One."
    outcome(Adding(adding.corpus, adding.web, Sidecar(title="My title")), f"{site.root}/a.md")
    site.pages["/a.md"] = "Two."
    assert outcome(adding, f"{site.root}/a.md") == Added(path, "updated")
    assert outcome(adding, f"{site.root}/a.md") == Added(path, "unchanged")
    assert (adding.corpus / path).read_text() == "Two."
    assert said_of(adding.corpus, path).title == "My title"
    assert files(adding.corpus) == [path, f"{path}.yaml"]


def test_two_addresses_never_share_a_file(site: Site, adding: Adding) -> None:
    site.pages |= {"/a/b.md": "One.", "/a-b.md": "Two."}
    for _ in range(2):
        for path in site.pages:
            assert isinstance(outcome(adding, f"{site.root}{path}"), Added)
    texts = {source.path: (adding.corpus / source.path).read_text() for source in scan(adding.corpus).sources}
    assert sorted(texts.values()) == ["One.", "Two."]


def test_a_file_of_ones_own_is_not_overwritten_by_the_web(site: Site, adding: Adding) -> None:
    own = adding.corpus / f"{HOST}-{site.port}" / "a.md"
    own.parent.mkdir(parents=True)
    own.write_text("Mine.")
    site.pages["/a.md"] = "Theirs."
    found = outcome(adding, f"{site.root}/a.md")
    assert isinstance(found, Added)
    assert found.path != f"{HOST}-{site.port}/a.md"
    assert own.read_text() == "Mine."


def test_a_folder_that_leads_out_of_the_corpus_is_not_written_to(site: Site, adding: Adding, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    adding.corpus.mkdir()
    (adding.corpus / f"{HOST}-{site.port}").symlink_to(tmp_path / "outside")
    site.pages["/a.md"] = "Theirs."
    assert str(outcome(adding, f"{site.root}/a.md")).endswith("is a symbolic link that leads out of the corpus folder")
    assert files(tmp_path / "outside") == []


def test_what_is_not_read_is_not_added(site: Site, adding: Adding) -> None:
    site.pages["/a.md"] = (200, {"Content-Type": "image/png"}, b"png")
    assert outcome(adding, f"{site.root}/a.md") == "it is of a kind that is not read (image/png)"
    assert outcome(adding, f"{site.root}/none") == "the server answers 404 Not Found"
    assert not adding.corpus.exists()


class Encyclopedia(Web):
    """Answers as Wikipedia does; its addresses lie elsewhere."""

    def fetch(self, url: str, known: Sidecar | None = None, *, interval: float = 0.0) -> Fetched:  # noqa: ARG002
        if url != "https://en.wikipedia.org/w/rest.php/v1/page/Earth/with_html":
            raise FetchFailed("the server answers 404 Not Found", 404)
        return Fetched(url, json.dumps(EARTH).encode(), "application/json", 'W/"963613515"')


def test_an_article_comes_with_its_licence(adding: Adding, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "SUFFIXES", (*registry.SUFFIXES, ".html"))
    adding = Adding(adding.corpus, Encyclopedia())
    assert outcome(adding, "wikipedia:Earth") == Added("en.wikipedia.org/Earth.html", "added")
    assert (adding.corpus / "en.wikipedia.org/Earth.html").read_text() == EARTH["html"]
    said = said_of(adding.corpus, "en.wikipedia.org/Earth.html")
    assert (said.title, said.url) == ("Earth", "https://en.wikipedia.org/wiki/Earth")
    assert (said.licence, said.origin, said.etag) == ("CC BY-SA 4.0", "wikipedia:Earth", 'W/"963613515"')
    assert outcome(adding, "wikipedia:Mars") == "en.wikipedia.org has no article of that title"
    for nothing in ("wikipedia:", "Wikipedia: ", "wikipedia:a|b"):
        assert str(outcome(adding, nothing)).startswith("it names no article; write wikipedia:TITLE")


def test_what_cannot_be_written_leaves_nothing_behind(
    file: Path, adding: Adding, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    why = f"{adding.corpus}/mill.md cannot be written (No space left on device)"
    assert outcome(adding, file) == why
    assert files(adding.corpus) == []


def outcomes(adding: Adding, target: str) -> Iterator[str]:
    for found in adding.add(target):
        yield found.path if isinstance(found, Added) else f"{found.target}: {found.why}"


def test_pages_below_an_address_are_added_each_with_its_own(site: Site, adding: Adding) -> None:
    site.pages |= {
        "/docs/": (200, {"Content-Type": "text/markdown"}, b"Start."),
        "/sitemap.xml": f"<urlset><url><loc>{site.root}/docs/a.md</loc></url><loc>{site.root}/docs/b.md</loc></urlset>",
        "/robots.txt": f"Sitemap: {site.root}/sitemap.xml",
        "/docs/a.md": "A.",
    }
    below = Adding(adding.corpus, adding.web, pages=10)
    assert list(outcomes(below, f"{site.root}/docs/")) == [
        f"{HOST}-{site.port}/docs.md",
        f"{HOST}-{site.port}/docs-a.md",
        f"{site.root}/docs/b.md: the server answers 404 Not Found",
    ]
    assert said_of(adding.corpus, f"{HOST}-{site.port}/docs-a.md").url == f"{site.root}/docs/a.md"

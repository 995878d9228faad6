from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.acquisition.naming import distinct, name_of, safe_name, suffix_of
from relbot.corpus.folder import is_printable
from relbot.corpus.formats import registry


@pytest.fixture
def every_format(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "SUFFIXES", (".txt", ".md", ".html", ".pdf", ".docx", ".csv", ".rst"))


@pytest.mark.parametrize(
    ("content_type", "path", "suffix"),
    [
        ("text/html", "/", ".html"),
        ("text/html", "/a.php", ".html"),
        ("application/pdf", "/pdf/2301.00001", ".pdf"),
        ("text/markdown", "/a", ".md"),
        ("text/plain", "/README.md", ".md"),
        ("text/plain", "/a.RST", ".rst"),
        ("text/plain", "/LICENSE", ".txt"),
        ("text/plain", "/v1.2", ".txt"),
        ("text/plain", "/a.exe", ".txt"),
        ("application/octet-stream", "/a.docx", ".docx"),
        ("application/octet-stream", "/a.exe", ""),
        ("", "/a.csv", ".csv"),
        ("", "/a", ""),
        ("image/png", "/a.md", ""),
        ("application/epub+zip", "/a.epub", ""),
    ],
)
def test_the_media_type_gives_the_suffix_or_else_the_address(
    content_type: str, path: str, suffix: str, every_format: None
) -> None:
    assert suffix_of(content_type, f"https://docs.test{path}?a.pdf") == suffix


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://docs.test/", "docs.test/index.md"),
        ("https://docs.test:8443/guide/in%20stall.md", "docs.test-8443/guide-in-stall.md"),
        ("https://docs.test/guide/install.html", "docs.test/guide-install.html.md"),
        ("https://docs.test/Tiran%C3%AB/%E6%BC%A2/?page=2", "docs.test/Tiranë-漢-page-2.md"),
        ("https://docs.test/../../.git/..%2F..%2Fetc/passwd", "docs.test/git-etc-passwd.md"),
        ("https://docs.test/%00%1b%5B31m/%E2%80%AEa", "docs.test/31m-a.md"),
        ("https://docs.test/हिन्दी", "docs.test/हिन्दी.md"),
    ],
)
def test_a_file_is_named_after_its_address(url: str, name: str) -> None:
    assert str(name_of(url, ".md")) == name


def test_a_long_address_is_cut_and_stays_distinct() -> None:
    one, other = (name_of(f"https://docs.test/{'漢' * 300}{end}", ".md") for end in "ab")
    assert one != other
    assert len(one.name.encode()) < 200


def test_a_second_address_of_the_same_name_gets_another() -> None:
    one, other = (distinct(name_of(url, ".md"), url) for url in ("https://docs.test/a/b", "https://docs.test/a-b"))
    assert one != other
    assert one.suffix == other.suffix == ".md"


@given(st.text(max_size=80), st.text(max_size=20))
def test_whatever_the_address_the_name_is_harmless(path: str, query: str) -> None:
    name = name_of(f"https://docs.test/{path}?{query}".replace("\r", "").replace("\n", ""), ".md")
    folder, file = name.parts
    assert folder == "docs.test"
    assert PurePosixPath(file).suffix == ".md"
    assert is_printable(file)
    assert not file.startswith(".")
    assert len(file.encode()) < 220


@given(st.text(max_size=80))
def test_a_name_that_somebody_gives_is_harmless(given_name: str) -> None:
    name = safe_name(given_name)
    assert PurePosixPath(name).name == name
    assert is_printable(name)
    assert not name.startswith(".")
    assert safe_name("The handbook (2).PDF") == "The-handbook-2.PDF"

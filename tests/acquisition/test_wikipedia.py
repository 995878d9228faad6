from __future__ import annotations

import json

import pytest

from relbot.acquisition.download import FetchFailed
from relbot.acquisition.wikipedia import Article, article_of, edition

EARTH = {
    "id": 9228,
    "key": "Earth",
    "title": "Earth",
    "latest": {"id": 963613515, "timestamp": "2020-06-20T20:05:55Z"},
    "content_model": "wikitext",
    "license": {
        "url": "https://creativecommons.org/licenses/by-sa/4.0/deed.en",
        "title": "Creative Commons Attribution-Share Alike 4.0",
    },
    "html": "<!DOCTYPE html>\n<html><head><title>Earth</title></head><body><p>Earth is a planet.</p></body></html>",
}
"""As the API's reference shows it."""


@pytest.mark.parametrize(
    ("target", "article"),
    [
        ("wikipedia:Earth", Article("Earth", "en.wikipedia.org")),
        ("Wikipedia:de:Ägypten", Article("Ägypten", "de.wikipedia.org")),
        ("wikipedia:zh-yue: 地球 ", Article("地球", "zh-yue.wikipedia.org")),
        ("wikipedia:Re:Zero", Article("Re:Zero", "en.wikipedia.org")),
        ("wikipedia:ja:Re:Zero", Article("Re:Zero", "ja.wikipedia.org")),
        ("wikipedia:", None),
        ("wikipedia:a|b", None),
        ("earth.md", None),
    ],
)
def test_a_target_names_an_article_and_its_language(target: str, article: Article | None) -> None:
    assert article_of(target) == article


def test_an_article_is_asked_for_by_its_title_whatever_that_holds() -> None:
    request = Article("AC/DC & co?", "en.wikipedia.org").request
    assert request == "https://en.wikipedia.org/w/rest.php/v1/page/AC%2FDC_%26_co%3F/with_html"


def test_an_article_comes_with_its_address_licence_and_date() -> None:
    found = edition(Article("earth", "en.wikipedia.org"), json.dumps(EARTH).encode())
    assert (found.title, found.url) == ("Earth", "https://en.wikipedia.org/wiki/Earth")
    assert (found.licence, found.date) == ("CC BY-SA 4.0", "2020-06-20T20:05:55Z")
    assert found.html == EARTH["html"]


@pytest.mark.parametrize("response", [b"", b"[]", b"{}", b"[" * 100_000, json.dumps({**EARTH, "latest": 7}).encode()])
def test_anything_else_is_no_article(response: bytes) -> None:
    with pytest.raises(FetchFailed, match=r"en\.wikipedia\.org answers something that is no article"):
        edition(Article("Earth", "en.wikipedia.org"), response)

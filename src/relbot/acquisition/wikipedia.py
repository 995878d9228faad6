"""Articles of Wikipedia, as readers see them: https://www.mediawiki.org/wiki/API:REST_API/Reference#Get_HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from relbot.acquisition.download import FetchFailed

_TARGET = re.compile(r"(?i:wikipedia):(?:(?P<language>[a-z]{2,12}(?:-[a-z]{2,12})*):)?(?P<title>[^|#<>\[\]{}]+)")
"""A language is written in small letters, a title is not: `wikipedia:Re:Zero`."""
_LICENCE = re.compile(r"creativecommons\.org/licenses/(?P<kind>[a-z-]+)/(?P<version>[\d.]+)")


@dataclass(frozen=True, slots=True)
class Article:
    """An article that is asked for."""

    title: str
    host: str

    @property
    def request(self) -> str:
        """The address of its text and of what is known of it, as JSON; of the article that it redirects to, if so."""
        return f"https://{self.host}/w/rest.php/v1/page/{_quoted(self.title)}/with_html"


@dataclass(frozen=True, slots=True)
class Edition:
    """An article as it is now."""

    title: str
    url: str
    html: str
    licence: str
    date: str | None
    """Of the last change: ISO 8601."""


def article_of(target: str) -> Article | None:
    """The article that `wikipedia:TITLE` or `wikipedia:LANGUAGE:TITLE` names; None where a target is something else."""
    found = _TARGET.fullmatch(target)
    if not found or not found["title"].strip():
        return None
    return Article(found["title"].strip(), f"{found['language'] or 'en'}.wikipedia.org")


def edition(article: Article, response: bytes) -> Edition:
    """The article in a response to its request. Raises FetchFailed."""
    try:
        values: Mapping[str, Any] = json.loads(response)
        title, key, html = str(values["title"]), str(values["key"]), str(values["html"])
        stated, date = values["license"], str(values["latest"]["timestamp"])
        licence = _LICENCE.search(str(stated["url"]))
        name = f"CC {licence['kind'].upper()} {licence['version']}" if licence else str(stated["title"])
    except (ValueError, LookupError, TypeError, RecursionError):
        raise FetchFailed(f"{article.host} answers something that is no article") from None
    return Edition(title, f"https://{article.host}/wiki/{_quoted(key)}", html, name, date)


def _quoted(title: str) -> str:
    return quote(title.replace(" ", "_"), safe="")

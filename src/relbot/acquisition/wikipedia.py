"""Wikipedia articles as rendered HTML: https://www.mediawiki.org/wiki/API:REST_API/Reference#Get_HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from relbot.acquisition.download import FetchFailed

_TARGET = re.compile(r"(?i:wikipedia):(?:(?P<language>[a-z]{2,12}(?:-[a-z]{2,12})*):)?(?P<title>[^|#<>\[\]{}]+)")
"""A language is written in lower case; a title need not be: `wikipedia:Re:Zero`."""
_LICENCE = re.compile(r"creativecommons\.org/licenses/(?P<kind>[a-z-]+)/(?P<version>[\d.]+)")


@dataclass(frozen=True, slots=True)
class Article:
    """A requested article."""

    title: str
    host: str

    @property
    def request(self) -> str:
        """The address of the text and metadata, as JSON, of the article or of the one that it redirects to."""
        return f"https://{self.host}/w/rest.php/v1/page/{_quoted(self.title)}/with_html"


@dataclass(frozen=True, slots=True)
class Edition:
    """The current revision of an article."""

    title: str
    url: str
    html: str
    licence: str
    date: str | None
    """The time of the last change, in ISO 8601."""


def article_of(target: str) -> Article | None:
    """Return the article that `wikipedia:TITLE` or `wikipedia:LANGUAGE:TITLE` names, or None for any other target."""
    found = _TARGET.fullmatch(target)
    if not found or not found["title"].strip():
        return None
    return Article(found["title"].strip(), f"{found['language'] or 'en'}.wikipedia.org")


def edition(article: Article, response: bytes) -> Edition:
    """Parse the response to an article's request. Raises FetchFailed."""
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

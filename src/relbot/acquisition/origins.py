"""Acquires a source's bytes and metadata from its origin, as given to `relbot add` or kept in a sidecar."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import PurePosixPath

from relbot.acquisition import wikipedia
from relbot.acquisition.download import Fetched, FetchFailed, Web
from relbot.acquisition.naming import name_of, suffix_of
from relbot.corpus.folder import max_bytes, too_large
from relbot.corpus.sidecar import Sidecar


@dataclass(frozen=True, slots=True)
class Acquired:
    """A source that was fetched."""

    name: PurePosixPath
    """Its path in the corpus folder, unless a source from another address has taken that."""
    data: bytes
    sidecar: Sidecar


def is_origin(target: str) -> bool:
    """Return whether a target is to be fetched, i.e. is not a file."""
    return target.lower().startswith(("https://", "http://", "wikipedia:"))


def acquire(origin: str, web: Web, known: Sidecar | None = None) -> Acquired | None:
    """Fetch the document at an address, or an article; return None if it has not changed since `known` was written.

    Raises FetchFailed.
    """
    article = wikipedia.article_of(origin)
    if not article and origin.lower().startswith("wikipedia:"):
        raise FetchFailed("it names no article; write wikipedia:TITLE, or wikipedia:de:TITLE for another language")
    if not article:
        fetched = web.fetch(origin, known)
        return from_page(fetched, origin, known) if fetched else None
    try:
        fetched = web.fetch(article.request, known)
    except FetchFailed as error:
        why = f"{article.host} has no article of that title" if error.status == 404 else str(error)
        raise FetchFailed(why, error.status) from None
    return _from_article(article, fetched, origin, known) if fetched else None


def from_page(fetched: Fetched, origin: str, known: Sidecar | None) -> Acquired:
    """Convert a web document into a source. Raises FetchFailed if its format is not read or it is too large."""
    suffix = suffix_of(fetched.content_type, fetched.url)
    if not suffix:
        raise FetchFailed(f"it is of a kind that is not read ({fetched.content_type[:100] or 'none is named'})")
    name = name_of(fetched.url, suffix)
    if len(fetched.data) > max_bytes(str(name)):
        raise FetchFailed(too_large(str(name)))
    said = replace(_fetched(fetched, origin, known), url=fetched.url, date=_day(fetched.last_modified))
    return Acquired(name, fetched.data, said)


def _from_article(article: wikipedia.Article, fetched: Fetched, origin: str, known: Sidecar | None) -> Acquired:
    found = wikipedia.edition(article, fetched.data)
    name = PurePosixPath(article.host) / name_of(f"https://{article.host}/{found.url.rpartition('/')[2]}", ".html").name
    said = replace(
        _fetched(fetched, origin, known), title=found.title, url=found.url, licence=found.licence, date=found.date
    )
    return Acquired(name, found.html.encode(errors="replace"), said)


def _fetched(fetched: Fetched, origin: str, known: Sidecar | None) -> Sidecar:
    """Return the known metadata, updated with what is needed to fetch the source again."""
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return replace(
        known or Sidecar(), origin=origin, fetched=now, etag=fetched.etag, last_modified=fetched.last_modified
    )


def _day(last_modified: str | None) -> str | None:
    try:
        return parsedate_to_datetime(last_modified or "").date().isoformat()
    except (ValueError, TypeError, OverflowError):
        return None

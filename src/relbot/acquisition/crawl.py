"""Crawls the pages below an address: those listed in the site's sitemaps, and those that its pages link to.

robots.txt is obeyed (RFC 9309). Addresses are extracted from HTML and XML by patterns of bounded length: a parser would
be no safer, and a missed link costs a page, not an answer.
"""

from __future__ import annotations

import html
import re
import zlib
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath
from urllib.parse import urldefrag, urljoin, urlsplit

from protego import Protego

from relbot.acquisition.download import Fetched, FetchFailed, Web
from relbot.corpus.formats.registry import is_source

_AGENT = "relbot"
"""The user agent by which robots.txt addresses relbot."""
_MAX_KNOWN = 50_000
"""The most addresses remembered, which is as many as a sitemap may list."""
_MAX_SITEMAPS = 50
_MAX_ROBOTS = 512 * 1024
"""Bytes of robots.txt that are read (RFC 9309, 2.5)."""
_MAX_MARKUP = 4 * 1024 * 1024
"""Bytes of a page that are searched for links."""
_MAX_SITEMAP = 50 * 1024 * 1024
"""Bytes of an uncompressed sitemap that are read: https://www.sitemaps.org/protocol.html."""
_MAX_DELAY = 60.0
"""The longest wait between two pages, in seconds, whatever robots.txt says."""
_LINK = re.compile(
    rb"<a\s[^<>]{0,1000}?href\s{0,5}=\s{0,5}(?:\"([^\"<>]{1,2000})\"|'([^'<>]{1,2000})'|([^\s\"'<>]{1,2000}))",
    re.IGNORECASE,
)
_LISTED = re.compile(rb"<loc>\s{0,100}(?:<!\[CDATA\[)?([^<\s\]]{1,2000})")
_PAGE_SUFFIXES = frozenset(["", ".htm", ".html", ".xhtml", ".php", ".asp", ".aspx", ".jsp"])


class Crawl:
    """One crawl of at most `most` pages."""

    def __init__(self, web: Web, start: str, most: int) -> None:
        """Raises FetchFailed if the start is no address."""
        self._web, self._most = web, most
        try:
            self._start = urldefrag(start).url
            parts = urlsplit(self._start)
        except ValueError:
            raise FetchFailed("it is no address") from None
        self._site = f"{parts.scheme}://{parts.netloc}"
        is_sitemap = _is_sitemap(parts.path)
        self._prefix = f"{self._site}/" if is_sitemap else f"{self._site}{_folder(parts.path)}"
        self._sitemaps = [self._start] if is_sitemap else []
        self._pending: deque[str] = deque([] if is_sitemap else [self._start])
        self._known = set(self._pending)

    def pages(self, progress: Callable[[str, int, int], None]) -> Iterator[tuple[str, Fetched | FetchFailed]]:
        """Yield the address of each page with the page or the reason why it could not be fetched, the start page first.

        Raises FetchFailed if the start cannot be fetched.
        """
        robots = self._robots()
        delay = min(float(robots.crawl_delay(_AGENT) or 0), _MAX_DELAY)
        if not robots.can_fetch(self._start, _AGENT):
            raise FetchFailed("its robots.txt asks programs to stay away")
        self._read_sitemaps(self._sitemaps or list(robots.sitemaps), delay)
        fetched_from: set[str] = set()
        count = 0
        while self._pending and count < self._most:
            url = self._pending.popleft()
            if not robots.can_fetch(url, _AGENT):
                continue
            progress("Fetching", count, min(count + 1 + len(self._pending), self._most))
            count += 1
            try:
                fetched = self._web.fetch(url, interval=delay)
            except FetchFailed as error:
                if url == self._start:
                    raise
                yield url, error
                continue
            if fetched is None or fetched.url in fetched_from:
                continue
            if not self._is_below(fetched.url):
                if url == self._start:
                    raise FetchFailed(f"it is redirected to {fetched.url[:300]}; name that address")
                continue
            fetched_from.add(fetched.url)
            self._find_links(fetched)
            yield url, fetched
        if self._pending:
            yield (
                self._start,
                FetchFailed(f"{self._most:,} pages were fetched and there are more; --pages allows for them"),
            )

    def _robots(self) -> Protego:
        """Return the site's rules, if any. Raises FetchFailed if they are unreachable (RFC 9309, 2.3.1)."""
        try:
            fetched = self._web.fetch(f"{self._site}/robots.txt")
        except FetchFailed as error:
            if error.status is None or error.status >= 500:
                raise
            return Protego.parse("")
        return Protego.parse(fetched.data[:_MAX_ROBOTS].decode(errors="replace") if fetched else "")

    def _read_sitemaps(self, addresses: list[str], delay: float) -> None:
        """Collect the pages listed in sitemaps, and in the sitemaps listed in these."""
        pending, known = deque(addresses), set(addresses)
        for _ in range(_MAX_SITEMAPS):
            if not pending:
                break
            url = pending.popleft()
            try:
                fetched = self._web.fetch(url, interval=delay)
            except FetchFailed:
                if url == self._start:
                    raise
                continue
            data = _unpacked(fetched.data) if fetched else b""
            listed = [html.unescape(found.decode(errors="replace")) for found in _LISTED.findall(data)]
            if b"<sitemapindex" in data:
                new = [each for each in listed if each.startswith(f"{self._site}/") and each not in known]
                pending.extend(new)
                known.update(new)
            else:
                for each in listed:
                    self._note(each)

    def _find_links(self, fetched: Fetched) -> None:
        if fetched.content_type not in ("text/html", "application/xhtml+xml"):
            return
        for found in _LINK.finditer(fetched.data[:_MAX_MARKUP]):
            written = next(filter(None, found.groups())).decode(errors="replace")
            try:
                url = urljoin(fetched.url, html.unescape(written).strip())
                parts = urlsplit(url)
            except ValueError:
                continue
            suffix = PurePosixPath(parts.path).suffix.lower()
            is_page = suffix in _PAGE_SUFFIXES or is_source(PurePosixPath(f"a{suffix}")) or suffix[1:].isdigit()
            if is_page and not parts.query:  # queries are mostly searches, versions or edits
                self._note(url)

    def _note(self, url: str) -> None:
        try:
            url = urldefrag(url).url
        except ValueError:  # of a sitemap
            return
        if self._is_below(url) and url not in self._known and len(self._known) < _MAX_KNOWN:
            self._known.add(url)
            self._pending.append(url)

    def _is_below(self, url: str) -> bool:
        return url.startswith(self._prefix) or url == self._start


def _folder(path: str) -> str:
    """Return the folder of a path: `/docs/` for `/docs`, `/docs/` and `/docs/index.html`."""
    folder, _, last = path.rpartition("/")
    return f"{folder}/" if "." in last or not last else f"{path}/"


def _is_sitemap(path: str) -> bool:
    return path.lower().endswith((".xml", ".xml.gz"))


def _unpacked(data: bytes) -> bytes:
    """Uncompress a sitemap if it is gzipped; the result is empty if that fails, and cut if it is too large."""
    if not data.startswith(b"\x1f\x8b"):
        return data[:_MAX_SITEMAP]
    try:
        return zlib.decompressobj(31).decompress(data, _MAX_SITEMAP)
    except zlib.error:
        return b""

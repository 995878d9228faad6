from __future__ import annotations

import gzip
import time

import pytest

from acquisition.conftest import Reply, Site
from relbot.acquisition import crawl
from relbot.acquisition.crawl import Crawl
from relbot.acquisition.download import Fetched, FetchFailed

OTHERS = ("?page=2", "mailto:x", "d.css", "http://[", "data:text/html,x")


def page(*links: str) -> Reply:
    return (
        200,
        {"Content-Type": "text/html; charset=utf-8"},
        " ".join(f'<a href="{link}">x</a>' for link in links).encode(),
    )


def walked(site: Site, path: str, most: int = 100) -> list[str]:
    """The paths of the pages that a walk gives, or for one that fails the reason."""
    found = Crawl(site.web(), f"{site.root}{path}", most).pages(lambda *_: None)
    return [
        fetched.url.removeprefix(site.root) if isinstance(fetched, Fetched) else str(fetched) for _, fetched in found
    ]


def test_links_are_followed_below_the_address_and_nowhere_else(site: Site) -> None:
    site.pages |= {
        "/docs/": page("a.html", "deep/", "/docs/b#part", "../other/", "https://elsewhere.test/docs/c", *OTHERS),
        "/docs/a.html": page("a.html", "m&amp;n", "none", "/"),
        "/docs/m&n": "Both.",
        "/docs/b": page(),
        "/docs/deep/": page("../a.html", "f.html"),
        "/docs/deep/f.html": "End.",
    }
    assert sorted(walked(site, "/docs/")) == [
        *("/docs/", "/docs/a.html", "/docs/b", "/docs/deep/", "/docs/deep/f.html", "/docs/m&n"),
        "the server answers 404 Not Found",
    ]
    assert len(site.paths) == len(set(site.paths))


@pytest.mark.parametrize("start", ["/docs", "/docs/", "/docs/index.html"])
def test_what_is_below_an_address_is_what_its_path_begins_with(start: str, site: Site) -> None:
    site.pages |= {start: page("/docs/a", "/docsearch", "/"), "/docs/a": "A."}
    assert walked(site, start) == [start, "/docs/a"]


def test_robots_txt_is_obeyed(site: Site) -> None:
    site.pages |= {
        "/robots.txt": "User-agent: *\nDisallow: /\n\nUser-agent: relbot\nDisallow: /docs/private\nCrawl-delay: 0.2\n",
        "/docs/": page("a", "private/b"),
        "/docs/a": "A.",
        "/docs/private/b": "B.",
    }
    began = time.monotonic()
    assert walked(site, "/docs/") == ["/docs/", "/docs/a"]
    assert time.monotonic() - began >= 0.2
    with pytest.raises(FetchFailed, match=r"its robots\.txt asks programs to stay away"):
        walked(site, "/docs/private/b")


def test_where_robots_txt_cannot_be_had_nothing_is_fetched(site: Site) -> None:
    site.pages |= {"/robots.txt": (503, {}, b""), "/docs/": page()}
    with pytest.raises(FetchFailed, match="503"):
        walked(site, "/docs/")
    assert site.paths == ["/robots.txt"]


@pytest.mark.parametrize("packed", [False, True])
def test_a_sitemap_lists_the_pages_and_other_sitemaps(packed: bool, site: Site) -> None:
    listed = f"<urlset><url><loc> {site.root}/a?b=1&amp;c=2 </loc></url><url><loc>https://elsewhere.test/</loc></url></urlset>"
    index = f"<sitemapindex><sitemap><loc>{site.root}/pages.xml</loc></sitemap><loc>https://elsewhere.test/s.xml</loc></sitemapindex>"
    site.pages |= {
        "/sitemap.xml.gz": (200, {}, gzip.compress(index.encode()) if packed else index.encode()),
        "/pages.xml": listed,
        "/a?b=1&c=2": "A.",
    }
    assert walked(site, "/sitemap.xml.gz") == ["/a?b=1&c=2"]


def test_a_walk_ends_at_the_most_pages_and_says_so(site: Site) -> None:
    site.pages |= {"/": page(*map(str, range(9)))} | {f"/{number}": "A." for number in range(9)}
    assert walked(site, "/", most=3) == [
        "/",
        "/0",
        "/1",
        "3 pages were fetched and there are more; --pages allows for them",
    ]


def test_a_start_that_leads_elsewhere_is_told(site: Site) -> None:
    site.pages |= {"/docs/": (302, {"Location": "/en/"}, b""), "/en/": page()}
    with pytest.raises(FetchFailed, match=rf"it is redirected to {site.root}/en/; name that address"):
        walked(site, "/docs/")


@pytest.mark.parametrize("part", ["<a ", '<a href="', "<a href='a", '<a href="href="', "<loc>", "<loc> "])
@pytest.mark.parametrize("filler", ["", "y" * 100, " " * 1_000])
def test_hostile_markup_takes_no_time(part: str, filler: str) -> None:
    began = time.process_time()
    markup = ((part + filler) * 100_000)[:100_000].encode()
    list(crawl._LINK.finditer(markup))
    list(crawl._LISTED.finditer(markup))
    assert time.process_time() - began < 1


def test_a_sitemap_that_unpacks_without_end_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawl, "_MAX_SITEMAP", 1_000)
    assert len(crawl._unpacked(gzip.compress(b"a" * 1_000_000))) == 1_000
    assert crawl._unpacked(b"\x1f\x8bnot packed") == b""

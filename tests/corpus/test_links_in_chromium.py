"""Every link opens in Chromium at its sentence, and highlights that exactly, whatever the markup."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from chromium import STYLE, browser, executable
from relbot.answer import Passage, Span
from relbot.answering.citations import make_citation
from relbot.corpus.chunking import TokenOffsets, chunk
from relbot.corpus.documents import Document, parse

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Guide - Town</title>{style}
<link rel="canonical" href="{url}"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="#a">The mill</a></li>
<li><a href="/b">Contact</a></li></ul></nav>
<main><h1>Guide</h1>
<p>The <b>north tower</b> was designed by <a href="https://coast.example/elio">Elio Marsh</a> in <i>1903</i>.
It is old.</p>
<h2 id="a"><a href="#top">The mill</a><a class="headerlink" href="#a">¶</a></h2>
<p>The wall was finished in 1990.<sup><a href="#n2">[2]</a></sup> It is 4 km long.<sup><a href="#n3">3</a></sup></p>
<p>The canal,<sup><a href="#na">[a]</a></sup> dug by hand in 1802, was filled in by the town of
Orl<sup><a href="#n1">[note 1]</a></sup> in the spring of 1950.</p>
<p>The pier - built by Ada Rook, Inc. - cost 50% more (about £2,000 &amp; a ham) than planned.</p>
<p>The mill&nbsp;race was five&nbsp;metres wide.
The co&shy;op&shy;er&shy;a&shy;tive bought the e<wbr>mail of the year.</p>
<p>A long sentence about the hall,
which was rebuilt by Jon Ferr after the great fire of the year 1962 and given to the
town by its last owner, so that it takes several lines of the page and ends with the name of Ida Prytz.</p>
<p>The first verse begins here<br>and goes on in the next line<br>until it ends with the night.</p>
<h3 id="c">Repeated</h3>
<p>Rain fell all day. She slept. They were all very tired by then.</p>
<p>The long night was over. She slept. Nobody heard the bell.</p>
<p>In the summer of 1911 the club built its first boat house on the west bank.</p>
<p>In the summer of 1911 the choir of the school sang in Paris for the first time.</p>
<ul><li>Dogs are forbidden in the <code>north_wing</code> of the hall.</li>
<li>Doors stay shut.</li></ul>
<ol><li><p>Turn the key twice to the left.</p></li><li>Pull the lever.</li></ol>
<blockquote><p>“We did not know, what to do with it,” she said.</p></blockquote>
<dl><dt>Sextant</dt><dd>An instrument that measures the angle between two visible objects.</dd>
<dt>Port</dt><dd>8080</dd></dl>
<table><caption>Ducks</caption><thead><tr><th>Name</th><th>Habitat</th><th>Says</th></tr></thead><tbody>
<tr><td>Mallard</td><td>Ponds, lakes</td><td>Quack</td></tr>
<tr><td>Teal</td><td><ul><li>Marsh</li><li>River bank</li></ul></td><td>Quack</td></tr>
<tr><th scope="row">Goose</th><td colspan="2">Everywhere</td></tr></tbody></table>
<details open><summary>Do you ship?</summary><p>We ship on weekdays and within Norway only.</p></details>
<figure><img alt="" src="data:,"><figcaption>The harbour in the winter of 1931.</figcaption></figure>
<pre>make build
make test --all</pre>
<p>Nested <em>very <strong>deeply <u>within</u></strong> the</em> markup of
<span>one</span><span> sentence</span> here.</p>
<p>Søren Ødegård lit the lamp at 6 a.m. on 5–6 May. <q>Quoted</q> words begin this one.</p>
<p>The <span hidden>unseen</span><span style="display:none">veiled</span> door is green.</p>
<p>The ferry over the sound costs <del>two crowns</del> three crowns and leaves every hour.
It has 10<sup>6</sup> rivets. It closes at nine <del>or ten</del>.</p>
<div>Words in a box of their own.<div>Words in a box within it.</div>Words after the inner box.</div>
</main><footer><p>Imprint of the town</p></footer></body></html>
"""
STRUCK = re.compile("twocrowns|orten")
"""What lies within a sentence and is left out of it, without white space: a link opens from the words before it on."""
MARK = re.compile(r"\[(?:\w|note \d)\]|⁶")
"""What is raised, which the browser does not tell of what it highlights."""

PROGRAM = executable()
pytestmark = pytest.mark.skipif(PROGRAM is None, reason="no Chromium is installed (on Debian: apt install chromium)")


def shown(document: Document, span: Span) -> str:
    """The characters of a sentence that the page shows, without white space and the marks of footnotes."""
    hidden = {at for added in document.added for at in range(added.start, added.end)}
    words = "".join(document.text[at] for at in range(span.start, span.end) if at not in hidden)
    return "".join(MARK.sub("", words).split())


def spans(passages: list[Passage]) -> list[tuple[Passage, Span]]:
    """Each sentence, and some with the one before, as a sentence that refers to it is quoted."""
    single = [(passage, span) for passage in passages for span in passage.sentences]
    double = [
        (passage, Span(one.start, two.end))
        for passage in passages
        for one, two in zip(passage.sentences, passage.sentences[1:], strict=False)
    ]
    return [*single, *double[::5]]


async def test_a_link_highlights_its_sentence_exactly(tmp_path: Path, token_offsets: TokenOffsets) -> None:
    assert PROGRAM
    page = ""

    async def serve(_: web.Request) -> web.Response:
        return web.Response(text=page, content_type="text/html")

    application = web.Application()
    application.router.add_get("/guide", serve)
    async with TestServer(application) as server:
        page = PAGE.format(style=STYLE, url=server.make_url("/guide"))
        document = parse("guide.html", page.encode())
        wrong = {}
        async with browser(PROGRAM, tmp_path) as tab:
            assert await tab.highlighted(str(server.make_url("/guide#:~:text=absent"))) == []
            for passage, span in spans(chunk(document, token_offsets)):
                link = make_citation(1, passage, [span]).link
                assert link
                words = await tab.highlighted(link.replace("#", f"?{span.start}-{span.end}#", 1))
                found = "".join("".join(words).replace("\xad", "").split())
                found = STRUCK.sub("", found)
                if found != shown(document, span):
                    wrong[link] = (shown(document, span), found)
    assert not wrong

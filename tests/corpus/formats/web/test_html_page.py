"""What is read of an HTML page: the words as they are seen, with their headings and places."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.invariants import check_source
from relbot.corpus.chunking import TokenOffsets
from relbot.corpus.documents import Document, parse
from relbot.errors.corpus import SourceRejected


def page(body: str, head: str = "") -> Document:
    return parse("a.html", f"<html><head>{head}</head><body>{body}</body></html>".encode())


def blocks(body: str) -> list[tuple[str, str]]:
    """The innermost section and the words of each block."""
    document = page(body)
    return [((block.section or ("",))[-1], document.text[block.start : block.end]) for block in document.blocks]


@pytest.mark.parametrize(
    ("markup", "seen"),
    [
        ("<p>The <b>north</b> <a href='/t'>tower</a>\n is  <i>old</i>.</p>", "The north tower is old."),
        ("<p>Caf&eacute; &amp; bar&nbsp;&#8211; 5&thinsp;km</p>", "Café & bar – 5 km"),
        ("<p>One<br>two<br/>three</p>", "One\ntwo\nthree"),
        ("<p>co&shy;opera&shy;tive e<wbr>mail zero&#8203;width</p>", "cooperative email zerowidth"),
        (
            "<p>Seen<span hidden>not</span><span style='display: none'>nor this</span><!-- nor this --> here.</p>",
            "Seen here.",
        ),
        ("<p>Seen<script>no()</script><style>p{}</style><template>no</template><noscript>no</noscript>.</p>", "Seen."),
        ("<p>Water is H<sub>2</sub>O, and a field 5 m<sup>2</sup>.</p>", "Water is H2O, and a field 5 m2."),
        ("<p>It has 3 · 10<sup>6</sup> stones of 10<sup>−3</sup> m.</p>", "It has 3 · 10⁶ stones of 10⁻³ m."),
        ("<p>It is old.<sup><a href='#n1'>1</a></sup></p>", "It is old.[1]"),
        ("<p>It is old.<a role='doc-noteref' href='#n1'>1</a></p>", "It is old.[1]"),
        ("<p>In 1956<sup class='reference'><a href='#cite_note-1'>[12]</a></sup> it fell.</p>", "In 1956[12] it fell."),
        ("<pre>if x:\n    go()  \n\nend</pre>", "if x:\n    go()\n\nend"),
        ("<p>unclosed <b>bold<p", "unclosed bold"),
        (
            "<custom-card><custom-title>Words in elements of one's own</custom-title></custom-card>",
            "Words in elements of one's own",
        ),
    ],
)
def test_words_are_read_as_they_are_seen(markup: str, seen: str) -> None:
    assert page(markup).text == seen


def test_headings_are_sections_without_the_links_to_themselves() -> None:
    body = (
        "<h1>Town</h1><h2 id='h'>History<a class='headerlink' href='#h'>¶</a></h2><p>The mill burned.</p>"
        "<h3><a href='#top' role='doc-backlink'>The mill</a></h3><p>It was rebuilt.</p>"
        "<h2>Today<span class='mw-editsection'>[<a href='/e'>edit</a>]</span></h2><p>It stands empty.</p>"
    )
    assert blocks(body) == [
        ("History", "The mill burned."),
        ("The mill", "It was rebuilt."),
        ("Today", "It stands empty."),
    ]


def test_list_items_quotations_and_captions_are_blocks() -> None:
    body = (
        "<ul><li>Dogs stay out.<ul><li>Guide dogs may enter.</li></ul></li></ul><blockquote>He went.</blockquote>"
        "<figure><img alt='A mill'><figcaption>The mill in 1931.</figcaption></figure><div>One<div>two</div>three</div>"
    )
    assert [words for _, words in blocks(body)] == [
        *("Dogs stay out.", "Guide dogs may enter.", "He went.", "The mill in 1931.", "One", "two", "three"),
    ]


@pytest.mark.parametrize(
    "body",
    [
        "<details><summary>Do you ship?</summary>Only within Norway.</details>",
        "<dl><dt>Do you ship?</dt><dd>Only within Norway.</dd></dl>",
        "<h3>Do you ship?</h3><p>Only within Norway.</p>",
        "<h3><button aria-controls='a'>Do you ship?</button></h3><div id='a' hidden>Only within Norway.</div>",
        "<p><strong>Do you ship?</strong></p><p>Only within Norway.</p>",
        "<p><b>Do you ship?</b> Only within Norway.</p>",
        "<p><b>Do you ship?</b><br>Only within Norway.</p>",
        "<p>Q: Do you ship?<br>A: Only within Norway.</p>",
        "<ol><li><b>Do you ship?</b> Only within Norway.</li></ol>",
        "<div>Do you ship?</div><div>Only within Norway.</div>",
    ],
)
def test_a_question_of_a_page_is_the_section_of_its_answer(body: str) -> None:
    assert blocks(f"<h1>FAQ</h1>{body}") == [("Do you ship?", "Only within Norway.")]


def test_a_term_is_quoted_with_a_short_definition_and_is_the_section_of_a_long_one() -> None:
    body = (
        "<dl><dt>Port</dt><dd>8080</dd><dt>Sextant</dt><dd>It measures angles.</dd><dd>It is old.</dd></dl><p>End.</p>"
    )
    assert blocks(body) == [
        ("", "Port\n8080"),
        ("Sextant", "It measures angles."),
        ("Sextant", "It is old."),
        ("", "End."),
    ]
    assert blocks(f"<h2>Keys</h2>{body.replace('</dl>', '<dt>Host</dt><dd>a.example</dd></dl>')}")[-2:] == [
        ("Keys", "Host\na.example"),
        ("Keys", "End."),
    ]


def test_bold_print_within_a_list_item_heads_nothing_behind_it() -> None:
    steps = "<ol><li>Stop it:<div><div><b>stop.sh</b></div><pre>stop it</pre></div></li><li>Watch the lamp.</li></ol>"
    assert {section for section, _ in blocks(f"<h2>Restarting</h2>{steps}<p>It takes a while.</p>")} == {"Restarting"}


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        ("<title>General FAQ — Python 3.11 documentation</title>", "<h1>General FAQ</h1>", "General FAQ"),
        ("<title>The mill | Town</title><meta property='og:site_name' content='Town'>", "", "The mill"),
        ("<title>The mill - a story</title>", "", "The mill - a story"),
        ("<title>Town</title><meta property='og:title' content='The mill'>", "<h1>Welcome</h1>", "Town"),
        ("<meta property='og:title' content='The mill'>", "", "The mill"),
        ("", "<h1>The mill</h1>", "The mill"),
        ("", "", "A"),
    ],
)
def test_the_title_is_the_page_s_own_without_the_site_s(head: str, body: str, title: str) -> None:
    assert page(f"{body}<p>It burned.</p>", head).source.title == title


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("<link rel='canonical' href='https://example.org/a'>", "https://example.org/a"),
        (
            "<link rel='canonical' href='/a'><meta property='og:url' content='https://example.org/b'>",
            "https://example.org/b",
        ),
        ("<link rel='canonical' href='file:///usr/share/a.html'>", None),
        ("<link rel='canonical' href='javascript:alert(1)'>", None),
        ("<!-- saved from url=(0021)https://example.org/c -->", "https://example.org/c"),
        ("<!--\n Page saved with SingleFile \n url: https://example.org/d \n-->", "https://example.org/d"),
        ("", None),
    ],
)
def test_the_address_is_the_one_that_the_page_says_is_its_own(head: str, url: str | None) -> None:
    assert page("<p>It burned.</p>", head).source.url == url


def test_a_heading_with_an_id_is_a_place() -> None:
    body = (
        "<h1>Town</h1><section id='history'><h2>History</h2><p>The mill burned.</p></section>"
        "<h2><a name='now'></a>Today</h2><p>It stands empty.</p>"
        "<div id='box'><p>Words.</p></div><h2>End</h2><p>It rains.</p>"
    )
    document = page(body)
    found = [(place.fragment, document.text[place.start :].split("\n")[0], place.label) for place in document.places]
    assert found == [("history", "History", None), ("now", "Today", None), ("", "End", None)]


@pytest.mark.parametrize(
    ("data", "word"),
    [
        ("<p>Café Ørsted</p>".encode(), "Café Ørsted"),
        (b"\xef\xbb\xbf" + "<p>Café Ørsted</p>".encode(), "Café Ørsted"),
        ("<meta charset=iso-8859-1><p>Café “Ørsted”</p>".encode("cp1252"), "Café “Ørsted”"),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=windows-1251"><p>Дом</p>'.encode("cp1251"),
            "Дом",
        ),
        ('<?xml version="1.0" encoding="shift_jis"?><p>佐藤太郎</p>'.encode("shift_jis"), "佐藤太郎"),
        ("<p>Café Ørsted</p>".encode("utf-16"), "Café Ørsted"),
        ("<p>Café Ørsted</p>".encode("cp1252"), "Café Ørsted"),
        ("<meta charset=utf-8><p>Café Ørsted</p>".encode("cp1252"), "Café Ørsted"),
        ("<meta charset=nonsense><p>Café Ørsted</p>".encode(), "Café Ørsted"),
        ("<meta charset=rot13><p>Café Ørsted</p>".encode(), "Café Ørsted"),
    ],
)
def test_the_encoding_is_the_one_marked_declared_or_detected(data: bytes, word: str) -> None:
    assert parse("a.html", data).text == word


def test_closed_elements_of_xhtml_do_not_swallow_what_follows() -> None:
    source = '<html><head><title/><script src="a"/></head><body><p><a id="x"/>Words.</p></body></html>'
    assert parse("a.xhtml", source.encode()).text == "Words."


@pytest.mark.parametrize(
    ("source", "why"),
    [
        (b"", "it is empty"),
        (b"<p></p>", "it is empty"),
        (
            b"<div id=root></div><script>run()</script>",
            "it shows nothing without its scripts; save it from the browser",
        ),
        (b"<div>" * 200_000, "more than 3,000 of its elements lie within each other"),
        (b"<i>" * 200_000, "more than 3,000 of its elements lie within each other"),
    ],
)
def test_a_page_that_cannot_be_read_is_refused_with_the_reason(source: bytes, why: str) -> None:
    with pytest.raises(SourceRejected) as refused:
        parse("a.html", source)
    assert refused.value.why == why


def test_the_deepest_page_that_is_read_is_read_to_its_end() -> None:
    assert page("<div>" * 2_900 + "Words at the bottom." + "</div>" * 2_900).text == "Words at the bottom."


MARKUP = """
<p> </p> <b> </b> <table> <tr> <td> </td> <th> </table> <dl> <dt> <dd> </dl> <li> <ul> </ul> <h1> <h2> </h2> <pre>
</pre> <br> <details> <summary> </details> <hr> <sup> </sup> <button> <nav> <main> </main> <!-- -->
<![CDATA[ &nbsp; &#0;
&#xD800; &amp; word Word. question? 12 : </a> <caption> \ufeff
"""
PIECES = st.sampled_from([*MARKUP.split(), "<td rowspan=3>", "<td colspan=9>", "<a href=#x>", "<h2 id=x>", "\n"])


@given(st.lists(PIECES, max_size=40))
def test_any_markup_is_refused_or_quoted_verbatim(token_offsets: TokenOffsets, pieces: list[str]) -> None:
    source = " ".join(["<link rel=canonical href=https://example.org/a>", *pieces])
    check_source("a.html", source.encode(), token_offsets)


def test_the_numbers_of_an_ordered_list_are_in_the_text_as_the_page_shows_them() -> None:
    body = "<ol start=3><li>Be kind.<ol><li>Always.</li></ol></li><li>No spam.</li></ol><ul><li>Or else.</li></ul>"
    assert page(body).text == "3. Be kind.\n1. Always.\n4. No spam.\nOr else."
    assert [words for _, words in blocks(body)] == ["Be kind.", "Always.", "No spam.", "Or else."]

"""What of a page is left out: menus, banners, notices and side bars; and what is not, though it looks like them."""

from __future__ import annotations

import pytest

from relbot.corpus.documents import parse

PROSE = "<p>The mill was built in 1911 by Ada Rook, and stood on the north bank of the river until the flood.</p>" * 2
LINKS = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("home", "shop", "news", "contact"))


def text(body: str) -> str:
    return parse("a.html", f"<title>T</title><body>{body}</body>".encode()).text


@pytest.mark.parametrize(
    "noise",
    [
        f"<nav><ul>{LINKS}</ul></nav>",
        f"<div role='navigation'><h3>Pages</h3><ul>{LINKS}</ul></div>",
        f"<ul>{LINKS}</ul>",
        f"<div class='left-sidebar'><h4>More</h4><ul>{LINKS}</ul></div>",
        "<header><a href='/'>home of the shop</a></header>",
        "<footer><p>home, all rights reserved</p></footer>",
        "<div role='contentinfo'>home, all rights reserved</div>",
        "<aside><p>home is where you read more</p></aside>",
        "<div class='cookie-banner'>We use cookies at home. <button>Accept</button></div>",
        "<div id='gdpr-consent'>We use cookies at home. <a href='/p'>Policy</a></div>",
        "<div class='breadcrumbs'><a href='/'>home</a> &gt; <a href='/n'>News</a></div>",
        "<div class='ad'>home, Advert</div>",
        "<div><input type=radio id=a><label for=a>home</label><input type=radio id=b><label for=b>Shop</label></div>",
        "<dialog>Sign up at home!</dialog>",
        "<div role='dialog'>Sign up at home!</div>",
        "<form><select><option>home</option></select><textarea>home</textarea><button>home</button></form>",
        "<div hidden>home</div>",
        "<svg><title>home</title></svg>",
    ],
)
def test_what_surrounds_the_content_is_left_out(noise: str) -> None:
    assert "home" not in text(f"{noise}<div>{PROSE}</div>")
    assert "home" not in text(f"<div>{PROSE}</div>{noise}")
    assert "mill was built" in text(f"{noise}<main>{PROSE}</main>")


@pytest.mark.parametrize(
    "content",
    [
        f"<h2>Products</h2><ul>{LINKS}</ul>",
        f"<p>These are the pages:</p><ul>{LINKS}</ul>",
        "<div class='menu'><h2>Menu</h2><p>Soup of the home, with bread and a glass of wine from the valley.</p></div>",
        "<div class='cookie-recipe'><p>Take butter from home, and sugar, and beat them until they are white.</p></div>",
        "<blockquote><p>He went.</p><footer>Ada Rook, at home</footer></blockquote>",
        "<article><header><h2>A home</h2></header><p>It burned.</p></article>",
        "<header><h1>At home</h1><p>It burned.</p></header>",
        "<table><tr><td><a href='/a'>home</a></td><td>1</td></tr><tr><td>barn</td><td>2</td></tr></table>",
        "<details><summary>At home?</summary><p>Yes.</p></details>",
        "<button aria-expanded='false' aria-controls='x'>Where?</button><div id='x' hidden>At home.</div>",
    ],
)
def test_what_only_looks_like_it_stays(content: str) -> None:
    assert "home" in text(f"{PROSE}{content}")


def test_the_main_element_is_the_content_and_a_note_in_it_stays() -> None:
    body = (
        f"<p>Shop of the day</p><main>{PROSE}<aside class='note'><p>Bring a lamp.</p></aside></main><p>Other shops</p>"
    )
    assert "Bring a lamp." in text(body)
    assert "shop" not in text(body).lower()


def test_of_several_articles_none_is_the_page() -> None:
    assert (
        text(f"<article><p>It burned.</p>{PROSE}</article><article><p>It was rebuilt.</p></article>").count("It ") == 2
    )


def test_a_table_of_contents_within_the_page_is_left_out() -> None:
    contents = "".join(f"<li><a href='#{name}'>About {name}</a></li>" for name in ("mills", "dams", "locks"))
    assert "About" not in text(f"<main><h1>Water</h1><ul>{contents}</ul>{PROSE}</main>")


def test_a_page_saved_with_its_dialog_open_is_read() -> None:
    assert "mill was built" in text(f"<div aria-hidden='true'><main aria-hidden='true'>{PROSE}</main></div>")


@pytest.mark.parametrize(
    "body", ["<ul><li><label><input type=checkbox> Buy milk</label></ul>", "<p><label>Buy milk</label>"]
)
def test_labels_that_do_not_choose_are_read(body: str) -> None:
    assert "Buy milk" in text(f"{PROSE}{body}")


def test_who_is_quoted_stands_above_the_quotation() -> None:
    assert "Ada wrote:\n\nIt burned." in text(f"{PROSE}<blockquote><cite>Ada wrote:</cite>It burned.</blockquote>")


def test_a_mark_of_a_note_that_a_style_sets_higher_is_in_brackets() -> None:
    assert "dry.[1]" in text(f"{PROSE}<p>It is dry.<a href='#fn1' class='footnote-ref' id='fnref1'>1</a>")
    assert "page 1" in text(f"{PROSE}<p>See page <a href='#one'>1</a>")

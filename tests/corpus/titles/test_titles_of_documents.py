"""Documents as people write them have the sections that a person sees in them, and no others."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.adversarial_texts import texts
from relbot.corpus.documents import parse
from relbot.corpus.formats import plain_text
from relbot.corpus.outline import Heading

MINUTES = """# Minutes

**3 July 2026**

The fee was raised.

**7 August 2026**
The shed was approved.
"""
NESTED = """**Meeting of 3 July**

Present: all

**Roof**

Three quotes came in.

**Bikes**

Everybody gets a letter.

**Meeting of 7 August**

Present: Ada

**Roof**

It is mended.
"""
PAGE = """<title>Pool</title><p><b>Opening hours</b></p><p>We open at eight.</p>
<p><strong>News of 2 June</strong><br>The slide is open.</p><p><i>A photo of Ada</i></p><p>She swims.</p>"""
MAILS = """From: Petra Hahn
Date: 4 May 2026
Subject: Choir trip

The bus leaves at seven.

From: Owen Price
Date: 11 May 2026
Subject: Concert dress

Black trousers, please.
"""
SECTIONS: dict[str, tuple[str, str, list[tuple[str, ...]]]] = {
    "bold dates": ("a.md", MINUTES, [("3 July 2026",), ("7 August 2026",)]),
    "topics below dates": (
        "a.md",
        NESTED,
        [
            ("Meeting of 3 July",),
            ("Meeting of 3 July", "Roof"),
            ("Meeting of 3 July", "Bikes"),
            ("Meeting of 7 August",),
            ("Meeting of 7 August", "Roof"),
        ],
    ),
    "dates below titles": (
        "a.txt",
        "POOL CLOSED\n3 July 2026\nThe pool is closed.\n\nPARTY\n7 July 2026\nWe meet at noon.\n",
        [("POOL CLOSED", "3 July 2026"), ("PARTY", "7 July 2026")],
    ),
    "dated lines": (
        "a.txt",
        "Meeting of 3 July\nAda opened it.\nThe fee was raised.\n\nMeeting of 7 August\nThe shed was approved.\n",
        [("Meeting of 3 July",), ("Meeting of 7 August",)],
    ),
    "longer dated lines that begin alike": (
        "a.txt",
        "posted 1 May 2026 by Tom\nIt is open.\n\nposted 2 May 2026 by the man at the gate\nIt is shut.\n\n"
        "posted 3 May 2026 by Ann\nIt burns.\n",
        [("posted 1 May 2026 by Tom",), ("posted 2 May 2026 by the man at the gate",), ("posted 3 May 2026 by Ann",)],
    ),
    "versions": (
        "NEWS.txt",
        "NEWS for kettle\n\n2.1.0 - 2024-05-01\n- It pours.\n- It stops.\n\n2.0.0 - 2024-01-15\n- It boils.\n",
        [("2.1.0 - 2024-05-01",), ("2.0.0 - 2024-01-15",)],
    ),
    "versions of several looks": (
        "a.md",
        "# News\n\n**v0.9.1** (2 May 2025)\n\nAdds Dutch.\n\n**v0.9.0**\n\nThe first one.\n",
        [("v0.9.1 (2 May 2025)",), ("v0.9.0",)],
    ),
    "lessons": (
        "a.txt",
        "SEWING\n\nLesson 1: The machine\nWe sew lines.\n\nLesson 2: Zips\nWe sew a zip.\n",
        [("Lesson 1: The machine",), ("Lesson 2: Zips",)],
    ),
    "capitals": (
        "a.txt",
        "VERSION 2.1\nAdds a search.\n\nVERSION 2.0\nAdds Dutch.\n",
        [("VERSION 2.1",), ("VERSION 2.0",)],
    ),
    "paragraphs": (
        "a.txt",
        "RULES\n\n§ 1 Keys\nTwo keys each.\n\n§ 2 Bins\nOut on Tuesdays.\n",
        [("§ 1 Keys",), ("§ 2 Bins",)],
    ),
    "articles": (
        "a.md",
        "# Law\n\nArticle 1.\nIt is so.\n\nArticle 2.\nIt is not.\n",
        [("Article 1.",), ("Article 2.",)],
    ),
    "days of a schedule, without blank lines": (
        "a.txt",
        "Friday\n18:00 Opening\n20:00 Brass band\nSaturday\n10:00 Flea market\n",
        [("Friday",), ("Saturday",)],
    ),
    "a page": ("a.html", PAGE, [("Opening hours",), ("News of 2 June",)]),
    "mails": ("a.txt", MAILS, [("Choir trip, 4 May 2026",), ("Concert dress, 11 May 2026",)]),
    "the questions of an FAQ": (
        "a.md",
        "# FAQ\n\n**Break-ins**\nTell the police.\n\n**Is there WiFi?**\nYes.\n\n**Opening**\nAt nine.\n",
        [("Break-ins",), ("Is there WiFi?",), ("Opening",)],
    ),
}
NO_SECTIONS = {
    "a wrapped sentence": "The committee of the club came together on\n3 July 2026\nand decided to mend the roof.",
    "a title that is a sentence": "**Never leave the pan alone.**\n\nTake two eggs.",
    "a list of days": "Choose one of these:\n\nMonday\n\nTuesday\n\nWednesday\n\nThat is all.",
    "an address": "Mira Olsen\nHarbour Road 12\n2100 Copenhagen\n\nShe is the chair.",
    "verse": "The road goes on\nand nobody knows\nwhere the river\nends in the snow\n\nIn May 1911\nit froze",
    "a shouted sentence": 'THIS IS PROVIDED BY HOLDERS AND CONTRIBUTORS\n"AS IS" AND WITHOUT ANY WARRANTY.',
    "a lone numbered line": "Room 4\nThe key hangs by the door.",
    "a caption": "**Table 1: Prices**\n\n| thing | price |\n| --- | --- |\n| egg | 1 |\n| milk | 2 |",
    "italics": "*A photo of Ada*\n\nShe swims every day.",
    "weeks some of which are sentences": "Week 1: Knots\nBy Ada.\n\nWeek 2: Ropes and sails.\n\nWeek 3: Boats\nBy Tom.",
    "a last line": "All came.\n\n**3 July 2026**",
    "bold words in a sentence": "It is for\n**all members**\nof the club.",
}


@pytest.mark.parametrize("case", SECTIONS)
def test_titles_that_no_markup_names_are_the_sections_of_a_document(case: str) -> None:
    path, source, sections = SECTIONS[case]
    found = parse(path, source.encode())
    assert list(dict.fromkeys(block.section for block in found.blocks if block.section)) == sections


@pytest.mark.parametrize("suffix", [".md", ".txt"])
@pytest.mark.parametrize("case", NO_SECTIONS)
def test_what_only_resembles_a_title_is_none(case: str, suffix: str) -> None:
    if suffix == ".txt" and "*" in NO_SECTIONS[case]:
        pytest.skip("its marks are of Markdown")
    assert all(block.section == () for block in parse(f"a{suffix}", NO_SECTIONS[case].encode()).blocks)


def test_a_first_line_above_the_titles_is_the_title_of_the_document() -> None:
    for first in ("Handbook for volunteers", "RULES OF THE HOUSE"):
        document = parse("a.txt", f"{first}\n\n§ 1 Keys\nTwo keys each.\n\n§ 2 Bins\nOut on Tuesdays.\n".encode())
        assert document.source.title == first
        assert document.blocks[0].section == ("§ 1 Keys",)


@given(st.lists(st.text("abcdefghij ", min_size=1, max_size=30).filter(str.strip), min_size=1, max_size=6))
def test_paragraphs_of_plain_small_letters_have_no_titles(paragraphs: list[str]) -> None:
    rendered = plain_text.parse("\n\n".join(paragraphs), 0)
    assert not any(isinstance(element, Heading) for element in rendered.elements)


@given(texts)
def test_a_heading_stands_in_the_text_at_its_offsets(text: str) -> None:
    rendered = plain_text.parse(text, 0)
    for element in rendered.elements:
        if isinstance(element, Heading) and element.end > element.start >= 0:
            shown = " ".join(rendered.text[element.start : element.end].split())
            assert element.text[:80] in shown


@pytest.mark.parametrize("line", ["Word{} 1", "**Word{} 1**", "{}.1.0 - 2024-05-01", "WORD {}", "Monday\n{}"])
def test_a_document_of_titles_is_read_in_time(line: str) -> None:
    source = "\n\n".join(f"{line.format(n)}\nIt is so." for n in range(600))
    start = time.perf_counter()
    for path in ("a.txt", "a.md"):
        assert parse(path, source.encode()).blocks
    assert time.perf_counter() - start < 8.0

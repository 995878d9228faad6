from __future__ import annotations

import pytest

from relbot.corpus.formats.pdf.furniture import without_furniture
from relbot.corpus.formats.pdf.lines import Line, PageLines

HEIGHT = 800.0


def line(words: str, base: float, size: float = 10) -> Line:
    return Line(words, 72, 300, base, size, is_bold=False, is_fixed=False)


def page(*outer: Line, first: float = 690) -> PageLines:
    body = (line("The harbour was dredged in 1911,", first), line("and again in 1934.", first - 12))
    return PageLines((*outer[:1], *body, *outer[1:]), HEIGHT, 50, 0)


def kept(pages: list[PageLines], labels: list[str] | None = None) -> list[str]:
    """The lines of all pages that are kept, but for the body."""
    lines = without_furniture(pages, labels or [str(number) for number in range(1, len(pages) + 1)])
    return [
        line.text for lines_of_page in lines for line in lines_of_page if not line.text.startswith(("The h", "and"))
    ]


@pytest.mark.parametrize("count", [2, 3, 5])
def test_a_line_that_repeats_at_the_top_or_bottom_is_left_out(count: int) -> None:
    assert kept([page(line("Coasts", 770), line("Harbour office", 30)) for _ in range(count)]) == []


def test_a_line_that_repeats_in_the_text_is_kept() -> None:
    assert kept([page(line("Some text.", 400)) for _ in range(4)]) == ["Some text."] * 4


def test_a_line_on_two_pages_of_many_is_kept() -> None:
    pages = [page(line("Coasts", 770)), page(line("Coasts", 770)), page(), page()]
    assert kept(pages) == ["Coasts", "Coasts"]


def test_what_differs_in_digits_is_left_out_only_apart_from_the_text() -> None:
    apart = [page(line(f"Volume {number}, 2026", 770)) for number in range(3)]
    assert kept(apart) == []
    rows = [page(line(f"{number} 000 42", 702), first=690) for number in range(3)]  # the first row of a table
    assert kept(rows) == ["0 000 42", "1 000 42", "2 000 42"]


def test_a_header_that_names_the_section_is_known_by_its_height() -> None:
    names = ["Coasts", "Coasts", "Coasts", "Harbours", "Lamps"]
    assert kept([page(line(name, 770)) for name in names]) == []


def test_a_title_that_headers_repeat_is_kept_where_it_is_large() -> None:
    pages = [page(line("Coasts", 770, size=24)), *(page(line("Coasts", 770)) for _ in range(3))]
    assert kept(pages) == ["Coasts"]


@pytest.mark.parametrize("number", ["7", "- 7 -", "Page 7", "Seite 7 von 9", "7/9", "vii", "A-7"])
def test_the_number_of_a_page_is_left_out(number: str) -> None:
    assert kept([page(line(number, 30))], labels=["A-7"]) == []


@pytest.mark.parametrize("words", ["civil", "mild", "1911 was a good year", "7 ships"])
def test_words_at_the_foot_of_a_page_are_kept(words: str) -> None:
    assert kept([page(line(words, 30))]) == [words]


def numbered(base: float, *cells: str, size: float = 8) -> Line:
    placed = tuple((100.0 * index, 100.0 * index + 50, words) for index, words in enumerate(cells))
    return Line(" ".join(cells), 0, 350, base, size, is_bold=False, is_fixed=False, cells=placed)


@pytest.mark.parametrize(
    "header", [("2", "Chapter 1. Rolling stock"), ("Coastal Letters 12 (2019)", "2"), ("Annual report", "Page 2 of 9")]
)
def test_a_header_that_stands_once_is_left_out_where_the_number_of_its_page_is_set_apart(
    header: tuple[str, str],
) -> None:
    assert kept([page(), page(numbered(770, *header))]) == []


def test_the_header_and_footer_that_a_browser_prints_are_left_out() -> None:
    printed = page(numbered(780, "11/26/26, 3:27 AM", "Allotment guide"), numbered(17, "https://a.example/", "1/1"))
    assert kept([printed]) == []


@pytest.mark.parametrize("line_at_top", [numbered(770, "Lamp", "17"), line("Table 1", 770), line("Chapter 1", 770)])
def test_a_number_at_the_top_that_is_not_that_of_the_page_or_not_apart_is_kept(line_at_top: Line) -> None:
    assert kept([page(line_at_top)]) == [line_at_top.text]

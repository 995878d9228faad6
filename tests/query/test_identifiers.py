"""Codes, versions and numbered things are one or another, however near they look."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.query.identifiers import identifiers, names_only_another

NAMED = {
    "What does error E1044 mean?": ["E1044"],
    "where is the PPR-1777 valve": ["PPR-1777"],
    "CVE-2021-44228?": ["CVE-2021-44228"],
    "what changed in version 3.4.11": ["version 3.4.11"],
    "what is new in 3.4.11": ["3.4.11"],
    "who owns 192.168.0.1": ["192.168.0.1"],
    "v2.1 release notes": ["v2.1"],
    "what does Article 13 say": ["Article 13"],
    "what is art. 13 about": ["art. 13"],
    "Sec. 3 or sec 4": ["Sec. 3", "sec 4"],
    "who sits in room 214b": ["room 214b"],
    "stage 2 of the bill": ["stage 2"],
    "X25 or frame relay": ["X25"],
    "what is 802.11ac": ["802.11ac"],
    "is the B-52 older than the F-16s": ["B-52", "F-16"],
    "how many seats has the 777-300ER": ["777-300ER"],
    "platform 9 or platform 10?": ["platform 9", "platform 10"],
}
PROSE = (
    "What happened in the 1990s, the mid-1980s and 1991-92?",
    "what is a 3-year plan for 20th-century art",
    "did they go 55mph at 3pm",
    "was it on 12.3.2024 or 2024.3.12",
    "24/7 support, 50% off, 2-1 after extra time",
    "how much is 5.5 million",
    "the part I played, and line a of it",
    "who won on 3 May 1990, and on 2019-03-21?",
    "Scotland Act 1978",
    "did it matter to the 4th form?",
    "what happened on May 8, and on 8 May?",
    "can my 12yo come with her 3yr old brother on a 10er card",
)
PAIRS = (
    ("E1044", "E1043: the fan. E1044: the pump.", True),
    ("E1044", "E1043 and E1045, E10441, XE1044", False),
    ("E1044", "error e-1044 is harmless", True),
    ("version 3.4.11", "3.4.1 came before 3.4.2", False),
    ("version 3.4.11", "v3.4.11 mends it", True),
    ("version 3.4.11", "as of 3.4.11.2 it is gone", False),
    ("Article 13", "Article 12 forbids it; 13 members agreed", False),
    ("Article 13", "Articles 12 and 13 forbid it", True),
    ("Article 13", "Article: 13; Title: Trade", True),
    ("stage 2", "Stage II is the debate", True),
    ("Windows 8", "Windows 10 needs 4 GB, Windows 11 needs 8", False),
    ("Windows 8", "Windows 7, 8 and 10 need 4 GB", True),
    ("windows 8", "The house has windows. 8 of them are shut", True),
    ("World War 2", "In World War II it was shut", True),
    ("World War 2", "In World War I it was shut", False),
    ("room 214", "Room 241 is shut", False),
    ("room 214", "Ms Orrin: 214; Mr Strom: 241", True),
    ("room 214", "Rooms 201 to 220 are on the second floor", True),
    ("room 214", "Rooms 101–120 are on the first floor", False),
    ("C4500", "Frames from C4410 to C5127 are called back", True),
    ("C4500", "Frames C4510–5127 are called back", False),
    ("room 12", "Room 4 – 20 seats", False),
    ("A350", "The A300-600 was built", False),
    ("part 2", "The second party came", False),
    ("season 2", "Season Two cost twice as much", True),
    ("season 2", "The second season cost twice as much", True),
    ("season 2", "The third season, two years later", False),
    ("code 14", "Error codes\n12: paper jam\n14: no toner", True),
    ("error 14", "Printer\nError codes\nLaser\n12 - paper jam\n14 - no toner", True),
    ("code 14", "Codes\nNo: 12; Meaning: paper jam\nNo: 14; Meaning: no toner", True),
    ("code 13", "Error codes\n12: paper jam\n14: no toner", False),
    ("code 14", "Error codes\n12: paper jam after 14 sheets", False),
    ("code 14", "Error codes\n12: paper jam\n14:30 to 16:00: closed", False),
    ("M10", "Hex bolt M10x60", True),
    ("M10", "Hex bolt M100x60, M1", False),
    ("E104", "E1044 and E10440", False),
)


@pytest.mark.parametrize(("question", "found"), NAMED.items())
def test_codes_versions_and_numbered_things_are_found(question: str, found: list[str]) -> None:
    assert [identifier.text for identifier in identifiers(question)] == found


@pytest.mark.parametrize("question", PROSE)
def test_dates_quantities_and_compounds_are_no_identifiers(question: str) -> None:
    assert not identifiers(question)


@pytest.mark.parametrize(("named", "passage", "stands"), PAIRS)
def test_a_passage_names_an_identifier_only_where_it_stands_there_itself(
    named: str, passage: str, stands: bool
) -> None:
    (identifier,) = identifiers(f"what about {named}?")
    assert identifier.stands_in(passage) is stands


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_text_can_be_looked_through(question: str, passage: str) -> None:
    for identifier in identifiers(question):
        assert question[identifier.start : identifier.end] == identifier.text
        assert identifier.stands_in(passage) in (True, False)


@given(st.from_regex(r"[A-Z]{1,3}-?[0-9]{3,5}", fullmatch=True), st.integers(0, 9))
def test_a_code_is_not_its_sibling(code: str, digit: int) -> None:
    (identifier,) = identifiers(f"what is {code}")
    sibling = code[:-1] + str(digit)
    assert identifier.stands_in(f"See {code} there.")
    assert identifier.stands_in(f"See {sibling} there.") is (sibling == code)


@pytest.mark.parametrize(
    ("question", "text", "is_another"),
    [
        ("what does XR2000 weigh", "The XR-2001 spectrometer weighs 5.1 kg.", True),
        ("what does XR2000 weigh", "The XR-2000 weighs less than the XR-2001.", False),
        ("what does XR2000 weigh", "It weighs 4.2 kg.", False),
        ("What does parseUserInput do?", "The method parse_user_output adds blanks.", True),
        ("What does parseUserInput do?", "The method parse_user_input strips blanks.", False),
        ("What does Article 12 forbid?", "Article 21 forbids dogs.", True),
        ("What does Article 12 forbid?", "Articles 12 and 21 forbid dogs.", False),
        ("when did World War 2 end", "After World War I it was shut.", True),
        ("when did World War 2 end", "After World War I came World War II.", False),
        ("9087", "The valve 9087 is stored on shelf D4.", False),
        ("Who came in 1956?", "In 1961 a declaration was signed.", False),
    ],
)
def test_a_sentence_that_names_a_sibling_alone_is_about_another(question: str, text: str, is_another: bool) -> None:
    assert names_only_another(text, identifiers(question)) is is_another


@pytest.mark.parametrize("year", ["1956", "2026", "1044"])
def test_a_number_alone_that_may_be_a_year_is_a_time_and_no_identifier(year: str) -> None:
    assert not identifiers(year)
    assert identifiers(f"{year}7")


@pytest.mark.parametrize(
    ("named", "text"),
    [
        ("room 214", "Rooms 201 to 220 are on the second floor."),
        ("C4500", "Frames from C4410 to C5127 are called back."),
        ("season 2", "The second season cost twice as much as season 1."),
    ],
)
def test_what_names_it_in_words_or_by_a_range_is_of_no_other(named: str, text: str) -> None:
    assert not names_only_another(text, identifiers(f"what about {named}?"))

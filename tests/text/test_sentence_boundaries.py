"""Where sentences end, as tables: a bar marks each end within a text."""

from __future__ import annotations

import string
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.text import sentences
from relbot.text.abbreviations import GERMAN_MONTHS, LABELLED, REFERENCES, TITLES

END = "| "


def marked(text: str) -> str:
    """The text with a bar after every sentence but the last."""
    return END.join(text[span.start : span.end] for span in sentences.split(text, 0, len(text)))


TEXTS = r"""
Ft. Olsen was built in 1911.
It was founded by Maj. Gen. Bane in 1911.| The map was drawn by Sgt. Krog.
He spoke to Lt. Col. Henrik Bane and Rev. Jonas Vos.
The well is 60 ft.| Farmers dug it.
Er kam am 3. Oktober.| Dann ging er.
Im 19. Jahrhundert war es so.| Die 2. Auflage erschien im 3. Quartal.
She is 19.| April was cold.
We met at 3.| Everyone came.
She ate a fig.| Farmers grow them here.
The museum shows modern art.| Visitors pay four euros.
The bottle has a blue cap.| Children cannot open it.
Press tab.| Users then see a list.
See Fig. 3, Tab. B and Art. IV of the act.
The plans are on pp. 12-14 of the register.
The chapter is on p. 7.| Readers like it.
The team chose plan B.| Work began in May.
She takes vitamin C.| Doctors agree.
It was written by J. Smith and edited by H. M. Rourke.
The bacterium E. coli was found.| It is old.
J.R.R. Olsen wrote it.| He died.
The U.N. Security Council met.| It voted.
He moved to the U.S.| They stayed.
The firm was Halloway & Sons, Inc.| Their contract ended.
The shop sells apples, pears, etc.| Farmers supply them.
It opens at 6 a.m.| Guests arrive early.
It opens at 6 a.m. Eastern time.
The play ran in May.| 200 people came.
He lives at 12 Main St.| Visitors are welcome.
All options are in settings.yaml.| Restart the server.
Send bugs to desk@fort.example.| Replies take hours.
The app needs version 2.4.1.| Older versions fail.
The server listens on 127.0.0.1.| Clients connect.
The method request.GetHeader() returns it.
I liked the boat he sent.|The boat was painted.
Apples cost 5 &amp; pears &gt; 8 euros.
He waited…| Gates opened.
He waited...| Gates opened.
He waited… and waited.
We won the prize 🎉.| Parties follow.
We won! 🎉| The next party is on Friday.
We won 🎉| The next party is on Friday.
Er sagte: „Guten Tag.“| Dann ging er.
« Il est venu. »| Elle est partie.
He said, "Stop."| She did.
"""


@pytest.mark.parametrize("text", TEXTS.strip().split("\n"))
def test_a_period_is_read_by_the_words_around_it(text: str) -> None:
    plain = text.replace("|", "")
    assert marked(plain).replace(END, "|").replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("title", sorted(TITLES))
def test_no_title_ends_a_sentence_before_a_name(title: str) -> None:
    assert END not in marked(f"It was founded by {title}. Bane in 1911.")


@pytest.mark.parametrize("reference", sorted(REFERENCES - {"no", "s", "l", "v"}))
def test_no_reference_ends_a_sentence_before_its_number(reference: str) -> None:
    assert END not in marked(f"It is said in {reference}. 12 of the book.")


@given(st.sampled_from(sorted(LABELLED)), st.sampled_from(string.ascii_uppercase))
def test_a_letter_that_names_a_thing_may_end_a_sentence(noun: str, letter: str) -> None:
    assert marked(f"They chose the {noun} {letter}. Work began.") == f"They chose the {noun} {letter}.| Work began."


@given(st.integers(1, 31), st.sampled_from(sorted(GERMAN_MONTHS)))
def test_the_day_of_a_german_date_ends_no_sentence(day: int, month: str) -> None:
    assert marked(f"Er kam am {day}. {month}. Dann ging er.") == f"Er kam am {day}. {month}.| Dann ging er."


@pytest.mark.parametrize("unit", [". ", "a. B", "a.B", "🎉 ", "&gt;", ".” ", "a… B ", "Lt. A ", "1. A ", "a_b.C"])
def test_the_rules_take_time_in_proportion_to_the_text(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    began = time.process_time()
    sentences.split(text, 0, len(text))
    assert time.process_time() - began < 10

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.answering.overviews.definitions import Named, Role
from relbot.text.terms import stems

DEFINING = [
    ("iPod", "The iPod is a line of portable media players."),
    ("Triangle", "In geometry, a triangle is a polygon with three corners."),
    ("Ada Lovelace", "Ada Lovelace was born in London in 1815."),
    ("Ada Lovelace", "Lovelace (née Byron) was an English mathematician."),
    ("Cardinal (Catholicism)", "A cardinal (Latin: cardinalis, literally hinge) is a senior leader of the church."),
    ("Armed Forces of Lirz", "The Armed Forces of Lirz (AFL), or Forces of Lirz (FL), are the army of Lirz."),
    ("Guild", "Guilds, also called hansas, are unions of merchants."),
    ("Guild", "Guilds are unions of merchants."),
    ("Siege of Lirz", "The siege began in May and ended in winter."),
    ("Lirz, Albania", "Lirz is located on the river Buna."),
    ("Tales: The Old Mill", "The Old Mill is the second novel of the series."),
    ("Huguenot", "The term Huguenot refers to a Protestant of France."),
    ("Panel on Climate", "The Panel on Climate consists of forty members."),
]
ABOUT = [
    ("iPod", "The iPod has won several awards."),
    ("Triangle", "Many triangles are the faces of a solid."),
    ("Ada Lovelace", "In 1843, Lovelace published her notes on the engine."),
    ("Saint Ives", "Located on the coast of Cornwall and facing north, St. Ives lies by the sea."),
    ("International Mill Society", "The IMS was led by a miller."),
    ("Siege of Lirz", "The siege was lifted after nine months."),
]
OTHER = [
    ("iPod", "The iPod's battery is a small one."),
    ("iPod", "Apple is the maker of the iPod."),
    ("iPod", "The battery of the iPod is small."),
    ("Siege of Lirz", "In that century, sieges were a matter of years."),
    ("Siege of Lirz", "The siege of Morn was a long one."),
    ("Ada Lovelace", "Lord Byron was a poet."),
    ("a.md", "It rained."),
    ("", "The siege was a long one."),
]


@pytest.mark.parametrize(
    ("title", "sentence", "role"),
    [
        *((title, sentence, Role.DEFINES) for title, sentence in DEFINING),
        *((title, sentence, Role.ABOUT) for title, sentence in ABOUT),
        *((title, sentence, Role.OTHER) for title, sentence in OTHER),
    ],
)
def test_what_a_sentence_is_for_a_thing(title: str, sentence: str, role: Role) -> None:
    assert Named(title).role_in(sentence) is role


@given(st.text(max_size=60), st.text(max_size=300))
def test_a_sentence_is_about_a_thing_only_where_it_names_it(title: str, sentence: str) -> None:
    named = Named(title)
    assert named.role_in(sentence) is Role.OTHER or named.may_stand_in(stems(sentence))


@pytest.mark.parametrize(
    "sentence", ["(" * 5_000, "a, " * 5_000, "often " * 5_000, "lirz, " + "x" * 50_000, "“" * 5_000]
)
def test_a_long_sentence_is_read_in_time(sentence: str) -> None:
    assert Named("Lirz").role_in(f"In Lirz, {sentence} Lirz is") in Role

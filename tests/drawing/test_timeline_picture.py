from __future__ import annotations

from io import BytesIO
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from relbot.drawing.axis import place_blocks
from relbot.drawing.canvas import BACKGROUND
from relbot.drawing.timeline import MAX_ON_AXIS, picture
from relbot.temporal.interval import Interval, a_day, with_modifier, years
from timeline_fixtures import events

CASES: dict[str, list[tuple[Interval, str]]] = {
    "none": [],
    "one": [(years(1961), "It was signed.")],
    "one day": [(a_day(1989, 11, 9), f"Thing {number} happened.") for number in range(MAX_ON_AXIS)],
    "one day, many": [(a_day(1989, 11, 9), f"Thing {number} happened.") for number in range(300)],
    "10,000 years": [(years(-9_999), "Ice."), (years(-43), "Rome."), *[(years(2000), "Now.")] * 5],
    "open": [(with_modifier(years(1900), "before"), "Long ago."), (with_modifier(years(1990), "after"), "Since.")],
    "full": [(years(1900 + number), "Very long words. " * 40) for number in range(MAX_ON_AXIS)],
    "full, counted": [(years(1900 + number), f"Very {number} long words. " * 40) for number in range(48)],
}
HOSTILE = [
    "D" * 50_000,
    "هل هذا صحيح؟ نعم.",
    "🎉👨‍👩‍👧‍👦",
    "a\x1b[2J\x00\u202eb\n\ud800",
    "Z" + "\u0301" * 500,
    "漢" * 300,
    "\u200b",
    "",
]


def drawn(*dated: tuple[Interval, str], title: str = "Tirana") -> Image.Image:
    return Image.open(BytesIO(picture(events(*dated, titles=[title]))))


@pytest.mark.parametrize("case", CASES)
def test_any_timeline_is_a_picture_that_discord_takes(case: str) -> None:
    image = drawn(*CASES[case])
    assert image.format == "PNG"
    assert image.width == 1_100
    assert 150 < image.height <= 4_000


def test_five_thousand_events_stay_small_and_are_drawn_soon() -> None:
    random = Random(4)
    many = [(a_day(random.randint(1900, 2020), 5, random.randint(1, 31)), f"Thing {n} happened.") for n in range(5_000)]
    image = picture(events(*many, titles=["One", "Other"]))
    assert len(image) < 1_000_000
    assert Image.open(BytesIO(image)).height <= 4_000


@pytest.mark.parametrize("sentence", HOSTILE, ids=lambda sentence: ascii(sentence[:5]))
def test_a_hostile_sentence_is_drawn_within_the_margins(sentence: str) -> None:
    image = drawn((years(1961), sentence), title=sentence)
    edges = [image.crop((0, 0, 20, image.height)), image.crop((1_080, 0, 1_100, image.height))]
    assert all(edge.getcolors() == [(20 * image.height, _rgb(BACKGROUND))] for edge in edges)


def test_the_same_events_make_the_same_picture() -> None:
    assert picture(events(*CASES["10,000 years"])) == picture(events(*CASES["10,000 years"]))


@settings(max_examples=50)
@given(st.lists(st.tuples(st.floats(0, 1_000), st.floats(10, 100)), min_size=1, max_size=20))
def test_blocks_stand_in_order_without_overlap_and_within_their_room(blocks: list[tuple[float, float]]) -> None:
    desired, heights = sorted(place for place, _ in blocks), [height for _, height in blocks]
    bottom = sum(heights) * 1.1
    tops = place_blocks(desired, heights, 0, bottom)
    assert tops[0] >= 0
    assert tops[-1] + heights[-1] <= bottom + 1e-6
    for (top, height), (following, _) in pairwise(zip(tops, heights, strict=True)):
        assert following >= top + height - 1e-6


def test_blocks_with_room_stand_where_they_are_wanted() -> None:
    assert place_blocks([10, 200, 400], [50, 50, 50], 0, 500) == [10, 200, 400]


def test_blocks_in_a_crowd_share_the_displacement() -> None:
    assert place_blocks([100, 100], [50, 50], 0, 500) == [75, 125]


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))

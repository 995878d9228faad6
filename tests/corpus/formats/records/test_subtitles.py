from __future__ import annotations

import pytest

from corpus.formats.shown import blocks, sectioned
from relbot.corpus.documents import parse
from relbot.errors.corpus import SourceRejected

VTT = """WEBVTT - Interview

STYLE
::cue { color: red }

NOTE Copyright 2019,
all of it.

intro
00:01.000 --> 00:03.000 align:left
<v Anna Berg>The mill &amp; the dam were built

00:03.000 --> 01:05.500
<v Anna Berg>in <i>1904</i>.</v>

1:00:06.000 --> 1:00:08.000
<v.loud Otto>It burned
down.
"""


def test_a_sentence_runs_over_cues_and_each_cue_is_a_place_with_its_speaker() -> None:
    document = parse("a.vtt", VTT.encode())
    assert blocks("a.vtt", VTT) == ["The mill & the dam were built in 1904.", "It burned down."]
    assert [(place.label, document.text[place.start :][:9]) for place in document.places] == [
        ("0:00:01, Anna Berg", "The mill "),
        ("0:00:03, Anna Berg", "in 1904.\n"),
        ("1:00:06, Otto", "It burned"),
    ]


@pytest.mark.parametrize(
    ("cues", "shown"),
    [
        (["It was built", "in Oslo."], ["It was built in Oslo."]),
        (["{\\an8}<font color='red'>It was <b>built</b>.</font>"], ["It was built."]),
        (["- When was it built?\n- In the year 1904."], ["In the year 1904."]),
        (
            ["ANNA: It was built", "in 1904.", "OTTO BERG: It was not."],
            ["ANNA: It was built in 1904.", "OTTO BERG: It was not."],
        ),
        ([">> It was built.", ">> It was not."], ["It was built.", "It was not."]),
        (["It was built", "It was built\nin the year", "in the year\n1904."], ["It was built in the year 1904."]),
        (["We live in New York City", "We’re at a hotel"], ["We live in New York City", "We’re at a hotel"]),
        (["He met", "Otto there."], ["He met Otto there."]),
        (["[MUSIC PLAYING]", "It was built.", "(applause)", "♪ ♪"], ["It was built."]),
        (["It was built. [LAUGHTER]", "It was not. ♪"], ["It was built. It was not."]),
        (["It was built.\n[Laughter]"], ["It was built."]),
        (["ANNA: It was built.", "[SIGHS]", "OTTO: It was not."], ["ANNA: It was built.", "OTTO: It was not."]),
        (["[man] It was built", "[INAUDIBLE] in 1904."], ["[man] It was built [INAUDIBLE] in 1904."]),
        (["It was built [at night] in", "1904 (or so."], ["It was built [at night] in 1904 (or so."]),
    ],
)
def test_subrip_is_read_as_it_is_heard(cues: list[str], shown: list[str]) -> None:
    written = "\n".join(
        f"{n}\n00:00:{n:02},000 --> 00:00:{n + 1:02},000\n{words}\n" for n, words in enumerate(cues, start=1)
    )
    assert blocks("a.srt", "\ufeff" + written) == shown
    assert blocks("a.srt", written.replace("\n", "\r\n").encode("utf-16")) == shown


def test_a_pause_parts_paragraphs_and_a_blank_line_may_be_missing() -> None:
    text = "1\n00:00:01,000 --> 00:00:02,000\nBefore it\n2\n00:10:00,000 --> 00:10:02,000\nafter it\n"
    assert blocks("a.srt", text) == ["Before it", "after it"]


@pytest.mark.parametrize("data", [b"", b"WEBVTT\n\nNOTE nothing", b"no cues"])
def test_a_file_without_cues_is_refused(data: bytes) -> None:
    with pytest.raises(SourceRejected, match=r"it is empty|it has no cues"):
        parse("a.vtt", data)


def test_a_question_is_the_section_of_the_answer_and_not_of_what_is_said_after_a_pause() -> None:
    cues = "1\n00:00:01,000 --> 00:00:02,000\n- Where is Otto?\n- He is at the mill.\n\n"
    later = "2\n00:10:00,000 --> 00:10:02,000\nThe mill burned down.\n"
    assert sectioned("a.srt", cues + later) == [("Where is Otto?", "He is at the mill."), ("The mill burned down.",)]

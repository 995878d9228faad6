from __future__ import annotations

import pytest

from relbot.query.question_words import has_discourse_marker, question_core, strip_discourse_marker, topic


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("where's the key?", "the key"),
        ("what’s the fee?", "the fee"),
        ("whos kim", "kim"),
        ("who're the owners", "the owners"),
        ("whose key is it", "key is it"),
        ("Where is the key?", "the key"),
        ("is there an embassy", "an embassy"),
        ("can't normal jets land", "normal jets land"),
        ("wont it land", "it land"),
        ("didnt the key fit", "the key fit"),
        ("how come the key fits?", "the key fits"),
        ("are there any bears left", "any bears left"),
        ("whats this about", ""),
        ("what is it all about?", ""),
        ("what's this article about", ""),
        ("what is going on here", ""),
        ("what is this castle about", "this castle about"),
    ],
)
def test_a_topic_keeps_nothing_of_a_contracted_opening(question: str, about: str) -> None:
    assert topic(question) == about


@pytest.mark.parametrize(
    "text", ["“Hoxha”", "(1961)", "- embassy", "... Tirana", "well-known people", "so-called allies"]
)
def test_a_mark_at_the_beginning_is_no_and(text: str) -> None:
    assert not has_discourse_marker(text)


@pytest.mark.parametrize("text", ["and 1961", "ok, so Tirana", "… and Tirana", "what about Tirana"])
def test_and_is_one_whatever_marks_stand_before_it(text: str) -> None:
    assert has_discourse_marker(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("i mean the mill", "the mill"),
        ("no, i meant Tirana", "Tirana"),
        ("sorry i mean 1956", "1956"),
        ("no the guests", "the guests"),
        ("not the railway, the bridge", "the bridge"),
    ],
)
def test_a_correction_leaves_what_is_meant_instead(text: str, meant: str) -> None:
    assert has_discourse_marker(text)
    assert question_core(text) == meant


@pytest.mark.parametrize("text", ["no parking here", "notable guests", "in what way do I mean it", "sorry"])
def test_what_corrects_nothing_is_no_such_marker(text: str) -> None:
    assert not has_discourse_marker(text)


@pytest.mark.parametrize(
    ("text", "left"),
    [("“Hoxha”", "Hoxha”"), ("… and, well, Tirana", "Tirana"), ("well-known people", "well-known people")],
)
def test_marks_and_markers_at_the_beginning_are_left_out(text: str, left: str) -> None:
    assert strip_discourse_marker(text) == left

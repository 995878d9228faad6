import json
import unicodedata

from hypothesis import example, given
from hypothesis import strategies as st

from relbot.terminal.sanitize import mask_unsafe, replace_surrogates, sanitize, sanitize_lines, to_json

any_text = st.text(st.characters(exclude_categories=()))  # lone surrogates too


@given(any_text)
@example("\x1b]0;title\x07\x9b31m\u202egnp.exe\u2066\ufeff\U000e0041")
def test_nothing_that_steers_a_terminal_survives(text: str) -> None:
    shown = sanitize(text)
    assert {unicodedata.category(char) for char in shown}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
    assert not any("\u202a" <= char <= "\u202e" or "\u2060" <= char <= "\u206f" for char in shown)
    assert not {"\u200b", "\u200e", "\u200f", "\ufeff", "\u061c"} & set(shown)


@given(any_text)
def test_what_is_printable_stays_as_it_is(text: str) -> None:
    assert sanitize(sanitize(text)) == sanitize(text)


def test_letters_marks_and_emoji_are_left_alone() -> None:
    for text in (
        "Shqipëria – “조선”",
        "नमस्\u200dते",
        "می\u200cخواهم",
        "👩\u200d🔬",
        "10\u00a0000 km",
        "[bold]not markup[/]",
    ):
        assert sanitize(text) == text


def test_line_breaks_and_runs_of_white_space_become_one_space() -> None:
    assert sanitize("one\r\n  two\u2028three\tfour") == "one two three four"


@given(any_text)
def test_json_keeps_text_verbatim_and_hides_nothing(text: str) -> None:
    written = to_json({"text": text})
    assert json.loads(written) == {"text": text}
    assert {unicodedata.category(char) for char in written.replace("\n", "")}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
    assert written.isascii() or not any("\u202a" <= char <= "\u202e" for char in written)


def test_json_shows_letters_as_letters() -> None:
    assert to_json("Shqipëria") == '"Shqipëria"'


def test_bytes_that_are_no_text_become_a_replacement_character() -> None:
    from_shell = b"caf\xe9 au lait".decode("utf-8", "surrogateescape")
    assert replace_surrogates(from_shell) == "caf\ufffd au lait"


@given(any_text)
def test_what_is_typed_is_masked_character_for_character(text: str) -> None:
    shown = mask_unsafe(text)
    assert len(shown) == len(text)
    assert {unicodedata.category(char) for char in shown if char not in "\t\n\r\v\f\x1c\x1d\x1e\x1f"}.isdisjoint(
        {"Cc", "Cs", "Zl"}
    )
    assert "\u202e" not in shown


def test_lines_keep_their_indents_and_nothing_else_that_steers() -> None:
    assert sanitize_lines("Traceback:\n  File \x1b[31m\n    x\r\n\x9bEnd") == "Traceback:\n  File [31m\n    x\nEnd"

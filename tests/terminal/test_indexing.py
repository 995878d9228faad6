from pathlib import Path

from relbot.index.build import Report
from relbot.index.freshness import Changes, Freshness
from relbot.terminal.indexing import freshness_summary, left_out_lines, summary, unread_files


def report(**changes: object) -> Report:
    nothing: dict[str, object] = {
        "generation": "g1",
        "published": False,
        "added": (),
        "changed": (),
        "removed": (),
        "unchanged": 2,
        "rejected": (),
        "sources": 2,
        "passages": 1_500,
        "seconds": 0.08,
    }
    return Report(**{**nothing, **changes})  # type: ignore[arg-type]


def stale(changes: Changes, reason: str | None = None) -> str:
    return freshness_summary(Freshness(fresh=False, changes=changes, rejected=(), reason=reason), Path("corpus"))


def test_a_build_is_summed_up_in_a_line() -> None:
    done = report(published=True, added=("a.txt",), removed=("b.txt", "c.txt"), seconds=3.21)
    assert summary(done) == "Indexed 2 sources, 1,500 passages in 3.2 s: 1 added, 2 removed."


def test_a_build_that_found_nothing_new_says_so() -> None:
    assert summary(report()) == "Nothing has changed: 2 sources, 1,500 passages (0.1 s)."


def test_what_changed_is_named() -> None:
    summary_line = stale(Changes(added=("a.txt",), changed=("b.txt", "c.txt"), removed=()))
    assert summary_line == "The index is stale: added a.txt; changed b.txt, c.txt. `relbot index` brings it up to date."


def test_of_many_changes_the_first_are_named() -> None:
    many = tuple(f"{number}.txt" for number in range(8))
    assert "added 0.txt, 1.txt, 2.txt, 3.txt, 4.txt, and 3 more." in stale(Changes(added=many, changed=(), removed=()))


def test_a_file_name_cannot_steer_the_terminal() -> None:
    assert "\x1b" not in stale(Changes(added=("\x1b]0;owned\x07.txt",), changed=(), removed=()))


def test_a_reason_to_build_all_anew_is_told() -> None:
    assert "stale: It was built with the model A, and B is set now." in stale(
        Changes((), (), ()), "It was built with the model A, and B is set now."
    )


def test_files_of_other_kinds_are_counted_in_a_sentence() -> None:
    assert unread_files({".exe": 1, ".zip": 2}) == "3 files are not in a format that relbot reads: 2 .zip, 1 .exe."
    assert unread_files({".doc": 2, ".exe": 1, ".org": 1}) == (
        "4 files are not in a format that relbot reads: 2 .doc, 1 .exe, 1 .org; save .doc as .docx, .org as .txt."
    )
    assert unread_files({"": 1}) == "1 file is not in a format that relbot reads: 1 without a suffix."
    many = {f".{letter}": 1 for letter in "abcdefg"}
    assert unread_files(many) == "7 files are not in a format that relbot reads: 1 .a, 1 .b, 1 .c, 1 .d, 1 .e, 2 other."


def test_what_is_left_out_is_named_with_the_reason() -> None:
    lines = list(left_out_lines([("a\x1b.pdf", "it has a password; remove it")], {".zip": 1}))
    assert lines == [
        "Left out: a.pdf, as it has a password; remove it",
        "1 file is not in a format that relbot reads: 1 .zip.",
    ]

"""The headings and lines by which changelogs tell their releases apart."""

from __future__ import annotations

import pytest

from relbot.query.named_document import StatedDay
from relbot.query.releases.release_headings import is_log, is_of_next_release, read_release_heading, read_release_line


@pytest.mark.parametrize(
    ("heading", "version", "day"),
    [
        ("[2.1.0] - 2026-05-01", (2, 1, 0), StatedDay(2026, 5, 1)),
        ("v1.2 (May 2026)", (1, 2), StatedDay(2026, 5)),
        ("5.3 — 18 April 2026", (5, 3), StatedDay(2026, 4, 18)),
        ("2026-05-01: v2.1", (2, 1), StatedDay(2026, 5, 1)),
        ("Moss Kingdom 1.6, the swamp update (May 2026)", (1, 6), StatedDay(2026, 5)),
        ("Version 3", (3,), None),
        ("Release 12", (12,), None),
        ("Build 1042", (1042,), None),
    ],
)
@pytest.mark.parametrize("in_log", [False, True])
def test_a_heading_with_a_label_or_a_date_is_a_release(
    heading: str, version: tuple[int, ...], day: StatedDay | None, in_log: bool
) -> None:
    read = read_release_heading(heading, in_log=in_log)
    assert read is not None
    assert (read.version, read.day, read.is_out) == (version, day, True)


@pytest.mark.parametrize("heading", ["1.4.2", "14 March 2026", "2.0 Aurora"])
def test_a_number_or_a_date_alone_is_a_release_only_in_a_changelog(heading: str) -> None:
    assert read_release_heading(heading, in_log=True) is not None
    assert read_release_heading(heading, in_log=False) is None


@pytest.mark.parametrize(
    "heading",
    ["Installation", "3 ways to feed a cat", "Unreleased", "[Unreleased]", "Next version 2.0", "1990", "Rule 5"],
)
def test_other_headings_are_none(heading: str) -> None:
    assert read_release_heading(heading, in_log=True) is None


@pytest.mark.parametrize(
    "heading", ["2.0.0-rc1", "1.1.0-beta.2 (May 2026)", "1.0.5 - 2026-01-02 [YANKED]", "3.0 - TBD"]
)
def test_a_preview_and_a_withdrawn_release_are_not_out(heading: str) -> None:
    read = read_release_heading(heading, in_log=True)
    assert read is not None
    assert not read.is_out


@pytest.mark.parametrize(
    ("line", "version"),
    [
        ("2.3.1 (2026-03-30): fixes a crash", (2, 3, 1)),
        ("v1.2: dark mode", (1, 2)),
        ("Version: 0.3; Date: 2026-04-02; Changes: Drag and drop", (0, 3)),
        ("12 May 2026 – new logo", ()),
    ],
)
def test_a_line_may_tell_of_a_release(line: str, version: tuple[int, ...]) -> None:
    read = read_release_line(line)
    assert read is not None
    assert read.version == version


@pytest.mark.parametrize(
    "line", ["3 people joined", "Fixed a crash in 2.3.1", "Dark mode", "Name: Ada; Role: chair; Age: 9"]
)
def test_other_lines_tell_of_none(line: str) -> None:
    assert read_release_line(line) is None


def test_a_changelog_is_known_by_its_name() -> None:
    assert is_log("Moss Kingdom patch notes")
    assert is_log("CHANGELOG.md")
    assert not is_log("Manual of the feeder")


def test_what_is_not_released_yet_stands_under_a_heading_of_its_own() -> None:
    assert is_of_next_release("[Unreleased]")
    assert not is_of_next_release("[2.1.0] - 2026-05-01")

"""The kinds of changes in a changelog, by the headings above lines and by their words."""

from __future__ import annotations

import pytest

from relbot.query.releases.change_groups import groups_done, groups_named, in_groups, is_group


@pytest.mark.parametrize(
    ("groups", "heading", "line"),
    [
        (("removed",), "Removed", "The Evernote importer."),
        (("fixed",), "Bug fixes", "The clock no longer drifts."),
        (("removed",), "v1.5", "Removed the daily quest"),
        (("removed",), "v1.5", "The music commands were removed because of the licence."),
        (("removed",), "v1.5", "Radios of the first series are no longer supported."),
        (("deprecated",), "v1.5", "/weather is deprecated, use /forecast."),
        (("added",), "v1.5", "New: dark theme"),
        (("security",), "Fixed", "Fixed a path traversal in the import (CVE-2026-20456)."),
        (("security",), "Security", "Passwords are hashed with Argon2"),
    ],
)
def test_a_line_is_of_a_group(groups: tuple[str, ...], heading: str, line: str) -> None:
    assert any(in_groups(groups, ("Changelog", heading), line))


@pytest.mark.parametrize(
    ("groups", "heading", "line"),
    [
        (("security",), "Fixed", "Reminders ring at the right hour."),
        (("removed",), "Added", "A button that removes notes."),
        (("fixed",), "Added", "Dark mode"),
    ],
)
def test_a_line_of_another_group_is_not(groups: tuple[str, ...], heading: str, line: str) -> None:
    assert not any(in_groups(groups, ("Changelog", heading), line))


def test_a_fix_may_be_of_anything_but_a_security_fix() -> None:
    assert groups_named(["security", "fixes"]) == ("security",)
    assert groups_done("which features were removed") == ("removed",)


def test_the_heading_of_a_group_has_no_other_words() -> None:
    assert is_group("Bug fixes")
    assert is_group("What's new")
    assert not is_group("New maps for Poland")

"""What changelogs say about the latest release and all changes of a kind, in the forms that people write them in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from answer_contract import check
from relbot import Relbot

NOTES = {
    "CHANGELOG.md": "# Changelog\n\n## [Unreleased]\n\n### Added\n- Shared notebooks.\n\n"
    "## [2.1.0] - 2026-05-01\n\n### Added\n- Dark mode for all windows.\n- Export as PDF.\n\n"
    "### Fixed\n- Pasting a table works again.\n\n"
    "## [2.0.1] - 2026-02-14\n\n### Fixed\n- Reminders ring on time.\n"
    "- Fixed a path traversal in the import (CVE-2026-20456).\n\n"
    "## [2.0.0] - 2026-01-20\n\n### Added\n- Reminders.\n- A plugin interface.\n\n"
    "### Deprecated\n- The JSON export.\n\n### Removed\n- Support for Windows 7. It was too slow.\n"
    "- The Evernote importer.\n",
    "README.md": "# Tabby Notes\n\nTabby Notes keeps plain files.\n\n## Requirements\n\n- Windows 10 or later\n",
}
RADIO = {
    "history.txt": "RADIO FIRMWARE HISTORY\n\nVersion 1\nReleased 3 March 2023.\nPlays internet stations.\n\n"
    "Version 2\nReleased 12 October 2023.\nAdds podcasts. The volume knob no longer jumps.\n\n"
    "Version 3\nReleased 30 September 2025.\nAdds Bluetooth headphones.\nThe RSS reader is gone.\n",
}
BOT = {
    "updates.md": "# Owlbot updates\n\n## 14 March 2026\n- You can now vote with /poll.\n"
    "- /weather is deprecated, use /forecast.\n\n## 9 February 2026\n- Welcome messages.\n"
    "- The music commands were removed because of the licence.\n",
}
TOOL = {
    "README.md": "# Skiff\n\nSkiff resizes pictures.\n\n## Changelog\n\n- **2.3.1** (2026-03-30): fixes a crash\n"
    "- **2.3.0** (2026-03-11): adds WebP\n- **1.0.0** (2024-05-20): first release\n\n"
    "## Known issues\n\nLarge pictures need a lot of memory.\n",
}
SAID = [
    (NOTES, "what's the latest version", ["[2.1.0] - 2026-05-01"]),
    (NOTES, "latest version of tabby notes?", ["[2.1.0] - 2026-05-01"]),
    (NOTES, "when did it last update", ["[2.1.0] - 2026-05-01"]),
    (
        NOTES,
        "what changed in the last release",
        [
            "[2.1.0] - 2026-05-01",
            "Dark mode for all windows.",
            "Export as PDF.",
            "Pasting a table works again.",
        ],
    ),
    (NOTES, "newest features", ["[2.1.0] - 2026-05-01", "Dark mode for all windows.", "Export as PDF."]),
    (NOTES, "what's coming next", ["Shared notebooks."]),
    (NOTES, "which CVE was fixed", ["Fixed a path traversal in the import (CVE-2026-20456)."]),
    (NOTES, "any security fixes", ["Fixed a path traversal in the import (CVE-2026-20456)."]),
    (NOTES, "what's deprecated", ["The JSON export."]),
    (NOTES, "what was removed", ["Support for Windows 7. It was too slow.", "The Evernote importer."]),
    (NOTES, "since which version can I set reminders", ["[2.0.0] - 2026-01-20", "Reminders."]),
    (NOTES, "when was the evernote importer removed", ["[2.0.0] - 2026-01-20", "The Evernote importer."]),
    (RADIO, "current firmware version?", ["Version 3", "Released 30 September 2025."]),
    (RADIO, "what was the first version", ["Version 1", "Released 3 March 2023."]),
    (RADIO, "when were podcasts added", ["Version 2", "Released 12 October 2023.", "Adds podcasts."]),
    (RADIO, "what was removed", ["The RSS reader is gone."]),
    (BOT, "when was the last update", ["14 March 2026"]),
    (BOT, "what was removed", ["The music commands were removed because of the licence."]),
    (TOOL, "whats the current version", ["2.3.1 (2026-03-30): fixes a crash"]),
]


@pytest.fixture(scope="module")
def bots(bot_of: Callable[[dict[str, str]], Relbot]) -> dict[str, Relbot]:
    return {min(sources): bot_of(sources) for sources in (NOTES, RADIO, BOT, TOOL)}


@pytest.mark.parametrize(("sources", "question", "said"), SAID, ids=[f"{min(s)} {q}" for s, q, _ in SAID])
def test_a_changelog_says_it(sources: dict[str, str], question: str, said: list[str], bots: dict[str, Relbot]) -> None:
    bot = bots[min(sources)]
    answer = bot.ask(question)
    assert [statement.text for statement in answer.statements] == said
    check(answer, {name: bot.document(name).text for name in sources}, limit=20)


@pytest.mark.parametrize(
    ("question", "under"),
    [
        ("what's deprecated", "[2.0.0] - 2026-01-20 › Deprecated"),
        ("which features were removed", "[2.0.0] - 2026-01-20 › Removed"),
        ("is windows 7 still supported", "[2.0.0] - 2026-01-20 › Removed"),
        ("when was the evernote importer removed", ""),
    ],
)
def test_a_line_is_shown_with_its_release_unless_that_is_quoted(
    question: str, under: str, bots: dict[str, Relbot]
) -> None:
    assert bots["CHANGELOG.md"].ask(question).statements[0].under == under


@pytest.mark.parametrize(
    "question", ["latest version of photoshop", "when was dark mode removed", "what was removed in the last release"]
)
def test_what_no_changelog_tells_is_refused(question: str, bots: dict[str, Relbot]) -> None:
    assert not bots["CHANGELOG.md"].ask(question).answered


def test_each_change_stands_in_the_timeline_at_the_date_of_its_release(bots: dict[str, Relbot]) -> None:
    told = [(event.marked_label, event.sentence) for event in bots["CHANGELOG.md"].timeline("2026-05", "dark mode")]
    assert told == [("~ 1 May 2026", "Dark mode for all windows.")]
    dated_below = [(event.marked_label, event.sentence) for event in bots["history.txt"].timeline(words="podcasts")]
    assert dated_below == [("~ 12 October 2023", "Adds podcasts.")]

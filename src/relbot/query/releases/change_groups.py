"""The groups of changes in a changelog, and the words by which people ask for them."""

from __future__ import annotations

import re
from collections.abc import Sequence

CHANGES = {
    "all": "new|changed?|changes|updated?|different",
    "added": "add|added|adds|additions?|introduced?|features?",
    "fixed": "fix|fixed|fixes|bugfix(?:es)?|bugs?|repaired|resolved|solved",
    "removed": "removed?|removes|removals?|dropped|drops?|gone",
    "deprecated": "deprecated?|deprecates|deprecations?",
    "security": "security|cves?|vulnerabilit(?:y|ies)",
}
"""The groups, each with the words for it in questions, headings and at the beginning of lines; "all" means every
group."""
CHANGE = "|".join(CHANGES.values())
_NEW = "new|now"
"""Words that open a line about something added, but ask for changes of any group."""
_OF_SECURITY = re.compile(
    r"\bsecurity\b|\bCVE-\d|\bGHSA-|\bvulnerab|\bexploit|\battackers?\b|\bXSS\b|\bcross-site\b|\b(?:code|sql)\sinjection\b"
    r"|\bpath\straversal\b",
    re.IGNORECASE,
)
"""What a line on security mentions, whatever heading it is under."""
_DONE = re.compile(r"(?:add|fix|remov|deprecat|introduc|drop$|dropped|resolv|clos|patch)\w*", re.IGNORECASE)
_IN_HEADING = f"{CHANGE}|bug|and|other|improve(?:d|ments)?|known|issues?|breaking|minor|major|what|s"
_LONGEST = 40
_PASSIVE = r"\b(?:is|are|was|were|been|be)\s(?:now\s|also\s)?"
_ENDED = re.compile(r"\bno\slonger\s(?:supported|available|included|offered)\b", re.IGNORECASE)
"""What is removed in other words."""
_CVE = re.compile(r"\bCVE-\d{4}-\d+", re.IGNORECASE)


def groups_named(words: Sequence[str]) -> tuple[str, ...]:
    """Return the groups that the words of a question name: for "security fixes" only security, since a fix may be one
    of anything.
    """
    found = tuple(name for name, forms in CHANGES.items() if any(is_word_of(forms, word) for word in words))
    return ("security",) if "security" in found else found


def groups_done(text: str) -> tuple[str, ...]:
    """Return the groups that a text names by what was done: a feature may be removed."""
    return groups_named([word for word in re.findall(r"[^\s,?!.]+", text) if _DONE.fullmatch(word)])


def is_word_of(forms: str, word: str) -> bool:
    """Return whether a word is one of some forms."""
    return re.fullmatch(forms, word, re.IGNORECASE) is not None


def is_group(heading: str) -> bool:
    """Return whether a heading is that of a group of changes: "Removed", "Bug fixes"."""
    return len(heading) <= _LONGEST and all(is_word_of(_IN_HEADING, word) for word in re.findall(r"\w+", heading))


def in_groups(groups: Sequence[str], section: Sequence[str], text: str) -> tuple[bool, bool]:
    """Return whether a line is of one of the groups by the heading above it, and by its own words: those that it begins
    with, or a passive.
    """
    words = [f"{CHANGES[name]}|{_NEW}" if name == "added" else CHANGES[name] for name in groups]
    forms = re.compile(rf"(?:{'|'.join(words)})\b", re.IGNORECASE)
    heading = section[-1] if section and is_group(section[-1]) else ""
    is_under = any(map(forms.fullmatch, re.findall(r"\w+", heading)))
    is_of_security = "security" in groups and _OF_SECURITY.search(text) is not None
    said = forms.match(text) or re.search(rf"{_PASSIVE}(?:{'|'.join(words)})\b", text, re.IGNORECASE)
    return is_under or is_of_security, said is not None or ("removed" in groups and _ENDED.search(text) is not None)


def names_cve(text: str) -> bool:
    """Return whether a line names an entry of the public list of vulnerabilities."""
    return _CVE.search(text) is not None

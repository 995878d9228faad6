"""Recognises questions about the latest or first release ("what's the latest version", "when did it last update", "what
changed in the last patch", "newest features") and about all changes of a kind ("what's deprecated", "any security
fixes"). Questions that name a release by its number are `numbered_part`'s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from relbot.query.numbered_part import asks_for_part
from relbot.query.releases.change_groups import CHANGE, groups_done, groups_named, is_word_of
from relbot.query.request.phrasing import phrased

Which = Literal["latest", "first", "next", "all"]
Wanted = Literal["version", "date", "changes"]

_RELEASE = (
    r"(?:versions?|releases?|updates?|patch(?:es)?|hotfix(?:es)?|builds?|changelogs?|(?:release|patch)\snotes|firmware)"
)
_LAST = r"(?:latest|newest|last|current|most\srecent|present|recent|new|newer)"
_FIRST = r"(?:first|oldest|earliest|initial|original|very\sfirst)"
_NEXT = r"(?:next|upcoming|coming|future|unreleased)"
_BETWEEN = r"(?:\s(?!(?:in|of|for|to|by|from|on|and|or)\b)[^\s,;?]+){0,2}?"
_ONE = re.compile(
    rf"\b(?:(?P<last>{_LAST})|(?P<first>{_FIRST})|(?P<next>{_NEXT}))(?P<between>{_BETWEEN})\s{_RELEASE}"
    rf"(?:\s(?:number|no|nr|version|notes|date)\b)?(?!\w)"
    rf"|\b(?:(?:what|which)\s)?(?:version|release|build)\s(?:is|are)\s(?:the\s)?(?P<last2>{_LAST})\b"
    r"|\b(?P<last3>version)(?:\snumber)?\s(?:is|are)\s(?P<between2>[^,;?]{2,40}?)\s(?:on|at|running|using)$"
    r"|^(?P<last4>version)(?:\snumber)?$",
    re.IGNORECASE,
)
"""A release by its place: "the latest stable version", "which version is current", "what version is it on"."""
_UPDATED = re.compile(
    r"\b(?:last|latest|most\srecently|recently)\s(?:(?:been|get|got|getting|receive|have|had|an?)\s){0,2}"
    r"(?:updated?|patched|released?|changed|upgraded)\b|\blast\stime\b(?=.*\s(?:updated|patched|released|changed)$)",
    re.IGNORECASE,
)
"""A question that asks when there was a release last: "when did it last update"."""
_NEWEST = re.compile(
    rf"\b{_LAST}\s(?:features?|changes|additions|(?:bug\s?)?fixes|improvements|stuff|things)\b"
    r"|\b(?:what|whats|anything|something)\s(?:is\s|are\s)?(?:the\s)?new\b"
    r"|\b(?:changed|new|added|fixed|updated|changes)\s(?:recently|lately|last)\b",
    re.IGNORECASE,
)
"""A question for the newest changes, in whatever release: "newest features", "what's new"."""
_COMING = re.compile(
    r"\b(?:coming|planned)(?:\s(?:up|soon|next|out))?$|\b(?:next|upcoming|unreleased|planned)\s(?:features|changes)\b",
    re.IGNORECASE,
)
_WHEN = re.compile(
    r"^(?:and\s)?when\b|\bwhen$|\b(?:what|which)\s(?:day|date)\b|\bdate\b|^how\s(?:old|recent)\b", re.IGNORECASE
)
_OTHERWISE = re.compile(
    r"^(?:how\b(?!\s(?:old|recent))|where\b|who\b|why\b|can\b|could\b|should\b|does\b|do\b|is\b(?!\sthere)|will\b|if\b"
    r"|i\b|my\b)",
    re.IGNORECASE,
)
"""Questions for something else about a release: how to get it, whether it runs."""
_OF_WHAT_IS_IN_IT = (
    re.compile(
        r"\b(?:in|with|about|of|do|bring|brought|include|contain|have|happened|cover|say|changes?|fix|add|notes)\b",
        re.IGNORECASE,
    ),
    re.compile(r"(?:notes|changelog)$", re.IGNORECASE),
    re.compile(r"\b(?:do|bring|include|fix|add|change|remove|contain)$", re.IGNORECASE),
)
"""Words before a release, in its name and after it, by which a question asks for what is in it, not for its number."""
_DONE = re.compile(
    r"\b(?:added|fixed|resolved|closed|patched|removed|dropped|deprecated|introduced)\b"
    r"|\b(?:bug\s?fixes|fixes|removals|deprecations|additions)\b"
    r"|\bdid\s(?:they|you|we|he|she|it)\s(?:all\s)?(?:add|fix|remove|drop|deprecate|introduce)$",
    re.IGNORECASE,
)
"""What was done to things in any release."""
_PROBLEM = re.compile(r"\b(?:fix\w*|issues?|holes?|bugs?|patch\w*|updates?|cves?)\b", re.IGNORECASE)
_NOTES = re.compile(r"\b(?:release|patch)\snotes\b", re.IGNORECASE)
_OPENS = re.compile(
    r"(?:what|which)(?:['’]?s)?\b|any\b|(?:is|are|was|were|has|have)\s(?:there|been)\b|list\b|all\b|did\b",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"(?:when|any|some|more|there|been|be|being|out|available|now|currently|today|yet|recently|lately|ever|far|called"
    r"|number|no|is|was|were|they|you|we|it|its|their|our|your|he|she|issues?|problems?|holes?|patch(?:es|ed)?|updates?|features?"
    r"|closed|resolved|bugs?|fix(?:es|ed)?|time|last|latest|one|thing|got|get|stable|made|dated?|day|released?|drop(?:ped)?"
    r"|come|came|published|old|recent|bring|brought|include|do|log|list|show|launch(?:ed)?|coming|up|soon|next"
    r"|planned|happen(?:ed)?|improvements|kind|sort|types?|which|whole|ones|dropped)",
    re.IGNORECASE,
)
"""Words that do not name what the release is of."""
_LONGEST, _MOST_WORDS = 160, 4
"""The longest question, in characters, and the most words that may name what the release is of."""


@dataclass(frozen=True, slots=True)
class ReleaseQuestion:
    """What a question wants to know of which releases."""

    which: Which
    wanted: Wanted
    changes: tuple[str, ...] = ()
    """The groups of changes asked for (`change_groups.CHANGES`); empty for all."""
    product: str = ""
    """The words that say whose release: "app" in "current version of the app"."""
    is_of_any: bool = False
    """Whether the newest such changes are asked for, in whatever release they are."""
    by_cve: bool = False
    """Whether entries of the list of vulnerabilities are asked for."""


def release_question(question: str) -> ReleaseQuestion | None:
    """Return what a question asks of releases; None if it asks for something else."""
    text = phrased(question) if len(question) <= _LONGEST else ""
    if not text or _OTHERWISE.match(text):
        return None
    return _of_one(text) or _of_updates(text) or _of_newest(text) or _of_all(text)


def _of_one(text: str) -> ReleaseQuestion | None:
    match = _ONE.search(text)
    if match is None:
        return None
    between = match["between"] or match["between2"] or ""
    before, after, said = text[: match.start()], text[match.end() :], match.group()
    which: Which = "first" if match["first"] else "next" if match["next"] else "latest"
    wanted: Wanted = "version"
    if _WHEN.search(f"{before} {after}") or _WHEN.search(said):
        wanted = "date"
    elif _groups(f"{before} {after}") or any(map(re.search, _OF_WHAT_IS_IN_IT, (before, said, after))):
        wanted = "changes"
    if which == "next" and wanted != "changes":
        return None
    return _made(which, wanted, f"{before} {after} {between}")


def _of_updates(text: str) -> ReleaseQuestion | None:
    match = _UPDATED.search(text)
    if match is None or not (_WHEN.search(text) or match.start() == 0):
        return None
    rest = re.sub(r"\b(?:updated|patched|released|changed)$", " ", f"{text[: match.start()]} {text[match.end() :]}")
    return _made("latest", "date", rest)


def _of_newest(text: str) -> ReleaseQuestion | None:
    if match := _COMING.search(text):
        return _made("next", "changes", f"{text[: match.start()]} {text[match.end() :]}")
    match = _NEWEST.search(text)
    if match is None:
        return None
    read = _made("latest", "changes", f"{text[: match.start()]} {text[match.end() :]}", said=match.group())
    return read and ReleaseQuestion("latest", "changes", read.changes, read.product, is_of_any=True)


def _of_all(text: str) -> ReleaseQuestion | None:
    words, groups = text.split(), _groups(text)
    if _WHEN.search(text):
        return None
    is_of_security = groups == ("security",) and _PROBLEM.search(text)
    if not (is_of_security or (_DONE.search(text) and groups)) or not (_OPENS.match(text) or len(words) <= _MOST_WORDS):
        return None
    return _made("all", "changes", text)


def _made(which: Which, wanted: Wanted, around: str, said: str = "") -> ReleaseQuestion | None:
    """Return the question, unless more words are left than may name what the release is of."""
    words = re.findall(r"[^\s,?!.]+", _NOTES.sub(" ", around))
    left = [word for word in words if not (asks_for_part(word) or is_word_of(CHANGE, word) or _FILLER.fullmatch(word))]
    if len(left) > _MOST_WORDS:
        return None
    by_cve = any(re.fullmatch(r"cves?", word, re.IGNORECASE) for word in words)
    return ReleaseQuestion(which, wanted, _groups(f"{around} {said}"), " ".join(left), by_cve=by_cve)


def _groups(text: str) -> tuple[str, ...]:
    """Return the groups that a text names; what was done decides over the thing that it was done to: a feature may be
    removed.
    """
    named = groups_named(re.findall(r"[^\s,?!.]+", text))
    chosen = named if "security" in named else groups_done(text) or named
    return () if "all" in chosen else chosen

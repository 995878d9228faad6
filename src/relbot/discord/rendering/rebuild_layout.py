"""What `/reindex` shows: progress, the report, or why the build failed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from discord import ui

from relbot.discord.rendering.layout import MAX_TEXT, layout, text
from relbot.discord.rendering.notices import notice
from relbot.discord.rendering.truncation import truncate
from relbot.humanize import quantity

_MAX_LISTED = 5
"""Sources listed of each kind of change; the others are counted."""
_MAX_NAME = 150

BUILD_TERMINATED = "the build was ended before it was done"


def progress_layout(step: str, done: int, total: int) -> ui.LayoutView:
    """How far a rebuild is; `total` is 0 where that is not known."""
    progress = f" {done:,} of {total:,}" if total else ""
    return notice(f"Rebuilding the index: {truncate(step, _MAX_NAME).lower()}{progress}…")


def report_layout(report: Mapping[str, Any]) -> ui.LayoutView:
    """What a rebuild changed, from the report of `relbot.index.build` as JSON."""
    whole = f"{quantity(report['sources'], 'source')}, {quantity(report['passages'], 'passage')}"
    if report["published"]:
        lines = [f"**The index is rebuilt**: {whole}, in {report['seconds']:.1f} s."]
    else:
        lines = [f"**Nothing has changed**: {whole}, looked through in {report['seconds']:.1f} s."]
    lines += _changes(report)
    return layout(text("\n".join(lines)))


def failure_layout(reason: str) -> ui.LayoutView:
    """That a rebuild has failed, and why, in a sentence."""
    sentence = f"**The index is not rebuilt**, and answers as before: {truncate(reason, MAX_TEXT // 2)}"
    return notice(sentence, error=True)


def _changes(report: Mapping[str, Any]) -> Iterator[str]:
    rejected = [source["path"] for source in report["rejected"]]
    changes = [(change, report[change]) for change in ("added", "changed", "removed")]
    for change, paths in [*changes, ("left out, for it cannot be read", rejected)]:
        if paths:
            yield f"- {len(paths):,} {change}: {_listed(paths)}"


def _listed(paths: Sequence[str]) -> str:
    more = [f"and {len(paths) - _MAX_LISTED:,} more"] if len(paths) > _MAX_LISTED else []
    return ", ".join([*(truncate(path, _MAX_NAME) for path in paths[:_MAX_LISTED]), *more])

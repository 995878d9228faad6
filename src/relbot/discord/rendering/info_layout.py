"""What `/sources`, `/about`, `/help` and `/reindex` show. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from discord import ui

from relbot import __version__
from relbot.contents import Contents
from relbot.discord.rendering.escape import utf16_length
from relbot.discord.rendering.layout import MAX_TEXT, layout, text
from relbot.discord.rendering.notices import notice
from relbot.discord.rendering.truncation import truncate
from relbot.humanize import quantity

_MAX_NAME = 150
_MAX_REMAINDER = 100
"""Characters reserved for the line that counts the sources left out."""
_MAX_LISTED = 5
"""The most sources listed for each kind of change; the others are counted."""
_MAX_NAME = 150
BUILD_TERMINATED = "the build was stopped before it was finished"


def sources_layout(contents: Contents) -> ui.LayoutView:
    """Show what is indexed and how fresh it is, with as many titles as fit."""
    count = len(contents.sources)
    listed = f"**{quantity(count, 'source')}**, {quantity(contents.passages, 'passage')}, indexed {_ago(contents)}"
    for shown, indexed in enumerate(contents.sources):
        title = truncate(indexed.source.title, _MAX_NAME)
        line = f"\n- {title} · {quantity(indexed.passages, 'passage')}"
        if utf16_length(listed + line) > MAX_TEXT - _MAX_REMAINDER:
            listed += f"\n-# … and {quantity(count - shown, 'more source')}"
            break
        listed += line
    return layout(text(listed))


def about_layout(contents: Contents) -> ui.LayoutView:
    """Show how the bot answers, its version, and which index it reads."""
    return layout(
        text(
            "**I answer questions from my sources, and show where I found the answer.**\n"
            "Every sentence I give as an answer is taken word for word from a source. If the sources do not say, I tell"
            " you so; no language model writes anything.\n"
            f"-# relbot {__version__} · {quantity(len(contents.sources), 'source')} · indexed {_ago(contents)} ·"
            f" index {contents.generation[-8:]}"
        )
    )


def help_layout(bot_name: str) -> ui.LayoutView:
    """Show the ways to ask."""
    name = truncate(bot_name, _MAX_NAME)
    return layout(
        text(
            "**Ways to ask**\n"
            "- `/ask` with a question; with *private* only you see the answer, and can show it to all afterwards\n"
            f"- mention me: **\\@{name}** when did they meet?\n"
            "- reply to one of my answers with a further question: “And why?”\n"
            "- write me a direct message\n"
            "- on somebody's message: Apps › Ask relbot about this\n"
            "**More**\n"
            "- `/timeline` lists what happened when; narrow it with a *span* of time or a *word*\n"
            "- `/sources` shows what I have read and how fresh it is, `/about` what I am\n"
            "- **Open** under an answer shows the whole passage, **Show all** a long list to its end, 👍 and 👎 tell"
            " whether it helped"
        )
    )


def _ago(contents: Contents) -> str:
    """Return a timestamp that Discord shows as "two hours ago", in each reader's language."""
    return f"<t:{int(contents.built.timestamp())}:R>"


def progress_layout(step: str, done: int, total: int) -> ui.LayoutView:
    """Show the progress of a rebuild; `total` is 0 if it is not known."""
    progress = f" {done:,} of {total:,}" if total else ""
    return notice(f"Rebuilding the index: {truncate(step, _MAX_NAME).lower()}{progress}…")


def report_layout(report: Mapping[str, Any]) -> ui.LayoutView:
    """Show what a rebuild changed, from the report of `relbot.index.build` as JSON."""
    whole = f"{quantity(report['sources'], 'source')}, {quantity(report['passages'], 'passage')}"
    if report["published"]:
        lines = [f"**The index was rebuilt**: {whole}, in {report['seconds']:.1f} s."]
    else:
        lines = [f"**Nothing has changed**: {whole}, checked in {report['seconds']:.1f} s."]
    lines += _changes(report)
    return layout(text("\n".join(lines)))


def failure_layout(reason: str) -> ui.LayoutView:
    """Say in a sentence that a rebuild has failed, and why."""
    sentence = f"**The index was not rebuilt**, and answers as before: {truncate(reason, MAX_TEXT // 2)}"
    return notice(sentence, error=True)


def _changes(report: Mapping[str, Any]) -> Iterator[str]:
    rejected = [source["path"] for source in report["rejected"]]
    changes = [(change, report[change]) for change in ("added", "changed", "removed")]
    for change, paths in [*changes, ("left out because it cannot be read", rejected)]:
        if paths:
            yield f"- {len(paths):,} {change}: {_listed(paths)}"


def _listed(paths: Sequence[str]) -> str:
    more = [f"and {len(paths) - _MAX_LISTED:,} more"] if len(paths) > _MAX_LISTED else []
    return ", ".join([*(truncate(path, _MAX_NAME) for path in paths[:_MAX_LISTED]), *more])

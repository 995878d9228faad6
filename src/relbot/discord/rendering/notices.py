"""Everything else the bot says: what is indexed, how to ask, how a rebuild goes, what went wrong. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from discord import ui

from relbot import __version__
from relbot.answer import Contents
from relbot.discord.rendering.answer_layout import FAILED, REFUSED, ROOM, layout
from relbot.discord.rendering.escape import length
from relbot.discord.rendering.truncation import shortened
from relbot.humanize import quantity

NAMED = 5
"""Sources named of each sort that changed; the others are counted."""
_LINE_ROOM = 150

EMPTY = "There are no words here that I could look up; ask me something, such as “When did they meet?”"
CHANGED = (
    "The source has changed since that answer, and this passage is no longer in it; ask again for what it says now."
)
BUSY = "I am busy with other questions at the moment; please try again in a little while."
LEAVING = "I am just restarting; please try again in a moment."
NOT_YOURS = "Only whoever runs this bot can rebuild its index."
REBUILDING = "The index is being rebuilt already; wait until that is done."
NOT_SHARED = "You cannot write in this channel, so I cannot show it to everybody here."
SHOWN = "Everybody here can see that answer already."
OLD_BUTTON = "I do not know this button any more; ask again, and the new answer has its own."
OLD_COMMAND = "I do not know this command any more; `/help` tells how to ask me."
BUILD_ENDED = "the build was ended before it was done"
VOTED = "Thank you, noted."
VOTES_OFF = "Feedback is switched off here."
NO_INDEX = "I cannot read my index at the moment; whoever runs me finds the reason in the log"
FAULT = "Something went wrong in here; whoever runs me finds the reason in the log"


def notice(words: str, *, wrong: bool = False) -> ui.LayoutView:
    """One sentence of the bot's own."""
    return layout(ui.TextDisplay(words), colour=FAILED if wrong else REFUSED)


def wait(seconds: float) -> ui.LayoutView:
    whole = max(1, round(seconds))
    return notice(f"One question at a time, please; ask again in {whole} second{'' if whole == 1 else 's'}.")


def incident(words: str, number: str) -> ui.LayoutView:
    """What went wrong in one sentence, with the number under which the log has it."""
    return notice(f"{words} (incident {number}).", wrong=True)


def sources(contents: Contents) -> ui.LayoutView:
    """What is indexed and how fresh, as many titles as fit."""
    count = len(contents.sources)
    text = f"**{quantity(count, 'source')}**, {quantity(contents.passages, 'passage')}, indexed {_ago(contents)}"
    room = ROOM - 100  # for saying how many more there are
    for shown, indexed in enumerate(contents.sources):
        title = shortened(indexed.source.title, _LINE_ROOM)
        line = f"\n- {title} · {quantity(indexed.passages, 'passage')}"
        if length(text + line) > room:
            text += f"\n-# … and {quantity(count - shown, 'more source')}"
            break
        text += line
    return layout(ui.TextDisplay(text))


def about(contents: Contents) -> ui.LayoutView:
    return layout(
        ui.TextDisplay(
            "**I answer questions from my sources, and show where I read it.**\n"
            "Every sentence I give as an answer stands word for word in a source. Where they do not say, I tell you so;"
            " no language model writes anything.\n"
            f"-# relbot {__version__} · {quantity(len(contents.sources), 'source')} · indexed {_ago(contents)} ·"
            f" index {contents.generation[-8:]}"
        )
    )


def help_page(bot_name: str) -> ui.LayoutView:
    name = shortened(bot_name, _LINE_ROOM)
    return layout(
        ui.TextDisplay(
            "**Ways to ask**\n"
            "- `/ask` with a question; with *private* only you see the answer, and can show it to all afterwards\n"
            f"- mention me: **\\@{name}** when did they meet?\n"
            "- reply to one of my answers with a further question: “And why?”\n"
            "- write me a direct message\n"
            "- on somebody's message: Apps › Ask relbot about this\n"
            "**And besides**\n"
            "- `/timeline` lists what happened when; narrow it with a *span* of time or a *word*\n"
            "- `/sources` tells what I have read and how fresh it is, `/about` what I am\n"
            "- **Open** under an answer shows the whole passage, 👍 and 👎 tell whether it helped"
        )
    )


def building(step: str, done: int, total: int) -> ui.LayoutView:
    """How far a rebuild is; `total` is 0 where that is not known."""
    progress = f" {done:,} of {total:,}" if total else ""
    return notice(f"Rebuilding the index: {shortened(step, _LINE_ROOM).lower()}{progress}…")


def rebuilt(report: Mapping[str, Any]) -> ui.LayoutView:
    """What a rebuild changed, from the report of `relbot.index.build` as JSON."""
    whole = f"{quantity(report['sources'], 'source')}, {quantity(report['passages'], 'passage')}"
    if report["published"]:
        lines = [f"**The index is rebuilt**: {whole}, in {report['seconds']:.1f} s."]
    else:
        lines = [f"**Nothing has changed**: {whole}, looked through in {report['seconds']:.1f} s."]
    lines += _changes(report)
    return layout(ui.TextDisplay("\n".join(lines)))


def rebuild_failed(why: str) -> ui.LayoutView:
    return notice(f"**The index is not rebuilt**, and answers as before: {shortened(why, ROOM // 2)}", wrong=True)


def _changes(report: Mapping[str, Any]) -> Iterator[str]:
    left_out = [rejected["path"] for rejected in report["rejected"]]
    sorts = [(sort, report[sort]) for sort in ("added", "changed", "removed")]
    for sort, paths in [*sorts, ("left out, for it cannot be read", left_out)]:
        if paths:
            yield f"- {len(paths):,} {sort}: {_named(paths)}"


def _named(paths: Sequence[str]) -> str:
    more = [f"and {len(paths) - NAMED:,} more"] if len(paths) > NAMED else []
    return ", ".join([*(shortened(path, _LINE_ROOM) for path in paths[:NAMED]), *more])


def _ago(contents: Contents) -> str:
    """Discord shows it as "two hours ago", in each reader's language."""
    return f"<t:{int(contents.built.timestamp())}:R>"

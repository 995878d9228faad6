"""A build in a process of its own: `python -m relbot.discord.commands.build_process CORPUS INDEX STATE [MODEL]`.

Its events (`child_process`) are {"step", "done", "total"} while it builds, and finally {"report"}, or {"error",
"is_busy"}: a sentence that says what went wrong, and whether another build is the reason. So the bot never loads the
model that builds.
"""

from __future__ import annotations

import sys
from pathlib import Path

from relbot.discord.child_process import begin_events
from relbot.errors import RelbotError
from relbot.errors.index import IndexBusy
from relbot.index.build import build


def main(corpus: str, index: str, state: str, model: str | None = None) -> None:
    """Run the child process: bring an index up to date, and write the events."""
    emit = begin_events()
    try:
        report = build(
            Path(corpus),
            index,
            model=model,
            progress=lambda step, done, total: emit(step=step, done=done, total=total),
            own=[Path(state)],
        )
    except RelbotError as error:
        emit(error=str(error), is_busy=isinstance(error, IndexBusy))
    else:
        emit(report=report.to_dict())


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A build in a process of its own: `python -m relbot.discord.commands.build_process CORPUS INDEX STATE [MODEL]`.

It writes JSON lines to stdout: {"step", "done", "total"} while it builds, and at last {"report"}, or {"error",
"is_busy"}: the sentence that says what went wrong, and whether that is another build. So the bot never loads the model
that builds, and goes on answering.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from relbot.errors import IndexBusy, RelbotError
from relbot.index.build import build

_NICENESS = 5
"""Answering has priority over building."""


def main(corpus: str, index: str, state: str, model: str | None = None) -> None:
    if hasattr(os, "nice"):
        os.nice(_NICENESS)
    output, sys.stdout = sys.stdout, sys.stderr  # keeps what libraries print out of the JSON lines

    def emit(**event: object) -> None:
        print(json.dumps(event), file=output, flush=True)

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

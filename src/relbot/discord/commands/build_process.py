"""A build in a process of its own: `python -m relbot.discord.commands.build_process CORPUS INDEX [MODEL]`.

It tells how far it is as JSON, one object a line: {"step", "done", "total"} while it builds, and at last the report, or
{"error"} with the sentence of what went wrong. So the bot never loads the model that builds, and goes on answering.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from relbot.errors import RelbotError
from relbot.index.build import build

_NICE = 5
"""Whoever asks goes first."""


def main(corpus: str, index: str, model: str | None = None) -> None:
    if hasattr(os, "nice"):
        os.nice(_NICE)
    bot, sys.stdout = sys.stdout, sys.stderr  # what libraries print is not for the bot

    def tell(**news: object) -> None:
        print(json.dumps(news), file=bot, flush=True)

    try:
        report = build(
            Path(corpus),
            Path(index),
            model=model,
            progress=lambda step, done, total: tell(step=step, done=done, total=total),
        )
    except RelbotError as error:
        tell(error=str(error))
    else:
        tell(report=report.to_dict())


if __name__ == "__main__":
    main(*sys.argv[1:])

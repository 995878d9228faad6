"""A preview in a process of its own: `python -m relbot.discord.adding.preview_process FOLDER INDEX TARGET [MODEL]`.

It fetches the target into the corpus of a staged document, and indexes only that. Its events (`child_process`) are
{"step", "done", "total"} while it works, and finally {"preview"}, or {"error"} with the reason. A document that breaks
its parser thus does not harm the bot.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from relbot.acquisition.add import Added, Adding
from relbot.acquisition.download import Web
from relbot.corpus.documents import read_source
from relbot.corpus.folder import scan
from relbot.corpus.parser_process.process import ParserProcess
from relbot.discord.adding.staging import Staged
from relbot.discord.child_process import begin_events
from relbot.errors import RelbotError
from relbot.errors.corpus import NotAdded, SourceRejected
from relbot.errors.index import IndexUnusable
from relbot.index.local.publish import CURRENT, current_folder


def preview(
    staged: Staged, index: Path, target: str, model: str | None, progress: Callable[[str, int, int], None]
) -> dict[str, Any]:
    """Return what is understood of a target: path, title, number of passages, questions that it answers.

    Raises NotAdded, SourceRejected and other errors of relbot.
    """
    (outcome,) = Adding(staged.corpus, Web()).add(target)
    if not isinstance(outcome, Added):
        raise outcome
    with ParserProcess() as parsers:
        # This says what is wrong with the source; a build would only say that nothing can be read.
        read_source(staged.corpus, scan(staged.corpus).sources[0], parsers.parse)
    from relbot.engine import Relbot  # imported here, so that a refusal need not wait for them
    from relbot.index.build import build

    _share_encoder(index, staged.index)
    build(staged.corpus, staged.index, model=model, progress=progress)
    bot = Relbot.open(staged.index, model=model)
    (indexed,) = bot.contents.sources
    found = {"path": outcome.path, "title": indexed.source.title, "passages": indexed.passages}
    return {**found, "questions": bot.suggestions}


def _share_encoder(index: Path, staged: Path) -> None:
    """Link the current index generation into the staged index, so that the build can reuse its exported model."""
    try:
        current = current_folder(index)
        shutil.copytree(current, staged / current.name, copy_function=os.link)
        (staged / CURRENT).write_bytes((index / CURRENT).read_bytes())
    except (IndexUnusable, OSError):  # the build then exports the model itself
        shutil.rmtree(staged, ignore_errors=True)


def main(folder: str, index: str, target: str, model: str | None = None) -> None:
    """Run the child process: parse and index the document staged in a folder, and write the events."""
    emit = begin_events()

    def progress(step: str, done: int, total: int) -> None:
        emit(step=step, done=done, total=total)

    staged = Staged(Path(folder))
    try:
        found = preview(staged, Path(index), target, model, progress)
    except (NotAdded, SourceRejected) as error:
        emit(error=f"{error.why}.")
    except RelbotError as error:
        emit(error=str(error))
    else:
        emit(preview=found)
    finally:
        shutil.rmtree(staged.index, ignore_errors=True)


if __name__ == "__main__":
    main(*sys.argv[1:])

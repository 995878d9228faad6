"""Building the index and telling its state, in words: what `relbot index` and `relbot status` print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from rich.filesize import decimal

from relbot.answer import Contents
from relbot.errors import CorpusError, SourceRejected
from relbot.humanize import quantity, time_ago
from relbot.index.build import Report
from relbot.index.freshness import Freshness
from relbot.index.freshness import check as hold_against
from relbot.settings import Settings
from relbot.terminal.contents import sources_table
from relbot.terminal.escape import as_json as to_json
from relbot.terminal.escape import printable
from relbot.terminal.streams import Sheet, notices, results

NAMED = 5
"""Sources named of each sort that changed; the others are counted."""


def build(settings: Settings, *, as_json: bool) -> None:
    """Bring the index up to date with the corpus, warn of what was left out, and sum up. Raises RelbotError."""
    from relbot.index.build import build as build_index
    from relbot.terminal.progress import LateProgress

    notes = notices()
    with LateProgress(notes) as progress:
        report = build_index(settings.corpus, settings.index, model=settings.model, progress=progress)
    _warn(report.rejected, notes)
    results().write(to_json(report.to_dict()) if as_json else summary(report))


def check(settings: Settings, *, as_json: bool) -> bool:
    """Tell whether the index is fresh, and if not what changed. Raises RelbotError."""
    freshness = hold_against(settings.corpus, settings.index, model=settings.model)
    _warn(freshness.rejected, notices())
    results().write(to_json(_plain(freshness)) if as_json else news(freshness, settings.corpus))
    return freshness.fresh


def status(settings: Settings, *, verified: bool, as_json: bool) -> bool:
    """Tell what is indexed and whether it is fresh; with `verified`, read every file first. Raises RelbotError."""
    from relbot.engine import Relbot
    from relbot.index.generation import verify_generation
    from relbot.index.manifest import Manifest
    from relbot.index.publish import read_current

    manifest = read_current(settings.index, verify_generation if verified else Manifest.read)
    contents = Relbot.open(settings.index, model=settings.model).contents
    size = sum(file.bytes for file in manifest.files.values())
    try:
        freshness = hold_against(settings.corpus, settings.index, model=settings.model)
        fresh, state, compared = freshness.fresh, news(freshness, settings.corpus), _plain(freshness)
    except CorpusError as error:  # the index still answers, so that it is told about all the same
        fresh, state, compared = False, str(error), {"fresh": False, "reason": str(error)}
    out = results()
    if as_json:
        out.write(to_json({**asdict(contents), "bytes": size, "verified": verified, "freshness": compared}))
        return fresh
    out.print(sources_table(contents))
    out.write()
    for line in _facts(contents, size, settings.index):
        out.write(line)
    out.write(printable(state) + (" Every file has its checksum." if verified else ""))
    return fresh


def summary(report: Report) -> str:
    """A finished build in one line."""
    whole = f"{quantity(report.sources, 'source')}, {quantity(report.passages, 'passage')}"
    if not report.published:
        return f"Nothing has changed: {whole} ({report.seconds:.1f} s)."
    changes = ", ".join(_counts(report.added, report.changed, report.removed))
    return f"Indexed {whole} in {report.seconds:.1f} s{f': {changes}' if changes else ''}."


def news(freshness: Freshness, corpus: Path) -> str:
    """Whether the index is up to date, and if not why, in one line."""
    if freshness.fresh:
        return f"The index is up to date with {printable(str(corpus))}."
    differs = freshness.changes
    sorts = (("added", differs.added), ("changed", differs.changed), ("removed", differs.removed))
    changes = [f"{verb} {_named(paths)}" for verb, paths in sorts if paths]
    why = "; ".join([*([freshness.reason] if freshness.reason else []), *changes])
    return printable(f"The index is stale: {why.rstrip('.')}. `relbot index` brings it up to date.")


def _facts(contents: Contents, size: int, index: Path) -> Iterator[str]:
    held = (quantity(len(contents.sources), "source"), quantity(contents.passages, "passage"))
    yield f"{', '.join(held)}, {quantity(contents.sentences, 'sentence')}"
    yield printable(f"Generation {contents.generation} in {index}, {decimal(size)}")
    built = contents.built
    age = time_ago(built, datetime.now(UTC))
    yield f"Built {age}, on {built.day} {built:%B %Y at %H:%M} UTC"
    yield printable(f"Model {contents.model}")


def _counts(added: Sequence[str], changed: Sequence[str], removed: Sequence[str]) -> Iterator[str]:
    for verb, paths in (("added", added), ("changed", changed), ("removed", removed)):
        if paths:
            yield f"{len(paths):,} {verb}"


def _named(paths: Sequence[str]) -> str:
    more = [f"and {len(paths) - NAMED:,} more"] if len(paths) > NAMED else []
    return ", ".join([*paths[:NAMED], *more])


def _warn(rejected: Sequence[SourceRejected], notes: Sheet) -> None:
    for source in rejected:
        notes.write(printable(f"relbot: warning: {source}"))


def _plain(freshness: Freshness) -> dict[str, object]:
    return asdict(replace(freshness, rejected=())) | {"rejected": [str(source) for source in freshness.rejected]}

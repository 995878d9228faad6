"""Runs `relbot index` and `relbot status` and prints their results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

from rich.filesize import decimal

from relbot.contents import Contents
from relbot.corpus.formats.registry import SAVED_AS
from relbot.errors.corpus import CorpusError, SourceRejected
from relbot.humanize import quantity, time_ago
from relbot.index.build import Report
from relbot.index.freshness import Freshness
from relbot.index.freshness import check as check_freshness
from relbot.settings import Settings
from relbot.terminal.contents import sources_table
from relbot.terminal.output import PlainConsole, stderr, stdout
from relbot.terminal.sanitize import sanitize, to_json

_MAX_NAMED = 5
"""The most sources that are named per kind of change, and suffixes of unread files; the others are counted."""


def build(settings: Settings, *, as_json: bool, ray: str | None = None, price: float | None = None) -> None:
    """Bring the index up to date with the corpus, warn of rejected sources and print a summary.

    If `ray` is given, an address, embed on Ray's workers and print their rate and cost too. Raises RelbotError.
    """
    from relbot.terminal.progress import DelayedProgressBar

    err = stderr()
    with DelayedProgressBar(err) as progress:
        model, own = settings.model, [settings.state]
        if ray:
            from relbot.index.bulk.build import build_with_ray

            report, throughput = build_with_ray(
                settings.corpus, settings.index, address=ray, price=price, model=model, progress=progress, own=own
            )
        else:
            from relbot.index.build import build as build_index

            report = build_index(settings.corpus, settings.index, model=model, progress=progress, own=own)
            throughput = None
    _warn(report.rejected, report.unread, err)
    if as_json:
        stdout().write(to_json(report.to_dict() | ({"bulk": throughput.to_dict()} if throughput else {})))
    else:
        stdout().write(summary(report))
        if throughput and throughput.passages:
            stdout().write(str(throughput))


def check(settings: Settings, *, as_json: bool) -> bool:
    """Print whether the index is up to date and, if not, what changed; return whether it is. Raises RelbotError."""
    freshness = check_freshness(settings.corpus, settings.index, model=settings.model, own=[settings.state])
    _warn(freshness.rejected, freshness.unread, stderr())
    stdout().write(to_json(_freshness_dict(freshness)) if as_json else freshness_summary(freshness, settings.corpus))
    return freshness.fresh


def status(settings: Settings, *, verify: bool, as_json: bool) -> bool:
    """Print what is indexed and whether it is up to date; return whether it is.

    `verify` reads every file of the index first and compares its checksum. Raises RelbotError.
    """
    from relbot.engine import Relbot
    from relbot.index.engines import open_index

    manifest = open_index(settings.index).manifest(verify=verify)
    contents = Relbot.open(settings.index, model=settings.model).contents
    size = sum(file.bytes for file in manifest.files.values())
    try:
        freshness = check_freshness(settings.corpus, settings.index, model=settings.model, own=[settings.state])
        fresh, state = freshness.fresh, freshness_summary(freshness, settings.corpus)
        details, unread = _freshness_dict(freshness), freshness.unread
        left_out = [(rejected.path, rejected.why) for rejected in freshness.rejected]
    except CorpusError as error:  # the index still answers, so its contents are printed nevertheless
        fresh, state, details, unread = False, str(error), {"fresh": False, "reason": str(error)}, {}
        left_out = [(entry.path, entry.why) for entry in manifest.left_out]
    out = stdout()
    if as_json:
        named = [{"path": path, "why": why} for path, why in left_out]
        facts = {"bytes": size, "verified": verify, "freshness": details, "left_out": named, "unread": unread}
        out.write(to_json({**asdict(contents), **facts}))
        return fresh
    out.print(sources_table(contents))
    out.write()
    for line in (*_index_details(contents, size, settings.index), *left_out_lines(left_out, unread)):
        out.write(line)
    out.write(sanitize(state) + (" Every file has its checksum." if verify else ""))
    return fresh


def summary(report: Report) -> str:
    """Summarise a finished build in one line."""
    totals = f"{quantity(report.sources, 'source')}, {quantity(report.passages, 'passage')}"
    if not report.published:
        return f"Nothing has changed: {totals} ({report.seconds:.1f} s)."
    changes = ", ".join(_change_counts(report.added, report.changed, report.removed))
    return f"Indexed {totals} in {report.seconds:.1f} s{f': {changes}' if changes else ''}."


def freshness_summary(freshness: Freshness, corpus: Path) -> str:
    """Say in one line whether the index is up to date and, if not, why."""
    if freshness.fresh:
        return f"The index is up to date with {sanitize(str(corpus))}."
    by_verb = (
        ("added", freshness.changes.added),
        ("changed", freshness.changes.changed),
        ("removed", freshness.changes.removed),
    )
    changes = [f"{verb} {_first_names(paths)}" for verb, paths in by_verb if paths]
    why = "; ".join([*([freshness.reason] if freshness.reason else []), *changes])
    return sanitize(f"The index is stale: {why.rstrip('.')}. `relbot index` brings it up to date.")


def _index_details(contents: Contents, size: int, index: Path | str) -> Iterator[str]:
    totals = (quantity(len(contents.sources), "source"), quantity(contents.passages, "passage"))
    yield f"{', '.join(totals)}, {quantity(contents.sentences, 'sentence')}"
    yield sanitize(f"Generation {contents.generation} in {index}, {decimal(size)}")
    built = contents.built
    age = time_ago(built, datetime.now(UTC))
    yield f"Built {age}, on {built.day} {built:%B %Y at %H:%M} UTC"
    yield sanitize(f"Model {contents.model}")


def left_out_lines(left_out: Sequence[tuple[str, str]], unread: Mapping[str, int]) -> Iterator[str]:
    """Yield lines about what is not in the index: one for each (path, why), and one for all files of unread formats."""
    for path, why in left_out:
        yield sanitize(f"Left out: {path}, as {why}")
    if unread:
        yield unread_files(unread)


def unread_files(unread: Mapping[str, int]) -> str:
    """Describe in one sentence the files whose format is not read, given their number by suffix."""
    most = sorted(unread.items(), key=lambda item: (-item[1], item[0]))
    named = [f"{count:,} {suffix or 'without a suffix'}" for suffix, count in most[:_MAX_NAMED]]
    others = sum(count for _, count in most[_MAX_NAMED:])
    total = sum(unread.values())
    kinds = ", ".join([*named, *([f"{others:,} other"] if others else [])])
    forms = [f"{suffix} as {SAVED_AS[suffix]}" for suffix, _ in most[:_MAX_NAMED] if suffix in SAVED_AS]
    advice = f"; save {', '.join(forms)}" if forms else ""
    verb = "is" if total == 1 else "are"
    return sanitize(f"{quantity(total, 'file')} {verb} not in a format that relbot reads: {kinds}{advice}.")


def _change_counts(added: Sequence[str], changed: Sequence[str], removed: Sequence[str]) -> Iterator[str]:
    for verb, paths in (("added", added), ("changed", changed), ("removed", removed)):
        if paths:
            yield f"{len(paths):,} {verb}"


def _first_names(paths: Sequence[str]) -> str:
    more = [f"and {len(paths) - _MAX_NAMED:,} more"] if len(paths) > _MAX_NAMED else []
    return ", ".join([*paths[:_MAX_NAMED], *more])


def _warn(rejected: Sequence[SourceRejected], unread: Mapping[str, int], err: PlainConsole) -> None:
    for source in rejected:
        err.write(sanitize(f"relbot: warning: {source}"))
    if unread:
        err.write(f"relbot: {unread_files(unread)}")


def _freshness_dict(freshness: Freshness) -> dict[str, object]:
    return asdict(replace(freshness, rejected=())) | {"rejected": [str(source) for source in freshness.rejected]}

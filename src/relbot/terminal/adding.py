"""Runs `relbot add` and the refresh of `relbot index --refresh`, and prints the result for each source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from relbot.acquisition.add import Added, Adding, refresh
from relbot.acquisition.download import Web
from relbot.errors.corpus import NotAdded, NotRefreshed
from relbot.humanize import quantity
from relbot.settings import Settings
from relbot.terminal.output import stderr, stdout
from relbot.terminal.progress import DelayedProgressBar
from relbot.terminal.sanitize import sanitize, to_json


def add(adding: Adding, targets: Sequence[str], *, as_json: bool) -> bool:
    """Add each target, print the results, and return whether each one yielded at least one source."""
    err = stderr()
    added: list[Added] = []
    failed: list[NotAdded] = []
    is_complete = True
    for target in targets:
        before = len(added)
        with DelayedProgressBar(err) as progress:
            for outcome in adding.add(target, progress):
                if isinstance(outcome, Added):
                    added.append(outcome)
                else:
                    failed.append(outcome)
                    err.write(f"relbot: {sanitize(str(outcome))}")
        is_complete = is_complete and len(added) > before
    out = stdout()
    if as_json:
        named = [{"target": error.target, "why": error.why} for error in failed]
        out.write(to_json({"sources": [asdict(source) for source in added], "failed": named}))
    elif added:
        for source in added:
            out.write(sanitize(f"{source.change.capitalize()}: {adding.corpus / source.path}"))
        out.write(f"{summary(added)} `relbot index` brings the index up to date.")
    return is_complete


def refresh_sources(settings: Settings, web: Web) -> None:
    """Fetch the sources that came from the web again and report the results on stderr. Raises CorpusError."""
    err = stderr()
    found: list[Added] = []
    with DelayedProgressBar(err) as progress:
        for outcome in refresh(settings.corpus, web, progress):
            if isinstance(outcome, NotRefreshed):
                err.write(f"relbot: warning: {sanitize(str(outcome))}")
            else:
                found.append(outcome)
    if found:
        err.write(f"relbot: asked again, {summary(found)}")


def summary(sources: Sequence[Added]) -> str:
    """Return the number of sources with each change, as a sentence."""
    counts = Counter(source.change for source in sources)
    changes = [quantity(counts["added"], "source") + " added"] if counts["added"] else []
    changes += [f"{counts[change]:,} {change}" for change in ("updated", "unchanged") if counts[change]]
    return f"{', '.join(changes)}."

"""Answers what the latest version is, when it came out, what changed in it, and which changes of a kind there are."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from relbot.answer import Answer
from relbot.answering.documents.headings import below_heading
from relbot.answering.lines.lead import line_around
from relbot.answering.overviews.overview import which_document
from relbot.answering.overviews.scope import Ambiguous
from relbot.answering.releases.release_log import Release, ReleaseLog, release_logs, sentences_of
from relbot.answering.statements import Quote, quoted, refusal
from relbot.index.protocol import Generation
from relbot.query.releases.change_groups import in_groups, names_cve
from relbot.query.releases.release_question import ReleaseQuestion, Which, release_question
from relbot.reading.refusal import NOT_SAID
from relbot.text.terms import content_stems, stems

_CONFIDENCE = 0.9
"""Confidence of what the headings of a changelog say. Set by hand, as that of a part found by its number."""
_MOST_LOGS = 3
"""The most changelogs that are quoted; if there are more, the bot asks which is meant."""
_MOST_SENTENCES = 3
"""The most sentences of a line that is one change; a longer one is prose about several."""
_ANY_PRODUCT = frozenset(
    stems(
        "app application game bot program software firmware tool library package project product plugin mod addon"
        " extension server website site device system client code thing stuff release version update patch stable"
    )
)
"""Stems of what anything with releases may be called."""


def about_releases(question: str, generation: Generation) -> Answer | None:
    """Return what changelogs say about the latest release or changes of a kind; None if the question asks for neither,
    if no changelog is of what it names, or if none says.
    """
    asked = release_question(question)
    logs = _of_product(asked.product, release_logs(generation), generation) if asked else []
    if asked is None or not logs:
        return None
    if len(logs) > _MOST_LOGS:
        return refusal(question, which_document(Ambiguous(tuple(log.source.title for log in logs))))
    quotes = [quote for log in logs for quote in _told(asked, log, generation)]
    if not quotes and asked.which in ("latest", "first") and asked.changes and not asked.is_of_any:
        return refusal(question, NOT_SAID)
    return quoted(question, quotes, _CONFIDENCE) if quotes else None


def _told(asked: ReleaseQuestion, log: ReleaseLog, generation: Generation) -> Sequence[Quote]:
    if asked.which == "next":
        return _changes(asked, log.coming)
    if asked.which == "all":
        return _changes(asked, [*sentences_of(_newest_first(log.releases))])
    release: Release | None
    if asked.is_of_any:
        newest = _newest_first([release for release in log.releases if release.is_out] or log.releases)
        release = next((r for r in newest if not r.is_grouped or _changes(asked, r.quotes)), newest[0])
    else:
        release = _ordered(log.releases, asked.which, by_day=asked.wanted != "version")
    if release is None or (asked.wanted == "date" and not release.day):
        return []
    chosen: Sequence[Quote] = [release.dated] if release.dated else []
    if asked.wanted == "changes":
        own = [quote for quote in release.quotes if quote != release.dated]
        chosen = _changes(asked, own) or (own if asked.is_of_any else [])
        if not chosen:
            return []
    return below_heading(release.heading, release.quotes[0].passage, chosen, generation) or release.quotes[:1]


def _changes(asked: ReleaseQuestion, quotes: Sequence[Quote]) -> Sequence[Quote]:
    """Return the lines of the groups of changes asked for: those under a heading for them, else those that begin with a
    word for them.
    """
    if asked.by_cve:
        return _whole_lines(quote for quote in quotes if names_cve(quote.text))
    if not asked.changes:
        return quotes
    return _whole_lines(q for q in quotes if any(in_groups(asked.changes, q.passage.section, q.text)))


def _whole_lines(quotes: Iterable[Quote]) -> list[Quote]:
    """Return each sentence that begins a short line as the whole line, whose other sentences explain it; others alone,
    unless they are within such a line.
    """
    found = list[Quote]()
    for quote in quotes:
        last = found[-1] if found else None
        if last and last.passage.id == quote.passage.id and quote.sentence < last.sentence + last.sentences:
            continue
        line = line_around(quote.passage, quote.sentence)
        is_item = line.start == quote.sentence and len(line) <= _MOST_SENTENCES
        found.append(Quote(quote.passage, quote.sentence, len(line)) if is_item else quote)
    return found


def _ordered(releases: Sequence[Release], which: Which, *, by_day: bool) -> Release | None:
    """Return the latest or the first release: by day if asked for and all have one, else by version."""
    out = [release for release in releases if release.is_out] or [*releases]
    is_dated = all(release.day for release in out)
    numbered = [release for release in out if release.version]
    choose: Callable[..., Release] = min if which == "first" else max
    if numbered and not (by_day and is_dated):
        return choose(numbered, key=lambda release: release.version)
    dated = [release for release in out if release.day]
    return choose(dated, key=lambda release: release.day) if dated else None


def _newest_first(releases: Sequence[Release]) -> Sequence[Release]:
    """Return the releases with the newest first, whichever way the document lists them."""
    newest = _ordered(releases, "latest", by_day=True)
    return releases[::-1] if newest is releases[-1] else releases


def _of_product(product: str, logs: Sequence[ReleaseLog], generation: Generation) -> Sequence[ReleaseLog]:
    """Return the changelogs of what a question names, by its title or path; the only one also if another document is
    called so, or if the name would fit any product.
    """
    words = frozenset(content_stems(product))
    if words <= _ANY_PRODUCT:
        named = [log for log in logs if words and words <= _names(log.source.title, log.source.path)]
        return named or logs
    words = words - _ANY_PRODUCT
    if own := [log for log in logs if words <= _names(log.source.title, log.source.path)]:
        return own
    titles = [_names(entry.source.title, entry.source.path) for entry in generation.manifest.sources]
    return logs if len(logs) == 1 and any(words <= title for title in titles) else []


def _names(title: str, path: str) -> frozenset[str]:
    return frozenset(stems(re.sub(r"[_./-]", " ", f"{title} {path}")))

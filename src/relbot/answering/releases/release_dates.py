"""Dates the changes of releases by the heading above them."""

from __future__ import annotations

from collections.abc import Iterator

from relbot.answer import Passage, Span
from relbot.answering.releases.release_log import Release, release_logs
from relbot.index.protocol import Generation
from relbot.temporal.date_mentions import DateMention, extract_dates


def dated_by_release(generation: Generation) -> Iterator[tuple[DateMention, Passage, Span]]:
    """Yield the sentences of releases, in corpus order, each with the date of its release, which it does not tell
    itself.
    """
    for log in release_logs(generation):
        for release in log.releases:
            if mention := _date_of(release):
                own = (quote for quote in release.quotes if quote != release.dated)
                yield from ((mention, quote.passage, quote.passage.sentences[quote.sentence]) for quote in own)


def _date_of(release: Release) -> DateMention | None:
    """Return the date in the heading of a release, or in the line below that says when it came out."""
    for text in (release.heading, release.dated.text if release.dated else ""):
        stated = next((mention for mention in extract_dates(text) if len(mention.stated_parts) > 1), None)
        if stated:
            return DateMention(stated.interval, 0, 0, stated.text, inferred=True)
    return None

"""Dates and intervals, for corpus and query alike: extracted, resolved against an anchor, compared, formatted."""

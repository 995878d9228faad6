"""Dates and intervals, for corpus and query alike: found, parsed, completed from context, compared."""

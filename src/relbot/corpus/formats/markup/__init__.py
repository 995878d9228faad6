"""Parsers of reStructuredText and AsciiDoc."""

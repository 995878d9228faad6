"""Extracts, resolves, compares and formats the dates and intervals in the corpus and in queries."""

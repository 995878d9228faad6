"""Finds the passages that may answer a query: candidates, late interaction and ranking."""

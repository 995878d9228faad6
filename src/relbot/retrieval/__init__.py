"""Passages that may answer a query: candidates, late interaction, ranking."""

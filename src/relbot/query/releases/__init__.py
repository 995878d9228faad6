"""Releases: what a question wants of the latest one or of all, and what the heading of one states."""

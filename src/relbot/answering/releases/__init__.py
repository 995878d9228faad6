"""Releases in changelogs: the latest one, when it came out, what changed in it, and all changes of a kind."""

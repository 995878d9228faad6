"""Finds the sentences that mention a thing, or two, and tells whether it is called by a name."""

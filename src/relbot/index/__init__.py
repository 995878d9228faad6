"""The index: built from a corpus and published in one step, read through one protocol in whatever engine holds it."""

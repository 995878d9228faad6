"""The index: built from a corpus, published in one step, read without a lock."""

"""The index: built from a corpus, published atomically, read without a lock."""

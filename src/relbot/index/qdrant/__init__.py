"""The engine on a Qdrant server: address and connection, where the points of a generation are and how they are laid
out, what is read of them and how they are written, the lexicon and BM25, and the lock of a build.
"""

"""The engine on a Qdrant server: its address and connection, the points of a generation (`points`), the generation and
its lexicon, BM25, the build with its lock, and the errors that only a server can cause.
"""

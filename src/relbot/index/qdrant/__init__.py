"""The engine on a Qdrant server: address and connection, generation, lexicon, BM25, locked build, and the errors that
only a server can cause.

- `points/`: placing, writing and reading the points of a generation
"""

"""The engine on a Qdrant server: its address and connection, the generation and its lexicon, BM25, the build with its lock,
and the errors that only a server can cause.

- `points/`: the points of a generation: where they are, what is read and written of them
"""

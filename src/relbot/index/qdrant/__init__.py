"""The engine on a Qdrant server: its address and connection, the generation with its lexicon and BM25, the build and its
lock, and the errors that only a server can cause.

- `points/`: the points of a generation: where they are, what is read and written of them
"""

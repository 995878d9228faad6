"""The engine on a Qdrant server: its address and connection, the generation, its lexicon and BM25, the build under a
lock, and the errors that only a server can cause.

- `points/`: the points of a generation: where they are, what is read and written of them
"""

"""The index: built from a corpus and published in one step, read through one protocol in whatever engine holds it.

- `encoding/`: the embedding model, and its vectors pooled and stored
- `local/`: the engine in a folder: FAISS and SQLite
- `qdrant/`: the engine on a Qdrant server
- `bulk/`: a build spread over many processes or machines by Ray
"""

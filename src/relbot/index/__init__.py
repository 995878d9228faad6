"""The index: built from a corpus, published atomically, and read through one protocol that every engine implements.

- `encoding/`: the embedding model, and the pooling and storage of its vectors
- `local/`: the engine that stores an index in a folder, with FAISS and SQLite
- `qdrant/`: the engine that stores an index on a Qdrant server
- `bulk/`: builds distributed over many processes or machines with Ray
"""

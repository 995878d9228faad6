"""The local engine: FAISS and SQLite in a folder of generations, published by one rename and read without a lock.

- `vectors/`: vectors stored in segments, files that generations share
"""

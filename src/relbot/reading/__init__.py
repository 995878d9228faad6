"""Decides whether the best passages answer the query: the reader, the evidence and the verdict."""

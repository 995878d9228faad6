"""Whether the best passages answer the query: the reader, evidence, the verdict."""

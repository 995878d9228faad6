"""Whether the best passages answer the query: evidence, attention, the verdict."""

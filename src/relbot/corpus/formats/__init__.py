"""A parser for each format, and the registry that selects it by file suffix."""

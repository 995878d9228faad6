"""One reader a format, and the registry that chooses it by file suffix."""

"""Words, names and sentences of a text, for corpus and query alike."""

"""From a question to the passages and the sentence that answer it."""

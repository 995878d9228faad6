"""A question in its corpus's words: the other English spelling of a word, and what an abbreviation stands for."""

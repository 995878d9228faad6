"""Puts a question in the words of its corpus: the other English spelling of a word, what an abbreviation stands for."""

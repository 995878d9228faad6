"""Rewords a question in the vocabulary of the corpus: regional spellings, abbreviations, chat words, codes, sizes."""

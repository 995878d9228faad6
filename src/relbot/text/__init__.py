"""Tokenization, proper names and sentence segmentation, for corpus and query alike."""

"""Answers that people have taught, which are found by their question and shown before those of the documents; and
answers that people chose from a passage.
"""

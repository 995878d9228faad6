"""Answers from everyday documents: things that a question names exactly (`exact`), the structure of a document
(`structure`), newer statements (`newest`), dates in headings (`headings`), rules (`permissions`), authors (`authors`),
and FAQ pairs that answer another question than the one asked (`another_question`). `likeness` compares sentences by
meaning.
"""

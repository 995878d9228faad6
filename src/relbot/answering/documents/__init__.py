"""Answers of everyday documents: what a question names exactly (`exact`), what their structure says (`structure`), what
a newer one says in place of an older (`newest`), what the heading above a sentence says (`headings`), what a rule
allows (`permissions`), who wrote it (`authors`), and whether a pair of an FAQ answers another question than the one
asked (`another_question`). `likeness` compares sentences in meaning.
"""

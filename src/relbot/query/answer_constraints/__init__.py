"""Constraints on a sentence that answers a question: the expected answer type, quantities, opposites and denials, and
the time that its headings state.
"""

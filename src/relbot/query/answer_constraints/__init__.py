"""Constraints on a sentence that answers a question: the expected answer type, quantities, opposites, denials and
namesakes; `times/` has those on its time.
"""

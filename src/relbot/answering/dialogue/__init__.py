"""Answers to messages about the last answer, which is given again, in part, or continued in its section; and one answer
to the several questions of a message.
"""

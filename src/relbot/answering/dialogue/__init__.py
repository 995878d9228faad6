"""Answers to messages about the last answer: repeating it, a part of it, or continuing in its section; and joining the
answers to the several questions of one message.
"""

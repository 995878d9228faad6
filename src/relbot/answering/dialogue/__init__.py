"""Answers to messages about the last answer: repeating it or a part of it, or continuing in its section; and joining
the answers to the questions of one message.
"""

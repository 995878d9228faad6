"""Answers to messages about the last answer: the same again, a part of it, or what follows it in its section."""

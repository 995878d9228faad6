"""What a person asks for: the utterance without its trimmings, the intent and its topic, the ways to put it.

- `lists/`: whether a question asks for several things, and for which
"""

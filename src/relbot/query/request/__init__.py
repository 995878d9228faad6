"""What a person asks for: the question within the utterance, its intent and topic, and its reformulations.

- `lists/`: recognising questions for several things, and what is to be listed
"""

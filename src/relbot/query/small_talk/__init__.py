"""Recognises messages that ask nothing of the sources, by whole phrases: greetings, thanks, "what can you do"."""

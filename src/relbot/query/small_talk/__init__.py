"""Recognises messages that are not for the sources, by whole phrases: greetings, thanks, "what can you do"."""

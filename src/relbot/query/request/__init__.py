"""What a person asks for: the utterance without its trimmings, the intent and its topic, the ways to put it."""

"""What a person asks for: the utterance without its trimmings, small talk, the intent and its topic, the subject."""

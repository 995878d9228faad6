"""What a person asks for: the question within the utterance, its intent and topic, and its reformulations."""

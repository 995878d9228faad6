"""Follow-up questions: resolving what they refer to, completing them from the dialogue, and recognising messages about
the last answer; and splitting a message into its questions.
"""

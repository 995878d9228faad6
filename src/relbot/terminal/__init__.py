"""The terminal: a conversation, and answers as coloured text."""

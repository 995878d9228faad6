"""What users can do: slash commands, mentions, button clicks, rebuilding the index."""

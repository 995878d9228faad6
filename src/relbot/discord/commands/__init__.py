"""What people can do: slash commands, mentions, button presses, rebuilding the index."""

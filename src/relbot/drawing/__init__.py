"""Pictures as PNG, for every front door."""

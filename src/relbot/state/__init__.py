"""What a server's people decide and teach, kept over restarts: one SQLite file, migrated, never in the way."""

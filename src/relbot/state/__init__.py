"""Persistent state: settings, taught answers, votes and gaps of Discord servers, most of it in one SQLite file."""

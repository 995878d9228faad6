"""Parsers of records: tables as text, mail, notebooks, subtitles, chat exports and chat logs."""

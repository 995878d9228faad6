"""Parsers of records: tables as text, mail, notebooks, subtitles and chat exports."""

"""Parsers of records: delimited tables, mail, notebooks, subtitles, chat exports and chat logs."""

"""Parsers of office documents: Word, PowerPoint and spreadsheets."""

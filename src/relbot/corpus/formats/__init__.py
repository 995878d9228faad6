"""A parser for each format, and the registry that selects it by file suffix.

- `office/`: Word, PowerPoint, spreadsheets
- `records/`: tables as text, mail, notebooks, subtitles, chat exports
- `markup/`: reStructuredText, AsciiDoc
- `table.py`: a grid of cells, of any format, as rows with their headers
"""

"""A parser for each format, and the registry that selects one by file suffix.

- `office/`: Word, PowerPoint, spreadsheets
- `pdf/`: PDF
- `web/`: HTML pages, EPUB
- `records/`: delimited tables, mail, notebooks, subtitles, chat exports
- `markup/`: reStructuredText, AsciiDoc
- `markdown.py`, `plain_text.py`, `wikitext.py`: formats that are already text
- `table.py`: renders a grid of cells, from any format, as rows with their headers
"""

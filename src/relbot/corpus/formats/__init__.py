"""A parser for each format, and the registry that selects it by file suffix.

- `office/`: Word, PowerPoint, spreadsheets
- `pdf/`: PDF
- `web/`: HTML pages, EPUB
- `records/`: tables as text, mail, notebooks, subtitles, chat exports
- `markup/`: reStructuredText, AsciiDoc
- `markdown.py`, `plain_text.py`, `wikitext.py`: the formats that are text already
- `table.py`: a grid of cells, of any format, as rows with their headers
"""

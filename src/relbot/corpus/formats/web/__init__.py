"""Parsers of HTML pages and EPUB books: the tree of a page, the choice of its content, and its rendering."""

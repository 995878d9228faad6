"""HTML pages and EPUB books: the tree of a page, what of it is content, and its rendering."""

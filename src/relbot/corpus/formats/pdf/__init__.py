"""Reads PDF with PDFium: lines, page furniture, paragraphs across lines and pages, headings, tables."""

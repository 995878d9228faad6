"""Reads PDF with PDFium: lines, page furniture, paragraphs over lines and pages, headings, tables."""

"""Recognises title lines by their form in documents without heading markup: what a title line looks like (`forms`), and
which of them are headings, and at which level (`headings`).
"""

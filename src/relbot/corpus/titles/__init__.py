"""Lines that are titles by their form, in documents whose markup does not say so: what a title line looks like
(`forms`), and which of them are headings, and of which level (`headings`).
"""

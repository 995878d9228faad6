"""Answers from what stands line by line in documents: lists, procedures and the rows of tables, as a whole, as far as
they are asked for, or side by side; and what a line stands under (`lead`).
"""

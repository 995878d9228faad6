"""Answers from lines: lists, procedures and table rows, as a whole, narrowed down, or side by side; and the heading or
lead-in above a line (`lead`).
"""

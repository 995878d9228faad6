"""Answers of everyday documents: what their structure says exactly (`structure`), what a newer one says in place of an
older (`newest`), and what a rule allows (`permissions`).
"""

"""Answers from a row of a table or a line with a key and its value: found by all words of a question (`lookup`), or as
the one beside the row of the last answer (`sibling`); opening hours of a week (`hours`), whom to ask (`contacts`), the
lines of a mail's header (`mail_headers`). `values` knows how values look, `confidence` how likely found rows answer.
"""

"""Answers that are rows of a table or lines of a key and a value: found by all words of a question (`lookup`), or next
to the row of the last answer (`sibling`); opening hours of a week (`hours`), whom to ask (`contacts`), header lines of
a mail (`mail_headers`), prices by group size, office holders and staff. `values` describes what values look like,
`confidence` estimates how likely the rows found answer the question.
"""

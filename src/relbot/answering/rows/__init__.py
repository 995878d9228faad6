"""Answers that a row of a table or a line of a key and its value gives: looked up by all words of a question
(`lookup`), or as the one beside the row told last (`sibling`); the hours of a week (`hours`), whom to ask
(`contacts`), the lines of a mail's header (`mail_headers`), and how values look (`values`).
"""

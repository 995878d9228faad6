"""Answers questions by the rows of tables.

- `table_answers`: the answers from selected rows, and the rows of a table already read that a question names
- `table_question`: what a question says about rows: words, bounds, a time or day, the least or the most
- `table`: a table, assembled around the rows that a search finds
- `named_values`: which words of a question are values, and which are columns
- `columns`: which column a number, a time or an adjective refers to
- `other_groups`: whether rows are for other people than those asked about
- `other_spans`: whether rows are for another season or length of time than the one asked about
- `stock`: questions about what is in stock, out of it, or low
- `states`: questions about what is in a state, or not: "on loan", "not done"
- `measures`: the measures by which rows are compared, and the words for their ends
- `selection`: the rows and columns that a question selects
- `amounts`: the number in a cell, in a common unit
"""

"""The rows of tables that a question asks for.

- `table_answers`: answers by all that a question says, and the rows that it names of a table that was read
- `table_question`: what a question says of rows: words, bounds, a time, the least or the most
- `table`: a table, put together around the rows that a search finds
- `named_values`: which words of a question are values, and which are columns
- `columns`: of which column a number, a time or an adjective is
- `other_groups`: whether rows are for other people than the ones asked about
- `other_spans`: whether rows are of other seasons or lengths of time than the one asked about
- `stock`: whether something is in stock
- `selection`: the rows that are left
- `amounts`: the number in a cell, whatever its unit
"""

"""Answers that rows of tables and lines of a key and its value give.

- `table_answers`: the rows that a question asks for by all that it says, or names of a table that was read
- `table_question`: what a question says of rows: words, bounds, a time, the least or the most
- `tables`: a table, put together around the rows that a search finds
- `selection`, `columns`: which of its rows a question asks for, and of which column a number or an adjective is
- `amounts`: the number in a cell, whatever its unit
- `lookup`: the rows and lines with all words of a question, and the days it asks about
- `thing`: the row of what a question names by the whole of a cell
- `hours`: the hours of a week; `contacts`: whom to ask; `values`: how values look
"""

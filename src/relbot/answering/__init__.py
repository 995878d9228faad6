"""From the verdict to what is shown: statements for each intent, overviews, citations, small talk, the timeline.

- `dialogue/`: the last answer again, a part of it, what follows it in its section; one answer to several questions
- `documents/`: what a document says about a topic, what is newer, and the rules on what is asked
- `lines/`: what stands line by line: lists, procedures, calendars, the rows of tables
- `rows/`: the row or line that has all that is asked for
- `sections/`: the section that is told as a whole where a question asks for several things
- `tables/`: the rows of a table that a question asks for by values, columns, bounds, the least or the most
- `overviews/`: what is quoted of a document, section or thing as a whole
- `taught/`: what people have taught, put before what the documents say
"""

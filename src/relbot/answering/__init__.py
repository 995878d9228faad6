"""From the verdict to the answer that is shown: statements for each intent, overviews, citations, small talk, timeline.

- `dialogue/`: repeating the last answer or a part of it, continuing it, joining the answers to several questions
- `documents/`: what a document says about a topic, newer statements, and rules on what is allowed
- `lines/`: lists, procedures, calendars and table rows, which are read line by line
- `mentions/`: the sentences that mention a thing, and named entities
- `releases/`: the latest release of a changelog, and all changes of a kind
- `rows/`: looking up the row or line that has everything asked for
- `sections/`: quoting a whole section for a question for several things
- `tables/`: selecting the rows of a table by values, columns, bounds, minimum or maximum
- `overviews/`: quoting what is central in a document, section or thing
- `taught/`: the answers that people have taught, shown before those of the documents
"""

"""From the verdict to what is shown: statements for each intent, overviews, citations, small talk, the timeline.

- `overviews/`: what is quoted of a document, section or thing as a whole
- `taught/`: what people have taught, put before what the documents say
"""

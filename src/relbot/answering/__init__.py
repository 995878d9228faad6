"""From the verdict to what is shown: statements for each intent, overviews, citations, small talk, the timeline."""

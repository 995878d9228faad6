"""From the verdict to what is shown: citations, links, the timeline."""

"""Questions that leave open that they are about the document: what is left open, and the question completed."""

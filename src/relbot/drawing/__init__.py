"""Pictures as PNG: the timeline of dated sentences, and the curves of an evaluation."""

"""The passages that may answer: candidates, late interaction, ranking."""

"""Whether what was found answers: evidence, attention, the verdict."""

"""Finds the section to quote as a whole for a question for several things, whatever its wording."""

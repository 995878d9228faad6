"""The section that is quoted as a whole for a question for several things, whatever words that uses."""

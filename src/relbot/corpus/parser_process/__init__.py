"""Runs the parsers of binary formats in a child process with limits, so that no file can hang or crash a build."""

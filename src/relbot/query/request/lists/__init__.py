"""Whether a question asks for several things, and for which."""

"""A few passages of a generation as a generation of their own, in whatever engine, for a question about one document."""

"""A few passages of a generation as one of their own, in whatever engine: for a question about one document."""

"""A question that depends on those before it: pronouns, what completes it, and what is asked of the answer itself."""

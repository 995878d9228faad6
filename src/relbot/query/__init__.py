"""A question, understood: its terms and vectors, the time and kind of answer it asks for, what it leaves open."""

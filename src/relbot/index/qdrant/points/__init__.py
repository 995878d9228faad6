"""The points of a generation: where they are, how their collections are made, what is read and written of them."""

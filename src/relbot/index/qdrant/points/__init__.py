"""The points of a generation: their placement, the layout of their collections, writing, reading and verification."""

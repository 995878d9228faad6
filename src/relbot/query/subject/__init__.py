"""The subject of the document: what of a question it may fill, and the question put with it."""

"""Overviews of a document, a section or a thing: their scope, definitions, and the choice of sentences to quote."""

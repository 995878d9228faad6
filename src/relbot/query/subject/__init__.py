"""Questions that refer to the document's subject without naming it: finding the reference, and filling it in."""

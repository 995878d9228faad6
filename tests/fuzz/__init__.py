"""Inputs found by coverage: `make fuzz`. Not part of the test run."""

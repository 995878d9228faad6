"""Coverage-guided fuzzing: `make fuzz`. Not part of the test run."""

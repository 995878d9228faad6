"""What a question asks for, and whether a sentence holds it: its type of answer, quantities, opposites, denials."""

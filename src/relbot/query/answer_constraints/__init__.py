"""What a sentence must hold to answer a question, and must not say: type of answer, quantities, opposites, denials; and
what its headings say of the time that it is of.
"""

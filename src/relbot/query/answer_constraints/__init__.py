"""What a sentence must hold to answer a question, and must not say: an answer of the expected type, quantities,
opposites, denials; and what its headings say about its time.
"""

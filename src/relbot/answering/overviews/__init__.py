"""What is quoted of a document, section or thing as a whole: its scope, the sentences that define it, the choice."""

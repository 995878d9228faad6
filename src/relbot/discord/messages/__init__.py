"""What becomes of a message: an answer, one unasked where the bot is sure, an edit of its answer, or nothing."""

"""What the bot does about a message: answers it, answers it unasked where it is sure, edits its answer, or nothing."""

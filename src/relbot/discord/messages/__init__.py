"""What the bot does about a message: answers it, unasked too where sure, edits or deletes its answer, or nothing."""

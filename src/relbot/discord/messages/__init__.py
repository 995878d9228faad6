"""What the bot does about a message: answers it, unasked too where it is sure, edits or deletes its answer, or nothing."""

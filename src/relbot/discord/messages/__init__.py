"""What the bot does about a message: answer it (also unasked, if sure), edit or delete its answer, or nothing."""

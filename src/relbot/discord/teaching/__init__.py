"""What a server's people teach the bot: gaps, answers by members, withdrawing them, forgetting a person."""

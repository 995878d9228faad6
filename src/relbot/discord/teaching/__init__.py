"""What a server's members teach the bot: gaps, answers by members, withdrawing them, forgetting a person."""

"""From a question to its reply: the queue, the workers, conversations, cooldowns."""

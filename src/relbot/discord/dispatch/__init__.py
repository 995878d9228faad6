"""From a request to its reply: the queue, its workers, conversations, cooldowns."""

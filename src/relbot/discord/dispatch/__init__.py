"""From a request to its reply: whose turn it is, conversations, cooldowns, how it reaches Discord."""

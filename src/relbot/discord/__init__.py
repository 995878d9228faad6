"""The Discord bot: ask in a server, get a cited answer."""

"""`/healthz` and `/metrics`: whether the bot works, and figures of its use, for whoever runs it."""

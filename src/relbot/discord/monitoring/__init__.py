"""`/healthz` and `/metrics`: whether the bot works, and usage figures, for whoever runs it."""

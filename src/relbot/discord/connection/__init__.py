"""The gateway: connecting, events, the life of the process, registering commands."""

"""The gateway: connection, events, the lifecycle of the process, registering commands."""

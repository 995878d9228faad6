"""The engine behind its queue: a worker thread, the bounded queue in front of it, and the look-ups through it."""

"""The engine behind its queue: a worker thread, the bounded queue in front of it, and what is looked up through it."""

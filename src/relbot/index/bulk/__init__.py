"""Bulk builds: reading and embedding on many processes or machines, with results kept until they are published."""

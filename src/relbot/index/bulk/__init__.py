"""Bulk: the reading and embedding of a build spread over many processes or machines, and kept until it is published."""

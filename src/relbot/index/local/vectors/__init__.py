"""Vectors of passages, sentences and tokens in segments, i.e. files that are written once and shared by generations."""

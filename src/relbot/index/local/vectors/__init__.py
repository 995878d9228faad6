"""Vectors of passages, sentences and tokens in segments: files that are written once and shared by generations."""

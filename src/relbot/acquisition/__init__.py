"""Brings sources into the corpus folder, each with a sidecar: files, pages, whole manuals, articles of Wikipedia."""

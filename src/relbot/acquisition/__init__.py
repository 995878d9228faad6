"""Brings sources into the corpus folder, each with a sidecar: files, web pages, whole manuals, Wikipedia articles."""

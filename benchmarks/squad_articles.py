"""Writes the articles of a set in SQuAD format as sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any


def write_sources(articles: Sequence[Mapping[str, Any]], corpus: Path) -> None:
    """Write each article into an existing folder, with its title as heading and its paragraphs single-spaced."""
    for number, article in enumerate(articles):
        body = "\n\n".join(single_spaced(paragraph["context"]) for paragraph in article["paragraphs"])
        (corpus / f"{number:03}.md").write_text(f"# {article['title']}\n\n{body}\n", "utf-8")


def single_spaced(text: str) -> str:
    return " ".join(text.split())

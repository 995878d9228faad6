"""A person's answer as a source: a Markdown file under `taught/`, with the question, the words, who said them and when.

    ---
    title: "Where is the key?"
    url: https://discord.com/channels/1/2/3
    answered: "by Ana on 25 November 2026"
    ---

    # Where is the key?

    It hangs behind the door.

The words are kept as written if Markdown renders every letter of them; else they are escaped, so that a reader of the
source sees exactly the characters that the person wrote.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date

from relbot.errors.corpus import SourceRejected

FOLDER = "taught"
"""The folder of taught answers within the corpus."""
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_ESCAPED = r"\\\1"
_PROBE = f"{FOLDER}/probe.md"


@dataclass(frozen=True, slots=True)
class TaughtText:
    """A person's answer to a question."""

    question: str
    words: str
    by: str
    """The name of the person who said it."""
    on: date
    url: str | None = None
    """The address of the message with the words."""


def to_markdown(taught: TaughtText) -> str:
    """Return the content of the source file. Raises SourceRejected if the words hold nothing that can be quoted."""
    candidates = (taught.words, _escaped(taught.words))
    shown = next((words for words in candidates if _keeps_letters(taught, words)), None)
    if shown is None:
        raise SourceRejected(taught.question, "the answer holds no words that can be quoted")
    return _file(taught, shown)


def _file(taught: TaughtText, words: str) -> str:
    question = " ".join(taught.question.split())
    answered = f"by {' '.join(taught.by.split())} on {taught.on.day} {taught.on:%B %Y}"
    url = f"url: {_quoted(taught.url)}\n" if taught.url else ""
    front = f"---\ntitle: {_quoted(question)}\n{url}answered: {_quoted(answered)}\n---\n"
    return f"{front}\n# {_PUNCTUATION.sub(_ESCAPED, question)}\n\n{words}\n"


def _keeps_letters(taught: TaughtText, words: str) -> bool:
    """Return whether every letter and digit that was written can be quoted from the file, in order."""
    from relbot.corpus.documents import parse  # imported here, as answering needs no parsers

    try:
        document = parse(_PROBE, _file(taught, words).encode())
    except SourceRejected:
        return False
    quotable = "".join(document.text[block.start : block.end] for block in document.blocks)
    return _letters(quotable) == _letters(taught.words)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _escaped(words: str) -> str:
    """Return the words with every character escaped that Markdown could interpret (CommonMark 0.31, 2.4)."""
    return "\n".join(_PUNCTUATION.sub(_ESCAPED, line.strip()) for line in words.splitlines())


def _quoted(text: str) -> str:
    """Return a text as a YAML string: JSON strings are valid YAML, except for surrogates."""
    return json.dumps(text, ensure_ascii=False)

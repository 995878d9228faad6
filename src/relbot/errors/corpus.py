"""Errors of the corpus folder, and of sources that are in it or are being added to it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from relbot.errors import RelbotError

_MAX_NAMED = 5
"""Maximum number of sources that an error names, each with the reason; the others are counted."""


class CorpusError(RelbotError):
    """The corpus, or a source in it, cannot be indexed."""


class CorpusMissing(CorpusError):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"There is no corpus folder at {folder}; create it and put documents into it, or name another folder."
        )
        self.folder = folder


class CorpusIsFile(CorpusError):
    """The corpus folder is a file."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"{file} is a file, but the corpus is a folder; `relbot add {file}` copies the file into it, and"
            " `relbot index` indexes the folder."
        )
        self.file = file


class CorpusEmpty(CorpusError):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"There is no document in {folder} in a format that relbot reads (PDF, web pages, Office files, Markdown,"
            " plain text and more, docs/formats.md); put one there and try again."
        )
        self.folder = folder


class CorpusInIndex(CorpusError):
    """The corpus folder is, or lies in, the folder of the index, where old generations are removed."""

    def __init__(self, corpus: Path, index: Path | str) -> None:
        super().__init__(
            f"The corpus folder {corpus} must not be or lie in the folder of the index, {index}; set RELBOT_CORPUS or"
            " RELBOT_INDEX to another folder."
        )
        self.corpus, self.index = corpus, index


class SourceRejected(CorpusError):
    """One source cannot be read; the others are indexed anyway."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path} was left out: {why}.")
        self.path, self.why = path, why


class CorpusUnreadable(CorpusError):
    """No source of a corpus can be read; `rejected` contains the error of each."""

    def __init__(self, folder: Path, rejected: Sequence[SourceRejected]) -> None:
        named = [f"{source.path} ({source.why})" for source in rejected[:_MAX_NAMED]]
        others = [f"{len(rejected) - _MAX_NAMED:,} more"] if len(rejected) > _MAX_NAMED else []
        super().__init__(f"No source in {folder} can be read: {', '.join([*named, *others])}.")
        self.folder, self.rejected = folder, tuple(rejected)


class NotAdded(RelbotError):
    """A source was not added to the corpus folder by `relbot add`; the others were."""

    def __init__(self, target: str, why: str) -> None:
        super().__init__(f"{target[:300]} was not added: {why}.")
        self.target, self.why = target, why


class NotRefreshed(RelbotError):
    """A source from the web could not be updated; the existing version is kept and still used."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path} stays as it is: {why}.")
        self.path, self.why = path, why

"""Errors when opening, reading or writing an index with any engine."""

from __future__ import annotations

from pathlib import Path

from relbot.errors import RelbotError


class IndexUnusable(RelbotError):
    """The index cannot be opened or read."""


class IndexAddressUnknown(IndexUnusable):
    """No engine has the scheme of an index's address. The rest may contain a key, so the message does not repeat it."""

    def __init__(self, scheme: str) -> None:
        super().__init__(
            f"The index cannot be at an address of the kind {scheme[:30]}://, which relbot does not know;"
            " set RELBOT_INDEX or --index to a folder, or to qdrant://host:6333/name."
        )
        self.scheme = scheme


class EngineMissing(IndexUnusable):
    """The library of an engine is not installed."""

    def __init__(self, scheme: str, extra: str) -> None:
        super().__init__(
            f"An index at {scheme}:// needs packages that are not installed; run `pip install 'relbot[{extra}]'`."
        )
        self.scheme, self.extra = scheme, extra


class IndexMissing(IndexUnusable):
    def __init__(self, folder: Path | str) -> None:
        super().__init__(f"There is no index at {folder}; run `relbot index` to build it.")
        self.folder = folder


class IndexNotAFolder(IndexUnusable):
    def __init__(self, path: Path, why: str = "which is no folder") -> None:
        super().__init__(f"The index cannot be at {path}, {why}; set RELBOT_INDEX or --index to a folder.")
        self.path = path


class IndexNotReadable(IndexUnusable):
    """The user has no permission to read the index folder."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(
            f"The index at {folder} cannot be read ({why}); let relbot read there, or name another folder with"
            " RELBOT_INDEX or --index."
        )
        self.folder, self.why = folder, why


class IndexDamaged(IndexUnusable):
    def __init__(self, file: Path | str, why: str) -> None:
        super().__init__(f"The index is damaged: {file} {why}; run `relbot index` to rebuild it.")
        self.file, self.why = file, why


class IndexTooNew(IndexUnusable):
    def __init__(self, folder: Path | str, found: int, known: int) -> None:
        super().__init__(
            f"The index at {folder} has format {found} and this relbot reads up to {known};"
            " update relbot, or run `relbot index` to rebuild it."
        )
        self.folder, self.found, self.known = folder, found, known


class IndexTooOld(IndexUnusable):
    def __init__(self, folder: Path | str, found: int) -> None:
        super().__init__(
            f"The index at {folder} has format {found}, which an older relbot wrote; run `relbot index` to rebuild it."
        )
        self.folder, self.found = folder, found


class IndexEncodedOtherwise(IndexUnusable):
    """The token vectors were written with a codec or codebooks that this version of relbot does not have."""

    def __init__(self, folder: Path, found: str) -> None:
        super().__init__(
            f"The index at {folder} was written by another version of relbot, which stored vectors differently"
            f" ({found[:30]!r}); run `relbot index` to rebuild it."
        )
        self.folder, self.found = folder, found


class IndexFromOtherModel(IndexUnusable):
    def __init__(self, address: str, found: str, wanted: str) -> None:
        super().__init__(
            f"The index at {address} was built with the model {found}, and {wanted} is asked for;"
            " run `relbot index` to rebuild it."
        )
        self.address, self.found, self.wanted = address, found, wanted


class IndexBusy(RelbotError):
    def __init__(self, folder: Path | str) -> None:
        super().__init__(f"Another build is writing to {folder}; wait until it is done and try again.")
        self.folder = folder


class IndexNotWritable(RelbotError):
    def __init__(self, folder: Path | str, why: str) -> None:
        super().__init__(
            f"The index could not be written to {folder} ({why}); fix that and try again. The previous index, if any,"
            " still answers."
        )
        self.folder = folder


class SourceUnknown(RelbotError):
    """The index contains no source with a path."""

    def __init__(self, path: str) -> None:
        super().__init__(f"The index holds no source {path}; `relbot status` lists what it holds.")
        self.path = path

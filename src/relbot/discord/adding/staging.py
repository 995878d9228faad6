"""Documents that were added but are not live yet, each in a folder of its own below the bot's state folder."""

from __future__ import annotations

import re
import secrets
import shutil
import time
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from relbot.acquisition.add import put
from relbot.acquisition.naming import safe_name
from relbot.acquisition.origins import Acquired
from relbot.acquisition.placing import sidecar_of
from relbot.corpus.folder import read_bytes, scan
from relbot.corpus.sidecar import Sidecar

_KEPT = 86_400.0
"""Seconds for which a document is kept while it waits for a decision."""
_TOKEN = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Staged:
    """A document that waits for a decision."""

    folder: Path

    @property
    def token(self) -> str:
        """The token that identifies it, also after a restart."""
        return self.folder.name

    @property
    def corpus(self) -> Path:
        """A corpus folder that holds only this document, with its sidecar."""
        return self.folder / "corpus"

    @property
    def index(self) -> Path:
        return self.folder / "index"

    def keep_upload(self, name: str, data: bytes) -> Path:
        """Write an uploaded file, and return its path."""
        file = self.folder / "upload" / safe_name(name)
        file.parent.mkdir()
        file.write_bytes(data)
        return file

    def go_live(self, corpus: Path, *, replace: bool) -> str:
        """Move the document into the corpus folder. Returns its path there. Raises NotAdded, CorpusError."""
        path = scan(self.corpus).sources[0].path
        said = sidecar_of(self.corpus, PurePosixPath(path)) or Sidecar()
        acquired = Acquired(PurePosixPath(path), read_bytes(self.corpus, path), said)
        added = put(corpus, acquired, path, replace=replace)
        self.discard()
        return added.path

    def discard(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class StagingArea:
    """The folder of all staged documents."""

    folder: Path

    def new(self) -> Staged:
        """Create a place for another document, and remove those that have waited for more than a day."""
        for folder in self.folder.glob("*"):
            if _TOKEN.fullmatch(folder.name) and time.time() - folder.stat().st_mtime > _KEPT:
                Staged(folder).discard()
        staged = Staged(self.folder / secrets.token_hex(8))
        staged.folder.mkdir(parents=True)
        return staged

    def find(self, token: str) -> Staged | None:
        """Return the document with this token; None if it went live, was discarded or waited too long."""
        folder = self.folder / token
        return Staged(folder) if _TOKEN.fullmatch(token) and folder.is_dir() else None

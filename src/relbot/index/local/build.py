"""Builds a generation in a folder: the model, the passages of new sources, and those that are kept."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from relbot.answer import Source
from relbot.index.encoding.encoder import ENCODER_FILES, Encoder
from relbot.index.encoding.model import Model, export
from relbot.index.encoding.pooling import EncodedPassage
from relbot.index.encoding.token_codec import codec_for
from relbot.index.local import publish
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.generation_writer import GenerationWriter
from relbot.index.manifest import FileEntry, LeftOut, Manifest, ModelEntry, SourceEntry
from relbot.index.protocol import Generation

_ROWS_AT_ONCE = 256
"""Passages that are read from the previous generation at a time."""


class LocalBuild:
    """Writes into a build folder, which becomes a generation. The methods are those of `protocol.Build`."""

    def __init__(self, index: Path, folder: Path) -> None:
        self._index, self._folder = index, folder
        self._previous: LocalGeneration | None = None

    def start(self, model: Model, previous: Generation | None) -> Encoder:
        """Place the encoder, linked from the previous generation or else exported, and load it."""
        self._previous = previous if isinstance(previous, LocalGeneration) else None
        with publish.write_errors(self._index):
            if self._previous:
                for name in ENCODER_FILES:
                    _link_or_copy(self._previous.folder / name, self._folder / name)
            else:
                export(model, self._folder)
            encoder = Encoder(self._folder, threads=os.cpu_count() or 1)
            self._codec = codec_for(model.name)
            self._writer = GenerationWriter(self._folder, self._codec)
        return encoder

    def write(self, source: Source, revision: str, text: str, passages: Iterable[EncodedPassage]) -> None:
        with publish.write_errors(self._index):
            self._writer.add_source(source, revision, text, passages)

    def keep(self, entry: SourceEntry) -> None:
        if self._previous is None:
            raise ValueError(f"{entry.source.path} is of no previous generation")
        text = self._previous.document(entry.source.path).text
        self.write(entry.source, entry.revision, text, _stored_passages(self._previous, entry))

    def publish(self, model: ModelEntry, chunker: Mapping[str, Any], left_out: tuple[LeftOut, ...]) -> Manifest:
        with publish.write_errors(self._index):
            sources, sentences = self._writer.close()
        now = datetime.now(UTC)

        def make_manifest(files: Mapping[str, FileEntry]) -> Manifest:
            return Manifest(now, model, chunker, sources, sentences, files, left_out, self._codec.name)

        def verify(folder: Path) -> None:
            LocalGeneration.open(folder, previous=self._previous)

        name = publish.publish(self._index, self._folder, now, make_manifest, verify)
        return Manifest.read(self._index / name)


def _stored_passages(generation: LocalGeneration, source: SourceEntry) -> Iterator[EncodedPassage]:
    for first in range(0, source.passages, _ROWS_AT_ONCE):
        yield from generation.encoded(source.rows[first : first + _ROWS_AT_ONCE])


def _link_or_copy(file: Path, target: Path) -> None:
    try:
        os.link(file, target)
    except OSError:  # a file system without hard links, such as exFAT
        shutil.copyfile(file, target)

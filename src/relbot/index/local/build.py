"""Builds a generation in a folder from the model, the passages of new sources and the kept sources."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from relbot.answer import Source
from relbot.errors.index import IndexNotWritable
from relbot.index.encoding.encoder import ENCODER_FILES, Encoder
from relbot.index.encoding.model import Model, export
from relbot.index.encoding.pooling import EncodedPassage
from relbot.index.encoding.token_codec import codec_for
from relbot.index.local import publish
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.generation_writer import GenerationWriter, link_or_copy
from relbot.index.local.verification import verify_whole
from relbot.index.manifest import FileEntry, LeftOut, Manifest, ModelEntry, SourceEntry
from relbot.index.previous_passages import kept_passages
from relbot.index.protocol import Generation
from relbot.index.resumption import EmbeddedSoFar

_FEW = 1_000
"""Number of dead passages, which belong to no source any more, that are tolerated rather than copying all others: about
5 MB."""


class LocalBuild:
    """Writes into a build folder, which becomes a generation; implements `protocol.Build`."""

    def __init__(self, index: Path, folder: Path) -> None:
        self._index, self._folder = index, folder
        self._previous: LocalGeneration | None = None
        self._so_far: EmbeddedSoFar | None = None

    def start(self, model: Model, previous: Generation | None, kept: Sequence[SourceEntry] = ()) -> Encoder:
        """Link the encoder from the previous generation or export it, load it, and begin to write."""
        self._previous = previous if isinstance(previous, LocalGeneration) else None
        with publish.write_errors(self._index):
            if self._previous:
                self._link_encoder(self._previous)
            else:
                export(model, self._folder)
            encoder = self._previous.encoder if self._previous else Encoder(self._folder)
            self._codec = codec_for(model.name)
            if self._previous and not _mostly_dead(self._previous, sum(entry.passages for entry in kept)):
                self._writer = GenerationWriter(self._folder, self._codec, self._previous, kept)
            else:
                self._write_anew(self._previous, kept)
        return encoder

    def embedded_so_far(self, model: Model) -> EmbeddedSoFar:
        with publish.write_errors(self._index):
            self._so_far = EmbeddedSoFar(self._index / publish.EMBEDDED, model)
        return self._so_far

    def forget(self) -> None:
        """Remove the passages embedded so far, after they are published or if the disk is full."""
        self.close()
        (self._index / publish.EMBEDDED).unlink(missing_ok=True)

    def close(self) -> None:
        if self._so_far:
            self._so_far.close()

    def write(self, source: Source, revision: str, text: str, passages: Iterable[EncodedPassage]) -> None:
        with publish.write_errors(self._index):
            self._writer.add_source(source, revision, text, passages)

    def publish(self, model: ModelEntry, chunker: Mapping[str, Any], left_out: tuple[LeftOut, ...]) -> Manifest:
        generation = self._publish(model, chunker, left_out)
        if _mostly_dead(generation, generation.manifest.passages):
            with suppress(IndexNotWritable):  # the generation is published; the next build tries again
                generation = self._compacted(generation, model, chunker, left_out)
        return generation.manifest

    def _compacted(
        self, generation: LocalGeneration, model: ModelEntry, chunker: Mapping[str, Any], left_out: tuple[LeftOut, ...]
    ) -> LocalGeneration:
        """Publish a generation again without its dead passages."""
        self._previous = generation
        with publish.write_errors(self._index):
            self._folder.mkdir()
            self._link_encoder(generation)
            self._write_anew(generation, generation.manifest.sources)
        return self._publish(model, chunker, left_out)

    def _publish(self, model: ModelEntry, chunker: Mapping[str, Any], left_out: tuple[LeftOut, ...]) -> LocalGeneration:
        with publish.write_errors(self._index):
            sources, sentences, linked = self._writer.close()
        if self._previous:
            linked.update({name: self._previous.manifest.files[name] for name in ENCODER_FILES})
        now = datetime.now(UTC)

        def make_manifest(files: Mapping[str, FileEntry]) -> Manifest:
            return Manifest(now, model, chunker, sources, sentences, files, left_out, self._codec.name)

        def verify(folder: Path) -> LocalGeneration:
            return LocalGeneration.open(folder, previous=self._previous)

        return publish.publish(self._index, self._folder, make_manifest, verify, linked)

    def _link_encoder(self, generation: LocalGeneration) -> None:
        for name in ENCODER_FILES:
            link_or_copy(generation.folder / name, self._folder / name)

    def _write_anew(self, previous: LocalGeneration | None, kept: Sequence[SourceEntry]) -> None:
        """Begin with a copy of the kept sources, passage by passage, which leaves dead passages behind."""
        self._writer = GenerationWriter(self._folder, self._codec)
        if previous:
            names = [name for name in previous.manifest.files if name not in ENCODER_FILES]
            verify_whole(previous.folder, names, previous.manifest)
            for entry in kept:
                text = previous.document(entry.source.path).text
                self._writer.add_source(entry.source, entry.revision, text, kept_passages(previous, entry))


def _mostly_dead(generation: LocalGeneration, kept: int) -> bool:
    """Return whether so few passages of a generation are kept that the dead ones should be left behind."""
    dead = generation.sizes[0] - kept
    return not kept or dead > max(_FEW, kept)

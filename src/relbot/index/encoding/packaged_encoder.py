"""The encoder of the packaged model, put together without torch.

The graph is shipped, made once by benchmarks/export_encoder.py. The weights are those of the installed package, which
are quantised here: what is shipped stays small, and what comes of it is held against its hash. Another model is
exported with torch, which takes a gigabyte of memory and 15 s.
"""

from __future__ import annotations

import hashlib
import json
from importlib import resources
from pathlib import Path

import numpy as np
from safetensors.numpy import load

from relbot.errors.model import ModelAltered, ModelUnreadable
from relbot.index.encoding import packaged_model
from relbot.index.encoding.encoder import GRAPH, TOKENIZER, WEIGHTS
from relbot.index.encoding.quantisation import arrays

HASHES = "encoder.json"
"""The SHA-256 of "graph" and "weights"."""


def digest() -> str:
    """What tells this encoder from another of the same model, in hexadecimal. Raises ModelUnreadable."""
    return hashlib.sha256(_shipped(HASHES)).hexdigest()


def write(folder: Path) -> None:
    """Write `ENCODER_FILES` into a folder.

    Raises ModelMissing; ModelAltered where what is installed gives other bytes than those that were checked.
    """
    model, hashes, graph = packaged_model.folder(), json.loads(_shipped(HASHES)), _shipped(GRAPH)
    if (found := hashlib.sha256(graph).hexdigest()) != hashes["graph"]:
        raise ModelAltered(Path(GRAPH), hashes["graph"], found, "relbot")
    tensors = load(packaged_model.verified_bytes(model, packaged_model.WEIGHTS))
    written = hashlib.sha256()
    with (folder / WEIGHTS).open("wb") as file:
        for _, array in arrays(tensors):
            data = np.ascontiguousarray(array).data
            written.update(data)
            file.write(data)
    if written.hexdigest() != hashes["weights"]:
        raise ModelAltered(folder / WEIGHTS, hashes["weights"], written.hexdigest(), "relbot")
    (folder / GRAPH).write_bytes(graph)
    (folder / TOKENIZER).write_bytes(packaged_model.verified_bytes(model, "tokenizer.json"))


def _shipped(name: str) -> bytes:
    """A file of this package. Raises ModelUnreadable."""
    try:
        return resources.files(__package__).joinpath(name).read_bytes()
    except OSError as error:
        raise ModelUnreadable(Path(name), str(error.strerror), "relbot") from None

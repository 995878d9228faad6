"""The encoder of the packaged model, put together without torch.

The graph is shipped, exported once by benchmarks/export_encoder.py. The weights are those of the installed package, in
the order and orientation that the graph reads them in. Exporting them anew, as is done for other models, takes torch,
a gigabyte of memory and 15 s, and gives the same vectors.
"""

from __future__ import annotations

import hashlib
import json
from importlib import resources
from pathlib import Path

import numpy as np
from safetensors.numpy import load

from relbot.errors import ModelAltered, ModelUnreadable
from relbot.index.encoding import packaged_model
from relbot.index.encoding.encoder import GRAPH, TOKENIZER, WEIGHTS

LAYOUT = "encoder.json"
"""{"graph": SHA-256, "weights": SHA-256, "tensors": [[name, transposed], …] in the order of the weights' file}."""


def write(folder: Path) -> None:
    """Write `ENCODER_FILES` into a folder.

    Raises ModelMissing; ModelAltered where what is installed gives other bytes than those that were checked.
    """
    model, layout, graph = packaged_model.folder(), json.loads(_shipped(LAYOUT)), _shipped(GRAPH)
    if (found := hashlib.sha256(graph).hexdigest()) != layout["graph"]:
        raise ModelAltered(Path(GRAPH), layout["graph"], found, "relbot")
    tensors = load(packaged_model.verified_bytes(model, packaged_model.WEIGHTS))
    digest = hashlib.sha256()
    with (folder / WEIGHTS).open("wb") as file:
        for name, transposed in layout["tensors"]:
            data = np.ascontiguousarray(tensors[name].T if transposed else tensors[name]).data
            digest.update(data)
            file.write(data)
    if digest.hexdigest() != layout["weights"]:
        raise ModelAltered(folder / WEIGHTS, layout["weights"], digest.hexdigest(), "relbot")
    (folder / GRAPH).write_bytes(graph)
    (folder / TOKENIZER).write_bytes(packaged_model.verified_bytes(model, "tokenizer.json"))


def _shipped(name: str) -> bytes:
    """A file of this package. Raises ModelUnreadable."""
    try:
        return resources.files(__package__).joinpath(name).read_bytes()
    except OSError as error:
        raise ModelUnreadable(Path(name), str(error.strerror), "relbot") from None

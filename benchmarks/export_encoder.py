"""Write the encoder's graph as the package ships it: `python benchmarks/export_encoder.py`.

The weights are left out: `packaged_encoder.py` takes them from the packaged model, in the order written here. So is
what the exporter notes at each node, ten times the graph, with paths of the machine that it ran on.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import ModelProto, TensorProto, numpy_helper
from safetensors.numpy import load_file

from relbot.index.encoding import packaged_model
from relbot.index.encoding.encoder import GRAPH, WEIGHTS
from relbot.index.encoding.model import export_with_torch, resolve
from relbot.index.encoding.packaged_encoder import LAYOUT

TARGET = Path(__file__).parent.parent / "src/relbot/index/encoding"
LARGEST_CONSTANT = 8192
"""Bytes of an initializer that is no weight of the model, such as the token types, which are all zero."""


def find(array: NDArray[Any], tensors: dict[str, NDArray[Any]]) -> tuple[str, bool] | None:
    """The tensor of the model that an initializer is a copy of, and whether transposed."""
    for name, tensor in tensors.items():
        if array.shape == tensor.shape and np.array_equal(array, tensor):
            return name, False
        if tensor.ndim == 2 and array.shape == tensor.T.shape and np.array_equal(array, tensor.T):
            return name, True
    return None


def separate(graph: ModelProto, folder: Path, tensors: dict[str, NDArray[Any]]) -> tuple[list[tuple[str, bool]], str]:
    """Replace the weights by references to a file, in place; their order in it, and its SHA-256."""
    order, offset, digest = [], 0, hashlib.sha256()
    for initializer in graph.graph.initializer:
        if initializer.data_location != TensorProto.EXTERNAL:
            continue
        array = numpy_helper.to_array(initializer, str(folder))
        found = find(array, tensors)
        if found is None:
            assert array.nbytes <= LARGEST_CONSTANT, f"{initializer.name} is no weight of the model"
            initializer.CopyFrom(numpy_helper.from_array(array, initializer.name))
            continue
        del initializer.external_data[:]
        for key, value in {"location": WEIGHTS, "offset": str(offset), "length": str(array.nbytes)}.items():
            initializer.external_data.append(onnx.StringStringEntryProto(key=key, value=value))
        order.append(found)
        offset += array.nbytes
        digest.update(np.ascontiguousarray(array).data)
    return order, digest.hexdigest()


def strip(graph: ModelProto) -> None:
    """Remove what nothing reads, in place."""
    del graph.graph.value_info[:]
    for part in (
        graph,
        graph.graph,
        *graph.graph.node,
        *graph.graph.initializer,
        *graph.graph.input,
        *graph.graph.output,
    ):
        del part.metadata_props[:]
        part.doc_string = ""


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        export_with_torch(resolve(None), folder)
        graph = onnx.load(str(folder / GRAPH), load_external_data=False)
        order, weights = separate(graph, folder, load_file(packaged_model.folder() / packaged_model.WEIGHTS))
    strip(graph)
    data = graph.SerializeToString(deterministic=True)
    layout = {"graph": hashlib.sha256(data).hexdigest(), "weights": weights, "tensors": order}
    (TARGET / GRAPH).write_bytes(data)
    (TARGET / LAYOUT).write_text(json.dumps(layout, indent=1) + "\n", "utf-8")
    print(f"{len(order)} tensors, {len(data):,} bytes of graph")


if __name__ == "__main__":
    main()

"""Export the encoder's graph as the package ships it: `python benchmarks/export_encoder.py`.

The graph is BERT in the form that ONNX Runtime runs fastest: one attention node per layer, matrix products in 8 bits,
and no mask, since each text is run by itself. The weights are not included: `packaged_encoder.py` derives them from the
packaged model.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper
from safetensors.numpy import load_file

from relbot.index.encoding import packaged_model
from relbot.index.encoding.encoder import DIMENSIONS, GRAPH, WEIGHTS
from relbot.index.encoding.packaged_encoder import BLOCK, HASHES, LAYERS, arrays, loudness

TARGET = Path(__file__).parent.parent / "src/relbot/index/encoding"
HEADS = 12
INNER = 4 * DIMENSIONS
"""The width between the two products of the feed-forward layer."""
EPSILON = 1e-12
"""The epsilon of the layer normalisation with which the model was trained."""
CONTRIB = "com.microsoft"
"""The domain of ONNX Runtime's own operators; MatMulNBits supports 8 bits since 1.22."""


class Graph:
    """A builder of the graph, which collects its nodes and initializers."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[TensorProto] = []
        self.digest = hashlib.sha256()
        self._offset = 0

    def add(self, operator: str, *inputs: str, output: str = "", domain: str = "", **attributes: Any) -> str:
        """Add a node with one output, and return the name of the output."""
        output = output or f"{operator}{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, inputs, [output], domain=domain, **attributes))
        return output

    def constant(self, name: str, value: NDArray[Any]) -> None:
        """Add an array that is stored in the graph."""
        self.initializers.append(numpy_helper.from_array(value, name))

    def weight(self, name: str, value: NDArray[Any]) -> None:
        """Add an array that is stored in the file of the weights, after the previous ones."""
        data = np.ascontiguousarray(value).data
        self.digest.update(data)
        tensor = TensorProto(
            name=name,
            dims=value.shape,
            data_type=helper.np_dtype_to_tensor_dtype(value.dtype),
            data_location=TensorProto.EXTERNAL,
        )
        for key, place in {"location": WEIGHTS, "offset": self._offset, "length": data.nbytes}.items():
            tensor.external_data.append(onnx.StringStringEntryProto(key=key, value=str(place)))
        self.initializers.append(tensor)
        self._offset += data.nbytes

    def product(self, values: str, name: str) -> str:
        """Add a matrix product with the named weights, in 8 bits, with each row scaled by its largest value."""
        largest = self.add("ReduceMax", self.add("Abs", values), "last", keepdims=1)
        rows = self.add("QuantizeLinear", self.add("Div", values, largest), "step", "zero")
        inputs = (rows, name, "step", f"{name}.scale", "zero")
        return self.add("Mul", self.add("MatMulIntegerToFloat", *inputs, domain=CONTRIB), largest)

    def block_product(self, values: str, name: str) -> str:
        """Add a product with a scale per `BLOCK` of a row: closer, as fast for questions, slower for passages."""
        sizes: dict[str, Any] = {"K": INNER, "N": DIMENSIONS, "bits": 8, "block_size": BLOCK, "accuracy_level": 4}
        return self.add("MatMulNBits", values, name, f"{name}.scale", domain=CONTRIB, **sizes)

    def norm(self, values: str, name: str, output: str = "") -> str:
        """Add a layer normalisation. SkipLayerNormalization, which includes the addition, takes eight times as long."""
        inputs = (values, f"{name}.gain", f"{name}.shift")
        return self.add("LayerNormalization", *inputs, output=output, axis=-1, epsilon=EPSILON)


def embed(graph: Graph) -> str:
    """Add the nodes from `input_ids` to the normalised sum of the embeddings."""
    words = graph.add("Cast", graph.add("Gather", "words", "input_ids"), to=TensorProto.FLOAT)
    words = graph.add("Mul", words, graph.add("Gather", "words.scale", "input_ids"))
    length = graph.add("Shape", "input_ids", start=1, end=2)
    return graph.norm(graph.add("Add", words, graph.add("Slice", "positions", "first", length)), "embeddings")


def layer(graph: Graph, number: int, values: str) -> str:
    """Add one layer: attention and feed-forward, each added to its input and normalised."""
    inner = graph.product(graph.add("Mul", values, "quiet"), f"{number}.inner")
    parts = [f"{number}.{part}" for part in ("query", "key", "value")]
    graph.nodes.append(helper.make_node("Split", [inner], parts, axis=-1, num_outputs=3))
    inputs = (*parts, f"{number}.inner.bias")
    attended = graph.add("MultiHeadAttention", *inputs, domain=CONTRIB, num_heads=HEADS)
    attended = graph.add("Add", graph.product(attended, f"{number}.output"), f"{number}.output.bias")
    values = graph.norm(graph.add("Add", attended, values), f"{number}.attended")
    up = graph.product(graph.add("Mul", values, "quiet"), f"{number}.up")
    up = graph.add("BiasGelu", up, f"{number}.up.bias", domain=CONTRIB)
    fed = graph.add("Add", graph.block_product(up, f"{number}.down"), f"{number}.down.bias")
    output = "tokens" if number == LAYERS - 1 else ""
    return graph.norm(graph.add("Add", fed, values), f"{number}.fed", output)


def build() -> tuple[bytes, str]:
    """Build the graph, and return it with the SHA-256 of the file of its weights."""
    graph = Graph()
    for name, array in arrays(load_file(packaged_model.folder() / packaged_model.WEIGHTS)):
        graph.weight(name, array)
    graph.constant("quiet", 1 / loudness())
    graph.constant("step", np.array(1 / 127, np.float32))
    graph.constant("zero", np.array(128, np.uint8))
    graph.constant("first", np.array([0], np.int64))
    graph.constant("last", np.array([-1], np.int64))
    values = embed(graph)
    for number in range(LAYERS):
        values = layer(graph, number, values)
    shape = ["batch", "length"]
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "encoder",
            [helper.make_tensor_value_info("input_ids", TensorProto.INT64, shape)],
            [helper.make_tensor_value_info("tokens", TensorProto.FLOAT, [*shape, DIMENSIONS])],
            graph.initializers,
        ),
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid(CONTRIB, 1)],
        ir_version=9,
    )
    return model.SerializeToString(deterministic=True), graph.digest.hexdigest()


def main() -> None:
    data, weights = build()
    hashes = {"graph": hashlib.sha256(data).hexdigest(), "weights": weights}
    (TARGET / GRAPH).write_bytes(data)
    (TARGET / HASHES).write_text(json.dumps(hashes, indent=1) + "\n", "utf-8")
    print(f"{len(data):,} bytes of graph")


if __name__ == "__main__":
    main()

"""The sessions in which the encoder and the reader run."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from relbot.index.encoding.session import open_session


def test_a_product_in_8_bits_is_exact_on_every_processor(tmp_path: Path) -> None:
    largest = np.full((64, 16), 127, np.int8)
    product = helper.make_node("MatMulInteger", ["values", "weights"], ["sums"])
    inputs = [helper.make_tensor_value_info("values", TensorProto.UINT8, [1, 64])]
    outputs = [helper.make_tensor_value_info("sums", TensorProto.INT32, [1, 16])]
    graph = helper.make_graph([product], "product", inputs, outputs, [numpy_helper.from_array(largest, "weights")])
    file = tmp_path / "product.onnx"
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), file)
    (sums,) = open_session(file).run(None, {"values": np.full((1, 64), 255, np.uint8)})
    assert (sums == 64 * 255 * 127).all()

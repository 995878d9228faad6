"""The packaged model's encoder is put together of checked parts, without torch."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from relbot.errors.model import ModelAltered
from relbot.index.encoding import packaged_encoder
from relbot.index.encoding.encoder import ENCODER_FILES, GRAPH
from relbot.index.encoding.packaged_encoder import HASHES, write


def test_it_is_the_same_each_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write(tmp_path / name)
    for file in ENCODER_FILES:
        assert (tmp_path / "one" / file).read_bytes() == (tmp_path / "two" / file).read_bytes()


@pytest.mark.parametrize("altered", [GRAPH, HASHES])
def test_a_part_that_is_not_the_one_checked_is_refused(
    altered: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = packaged_encoder._shipped

    def shipped(name: str) -> bytes:
        data = whole(name)
        if name != altered:
            return data
        if name == GRAPH:
            return data[:-1] + bytes([data[-1] ^ 1])
        return json.dumps({**json.loads(data), "weights": "0" * 64}).encode()

    monkeypatch.setattr(packaged_encoder, "_shipped", shipped)
    with pytest.raises(ModelAltered, match=r"encoder\.onnx.* reinstall relbot"):
        write(tmp_path)

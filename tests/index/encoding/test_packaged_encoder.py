"""The packaged model's encoder is put together of checked parts, without torch."""

from __future__ import annotations

from pathlib import Path

import pytest

from relbot.errors.model import ModelAltered
from relbot.index.encoding import packaged_encoder
from relbot.index.encoding.encoder import ENCODER_FILES, GRAPH
from relbot.index.encoding.packaged_encoder import HASHES, write
from relbot.shipped_files import read_shipped, read_shipped_json


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
    def shipped(package: str, name: str) -> bytes:
        data = read_shipped(package, name)
        return data[:-1] + bytes([data[-1] ^ 1]) if name == altered else data

    def shipped_json(package: str, name: str) -> dict[str, str]:
        values = read_shipped_json(package, name)
        return {**values, "weights": "0" * 64} if name == altered else values

    monkeypatch.setattr(packaged_encoder, "read_shipped", shipped)
    monkeypatch.setattr(packaged_encoder, "read_shipped_json", shipped_json)
    with pytest.raises(ModelAltered, match=r"encoder\.onnx.* reinstall relbot"):
        write(tmp_path)

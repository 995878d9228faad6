"""The soak, for eight seconds: nobody is answered wrongly, twice or not at all, and it draws what it measured."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from PIL import Image

SOAK = Path(__file__).parents[2] / "benchmarks" / "soak.py"

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_eight_seconds_of_use_go_by_without_a_fault(seed_index: Path, tmp_path: Path) -> None:
    picture = tmp_path / "soak.png"
    command = (sys.executable, str(SOAK), "--seconds", "8", "--picture", str(picture), "--index", str(seed_index))
    pipe = asyncio.subprocess.PIPE
    soak = await asyncio.create_subprocess_exec(*command, stdout=pipe, stderr=pipe)
    table, faults = await soak.communicate()
    assert not faults.decode()
    assert "| answers wrong, lost, stale or twice | 0 | none |" in table.decode()
    assert "| threads, first fifth to last |" in table.decode()
    with Image.open(picture) as drawn:
        assert drawn.width == 1100

"""No library that relbot uses tells anybody about it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("variables", [{}, {"ORT_DISABLE_TELEMETRY": "0"}])
def test_asking_leaves_nothing_in_the_home_folder_that_would_be_sent(
    variables: dict[str, str], seed_index: Path, tmp_path: Path
) -> None:
    # Nothing else of this environment: ONNX Runtime sends nothing where a variable says that it is under test.
    own = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-m", "relbot", "ask", "Who visited Tirana?", "--index", str(seed_index)]
    done = subprocess.run(command, env={**own, **variables}, capture_output=True, text=True, check=True)
    assert done.stdout
    assert list(tmp_path.rglob("*")) == []

"""The house: a file imports only from floors below its own, and asking imports no training library."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import relbot

HOUSE = Path(relbot.__file__).parent
FLOORS = (
    {"answer", "errors", "secret"},
    {"environment"},
    {"corpus", "settings"},
    {"index"},
    {"search"},
    {"timeline", "conversation"},
    {"engine", "evaluation"},
    {"drawing"},
    {"terminal", "discord"},
    {"cli"},
    {"__main__"},
)
"""From the ground up."""
LEVEL = {room: level for level, rooms in enumerate(FLOORS) for room in rooms}


def rooms(tree: ast.Module) -> Iterator[str]:
    """The rooms that a file imports from, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports say where they come from"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith("relbot."))


def room(file: Path) -> str:
    return file.relative_to(HOUSE).parts[0].removesuffix(".py")


def test_every_room_has_a_floor() -> None:
    found = {room(file) for file in HOUSE.rglob("*.py")} - {"__init__"}
    assert found == LEVEL.keys()


@pytest.mark.parametrize("file", sorted(HOUSE.rglob("*.py")), ids=lambda file: str(file.relative_to(HOUSE)))
def test_a_file_imports_only_from_floors_below(file: Path) -> None:
    own = room(file)
    if own == "__init__":
        return
    for other in rooms(ast.parse(file.read_text("utf-8"))):
        if other not in {own, "__version__"}:
            assert other in LEVEL, f"{file} imports relbot.{other} through the package, past the floors"
            assert LEVEL[other] < LEVEL[own], f"{file} is on floor {LEVEL[own]} and reaches up to {other}"


def test_asking_imports_neither_torch_nor_transformers(seed_index: Path) -> None:
    code = (
        "import json, sys; from relbot import Relbot;"
        f"bot = Relbot.open({str(seed_index)!r});"
        "answer = bot.ask('When were diplomatic relations established?');"
        "bot.search('Hoxha'); bot.conversation().ask('Who was Hoxha?');"
        "print(json.dumps([answer.answered, sorted({name.partition('.')[0] for name in sys.modules})]))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    answered, modules = json.loads(told)
    assert answered
    assert not {"torch", "transformers", "sentence_transformers", "sklearn", "scipy", "onnx"} & set(modules)
    assert not {"rich", "prompt_toolkit", "discord", "click"} & set(modules), "front doors"

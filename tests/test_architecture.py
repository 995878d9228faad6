"""The house: a file imports only from floors below its own, and asking imports no training library."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import relbot

HOUSE = Path(relbot.__file__).parent
FLOORS = (
    {"answer", "errors", "humanize", "secret", "step_timer"},
    {"environment", "text"},
    {"settings", "temporal"},
    {"corpus"},
    {"index"},
    {"query"},
    {"retrieval"},
    {"reading"},
    {"answering"},
    {"conversation"},
    {"engine", "evaluation"},
    {"drawing"},
    {"terminal", "discord"},
    {"cli"},
    {"__main__"},
)
"""From the ground up."""
MOST_FILES = 12
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


def imported(file: Path) -> Iterator[str]:
    """The modules of relbot that a file imports when it is imported itself."""
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("relbot"):
            yield from (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))


def test_no_modules_import_each_other_in_a_circle() -> None:
    names = {file: ".".join(file.relative_to(HOUSE.parent).with_suffix("").parts) for file in HOUSE.rglob("*.py")}
    modules = {name.removesuffix(".__init__"): file for file, name in names.items()}
    graph = {
        name: {other for other in imported(file) if other in modules and other != name}
        for name, file in modules.items()
    }
    with_packages = {
        name: others | {parent for other in others for parent in packages_of(other) if parent not in packages_of(name)}
        for name, others in graph.items()
    }
    TopologicalSorter(with_packages).prepare()  # raises CycleError, which names the circle


def packages_of(module: str) -> set[str]:
    """The packages whose `__init__` is run when a module is imported."""
    parts = module.split(".")
    return {".".join(parts[:count]) for count in range(1, len(parts))}


def test_a_folder_holds_what_can_be_seen_at_a_glance() -> None:
    crowded = {
        str(folder.relative_to(HOUSE)): count
        for folder in HOUSE.rglob("*")
        if folder.is_dir() and (count := len([f for f in folder.glob("*.py") if f.name != "__init__.py"])) > MOST_FILES
    }
    assert not crowded


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

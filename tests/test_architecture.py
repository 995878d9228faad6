"""Layers: a module imports only from layers below its own, and asking imports no training library."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import relbot

ROOT = Path(relbot.__file__).parent
LAYERS = (
    {"answer", "errors", "secret", "step_timer"},
    {"contents", "shipped_files"},
    {"environment", "setting_values", "text"},
    {"humanize", "settings", "temporal"},
    {"corpus"},
    {"index"},
    {"query"},
    {"retrieval"},
    {"reading"},
    {"answering"},
    {"conversation", "pipeline"},
    {"attempts"},
    {"question_answering"},
    {"engine", "evaluation"},
    {"acquisition", "drawing", "state"},
    {"terminal", "discord"},
    {"cli"},
    {"__main__"},
)
"""The modules and packages of relbot, lowest layer first."""
DISCORD_LAYERS = (
    {"child_process", "expiring_cache", "logs", "server_settings"},
    {"engine_queue", "rendering"},
    {"dispatch"},
    {"commands", "monitoring"},
    {"adding", "messages", "teaching"},
    {"keeping"},
    {"connection"},
)
"""The same within relbot.discord."""
KNOWS_AN_ENGINE = {"local": {"index/engines.py", "discord/adding/preview_process.py"}, "qdrant": {"index/engines.py"}}
"""What chooses an engine, and what stages an index, always in a folder; all else knows only `index/protocol.py`."""
MAX_MODULES = 12


def imported_names(file: Path) -> Iterator[str]:
    """The full names of all that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def member(file: Path, package: Path) -> str:
    """The module or subpackage of a package that a file belongs to."""
    return file.relative_to(package).parts[0].removesuffix(".py")


def assert_layered(file: Path, package: Path, layers: Sequence[set[str]]) -> None:
    level = {name: number for number, names in enumerate(layers) for name in names}
    own = member(file, package)
    if own == "__init__":
        return
    prefix = ".".join(package.relative_to(ROOT.parent).parts) + "."
    for name in imported_names(file):
        other = name.removeprefix(prefix).split(".")[0] if name.startswith(prefix) else own
        if other not in {own, "__version__"}:
            assert other in level, f"{file} imports {prefix}{other}, which belongs to no layer"
            assert level[other] < level[own], f"{file} is in layer {level[own]} and imports {other} from above"


@pytest.mark.parametrize(("package", "layers"), [(ROOT, LAYERS), (ROOT / "discord", DISCORD_LAYERS)])
def test_every_module_belongs_to_one_layer(package: Path, layers: Sequence[set[str]]) -> None:
    found = {member(file, package) for file in package.rglob("*.py")} - {"__init__"}
    assert sorted(found) == sorted(name for names in layers for name in names)


@pytest.mark.parametrize("file", sorted(ROOT.rglob("*.py")), ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_imports_only_from_layers_below(file: Path) -> None:
    assert_layered(file, ROOT, LAYERS)


@pytest.mark.parametrize("file", sorted((ROOT / "discord").rglob("*.py")), ids=lambda file: str(file.relative_to(ROOT)))
def test_a_file_of_the_discord_bot_imports_only_from_layers_below(file: Path) -> None:
    assert_layered(file, ROOT / "discord", DISCORD_LAYERS)


@pytest.mark.parametrize("engine", KNOWS_AN_ENGINE)
def test_only_what_chooses_an_engine_knows_one(engine: str) -> None:
    own = ROOT / "index" / engine
    knowing = {
        str(file.relative_to(ROOT))
        for file in ROOT.rglob("*.py")
        if not file.is_relative_to(own)
        and any(name.startswith(f"relbot.index.{engine}") for name in imported_names(file))
    }
    assert knowing == KNOWS_AN_ENGINE[engine]


def test_only_the_engine_on_qdrant_needs_its_client() -> None:
    own = ROOT / "index" / "qdrant"
    others = [file for file in ROOT.rglob("*.py") if not file.is_relative_to(own)]
    assert not [f for f in others if {"qdrant_client", "httpx"} & {n.split(".")[0] for n in imported_names(f)}]


def imported(file: Path) -> Iterator[str]:
    """The modules of relbot that a file imports when it is imported itself."""
    for node in ast.parse(file.read_text("utf-8")).body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("relbot"):
            yield from (node.module, *(f"{node.module}.{alias.name}" for alias in node.names))


def test_no_modules_import_each_other_in_a_cycle() -> None:
    names = {file: ".".join(file.relative_to(ROOT.parent).with_suffix("").parts) for file in ROOT.rglob("*.py")}
    modules = {name.removesuffix(".__init__"): file for file, name in names.items()}
    graph = {
        name: {other for other in imported(file) if other in modules and other != name}
        for name, file in modules.items()
    }
    with_packages = {
        name: others | {parent for other in others for parent in packages_of(other) - packages_of(name) - {name}}
        for name, others in graph.items()
    }
    TopologicalSorter(with_packages).prepare()  # raises CycleError, which names the cycle


def packages_of(module: str) -> set[str]:
    """The packages whose `__init__` is run when a module is imported."""
    parts = module.split(".")
    return {".".join(parts[:count]) for count in range(1, len(parts))}


def test_a_folder_holds_what_can_be_seen_at_a_glance() -> None:
    crowded = {
        str(folder.relative_to(ROOT)): count
        for folder in ROOT.rglob("*")
        if folder.is_dir() and (count := len([f for f in folder.glob("*.py") if f.name != "__init__.py"])) > MAX_MODULES
    }
    assert not crowded


@pytest.mark.parametrize("folder", sorted(ROOT.rglob("*/")), ids=lambda folder: str(folder.relative_to(ROOT)))
def test_a_package_names_the_packages_in_it(folder: Path) -> None:
    inner = [each.name for each in folder.iterdir() if (each / "__init__.py").is_file()]
    described = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8"))) if inner else ""
    assert not [name for name in inner if f"`{name}/`" not in (described or "")]


def test_no_two_test_files_have_the_same_name() -> None:
    names = Counter(file.name for file in Path(__file__).parent.rglob("test_*.py"))
    assert not [name for name, count in names.items() if count > 1], "pytest takes them for one module"


def test_asking_imports_neither_torch_nor_transformers(seed_index: Path) -> None:
    code = (
        "import json, sys; from relbot import Relbot;"
        f"bot = Relbot.open({str(seed_index)!r});"
        "answer = bot.ask('When were diplomatic relations established?');"
        "bot.search('Hoxha'); bot.conversation().ask('Who was Hoxha?');"
        "print(json.dumps([answer.answered, sorted({name.partition('.')[0] for name in sys.modules})]))"
    )
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    answered, modules = json.loads(output)
    assert answered
    assert not {"torch", "transformers", "sentence_transformers", "sklearn", "scipy", "onnx"} & set(modules)
    assert not {"rich", "prompt_toolkit", "discord", "click"} & set(modules), "front doors"
    assert not {"markdown_it", "yaml", "pathspec", "lxml", "selectolax", "docutils", "pypdfium2"} & set(modules), (
        "sources"
    )
    assert not {"httpx2", "prometheus_client", "qdrant_client"} & set(modules)

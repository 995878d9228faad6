"""The image, the compose file and the unit say what they should, and the image leaves nothing out that relbot needs.

No Docker daemon is needed: docs/operation.md tells what was run by hand.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import distribution, packages_distributions
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from relbot.index.qdrant.address import Address
from relbot.settings import Settings

ROOT = Path(__file__).parent.parent
PACKAGING = ROOT / "packaging"
DOCKERFILE = (PACKAGING / "Dockerfile").read_text("utf-8")
COMPOSE = yaml.safe_load((PACKAGING / "compose.yaml").read_text("utf-8"))
SERVICE = COMPOSE["services"]["relbot"]
SYSTEMD = shutil.which("systemd-analyze")
UV = shutil.which("uv", path=f"{sys.prefix}/audit/bin{os.pathsep}{os.environ['PATH']}")
QUESTION = "When did Albania and North Korea sign a joint declaration of friendship?"
LARGEST_IMAGE, BASE_IMAGE = 700, 130
"""Megabytes; the base image, python:3.11-slim-bookworm, has about 125."""
LEFT_OUT = {
    canonicalize_name(Requirement(line).name)
    for line in (PACKAGING / "without-exporter.txt").read_text("utf-8").splitlines()
    if not line.startswith("#")
}


def copied_into_image() -> list[str]:
    """What the Dockerfile copies from the repository."""
    lines = re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
    return [name for line in lines for name in line.split()[:-1]]


def needed(requirements: list[str], extras: frozenset[str] = frozenset()) -> Iterator[str]:
    """The names of the packages that these requirements bring, without what is left out."""
    for requirement in map(Requirement, requirements):
        name = canonicalize_name(requirement.name)
        applies = not requirement.marker or any(requirement.marker.evaluate({"extra": e}) for e in extras | {""})
        if applies and name not in LEFT_OUT:
            yield name
            yield from needed(distribution(name).requires or [], frozenset(requirement.extras))


@pytest.fixture(scope="module")
def in_image() -> set[str]:
    return set(needed(tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]))


def test_relbot_builds_answers_and_runs_the_bot_with_what_is_in_the_image(
    in_image: set[str], corpus: Path, tmp_path: Path
) -> None:
    absent = {
        module
        for module, names in packages_distributions().items()
        if not {canonicalize_name(name) for name in names} & (in_image | {"relbot"})
    }
    assert {"torch", "transformers", "scipy", "sympy"} <= absent
    code = (
        "import json, sys; sys.modules.update(dict.fromkeys(json.loads(sys.argv[1])))\n"  # None: it cannot be imported
        "from pathlib import Path; from relbot import Relbot; from relbot.index.build import build\n"
        "import relbot.cli, relbot.discord.connection.lifecycle, relbot.discord.monitoring.endpoint\n"
        "import relbot.terminal.chat, relbot.drawing.timeline\n"
        "corpus, index = map(Path, sys.argv[2:4]); build(corpus, index)\n"
        "print(Relbot.open(index).ask(sys.argv[4]).text)"
    )
    command = [sys.executable, "-c", code, json.dumps(sorted(absent)), str(corpus), str(tmp_path / "index"), QUESTION]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "1961" in done.stdout, done.stderr


def test_the_image_is_small_enough(in_image: set[str]) -> None:
    def megabytes(name: str) -> float:
        files = [Path(str(file.locate())) for file in distribution(name).files or []]
        return sum(file.stat().st_size for file in files if file.exists()) / 1e6

    assert 300 < sum(map(megabytes, in_image)) < LARGEST_IMAGE - BASE_IMAGE


@pytest.mark.skipif("RELBOT_THOROUGH" not in os.environ or UV is None, reason="it downloads 200 MB, with uv")
def test_the_steps_of_the_image_give_a_relbot_that_works_alone(corpus: Path, tmp_path: Path) -> None:
    source, root, home = tmp_path / "src", tmp_path / "opt", tmp_path / "home"
    for name in copied_into_image():
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copyfile
        copy(ROOT / name, source / name)
    (steps,) = (step for step in re.findall(r"^RUN ((?:.*\\\n)*.*)$", DOCKERFILE, re.MULTILINE) if "uv build" in step)
    script = steps.replace("/opt/relbot", str(root)).replace("/usr/local/bin/python3", sys.executable)
    environment = {**os.environ, "PATH": f"{Path(str(UV)).parent}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run([str(shutil.which("bash")), "-euc", script], cwd=source, env=environment, check=True)
    assert sum(file.lstat().st_size for file in root.rglob("*")) / 1e6 < LARGEST_IMAGE - BASE_IMAGE

    home.mkdir()
    corpus.rename(home / "corpus")
    for command in (["--version"], ["index"], ["ask", QUESTION]):
        run = [str(root / "bin" / "relbot"), *command]
        done = subprocess.run(run, cwd=home, env={"HOME": str(home)}, capture_output=True, text=True, check=True)
    assert "1961" in done.stdout
    assert {file.name for file in home.iterdir()} == {"corpus", "index"}


def test_what_the_image_copies_is_there_and_is_all_that_is_sent_to_the_builder() -> None:
    copied = copied_into_image()
    assert [name for name in copied if not (ROOT / name).exists()] == []
    ignore = (PACKAGING / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    assert [line for line in ignore if not line.startswith(("#", "!", "**"))] == ["*"]
    assert sorted(line[1:] for line in ignore if line.startswith("!")) == sorted(copied)


def test_both_stages_have_the_same_python_and_the_last_runs_as_nobody_of_note() -> None:
    stages = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert len(stages) == 2
    assert len(set(stages)) == 1
    assert re.findall(r"^USER (.+)$", DOCKERFILE, re.MULTILINE) == ["relbot"]
    assert re.findall(r"uv==(\S+)", DOCKERFILE) == re.findall(r"uv==(\S+)", (ROOT / "Makefile").read_text("utf-8"))


def test_the_health_check_asks_where_the_bot_serves() -> None:
    (port,) = re.findall(r"RELBOT_METRICS_PORT=(\d+)", DOCKERFILE)
    assert f"urlopen('http://127.0.0.1:{port}/healthz', timeout=18)" in DOCKERFILE
    assert SERVICE["environment"]["RELBOT_METRICS_PORT"] == port


def test_the_compose_file_runs_it_without_rights_and_with_settings_that_exist() -> None:
    assert (
        PACKAGING / SERVICE["build"]["context"] / SERVICE["build"]["dockerfile"]
    ).resolve() == PACKAGING / "Dockerfile"
    assert (SERVICE["read_only"], SERVICE["cap_drop"]) == (True, ["ALL"])
    assert SERVICE["security_opt"] == ["no-new-privileges:true"]
    assert "ports" not in SERVICE
    settings = Settings.load(None, SERVICE["environment"])
    mounts = dict(volume.split(":")[:2][::-1] for volume in SERVICE["volumes"])
    assert set(mounts) == {str(folder) for folder in (settings.corpus, settings.index, settings.state)}
    assert (settings.feedback or Path()).parent == settings.state
    assert set(COMPOSE["volumes"]) == {source for source in mounts.values() if not source.startswith(".")}
    known = re.findall(r"^(\w+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)
    assert set(SERVICE["environment"]) <= set(known)


def test_the_compose_file_of_qdrant_leads_the_bot_to_it_alone() -> None:
    compose = yaml.safe_load((PACKAGING / "compose.qdrant.yaml").read_text("utf-8"))
    bot, server = compose["services"]["relbot"], compose["services"]["qdrant"]
    address = Address.parse(Settings.load(None, bot["environment"]).index)  # type: ignore[arg-type]
    assert address.host in compose["services"]
    assert "ports" not in server
    assert [volume.partition(":")[0] for volume in server["volumes"]] == list(compose["volumes"])
    assert re.search(r"^ARG EXTRAS=$", DOCKERFILE, re.MULTILINE)
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    assert bot["build"]["args"]["EXTRAS"].strip("[]") in extras
    (room,) = re.findall(r"size=(\d+)m", SERVICE["tmpfs"][0])
    assert int(room) > 2 * 91, "megabytes of the encoder, of the bot and of a build"


@pytest.mark.skipif(SYSTEMD is None, reason="systemd is not installed")
def test_systemd_takes_the_unit_and_finds_little_that_it_may(tmp_path: Path) -> None:
    unit = tmp_path / "relbot.service"
    text = (PACKAGING / "relbot.service").read_text("utf-8")
    unit.write_text(text.replace("/opt/relbot/bin/relbot", sys.executable))
    verified = subprocess.run([str(SYSTEMD), "verify", unit], capture_output=True, text=True, check=False)
    assert verified.stderr == ""
    command = [str(SYSTEMD), "security", "--offline=true", "--threshold=20", str(unit)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0, "2.0 of 10 at most"

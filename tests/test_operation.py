"""The commands in docs/operation.md do what the page says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index.manifest_edits import edit_manifest
from relbot import Relbot
from relbot.errors.index import IndexTooNew
from relbot.index.manifest import FORMAT

Run = Callable[[str, Path], None]
PAGE = (Path(__file__).parent.parent / "docs" / "operation.md").read_text("utf-8")
QUESTION = "When did Albania and North Korea sign a joint declaration of friendship?"


def commands(section: str) -> str:
    """The commands of a section, as a script."""
    (body,) = re.findall(rf"^## {section}\n(.*?)(?=^## )", PAGE, re.DOTALL | re.MULTILINE)
    return "\n".join(re.findall(r"^```\n(.*?)^```", body, re.DOTALL | re.MULTILINE))


@pytest.fixture
def bot_folder(corpus: Path, index: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "bot"
    folder.mkdir()
    corpus.rename(folder / "corpus")
    index.rename(folder / "index")
    (folder / "state").mkdir()
    (folder / "state" / "feedback.jsonl").write_text("{}\n")
    (folder / ".env").write_text("RELBOT_COOLDOWN=3\n")
    (folder / ".env").chmod(0o600)
    return folder


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the commands of a section in a folder, with this relbot as the one on the path."""
    relbot = tmp_path / "bin" / "relbot"
    relbot.parent.mkdir()
    relbot.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m relbot "$@"\n')
    relbot.chmod(0o755)
    environment = {**os.environ, "PATH": f"{relbot.parent}{os.pathsep}{os.environ['PATH']}"}

    def run(section: str, folder: Path) -> None:
        command = [str(shutil.which("bash")), "-euo", "pipefail", "-c", commands(section)]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr

    return run


def test_a_backup_gives_all_back_in_an_empty_folder(bot_folder: Path, run: Run) -> None:
    before = Relbot.open(bot_folder / "index").ask(QUESTION)
    run("Back up", bot_folder)
    restored = bot_folder.parent / "restored"
    restored.mkdir()
    (bot_folder / "relbot-backup.tar.gz").rename(bot_folder.parent / "relbot-backup.tar.gz")
    shutil.rmtree(bot_folder)
    run("Restore", restored)
    after = Relbot.open(restored / "index").ask(QUESTION)
    assert before.answered
    assert (after.text, after.citations) == (before.text, before.citations)
    assert (restored / "state" / "feedback.jsonl").read_text() == "{}\n"
    assert (restored / ".env").stat().st_mode & 0o777 == 0o600


def test_an_index_of_a_newer_version_is_no_obstacle_to_going_back(bot_folder: Path, run: Run) -> None:
    edit_manifest(bot_folder / "index", lambda values: values.update(format=FORMAT + 1))
    with pytest.raises(IndexTooNew):
        Relbot.open(bot_folder / "index")
    run("Upgrade", bot_folder)
    assert Relbot.open(bot_folder / "index").ask(QUESTION).answered

"""`relbot index` on a disk that is full or read-only: one sentence, exit 2, and the previous index still answers.

The disks are tmpfs in a mount namespace that ends with the process; where the system forbids that, these tests are
skipped, and `test_publish.py` limits the file size instead.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from relbot.errors.index import IndexNotWritable
from relbot.index.local.publish import current_folder

THOROUGH = os.environ.get("RELBOT_THOROUGH") == "1"
FREE_KILOBYTES = (0, 4, 20, 40, 60, 80, 100, 150, 200, 300, 400, 500) if THOROUGH else (0, 100)
"""Left on the disk of an index; a build needs about 600."""
FIRST_MEGABYTES = (0, 1, 2, 6, 12, 18, 22, 23) if THOROUGH else ()
"""Size of the disk for a first build, which needs 24."""

IN_NAMESPACE = ["unshare", "--map-root-user", "--mount"]

pytestmark = pytest.mark.skipif(
    not shutil.which("unshare")
    or subprocess.run(
        [*IN_NAMESPACE, "sh", "-c", "mount -t tmpfs tmpfs /mnt"], check=False, capture_output=True
    ).returncode
    != 0,
    reason="this system does not allow to mount a disk",
)


RUN_ALL = """
import json, subprocess, sys
commands = [[sys.executable, "-m", "relbot", *arguments] for arguments in json.loads(sys.argv[1])]
ran = [subprocess.run(command, capture_output=True, text=True) for command in commands]
print(json.dumps([[one.returncode, one.stdout, one.stderr] for one in ran]))
"""


@dataclass(frozen=True)
class Completed:
    """Exit code and output of a command."""

    code: int
    out: str
    err: str


def on_disk(disk: Path, kilobytes: int, preparation: str, *commands: Sequence[str | Path]) -> list[Completed]:
    """Run relbot commands one after another on a disk that a shell command prepares."""
    disk.mkdir(exist_ok=True)
    script = f"mount -t tmpfs -o size={kilobytes}k tmpfs '{disk}' && {preparation} && exec \"$@\""
    arguments = json.dumps([[str(part) for part in command] for command in commands])
    ran = subprocess.run(
        [*IN_NAMESPACE, "sh", "-c", script, "sh", sys.executable, "-c", RUN_ALL, arguments],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return [Completed(*completed) for completed in json.loads(ran.stdout)]


def not_written(index: Path, why: str) -> str:
    return f"relbot: {IndexNotWritable(index, why)}\n"


def size(index: Path) -> int:
    """kB that an index takes on a disk with 4 kB pages."""
    return sum(-(-path.stat().st_size // 4096) * 4 for path in index.rglob("*") if path.is_file()) + 64


@pytest.mark.parametrize("free", FREE_KILOBYTES)
def test_a_full_disk_is_an_error_and_the_previous_index_answers(
    free: int, index: Path, corpus: Path, tmp_path: Path
) -> None:
    (corpus / "new.txt").write_text("The embassy in Tirana opened in 1956. " * 200)
    disk = tmp_path / "disk"
    on = ("--index", disk / "index")
    built, status, asked = on_disk(
        disk,
        size(index) + free,
        f"cp -r '{index}' '{disk}/index'",
        ("index", corpus, *on),
        ("status", "--verify", "--corpus", corpus, *on),
        ("ask", "When were diplomatic relations established?", *on, "--json"),
    )
    assert built == Completed(2, "", not_written(disk / "index", "No space left on device"))
    assert status.code == 1, status
    assert "Every file has its checksum." in status.out
    assert json.loads(asked.out)["generation"] == current_folder(index).name


def test_a_read_only_disk_is_an_error_and_the_index_on_it_answers(index: Path, corpus: Path, tmp_path: Path) -> None:
    (corpus / "new.txt").write_text("The embassy in Tirana opened in 1956.")
    disk = tmp_path / "disk"
    on = ("--index", disk / "index")
    built, status, asked = on_disk(
        disk,
        200_000,
        f"cp -r '{index}' '{disk}/index' && mount -o remount,ro '{disk}'",
        ("index", corpus, *on),
        ("status", "--verify", "--corpus", corpus, *on),
        ("ask", "When were diplomatic relations established?", *on, "--json"),
    )
    assert built == Completed(2, "", not_written(disk / "index", "Read-only file system"))
    assert status.code == 1, status
    assert "Every file has its checksum." in status.out
    assert json.loads(asked.out)["answered"]


@pytest.mark.parametrize("megabytes", FIRST_MEGABYTES)
def test_a_first_build_on_a_full_disk_is_an_error(megabytes: int, corpus: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    (built,) = on_disk(disk, max(4, megabytes * 1024), "true", ("index", corpus, "--index", disk / "index"))
    assert (built.code, built.out) == (2, "")
    assert built.err.count("\n") == 1
    assert "could not be written to" in built.err

"""`make audit` finds what was planted, and says so where it could not look."""

from __future__ import annotations

import json
from importlib.metadata import distributions
from pathlib import Path

import pytest

import audit

ROOT = Path(__file__).parent.parent
RECORD = """\
mild/__init__.py,sha256=LPJNul-wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ,5
mild/__pycache__/__init__.cpython-311.pyc,,
mild-1.0.dist-info/METADATA,sha256=,
mild-1.0.dist-info/RECORD,,
"""
"""The first is the hash of "hello"."""


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """An environment with one package."""
    (tmp_path / "mild").mkdir()
    (tmp_path / "mild" / "__init__.py").write_text("hello")
    described = tmp_path / "mild-1.0.dist-info"
    described.mkdir()
    (described / "METADATA").write_text("Metadata-Version: 2.1\nName: mild\nVersion: 1.0\n")
    (described / "RECORD").write_text(RECORD.replace("METADATA,sha256=,", "METADATA,,"))
    return tmp_path


def test_what_is_as_it_was_installed_gives_no_finding(site: Path) -> None:
    check = audit.files(distributions(path=[str(site)]), site)
    assert (check.findings, check.scope) == ((), "4 files")


def test_a_changed_a_missing_and_a_planted_file_are_found(site: Path) -> None:
    (site / "mild" / "__init__.py").write_text("hell")
    (site / "evil.pth").write_text("import os")
    check = audit.files(distributions(path=[str(site)]), site)
    assert check.findings == (
        "mild: mild/__init__.py was changed after it was installed",
        "evil.pth came with no package",
    )
    (site / "mild" / "__init__.py").unlink()
    assert "mild: mild/__init__.py is missing" in audit.files(distributions(path=[str(site)]), site).findings


def test_another_version_than_the_pinned_is_found(site: Path) -> None:
    installed = list(distributions(path=[str(site)]))
    assert audit.versions(installed, {"mild": "1.0"}).findings == ()
    assert audit.versions(installed, {"mild": "1.1"}).findings == ("mild is 1.0, and 1.1 is pinned",)
    assert audit.versions(installed, {}).scope == "1 packages, 1 not pinned"


def test_a_locked_file_that_the_registry_does_not_have_is_found() -> None:
    locked = "a==1 \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\nb==2 \\\n    --hash=sha256:cc\n"
    assert audit.registry(locked, locked + "    --hash=sha256:new").findings == ()
    other = locked.replace("sha256:bb", "sha256:dd")
    assert audit.registry(locked, other).findings == ("a==1: 1 of 2 locked files are not in the registry",)
    assert len(audit.registry(locked, "").findings) == 2


def test_what_has_known_vulnerabilities_is_found_and_what_was_not_asked_is_not_called_sound() -> None:
    pinned = {"a": "1", "b": "2"}
    advisory = {"name": "a", "version": "1", "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}]}
    sound, skipped = {"name": "b", "version": "2", "vulns": []}, {"name": "b", "skip_reason": "not found"}
    found = audit.vulnerabilities(json.dumps({"dependencies": [advisory, sound]}), pinned)
    assert (found.findings, found.failed) == (("a 1: PYSEC-1, mended in 1.1",), None)
    unasked = audit.vulnerabilities(json.dumps({"dependencies": [{**advisory, "vulns": []}, skipped]}), pinned)
    assert unasked.failed == "the registry told nothing of the others"
    assert "not made" in unasked.line()


def test_every_pinned_package_but_torch_is_locked_with_hashes() -> None:
    pinned, locked = (audit.pins((ROOT / name).read_text("utf-8")) for name in (audit.PINS, audit.LOCK))
    assert locked == {n: v for n, v in pinned.items() if n not in audit.UNHASHED}, (
        "constraints.txt changed: `make lock`"
    )
    hashes = audit.hashes((ROOT / audit.LOCK).read_text("utf-8"))
    assert len(hashes) == len(locked)
    assert all(each.startswith("sha256:") for those in hashes.values() for each in those)

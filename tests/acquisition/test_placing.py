from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

import pytest

from relbot.acquisition.placing import place
from relbot.corpus.sidecar import Sidecar


def put(folder: Path, data: bytes) -> str:
    return place(folder, PurePosixPath("host/a.md"), data, Sidecar(title="A"), replace=True, target="a")


def test_what_is_there_is_whole_whenever_the_process_dies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed at any step, a file holds either all of the old bytes or all of the new ones."""
    put(tmp_path, b"old")
    steps: list[str] = []

    class Killed(BaseException):
        pass

    for survived in range(20):
        monkeypatch.undo()
        put(tmp_path, b"old")
        steps.clear()

        def step(name: str, real: object, limit: int = survived) -> object:
            def stepped(*arguments: object) -> object:
                if len(steps) >= limit:
                    raise Killed
                steps.append(name)
                return real(*arguments)  # type: ignore[operator]

            return stepped

        for name in ("fsync", "replace"):
            monkeypatch.setattr(os, name, step(name, getattr(os, name)))
        try:
            put(tmp_path, b"new")
        except Killed:
            pass
        else:
            break
        finally:
            assert (tmp_path / "host/a.md").read_bytes() in (b"old", b"new")
            assert (tmp_path / "host/a.md.yaml").read_bytes() == b"title: A\n"
    assert steps == ["fsync", "replace", "fsync"] * 2
    assert (tmp_path / "host/a.md").read_bytes() == b"new"
    assert sorted(file.name for file in (tmp_path / "host").iterdir()) == ["a.md", "a.md.yaml"]


def test_what_is_the_same_is_not_written_again(tmp_path: Path) -> None:
    assert put(tmp_path, b"one") == "added"
    before = (tmp_path / "host/a.md").stat().st_mtime_ns
    assert put(tmp_path, b"one") == "unchanged"
    assert (tmp_path / "host/a.md").stat().st_mtime_ns == before
    assert put(tmp_path, b"two") == "updated"

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from relbot.corpus.sidecar import Sidecar
from relbot.discord.adding.staging import Staged, StagingArea
from relbot.errors.corpus import NotAdded


@pytest.fixture
def area(tmp_path: Path) -> StagingArea:
    return StagingArea(tmp_path / "added")


def brought(area: StagingArea, said: Sidecar) -> Staged:
    staged = area.new()
    staged.corpus.mkdir()
    (staged.corpus / "mill.md").write_text("New.")
    (staged.corpus / "mill.md.yaml").write_bytes(said.to_bytes())
    return staged


def test_one_that_nobody_decides_on_is_removed_after_a_day(area: StagingArea) -> None:
    old, recent = area.new(), area.new()
    os.utime(old.folder, (time.time() - 90_000,) * 2)
    area.new()
    assert area.find(old.token) is None
    assert area.find(recent.token) == recent


@pytest.mark.parametrize("token", ["", "..", "0" * 15, "../" + "0" * 13, "0" * 16])
def test_a_token_leads_nowhere_else(token: str, area: StagingArea) -> None:
    area.new()
    assert area.find(token) is None


@pytest.mark.parametrize("name", ["../../mill.md", "/etc/mill.md", ".mill.md", "a\0b.md", "m" * 300 + ".md"])
def test_an_upload_stays_in_its_folder_whatever_it_is_called(name: str, area: StagingArea) -> None:
    staged = area.new()
    file = staged.keep_upload(name, b"x")
    assert file.parent == staged.folder / "upload"
    assert (file.suffix, file.name[0] != ".") == (".md", True)


def test_what_goes_live_takes_its_sidecar_along(area: StagingArea, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    staged = brought(area, Sidecar(title="The mill", url="https://docs.test/mill", origin="https://docs.test/mill"))
    assert staged.go_live(corpus, replace=False) == "mill.md"
    assert (corpus / "mill.md.yaml").read_text().startswith("title: The mill\n")
    assert not staged.folder.exists()


def test_another_document_of_the_name_stays_and_so_does_what_waits(area: StagingArea, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "mill.md").write_text("Old.")
    staged = brought(area, Sidecar())
    with pytest.raises(NotAdded, match=r"there is another mill\.md"):
        staged.go_live(corpus, replace=False)
    assert staged.folder.exists()
    assert staged.go_live(corpus, replace=True) == "mill.md"
    assert (corpus / "mill.md").read_text() == "New."

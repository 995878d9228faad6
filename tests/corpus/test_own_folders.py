"""relbot's own folders are never read as sources, by whatever path they are reached."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from relbot.corpus.folder import scan
from relbot.corpus.ignore_rules import lies_in
from relbot.errors.corpus import CorpusInIndex
from relbot.index.build import build
from relbot.index.freshness import check

SPELLINGS: dict[str, Callable[[Path, Path], Path]] = {
    "as it is": lambda folder, _: folder,
    "relative": lambda folder, _: Path(os.path.relpath(folder)),
    "with steps up": lambda folder, _: folder / ".." / folder.name,
    "through a link": lambda folder, elsewhere: linked(elsewhere / "link", folder),
    "through a link to what it lies in": lambda folder, elsewhere: (
        linked(elsewhere / "link", folder.parent) / folder.name
    ),
}
"""The path of a folder, written otherwise; links are made in the second."""


def linked(link: Path, target: Path) -> Path:
    link.symlink_to(target)
    return link


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A corpus folder with one source."""
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "treaty.md").write_text("# Treaty\n\nThe treaty was signed in Tirana in 1961.\n")
    return folder


def paths(corpus: Path, own: Path) -> list[str]:
    scanned = scan(corpus, [own])
    looked_at = [*(source.path for source in scanned.sources), *(rejected.path for rejected in scanned.rejected)]
    return [*looked_at, *scanned.unread]


@pytest.mark.parametrize("place", ["index", "deep/below/index", "with space/ïndex"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_an_own_folder_in_the_corpus_is_not_looked_at(notes: Path, tmp_path: Path, place: str, spelling: str) -> None:
    own = notes / place
    (own / "inner").mkdir(parents=True)
    for name in ("manifest.json", "README.md", "inner/vectors.faiss", "inner/a.txt"):
        (own / name).write_text("x")
    assert paths(notes, SPELLINGS[spelling](own, tmp_path)) == ["treaty.md"]


def test_a_link_in_the_corpus_to_an_own_folder_outside_is_not_looked_at(notes: Path, tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    (notes / "link").symlink_to(tmp_path / "index")
    assert paths(notes, tmp_path / "index") == ["treaty.md"]


def test_a_folder_of_the_same_name_elsewhere_is_read(notes: Path, tmp_path: Path) -> None:
    (tmp_path / "index").mkdir()
    (notes / "index").mkdir()
    (notes / "index" / "a.md").write_text("x")
    assert paths(notes, tmp_path / "index") == ["index/a.md", "treaty.md"]


@pytest.mark.parametrize("own", [".", "..", "none", "treaty.md", "a\0b", "x" * 5_000])
def test_what_is_no_folder_below_the_corpus_leaves_nothing_out(notes: Path, own: str) -> None:
    assert paths(notes, notes / own) == ["treaty.md"]


def test_an_index_and_a_state_within_the_corpus_change_nothing_of_what_is_indexed(notes: Path) -> None:
    index, state = notes / "index", notes / "state"
    state.mkdir()
    (state / "README.md").write_text("What the bot keeps.")
    first = build(notes, index, own=[state])
    assert (first.added, first.rejected, first.unread) == (("treaty.md",), (), {})
    again = build(notes, index, own=[state])
    assert (again.published, again.rejected, again.unread) == (False, (), {})
    freshness = check(notes, index, own=[state])
    assert (freshness.fresh, freshness.rejected, freshness.unread) == (True, (), {})


@pytest.mark.parametrize("place", ["", "deep", "deep/below"])
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_corpus_that_is_the_index_or_lies_in_it_is_refused_before_anything_is_written(
    tmp_path: Path, place: str, spelling: str
) -> None:
    index = tmp_path / "outer" / "index"
    corpus = index / place
    corpus.mkdir(parents=True)
    (corpus / "a.md").write_text("The treaty was signed.")
    before = sorted(index.rglob("*"))
    for folders in ((corpus, SPELLINGS[spelling](index, tmp_path)), (corpus / ".", str(index))):
        with pytest.raises(CorpusInIndex, match="must not be or lie in the folder of the index"):
            build(*folders)
    assert sorted(index.rglob("*")) == before


def test_a_corpus_beside_the_index_or_around_it_does_not_lie_in_it(tmp_path: Path) -> None:
    for name in ("index", "index-2", "corpus"):
        (tmp_path / name).mkdir()
    for corpus in ("index-2", "corpus", ".", "index/../corpus"):
        assert not lies_in(tmp_path / corpus, tmp_path / "index")
    assert not lies_in(tmp_path / "corpus", tmp_path / "none")

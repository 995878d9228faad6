"""The corpus folder changes while it is read: nothing outside of it is ever read."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic

import pytest

from relbot.corpus import folder
from relbot.corpus.folder import read_bytes, scan
from relbot.errors.corpus import CorpusError, SourceRejected

SECONDS = 10.0 if os.environ.get("RELBOT_THOROUGH") == "1" else 0.5
LONGEST = 30.0
"""Seconds until the file must have been read once, on a busy machine."""
INSIDE, SECRET = b"Inside the corpus.", b"A secret outside of it."


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """`inner/deep/a.txt` in the corpus folder, and next to it `outside`, of the same structure, with a secret."""
    for top, text in (("corpus/inner", INSIDE), ("outside", SECRET)):
        (tmp_path / top / "deep").mkdir(parents=True)
        (tmp_path / top / "deep" / "a.txt").write_bytes(text)
    (tmp_path / "outside" / "deep" / "secret-name.txt").write_bytes(SECRET)
    return tmp_path / "corpus"


def swapper(path: Path, target: Path) -> Callable[[], None]:
    """A function that replaces `path` by a link to `target`, and on the next call restores it."""
    aside, link = path.with_name("aside.bin"), path.with_name("link.bin")
    link.symlink_to(target)

    def swap() -> None:
        away, back = (path, aside) if link.is_symlink() else (path, link)
        away.rename(back)
        (link if back is aside else aside).rename(path)

    return swap


@contextmanager
def repeated_in_thread(action: Callable[[], object]) -> Iterator[None]:
    """Repeats an action in a separate thread."""
    over = threading.Event()

    def run() -> None:
        while not over.is_set():
            action()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


@pytest.mark.parametrize("part", ["inner", "inner/deep", "inner/deep/a.txt"])
def test_a_file_or_folder_that_becomes_a_link_out_between_the_check_and_the_opening_is_not_read(
    part: str, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolve = folder._resolve

    def resolve_and_swap(root: Path, path: str) -> Path:
        found = resolve(root, path)
        swapper(corpus / part, corpus.parent / "outside" / Path(part).relative_to("inner"))()
        return found

    monkeypatch.setattr(folder, "_resolve", resolve_and_swap)
    with pytest.raises(SourceRejected, match=r"it cannot be read|not a regular file"):
        read_bytes(corpus, "inner/deep/a.txt")


@pytest.mark.parametrize("part", ["inner", "inner/deep", "inner/deep/a.txt"])
def test_nothing_outside_is_read_or_named_while_a_link_out_comes_and_goes(part: str, corpus: Path) -> None:
    outside = corpus.parent / "outside" / Path(part).relative_to("inner")
    read = 0
    with repeated_in_thread(swapper(corpus / part, outside)):
        began = monotonic()
        while monotonic() < began + SECONDS or (not read and monotonic() < began + LONGEST):
            with suppress(CorpusError):
                read += read_bytes(corpus, "inner/deep/a.txt") == INSIDE
            with suppress(CorpusError):
                found = scan(corpus)
                named = [*(s.path for s in found.sources), *(r.path for r in found.rejected)]
                assert not any("secret" in path for path in named)
                for source in found.sources:
                    with suppress(SourceRejected):
                        assert read_bytes(corpus, source.path) == INSIDE
    assert read


def test_a_file_that_grows_shrinks_and_vanishes_is_read_whole_or_refused(corpus: Path) -> None:
    file, short, long = corpus / "inner" / "deep" / "a.txt", b"short " * 10, b"long " * 200_000
    file.write_bytes(short)

    def change() -> None:
        file.write_bytes(long)
        file.write_bytes(short)
        file.unlink()

    read = set[bytes]()
    with repeated_in_thread(change):
        until = monotonic() + SECONDS
        while monotonic() < until or not read:
            with suppress(SourceRejected):
                read.add(read_bytes(corpus, "inner/deep/a.txt"))
    # A write is not atomic: a part of it, or the empty file before it, may be read, but no mixture.
    assert all(long.startswith(found) or short.startswith(found) for found in read)


@pytest.mark.parametrize("kind", ["a pipe", "a folder", "a link to a device"])
def test_a_file_that_becomes_something_else_is_never_waited_for(kind: str, corpus: Path) -> None:
    file = corpus / "inner" / "deep" / "a.txt"

    def change() -> None:
        file.unlink()
        if kind == "a pipe":
            os.mkfifo(file)
        elif kind == "a folder":
            file.mkdir()
        else:
            file.symlink_to("/dev/zero")
        (file.rmdir if kind == "a folder" else file.unlink)()
        file.write_bytes(INSIDE)

    with repeated_in_thread(change):
        until = monotonic() + SECONDS
        while monotonic() < until:
            with suppress(SourceRejected):
                assert read_bytes(corpus, "inner/deep/a.txt") in (INSIDE, b"")


def test_links_within_the_folder_are_followed_and_those_that_lead_out_on_the_way_are_not(corpus: Path) -> None:
    (corpus / "near.txt").symlink_to("inner/deep/a.txt")
    (corpus / "inner" / "up").symlink_to("..")
    (corpus / "far.txt").symlink_to("inner/up/../outside/deep/a.txt")
    assert read_bytes(corpus, "near.txt") == INSIDE
    with pytest.raises(SourceRejected, match="leads out of the corpus folder"):
        read_bytes(corpus, "far.txt")

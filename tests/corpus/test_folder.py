from __future__ import annotations

import hashlib
import os
import sys
import time
from pathlib import Path

import pytest

from relbot.corpus import folder
from relbot.corpus.folder import SourceFile, read_bytes, scan
from relbot.errors.corpus import CorpusEmpty, CorpusIsFile, CorpusMissing, SourceRejected


def reasons(path: Path) -> dict[str, str]:
    return {rejected.path: rejected.why for rejected in scan(path).rejected}


def test_sources_are_found_in_all_folders_sorted_by_path(tmp_path: Path) -> None:
    for name in ("b.md", "a/z.TXT", "a/b/c.markdown", "B.txt", "README"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    assert [source.path for source in scan(tmp_path).sources] == [
        "B.txt",
        "README",
        "a/b/c.markdown",
        "a/z.TXT",
        "b.md",
    ]
    assert scan(tmp_path).sources[0] == SourceFile("B.txt", hashlib.sha256(b"B.txt").hexdigest())
    assert scan(tmp_path).rejected == ()


def test_hidden_files_and_other_suffixes_are_no_sources(tmp_path: Path) -> None:
    for name in (".hidden.txt", ".git/a.txt", "a.exe", "txt", ".txt", "readme.exe"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    with pytest.raises(CorpusEmpty, match=r"no document in .* in a format that relbot reads"):
        scan(tmp_path)


def test_a_folder_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CorpusMissing):
        scan(tmp_path / "none")


def test_a_file_in_the_place_of_the_folder_is_told_how_to_bring_it_in(tmp_path: Path) -> None:
    (tmp_path / "rules.pdf").write_text("x")
    with pytest.raises(CorpusIsFile, match=r"is a file.*`relbot add .*rules\.pdf`"):
        scan(tmp_path / "rules.pdf")


def test_a_sidecar_whose_file_is_gone_is_named(tmp_path: Path) -> None:
    for name in ("a.txt", "a.txt.yaml", "gone.txt.yaml", "settings.yaml"):
        (tmp_path / name).write_text("title: A\n")
    found = scan(tmp_path)
    assert [(each.path, "is gone; delete it too" in each.why) for each in found.rejected] == [("gone.txt.yaml", True)]
    assert found.unread == {".yaml": 1}


def test_links_out_of_the_folder_into_a_circle_or_to_nothing_are_refused(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (corpus / "out.txt").symlink_to(tmp_path / "secret.txt")
    (corpus / "up").symlink_to(corpus)
    (corpus / "circle.txt").symlink_to(corpus / "circle.txt")
    (corpus / "nowhere.txt").symlink_to(corpus / "none")
    (corpus / "folder.txt").mkdir()
    refused = reasons(corpus)
    assert refused.pop("circle.txt") in {
        "it is a symbolic link that leads back to itself",
        "it cannot be read (Too many levels of symbolic links)",
    }
    assert refused == {
        "out.txt": "it is a symbolic link that leads out of the corpus folder",
        "up": "it is a symbolic link to a folder; put the folder itself here",
        "nowhere.txt": "it is gone, or a symbolic link that leads nowhere",
    }
    assert scan(corpus).sources == ()


def test_a_link_within_the_folder_is_read(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("x")
    (tmp_path / "a.txt").symlink_to("data")
    assert read_bytes(tmp_path, "a.txt") == b"x"


def test_a_corpus_folder_may_itself_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text("x")
    (tmp_path / "link").symlink_to("real")
    assert [source.path for source in scan(tmp_path / "link").sources] == ["a.txt"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")
def test_a_pipe_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    assert reasons(tmp_path) == {"a.txt": "it is not a regular file"}


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there are no devices here")
def test_a_link_to_a_device_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("/dev/zero")
    assert reasons(tmp_path) == {"a.txt": "it is a symbolic link that leads out of the corpus folder"}


def test_a_source_over_the_limit_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(folder.MAX_SOURCE_BYTES + 1)
    assert reasons(tmp_path) == {"a.txt": "it is larger than 16 MB; split it"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch(mode=0)
    (tmp_path / "b").mkdir(mode=0)
    assert reasons(tmp_path) == {
        "a.txt": "it cannot be read (Permission denied)",
        "b": "it cannot be read (Permission denied)",
    }


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux takes any bytes for a name")
def test_a_name_that_cannot_be_shown_is_refused_and_shown_escaped(tmp_path: Path) -> None:
    for name in (b"a\nb.txt", b"a\x1b[31m.txt", b"caf\xe9.txt", "übergröße 漢\n.txt".encode(), "a\u2028b.txt".encode()):
        (tmp_path / os.fsdecode(name)).write_text("x")
    (tmp_path / "Tiranë 漢 👨‍👩‍👧.txt").write_text("x")
    assert set(reasons(tmp_path)) == {
        *("a\\nb.txt", "a\\x1b[31m.txt", "caf\\xe9.txt", "übergröße 漢\\n.txt", "a\\u2028b.txt")
    }
    assert set(reasons(tmp_path).values()) == {"its name has characters that cannot be shown; rename it"}
    assert [source.path for source in scan(tmp_path).sources] == ["Tiranë 漢 👨‍👩‍👧.txt"]


def test_a_path_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "a.txt").write_text("x")
    with pytest.raises(SourceRejected, match="leads out of the corpus folder"):
        read_bytes(tmp_path / "corpus", "../a.txt")


def test_a_link_to_a_name_that_no_file_can_have_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("a" * 300)
    (tmp_path / "b.txt").symlink_to("/".join(["b.txt"] * 600))
    assert set(reasons(tmp_path)) == {"a.txt", "b.txt"}


def test_a_corpus_folder_with_a_name_that_no_folder_can_have_is_missing() -> None:
    for name in ("a" * 5_000, "a\0b"):
        with pytest.raises(CorpusMissing):
            scan(Path(name))


def test_thousands_of_files_and_deep_folders_are_found_in_seconds(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 300)
    deep.mkdir(parents=True)
    (tmp_path.joinpath(*["d"] * folder.MAX_DEPTH) / "deep.txt").write_text("x")
    for number in range(3_000):
        (tmp_path / f"{number}.md").touch()
    began = time.process_time()
    found = scan(tmp_path)
    assert len(found.sources) == 3_001
    assert [rejected.why for rejected in found.rejected] == ["it lies 100 folders deep; move it up"]
    assert time.process_time() - began < 10

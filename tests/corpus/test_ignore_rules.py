from __future__ import annotations

import shutil
import subprocess
import time
from contextlib import suppress
from pathlib import Path, PurePosixPath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from relbot.corpus.folder import scan
from relbot.corpus.ignore_rules import IgnoreRules

names = st.text("ab.*!/# \\[]?-", max_size=12)


def found(corpus: Path, files: dict[str, str]) -> list[str]:
    """The sources of a folder with these files, given as path and text."""
    for name, text in files.items():
        file = corpus / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return [source.path for source in scan(corpus).sources]


def test_what_an_ignore_file_names_is_no_source(tmp_path: Path) -> None:
    files = {
        ".gitignore": "build/\n*.draft.md\n/top.md\n# a.md\n",
        "a.md": "x",
        "b.draft.md": "x",
        "build/c.md": "x",
        "deep/build/d.md": "x",
        "top.md": "x",
        "deep/top.md": "x",
    }
    assert found(tmp_path, files) == ["a.md", "deep/top.md"]


def test_the_deeper_file_decides_and_relbots_own_over_gits(tmp_path: Path) -> None:
    files = {
        ".gitignore": "*.txt\n",
        ".relbotignore": "!keep.txt\nprivate.md\n",
        "deep/.gitignore": "!*.txt\nb.txt\n",
        **dict.fromkeys(("a.txt", "keep.txt", "private.md", "deep/a.txt", "deep/b.txt", "deep/private.md"), "x"),
    }
    assert found(tmp_path, files) == ["deep/a.txt", "keep.txt"]


def test_installed_packages_and_hidden_folders_are_not_looked_at(tmp_path: Path) -> None:
    hidden = ("node_modules/b.md", "c/node_modules/d/e.md", ".git/f.md", ".venv/g.md")
    assert found(tmp_path, dict.fromkeys(("a.md", "node_modules.md", *hidden), "x")) == ["a.md", "node_modules.md"]
    assert not scan(tmp_path).unread


def test_other_files_are_counted_by_suffix_and_ignored_ones_are_not(tmp_path: Path) -> None:
    files = dict.fromkeys(("b.ZIP", "c/d.zip", "e.exe", "f", "g.tmp", "h.md.yaml", "i.yaml"), "")
    found(tmp_path, {**files, ".gitignore": "*.tmp", "a.md": "x", "a.md.yaml": "title: A"})
    scanned = scan(tmp_path)
    assert dict(scanned.unread) == {".zip": 2, ".exe": 1, "": 1, ".yaml": 1}
    assert [rejected.path for rejected in scanned.rejected] == ["h.md.yaml"]


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (b"\n*a*a*a*a\n", "it has more asterisks than are read in line 2"),
        (b"**/**/*a*a*\n", "it has more asterisks than are read in line 1"),
        (b"[z-a]\n", "it has no pattern in line 1"),
        (b"#" * 300_000, "it has more than 262,144 bytes"),
    ],
)
def test_where_an_ignore_file_cannot_be_used_its_folder_is_not_read(lines: bytes, why: str, tmp_path: Path) -> None:
    found(tmp_path, {"a.md": "x", "b/c.md": "x", "b/.gitignore": ""})
    (tmp_path / "b/.gitignore").write_bytes(lines)
    scanned = scan(tmp_path)
    assert [source.path for source in scanned.sources] == ["a.md"]
    assert [(r.path, r.why) for r in scanned.rejected] == [
        ("b/.gitignore", f"{why}, so nothing of its folder is read; correct it")
    ]


def test_an_ignore_file_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    found(corpus, {"a.md": "x", "b/c.md": "x"})
    (tmp_path / "outside").write_text("a.md")
    (corpus / "b/.gitignore").symlink_to(tmp_path / "outside")
    assert [source.path for source in scan(corpus).sources] == ["a.md"]


@given(st.lists(names, max_size=4), names.filter(lambda name: "/" not in name and name not in ("", ".", "..")))
@settings(max_examples=100)
def test_any_lines_are_used_or_refused_in_no_time(lines: list[str], name: str) -> None:
    began = time.process_time()
    with suppress(ValueError):
        rules = IgnoreRules().within(PurePosixPath(), "\n".join(lines).encode())
        rules.ignores(PurePosixPath(name) / (name * 15), is_folder=False)
    assert time.process_time() - began < 1


def test_it_ignores_what_git_ignores(tmp_path: Path) -> None:
    lines = ["*.log", "!keep.log", "/a/b", "c/", "d/**/e", "f?g.md", "[hi].md", r"\!j.md", "k.md ", "**/l", "m/*"]
    paths = ["x.log", "keep.log", "a/b/1", "z/a/b/1", "c", "c/1", "q/c/1", "d/e", "d/1/2/e", "f1g.md", "f/g.md"]
    paths += ["h.md", "n.md", "!j.md", "k.md", "q/l/1", "m/1", "m/o/1"]
    git = shutil.which("git")
    if git is None:
        pytest.skip("git is not installed")
    subprocess.run([git, "init", "-q", tmp_path], check=True, capture_output=True)
    (tmp_path / ".gitignore").write_text("\n".join(lines))
    listed = "\n".join(paths)
    checked = subprocess.run(
        [git, "check-ignore", "--stdin", "--no-index"],
        cwd=tmp_path,
        input=listed,
        text=True,
        capture_output=True,
        check=False,
    )
    rules = IgnoreRules().within(PurePosixPath(), "\n".join(lines).encode())

    def is_ignored(path: str) -> bool:
        parents = [parent for parent in PurePosixPath(path).parents if parent.name]
        return any(rules.ignores(parent, is_folder=True) for parent in parents) or rules.ignores(
            PurePosixPath(path), is_folder=False
        )

    assert [path for path in paths if is_ignored(path)] == checked.stdout.splitlines()

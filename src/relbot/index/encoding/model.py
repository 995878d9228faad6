"""The embedding model at build time: resolved from a setting, and written as an encoder into a generation.

That of the packaged model is put together from what is shipped. Another model is exported to ONNX once, and checked
against the original; sentence-transformers and torch are imported inside the functions that need them for that.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from relbot.errors.model import ExportDisagrees, ExporterMissing, ModelMissing
from relbot.index.encoding import packaged_model
from relbot.index.encoding.encoder import GRAPH, TOKENIZER, WINDOW, Encoder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_HUB_NAME = re.compile(r"\w[\w.-]*(?:/\w[\w.-]*)?", re.ASCII)
"""`name` or `owner/name`."""
_TOLERANCE = 1e-4
"""Largest difference allowed between a normalised vector of the model and of its export; 2.5e-7 was measured."""
_PROBES = (
    "Diplomatic relations were established on November 28, 1948.",
    "Who?",
    "A longer text, with “quotes”, a number (1,234) and names such as Choe Yong-gon, to fill more of the window. " * 6,
)


@dataclass(frozen=True, slots=True)
class Model:
    """A model to build with."""

    name: str
    revision: str
    sha256: str
    """Of the weights or, of the packaged model, of the encoder made of them; empty for a hub name, whose weights are
    not downloaded yet."""
    location: str
    """A folder, or a name on the Hugging Face hub."""


def model_name(setting: str | None) -> str:
    """The name that an index stores for a setting: the last part of a folder's path, or the hub name itself."""
    if setting is None:
        return packaged_model.NAME
    folder = _folder(setting)
    return folder.name if os.path.isdir(folder) else setting  # noqa: PTH112 - Path.is_dir raises for a long name


def _folder(setting: str) -> Path:
    return Path(os.path.expanduser(setting))  # noqa: PTH111 - Path.expanduser raises for the home of nobody here


def resolve(setting: str | None) -> Model:
    """The model that a setting names, a folder or hub name; None is the packaged model. Does not import torch.

    Raises ModelMissing, ModelUnreadable, and ModelAltered where a packaged file is not the official one.
    """
    if setting is None:
        folder = packaged_model.folder()
        from relbot.index.encoding import packaged_encoder  # only a build quantises

        packaged_model.verify(folder)
        return Model(packaged_model.NAME, packaged_model.REVISION, packaged_encoder.digest(), str(folder))
    folder = _folder(setting)
    if os.path.isdir(folder):  # noqa: PTH112
        weights = folder / packaged_model.WEIGHTS
        if not weights.is_file():
            raise ModelMissing(setting, f"the folder holds no {packaged_model.WEIGHTS}")
        return Model(model_name(setting), "", _sha256(weights), str(folder))
    if _is_path(setting):
        is_there = os.path.exists(folder)  # noqa: PTH110
        raise ModelMissing(setting, "it is a file" if is_there else "there is no such folder")
    return Model(model_name(setting), "", "", setting)


def _is_path(setting: str) -> bool:
    """Whether it cannot be a name on the hub, which is looked up for two minutes where there is no network."""
    return not _HUB_NAME.fullmatch(setting) or os.path.exists(_folder(setting))  # noqa: PTH110


def export(model: Model, folder: Path) -> None:
    """Write the encoder of a model, `ENCODER_FILES`, into a folder. Takes 15 s where it is not the packaged one.

    Raises ModelMissing where it cannot be loaded, ModelAltered where a file of the packaged one is another,
    ExporterMissing where another needs packages that are not installed, ExportDisagrees where its export computes
    different vectors.
    """
    if model.revision == packaged_model.REVISION:
        from relbot.index.encoding import packaged_encoder

        packaged_encoder.write(folder)
        return
    try:
        _export_with_torch(model, folder)
    except ImportError as error:
        raise ExporterMissing(model.name, error.name or str(error)) from error


def _export_with_torch(model: Model, folder: Path) -> None:
    """The same for any model. Raises ModelMissing, ExportDisagrees, ImportError."""
    with _quiet_loggers():
        transformer = load(model)
        import torch

        class TokenVectors(torch.nn.Module):
            """The model without its pooling layer: a vector for every token."""

            def __init__(self) -> None:
                super().__init__()
                self.bert: Any = transformer[0].auto_model

            def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> Any:
                return self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state

        # Two tensors: given one for both, the exporter would merge the inputs.
        ids, mask = torch.ones((2, 16), dtype=torch.long), torch.ones((2, 16), dtype=torch.long)
        dynamic = {0: torch.export.Dim("batch"), 1: torch.export.Dim("length", max=WINDOW)}
        torch.onnx.export(
            TokenVectors().eval(),
            (ids, mask),
            str(folder / GRAPH),
            input_names=["input_ids", "attention_mask"],
            output_names=["tokens"],
            dynamic_shapes=(dynamic, dynamic),
            dynamo=True,
            # Weights in a separate file are mapped, not copied: 121 MB instead of 205 MB to answer a question.
            external_data=True,
            verbose=False,
        )
        transformer.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))
        _verify_export(transformer, Encoder(folder))


def load(model: Model) -> SentenceTransformer:
    """Load a model in sentence-transformers and set its window; the packaged one from a verified copy.

    Raises ModelMissing, ModelAltered.
    """
    if model.revision == packaged_model.REVISION:
        with packaged_model.verified_copy(Path(model.location)) as folder:
            return _load(model, folder)
    return _load(model, model.location)


def _load(model: Model, location: str | Path) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    try:
        transformer = SentenceTransformer(str(location), device="cpu")
    except (OSError, ValueError) as error:
        raise ModelMissing(model.name, str(error).splitlines()[0]) from error
    transformer.max_seq_length = WINDOW
    return transformer


def _verify_export(transformer: SentenceTransformer, encoder: Encoder) -> None:
    """Compare the vectors of `_PROBES`. Raises ExportDisagrees."""
    expected = transformer.encode(list(_PROBES), normalize_embeddings=True, show_progress_bar=False)
    exported = np.stack([encoder.encode(text).mean_vector() for text in _PROBES])
    difference = float(np.abs(expected - exported).max())
    if not difference <= _TOLERANCE:
        raise ExportDisagrees(difference, _TOLERANCE)


@contextmanager
def _quiet_loggers() -> Iterator[None]:
    """Silence progress bars, and warnings that users cannot act on: the exporter's about optional packages, and one for
    each attempt to reach the hub, whose failure is told once.
    """
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    loggers = [logging.getLogger(name) for name in ("torch.onnx._internal.exporter", "huggingface_hub")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

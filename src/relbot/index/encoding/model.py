"""The embedding model at build time: resolved from a setting, and written into a generation as an encoder.

The encoder of the packaged model is assembled from shipped files. Any other model is exported to ONNX once and checked
against the original; sentence-transformers and torch are imported only in the functions that do this.
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
"""Largest allowed difference between the normalised vectors of a model and of its export; 2.5e-7 was measured."""
_PROBES = (
    "Diplomatic relations were established on November 28, 1948.",
    "Who?",
    "A longer text, with “quotes”, a number (1,234) and names such as Choe Yong-gon, to fill more of the window. " * 6,
)


@dataclass(frozen=True, slots=True)
class Model:
    """A model with which an index can be built."""

    name: str
    revision: str
    sha256: str
    """SHA-256 of the weights or, for the packaged model, a digest of the encoder; empty for a model on the hub, whose
    weights are not downloaded yet."""
    location: str
    """A folder, or a name on the Hugging Face hub."""


def model_name(setting: str | None) -> str:
    """Return the model name that an index stores for a setting: a folder's name, or the hub name itself."""
    if setting is None:
        return packaged_model.NAME
    folder = _folder(setting)
    return folder.name if os.path.isdir(folder) else setting  # noqa: PTH112 - Path.is_dir raises for a long name


def _folder(setting: str) -> Path:
    return Path(os.path.expanduser(setting))  # noqa: PTH111 - Path.expanduser raises for the home of nobody here


def resolve(setting: str | None) -> Model:
    """Return the model for a setting: a folder, a hub name, or None for the packaged model. Does not import torch.

    Raises ModelMissing, ModelUnreadable, and ModelAltered if a packaged file is not the official one.
    """
    if setting is None:
        folder = packaged_model.folder()
        from relbot.index.encoding import packaged_encoder  # needed only by a build

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
    """Return whether a setting cannot be a hub name, whose lookup takes two minutes to fail without a network."""
    return not _HUB_NAME.fullmatch(setting) or os.path.exists(_folder(setting))  # noqa: PTH110


def export(model: Model, folder: Path) -> None:
    """Write the encoder of a model, `ENCODER_FILES`, into a folder. Takes 15 s for any but the packaged model.

    Raises ModelMissing if the model cannot be loaded, ModelAltered if a file of the packaged model was changed,
    ExporterMissing if packages needed for the export are not installed, and ExportDisagrees if the exported model
    computes different vectors.
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
    """Export any model with torch. Raises ModelMissing, ExportDisagrees, ImportError."""
    with _quiet_loggers():
        transformer = load(model)
        import torch

        class TokenVectors(torch.nn.Module):
            """The model without its pooling layer, so that it returns a vector for every token."""

            def __init__(self) -> None:
                super().__init__()
                self.bert: Any = transformer[0].auto_model

            def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> Any:
                return self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state

        # Two tensors, because the exporter would merge the inputs if both were the same tensor.
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
            # Weights in a separate file are mapped, not copied: answering a question takes 121 MB instead of 205 MB.
            external_data=True,
            verbose=False,
        )
        transformer.tokenizer.backend_tokenizer.save(str(folder / TOKENIZER))
        _verify_export(transformer, Encoder(folder))


def load(model: Model) -> SentenceTransformer:
    """Load a model with sentence-transformers and set its window; the packaged model is loaded from a verified copy.

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
    """Compare the vectors of `_PROBES` before and after the export. Raises ExportDisagrees."""
    expected = transformer.encode(list(_PROBES), normalize_embeddings=True, show_progress_bar=False)
    exported = np.stack([encoder.encode(text).mean_vector() for text in _PROBES])
    difference = float(np.abs(expected - exported).max())
    if not difference <= _TOLERANCE:
        raise ExportDisagrees(difference, _TOLERANCE)


@contextmanager
def _quiet_loggers() -> Iterator[None]:
    """Silence progress bars and warnings that users cannot act on: those of the exporter about optional packages, and
    one for each attempt to reach the hub, whose failure is reported once anyway.
    """
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()
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

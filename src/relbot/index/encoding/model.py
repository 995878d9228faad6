"""The embedding model as it is built with: found, exported once to ONNX and held against the original.

sentence-transformers and torch are imported inside the functions that need them: a build that finds an encoder in the
generation before never does.
"""

from __future__ import annotations

import hashlib
import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from relbot.errors import ExportDisagrees, ModelMissing
from relbot.index.encoding import packaged_model
from relbot.index.encoding.encoder import WINDOW, Encoder

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

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
    """Of the weights; empty for a hub name, whose weights are not on this disk yet."""
    location: str
    """A folder, or the hub name."""


def name_of(wanted: str | None) -> str:
    """What an index says it was built with under a setting: the last part of a folder, or the name as it is."""
    if wanted is None:
        return packaged_model.NAME
    folder = Path(wanted).expanduser()
    return folder.name if folder.is_dir() else wanted


def resolve(wanted: str | None) -> Model:
    """The model that a setting names; None is the packaged one. Imports no torch.

    Raises ModelMissing, and ModelAltered where a packaged file is not the official one.
    """
    if wanted is None:
        folder = packaged_model.folder()
        packaged_model.verify(folder)
        return Model(
            packaged_model.NAME, packaged_model.REVISION, packaged_model.FILES[packaged_model.WEIGHTS], str(folder)
        )
    folder = Path(wanted).expanduser()
    if folder.is_dir():
        weights = folder / packaged_model.WEIGHTS
        if not weights.is_file():
            raise ModelMissing(wanted, f"the folder holds no {packaged_model.WEIGHTS}")
        return Model(name_of(wanted), "", _sha256(weights), str(folder))
    return Model(name_of(wanted), "", "", wanted)


def export(model: Model, folder: Path) -> None:
    """Write encoder and tokenizer of a model into a folder. Takes about 15 s.

    Raises ModelMissing where it cannot be loaded, ExportDisagrees where the export gives other vectors.
    """
    with _quiet():
        transformer = load(model)
        import torch

        class TokenVectors(torch.nn.Module):
            """The model without its pooling: a vector for every token."""

            def __init__(self) -> None:
                super().__init__()
                self.bert: Any = transformer[0].auto_model

            def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> Any:
                return self.bert(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state

        # Two tensors: handed one for both, the exporter takes the inputs for the same.
        ids, mask = torch.ones((2, 16), dtype=torch.long), torch.ones((2, 16), dtype=torch.long)
        free = {0: torch.export.Dim("batch"), 1: torch.export.Dim("length", max=WINDOW)}
        torch.onnx.export(
            TokenVectors().eval(),
            (ids, mask),
            str(folder / "encoder.onnx"),
            input_names=["input_ids", "attention_mask"],
            output_names=["tokens"],
            dynamic_shapes=(free, free),
            dynamo=True,
            # Weights in a file of their own are mapped, not copied: 121 MB instead of 205 MB to answer a question.
            external_data=True,
            verbose=False,
        )
        transformer.tokenizer.backend_tokenizer.save(str(folder / "tokenizer.json"))
        _agree(transformer, Encoder(folder))


def load(model: Model) -> SentenceTransformer:
    """The model in sentence-transformers, with its window set; the packaged one from a copy that was verified.

    Raises ModelMissing, ModelAltered.
    """
    if model.revision == packaged_model.REVISION:
        with packaged_model.verified_copy(Path(model.location)) as folder:
            return _loaded(model, folder)
    return _loaded(model, model.location)


def _loaded(model: Model, location: str | Path) -> SentenceTransformer:
    from sentence_transformers import SentenceTransformer

    try:
        transformer = SentenceTransformer(str(location), device="cpu")
    except (OSError, ValueError) as error:
        raise ModelMissing(model.name, str(error).splitlines()[0]) from error
    transformer.max_seq_length = WINDOW
    return transformer


def _agree(transformer: SentenceTransformer, encoder: Encoder) -> None:
    theirs = transformer.encode(list(_PROBES), normalize_embeddings=True, show_progress_bar=False)
    ours = np.stack([encoder.encode(text).mean() for text in _PROBES])
    difference = float(np.abs(theirs - ours).max())
    if not difference <= _TOLERANCE:
        raise ExportDisagrees(difference, _TOLERANCE)


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the loaders' bars and the exporter's remarks on optional packages from people who cannot act on them."""
    from transformers.utils import logging as transformers_logging

    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    logger = logging.getLogger("torch.onnx._internal.exporter")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logger.setLevel(before)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

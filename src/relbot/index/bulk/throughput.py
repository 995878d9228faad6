"""How fast a bulk build embeds, and what it costs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from relbot.humanize import quantity


@dataclass(frozen=True, slots=True)
class Throughput:
    """What the workers of one build have embedded; what was kept from before is not counted."""

    passages: int = 0
    seconds: float = 0.0
    """From the first request to the last result, the start of the workers included."""
    workers: int = 0
    price: float | None = None
    """Of all machines together, an hour."""

    @property
    def rate(self) -> float:
        """Passages a second."""
        return self.passages / self.seconds if self.seconds else 0.0

    @property
    def per_million(self) -> float | None:
        """What a million passages cost; None where there is no price or no passage."""
        return None if self.price is None or not self.passages else self.price / 3600 / self.rate * 1_000_000

    def to_dict(self) -> dict[str, Any]:
        """JSON-ready values."""
        return {**asdict(self), "rate": self.rate, "per_million": self.per_million}

    def __str__(self) -> str:
        done = f"{quantity(self.passages, 'passage')} in {self.seconds:.1f} s on {quantity(self.workers, 'worker')}"
        cost = f", {self.per_million:,.2f} a million at {self.price:,.2f} an hour" if self.per_million else ""
        return f"Embedded {done}: {self.rate:,.1f} a second{cost}."

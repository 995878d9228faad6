"""Usage figures in Prometheus' format; packaging/grafana-dashboard.json shows them.

They never reveal who asked, or what. https://prometheus.io/docs/practices/naming/
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from prometheus_client import CollectorRegistry, Counter, Histogram, Info, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from relbot import __version__
from relbot.contents import Contents
from relbot.discord.dispatch.requests import OUTCOMES, Outcome
from relbot.discord.monitoring.gateway_status import GatewayStatus

_TIMED: frozenset[Outcome] = frozenset({"answered", "refused", "small talk"})
_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15)
"""Upper bounds of the histogram: a warm answer takes 20 to 50 ms, and at most `RELBOT_PATIENCE`, 15 s."""


class Metrics:
    """Metrics in a registry of their own, so that two bots in one process do not share them."""

    def __init__(self, gateway: GatewayStatus, queue_length: Callable[[], int]) -> None:
        self._registry = registry = CollectorRegistry()
        self._state = _State(gateway, queue_length)
        registry.register(self._state)
        ProcessCollector(registry=registry)
        Info("relbot_build", "The version that runs.", registry=registry).info({"version": __version__})
        self._outcomes = Counter("relbot_outcomes", "Requests, by how they ended.", ("outcome",), registry=registry)
        for outcome in OUTCOMES:
            self._outcomes.labels(outcome)  # starts at 0, so that the first of a kind is an increase
        self._seconds = Histogram(
            "relbot_answer_seconds",
            "From a question to its answer or refusal, waiting included, delivery not.",
            buckets=_SECONDS,
            registry=registry,
        )

    def observe(self, outcome: Outcome, seconds: float) -> None:
        """Count an outcome, as an `Observer`."""
        self._outcomes.labels(outcome).inc()
        if outcome in _TIMED:
            self._seconds.observe(seconds)

    def text(self, contents: Contents | None) -> bytes:
        """Return the page of all figures, without those of the index if its contents are not known."""
        self._state.contents = contents
        return generate_latest(self._registry)


class _State(Collector):
    """Figures that are read on each scrape rather than counted."""

    def __init__(self, gateway: GatewayStatus, queue_length: Callable[[], int]) -> None:
        self._gateway, self._queue_length = gateway, queue_length
        self.contents: Contents | None = None

    def collect(self) -> Iterator[CounterMetricFamily | GaugeMetricFamily]:
        gateway, contents = self._gateway, self.contents
        yield CounterMetricFamily("relbot_reconnects", "Sessions resumed or begun anew.", gateway.reconnects)
        yield GaugeMetricFamily("relbot_shards", "Shards that this process connects.", gateway.shards)
        yield GaugeMetricFamily("relbot_shards_connected", "Shards that have a session.", gateway.connected)
        yield GaugeMetricFamily("relbot_queue_length", "Requests that wait or run.", self._queue_length())
        if contents:
            built = contents.built.timestamp()
            yield GaugeMetricFamily("relbot_index_built_timestamp_seconds", "When the index was built.", built)
            yield GaugeMetricFamily("relbot_index_sources", "Sources in the index.", len(contents.sources))
            yield GaugeMetricFamily("relbot_index_passages", "Passages in the index.", contents.passages)

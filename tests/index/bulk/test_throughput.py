import pytest

from relbot.index.bulk.build import Throughput


def test_rate_and_cost_are_told_in_a_line() -> None:
    done = Throughput(passages=7_200, seconds=60, workers=2, price=0.6)
    assert done.per_million == pytest.approx(0.6 / 60 / 7_200 * 1_000_000)
    assert str(done) == (
        "Embedded 7,200 passages in 60.0 s on 2 workers: 120.0 a second, 1.39 a million at 0.60 an hour."
    )


def test_without_a_price_or_a_passage_there_is_no_cost() -> None:
    assert str(Throughput(100, 10, 1)) == "Embedded 100 passages in 10.0 s on 1 worker: 10.0 a second."
    assert Throughput(price=1.0).per_million is None

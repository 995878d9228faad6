"""The Grafana dashboard asks for nothing that the bot does not tell."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from relbot.discord.dispatch.requests import OUTCOMES
from relbot.discord.monitoring.gateway_status import GatewayStatus
from relbot.discord.monitoring.metrics import Metrics
from relbot.engine import Relbot

PANELS = json.loads((Path(__file__).parents[3] / "packaging" / "grafana-dashboard.json").read_text("utf-8"))["panels"]
EXPRESSIONS = [target["expr"] for panel in PANELS for target in panel["targets"]]


def page(bot: Relbot) -> str:
    return Metrics(GatewayStatus(), lambda: 0).text(bot.contents).decode()


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_an_expression_names_only_what_the_bot_tells(expression: str, seed_bot: Relbot) -> None:
    told = {sample.name for family in text_string_to_metric_families(page(seed_bot)) for sample in family.samples}
    named = set(re.findall(r"\b(?:relbot|process)_\w+", expression))
    assert named
    assert named <= told
    outcomes = {name for names in re.findall(r'outcome=~?"([^"]*)"', expression) for name in names.split("|")}
    assert outcomes <= set(OUTCOMES)


def test_every_figure_of_relbot_has_a_panel(seed_bot: Relbot) -> None:
    shown = " ".join(EXPRESSIONS)
    families = {family.name.removesuffix("_created") for family in text_string_to_metric_families(page(seed_bot))}
    assert {name for name in families if name.startswith("relbot_") and name not in shown} == set()


def test_the_panels_do_not_overlap() -> None:
    cells = [
        (column, row)
        for place in (panel["gridPos"] for panel in PANELS)
        for column in range(place["x"], place["x"] + place["w"])
        for row in range(place["y"], place["y"] + place["h"])
    ]
    assert len(cells) == len(set(cells))
    assert max(column for column, _ in cells) < 24

"""A log line has what is needed to find out what happened, and no token."""

from __future__ import annotations

import json
import logging

import pytest

from relbot.discord.logs import JsonFormatter, RedactingFormatter

ADDRESS = "POST https://discord.com/api/v10/webhooks/123/aW50ZXJhY3Rpb24.x_y-z/messages/@original responded with 429"


@pytest.mark.parametrize("formatter", [RedactingFormatter("%(message)s"), JsonFormatter()])
def test_the_token_of_an_interaction_is_left_out(formatter: logging.Formatter) -> None:
    line = formatter.format(logging.makeLogRecord({"msg": "%s %s", "args": ("limited:", ADDRESS)}))
    assert "aW50" not in line
    assert "/webhooks/123/…/messages/@original responded with 429" in line


def test_a_line_for_machines_is_one_object_with_its_extra_fields() -> None:
    values = {"name": "relbot.x", "levelname": "ERROR", "msg": "Incident %s\nin two lines", "args": ("1a",)}
    fields = json.loads(JsonFormatter().format(logging.makeLogRecord({**values, "incident": "1a"})))
    assert {**fields, "time": ""} == {
        "time": "",
        "level": "error",
        "logger": "relbot.x",
        "incident": "1a",
        "message": "Incident 1a\nin two lines",
    }

from __future__ import annotations

import json
from typing import Any

import pytest

from corpus.formats.shown import placed, sectioned
from relbot.corpus.documents import parse
from relbot.errors.corpus import SourceRejected


def notebook(*cells: dict[str, Any], **more: object) -> bytes:
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, **more}).encode()


def cell(kind: str, source: str | list[str], **more: object) -> dict[str, Any]:
    return {"cell_type": kind, "source": source, "metadata": {}, **more}


def test_cells_are_places_and_outputs_no_prose() -> None:
    outputs = [{"output_type": "stream", "text": ["Epoch 1: it works well.\n"]}]
    data = notebook(
        cell("markdown", ["# Otters\n", "\n", "They are **small**."]),
        cell("code", "x = 1\nprint(x)", outputs=outputs),
        cell("raw", "raw text"),
        cell("markdown", "## Food\nThey eat [fish](http://a.example)."),
    )
    assert parse("a.ipynb", data).source.title == "Otters"
    assert placed("a.ipynb", data) == [
        ("cell 1", "They are small."),
        ("cell 2", "x = 1\nprint(x)"),
        ("cell 4", "They eat fish."),
    ]
    assert sectioned("a.ipynb", data)[-1] == ("Food", "They eat fish.")


def test_a_notebook_of_the_third_format_is_read() -> None:
    old = [
        cell("heading", "Otters", level=1),
        {"cell_type": "code", "input": ["x = 1"]},
        cell("markdown", "They swim well."),
    ]
    data = json.dumps({"worksheets": [{"cells": old}], "nbformat": 3}).encode()
    assert placed("a.ipynb", data) == [("cell 2", "x = 1"), ("cell 3", "They swim well.")]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it is empty"),
        (b"{", "it is no JSON"),
        (b"[1]", "it is no Jupyter notebook"),
        (b'{"a": 1}', "it is no Jupyter notebook"),
        (b'{"a":' * 100_000, "its JSON is nested too deeply"),
        (notebook(cell("code", "", outputs=[1])), "it holds no prose"),
        (notebook({"cell_type": 7, "source": {"a": 1}}), "it holds no prose"),
    ],
)
def test_what_is_no_notebook_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(SourceRejected) as error:
        parse("a.ipynb", data)
    assert error.value.why.startswith(why)

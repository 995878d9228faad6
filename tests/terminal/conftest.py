"""Consoles that record what is printed, as a terminal and as a pipe."""

from __future__ import annotations

from io import StringIO

import pytest
from rich.console import Console


def console(*, terminal: bool, width: int = 80) -> Console:
    return Console(
        file=StringIO(),
        width=width,
        force_terminal=terminal,
        color_system="standard" if terminal else None,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )


@pytest.fixture
def terminal() -> Console:
    return console(terminal=True)


@pytest.fixture
def pipe() -> Console:
    return console(terminal=False)

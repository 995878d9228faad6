"""The generated pages show the commands and packages as they are now; `make docs` writes them."""

from __future__ import annotations

import architecture_diagram
import cli_reference
from relbot.cli import cli


def test_the_command_line_page_is_current() -> None:
    assert cli_reference.PAGE.read_text("utf-8") == cli_reference.reference(), "run `make docs`"


def test_the_command_line_page_has_every_command() -> None:
    page = cli_reference.reference()
    assert all(f"\n## relbot {name}\n" in page for name in cli.commands)


def test_the_architecture_diagram_is_current() -> None:
    assert architecture_diagram.PICTURE.read_text("utf-8") == architecture_diagram.diagram(), "run `make docs`"

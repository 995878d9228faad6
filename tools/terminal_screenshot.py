"""Draws an answer as it looks in the terminal, as SVG: `python tools/terminal_screenshot.py QUESTION --out FILE`."""

from __future__ import annotations

import re
from io import StringIO
from pathlib import Path

import click
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

from relbot.answer import Answer
from relbot.errors import RelbotError
from relbot.settings import Settings
from relbot.terminal.render import MAX_COLUMNS, answer_text
from relbot.terminal.sanitize import sanitize

# rich refers to a web font on a content delivery network; the picture must not cause requests.
_SVG_FORMAT = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)


def terminal_svg(answer: Answer) -> str:
    """A terminal of 80 columns as SVG: the command line with the question, and the answer.

    It has a dark background of its own, so that it reads alike on light and dark pages.
    """
    console = Console(file=StringIO(), width=MAX_COLUMNS, record=True, force_terminal=True, color_system="standard")
    command = Text.assemble(("$ ", "dim"), f'relbot ask "{sanitize(answer.question)}"', "\n\n")
    for line in (command + answer_text(answer, console)).split("\n", allow_blank=True):
        for row in line.divide(range(MAX_COLUMNS, len(line), MAX_COLUMNS)):  # long links fold as they do in a terminal
            console.print(row, soft_wrap=True)
    return console.export_svg(title="relbot", theme=SVG_EXPORT_THEME, code_format=_SVG_FORMAT, unique_id="relbot")


@click.command()
@click.argument("question", nargs=-1, required=True)
@click.option("--out", type=click.Path(path_type=Path), default=Path("docs/answer.svg"), help="The file to write.")
def draw(question: tuple[str, ...], out: Path) -> None:
    """Draw the answer to one question as it looks in the terminal."""
    from relbot.engine import Relbot

    settings = Settings.load()
    try:
        answer = Relbot.open(settings.index, model=settings.model, caution=settings.caution).ask(" ".join(question))
    except RelbotError as error:
        raise click.ClickException(str(error)) from None
    out.write_text(terminal_svg(answer), encoding="utf-8")


if __name__ == "__main__":
    draw()

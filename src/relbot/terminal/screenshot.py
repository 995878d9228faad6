"""Draws the README's picture: `python -m relbot.terminal.screenshot QUESTION --out docs/answer.svg`."""

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
from relbot.terminal.escape import printable
from relbot.terminal.render import MEASURE, answer_text

# rich asks a content delivery network for its font; a picture should ask nobody for anything.
_SVG_FORMAT = re.sub(r"@font-face \{\{.*?\}\}\s*", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)


def picture(answer: Answer) -> str:
    """A terminal of 80 columns as SVG, with the question as it is asked and the answer as it is shown.

    The picture has its own dark ground, so that it reads alike on light and dark pages.
    """
    paper = Console(file=StringIO(), width=MEASURE, record=True, force_terminal=True, color_system="standard")
    command = Text.assemble(("$ ", "dim"), f'relbot ask "{printable(answer.question)}"', "\n\n")
    for line in (command + answer_text(answer, paper)).split("\n", allow_blank=True):
        for row in line.divide(range(MEASURE, len(line), MEASURE)):  # long links fold as they do in a terminal
            paper.print(row, soft_wrap=True)
    return paper.export_svg(title="relbot", theme=SVG_EXPORT_THEME, code_format=_SVG_FORMAT, unique_id="relbot")


@click.command()
@click.argument("question", nargs=-1, required=True)
@click.option("--out", type=click.Path(path_type=Path), default=Path("docs/answer.svg"), help="The file to write.")
def draw(question: tuple[str, ...], out: Path) -> None:
    """Draw the answer to one question as it looks in the terminal."""
    from relbot.engine import Relbot

    settings = Settings.load()
    try:
        answer = Relbot.open(settings.index, model=settings.model).ask(" ".join(question))
    except RelbotError as error:
        raise click.ClickException(str(error)) from None
    out.write_text(picture(answer), encoding="utf-8")


if __name__ == "__main__":
    draw()

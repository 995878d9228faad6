"""Draws an answer as Discord shows it, as SVG: `python tools/discord_screenshot.py QUESTION --out FILE`.

It draws the message that the bot sends, for pages with a light or a dark background. It parses as much Markdown as the
bot writes: bold, small print, quotations and escapes.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

import click

from relbot.discord.rendering.answer_layout import answer_layout
from relbot.discord.rendering.escape import unescape_markdown
from relbot.settings import Settings

WIDTH, MARGIN, TOP = 680, 72, 46
INNER = WIDTH - MARGIN - 24
CHAR_WIDTH, SMALL_CHAR_WIDTH, BOLD_FACTOR = 8.2, 6.6, 1.12
"""Mean width in pixels of a character at 15 px, of small print at 12 px, and how much wider bold is: of DejaVu Sans,
the widest of the fonts that this may be shown in.
"""
LINE_HEIGHT, GAP, BUTTON_HEIGHT = 20, 10, 32

_STYLE = """
text { font-size: 15px; font-family: 'gg sans', 'Noto Sans', Helvetica, Arial, sans-serif; fill: #313338 }
.bold { font-weight: 700 } .small, .small tspan { font-size: 12px; fill: #5c5e66 } .name { font-weight: 600 }
.page { fill: #fff } .box { fill: #f2f3f5; stroke: #e1e2e4 } .bar, .line { fill: #d4d7dc } .button { fill: #e3e5e8 }
.app { fill: #5865f2 } .on { fill: #fff; font-size: 11px; font-weight: 600 }
@media (prefers-color-scheme: dark) {
text { fill: #dbdee1 } .small, .small tspan { fill: #949ba4 } .page { fill: #313338 }
.box { fill: #2b2d31; stroke: #3f4147 } .bar, .line { fill: #4e5058 } .button { fill: #4e5058 } .on { fill: #fff } }
"""
BOLD = ' class="bold"'
_RUN = re.compile(r"\*\*((?:\\.|[^*\\])+)\*\*|((?:\\.|[^*\\])+)")

Run = tuple[str, bool]


def message_svg(components: list[dict[str, Any]]) -> str:
    """A message of one box as SVG, from the components as they are sent."""
    [box] = components
    elements, y = [], float(TOP + 16)
    for part in box["components"]:
        drawn, y = _component(part, y)
        elements += drawn
    colour, height = f"#{box['accent_color']:06x}", y - TOP + 2
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y + 18:.0f}" width="{WIDTH}">',
        f"<style>{_STYLE}</style>",
        f'<rect class="page" width="{WIDTH}" height="{y + 18:.0f}" rx="8"/>',
        '<circle class="app" cx="36" cy="34" r="20"/><text class="on" x="29" y="40" style="font-size:18px">r</text>',
        f'<text class="name" x="{MARGIN}" y="32">relbot</text>',
        '<rect class="app" x="120" y="19" width="34" height="16" rx="4"/><text class="on" x="126" y="31">APP</text>',
        f'<rect class="box" x="{MARGIN}" y="{TOP}" width="{WIDTH - MARGIN - 16}" height="{height:.0f}" rx="8"/>',
        f'<rect x="{MARGIN}" y="{TOP}" width="4" height="{height:.0f}" rx="2" fill="{colour}"/>',
    ]
    return "\n".join([*head, *elements, "</svg>"]) + "\n"


def _component(component: dict[str, Any], y: float) -> tuple[list[str], float]:
    """The SVG elements of one component whose top is at `y`, and the y below it."""
    left = MARGIN + 18.0
    match component["type"]:
        case 10:
            return _text(component["content"], left, y, INNER - 30)
        case 14:
            return [f'<rect class="line" x="{left}" y="{y:.0f}" width="{INNER - 30}" height="1"/>'], y + GAP + 4
        case 9:
            texts, below = _text(component["components"][0]["content"], left, y, INNER - 130)
            return [*texts, *_button(component["accessory"], WIDTH - 106, y)], below
        case _:
            drawn = []
            for button in component["components"]:
                drawn += _button(button, left, y)
                left += _button_width(button) + 8
            return drawn, y + BUTTON_HEIGHT + GAP


def _text(content: str, x: float, y: float, width: float) -> tuple[list[str], float]:
    drawn = []
    for line in content.split("\n"):
        small, quoted = line.startswith("-# "), line.startswith("> ")
        shift = 14 if quoted else 0
        top = y
        for row in _rows(line[3:] if small else line[2:] if quoted else line, width - shift, small):
            runs = ((bold, "".join(word for word, _ in run)) for bold, run in groupby(row, key=itemgetter(1)))
            words = "".join(f"<tspan{BOLD if bold else ''}>{html.escape(run)}</tspan>" for bold, run in runs)
            style = ' class="small"' if small else ""
            drawn.append(f'<text{style} x="{x + shift:.0f}" y="{y + 14:.0f}" xml:space="preserve">{words}</text>')
            y += LINE_HEIGHT - (3 if small else 0)
        if quoted:
            drawn.append(f'<rect class="bar" x="{x}" y="{top:.0f}" width="4" height="{y - top - 2:.0f}" rx="2"/>')
    return drawn, y + GAP


def _rows(line: str, width: float, small: bool) -> Iterator[list[Run]]:
    """The line in rows that fit the width, each a list of runs of text."""
    row: list[Run] = []
    used, char_width = 0.0, SMALL_CHAR_WIDTH if small else CHAR_WIDTH
    for match in _RUN.finditer(line):
        bold = match[1] is not None
        for word in re.findall(r"\S+\s*|\s+", unescape_markdown(match[1] or match[2])):
            needed = len(word.rstrip()) * char_width * (BOLD_FACTOR if bold else 1)
            if row and used + needed > width:
                yield row
                row, used = [], 0.0
            row.append((word, bold))
            used += len(word) * char_width * (BOLD_FACTOR if bold else 1)
    yield row


def _button(button: dict[str, Any], x: float, y: float) -> list[str]:
    width, middle = _button_width(button), x + _button_width(button) / 2
    return [
        f'<rect class="button" x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{BUTTON_HEIGHT}" rx="8"/>',
        f'<text x="{middle:.0f}" y="{y + 21:.0f}" text-anchor="middle" style="font-size:14px">{_label(button)}</text>',
    ]


def _button_width(button: dict[str, Any]) -> float:
    return len(_label(button)) * CHAR_WIDTH + 28


def _label(button: dict[str, Any]) -> str:
    label = str(button.get("label") or button["emoji"]["name"])
    return f"{label} ↗" if button.get("url") else label


@click.command()
@click.argument("question", nargs=-1, required=True)
@click.option("--out", type=click.Path(path_type=Path), default=Path("docs/discord-answer.svg"), help="What to write.")
def draw(question: tuple[str, ...], out: Path) -> None:
    """Draw the answer to one question as it looks in Discord."""
    from relbot.engine import Relbot

    settings = Settings.load()
    answer = Relbot.open(settings.index, model=settings.model, caution=settings.caution).ask(" ".join(question))
    out.write_text(message_svg(answer_layout(answer).to_components()), encoding="utf-8")  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    draw()

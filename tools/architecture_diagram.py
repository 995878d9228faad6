"""Draw docs/architecture.svg from the docstrings of the packages: `make docs`. A test compares the file with them."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from pathlib import Path

from relbot.drawing.canvas import ACCENT, BACKGROUND, FOREGROUND, LINE, MUTED

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "src/relbot"
PICTURE = ROOT / "docs/architecture.svg"

FRONT_ENDS = ("cli", "terminal", "discord")
QUESTION_STAGES = ("engine", "query", "retrieval", "reading", "answering")
"""From a question to its answer, in the order in which the engine calls them."""
SOURCE_STAGES = ("acquisition", "corpus", "index")
"""From documents elsewhere to the passages that retrieval searches."""
OUTPUTS = ("drawing", "evaluation", "state")
SHARED = ("temporal", "text", "errors")

WIDTH, MARGIN, GAP = 1000, 32, 28
LEFT_WIDTH, RIGHT_WIDTH = 540, 336
RIGHT_X = WIDTH - MARGIN - RIGHT_WIDTH
TOP = 92
PADDING, TITLE_HEIGHT, LINE_HEIGHT = 14, 20, 18
CHARACTER_WIDTH = 7.2
"""Pixels of an average character of the text; generous, since the font is that of the viewer."""


@dataclass(frozen=True, slots=True)
class Box:
    """A package or module, drawn with the first paragraph of its docstring."""

    name: str
    x: float
    y: float
    width: float
    min_height: float = 0

    @property
    def lines(self) -> list[str]:
        """The docstring, wrapped to the width."""
        return textwrap.wrap(summary(self.name), int((self.width - 2 * PADDING) / CHARACTER_WIDTH))

    @property
    def height(self) -> float:
        """Pixels."""
        return max(self.min_height, 2 * PADDING + TITLE_HEIGHT + LINE_HEIGHT * len(self.lines) - 6)

    @property
    def bottom(self) -> float:
        """The y of the lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """The y of the centre."""
        return self.y + self.height / 2

    def svg(self) -> Iterator[str]:
        """The frame, the name and the docstring."""
        size = f'width="{self.width:g}" height="{self.height:g}"'
        yield f'<rect x="{self.x:g}" y="{self.y:g}" {size} rx="8" fill="none" stroke="{LINE}"/>'
        x, y = self.x + PADDING, self.y + PADDING + 12
        yield text(x, y, path_of(self.name), ACCENT, bold=True)
        for number, line in enumerate(self.lines):
            yield text(x, y + TITLE_HEIGHT + number * LINE_HEIGHT, line, FOREGROUND)


def path_of(name: str) -> str:
    """The name of a package as a folder, of a module as a file."""
    return f"{name}/" if (PACKAGE / name).is_dir() else f"{name}.py"


def summary(name: str) -> str:
    """The first paragraph of the docstring of a package or module."""
    file = PACKAGE / name / "__init__.py" if (PACKAGE / name).is_dir() else PACKAGE / f"{name}.py"
    docstring = ast.get_docstring(ast.parse(file.read_text("utf-8")))
    if not docstring:
        raise ValueError(f"{file} has no docstring")
    return " ".join(docstring.split("\n\n")[0].split())


def diagram() -> str:
    """The picture as SVG. Raises ValueError if a package is missing from the picture or has no docstring."""
    packages = {file.parent.name for file in PACKAGE.glob("*/__init__.py")}
    if missing := packages - {*FRONT_ENDS, *QUESTION_STAGES, *SOURCE_STAGES, *OUTPUTS, *SHARED}:
        raise ValueError(f"the diagram does not show {', '.join(sorted(missing))}")
    front_ends = row(FRONT_ENDS, MARGIN, TOP, LEFT_WIDTH)
    stages = column(QUESTION_STAGES, MARGIN, bottom_of(front_ends) + GAP, LEFT_WIDTH)
    sources = column(SOURCE_STAGES, RIGHT_X, TOP, RIGHT_WIDTH)
    outputs_y = bottom_of(sources) + GAP + 74
    outputs = column(OUTPUTS, RIGHT_X, outputs_y, RIGHT_WIDTH)
    answer_y = bottom_of(stages) + GAP
    shared_y = max(answer_y + 6, bottom_of(outputs)) + GAP + 20
    shared = row(SHARED, MARGIN, shared_y, WIDTH - 2 * MARGIN)
    shapes = [
        text(MARGIN, 44, "From a question to its answer", FOREGROUND, size=18, bold=True),
        text(RIGHT_X, 44, "From files to passages", FOREGROUND, size=18, bold=True),
        text(MARGIN, TOP - 14, "a question, asked in", MUTED),
        text(RIGHT_X, TOP - 14, "the files of the corpus folder", MUTED),
        text(RIGHT_X, outputs_y - 14, "Used by the front ends", MUTED),
        text(MARGIN + 40, answer_y + 4, "the answer: sentences, citations, confidence; shown by the front end", MUTED),
        text(MARGIN, shared_y - 14, "Shared by both paths", MUTED),
        arrow((MARGIN + 20, stages[-1].bottom), (MARGIN + 20, answer_y + 4)),
        *(arrow((box.x + 20, box.bottom), (box.x + 20, stages[0].y)) for box in front_ends),
        *(arrow((above.x + 20, above.bottom), (below.x + 20, below.y)) for above, below in pairwise(stages)),
        *(arrow((above.x + 20, above.bottom), (below.x + 20, below.y)) for above, below in pairwise(sources)),
        *index_arrow(sources[-1], stages[QUESTION_STAGES.index("retrieval")]),
    ]
    for box in (*front_ends, *stages, *sources, *outputs, *shared):
        shapes += box.svg()
    height = bottom_of(shared) + MARGIN
    return "\n".join([*header(height), *shapes, "</svg>", ""])


def column(names: Sequence[str], x: float, y: float, width: float) -> list[Box]:
    """Boxes one below the other."""
    boxes: list[Box] = []
    for name in names:
        boxes.append(Box(name, x, boxes[-1].bottom + GAP if boxes else y, width))
    return boxes


def row(names: Sequence[str], x: float, y: float, width: float) -> list[Box]:
    """Boxes of equal size side by side."""
    each = (width - GAP * (len(names) - 1)) / len(names)
    boxes = [Box(name, x + number * (each + GAP), y, each) for number, name in enumerate(names)]
    return [replace(box, min_height=max(other.height for other in boxes)) for box in boxes]


def bottom_of(boxes: Sequence[Box]) -> float:
    """The y of the lowest edge."""
    return max(box.bottom for box in boxes)


def index_arrow(index: Box, retrieval: Box) -> Iterator[str]:
    """From the index to the stage that searches it, with what is between them."""
    x, y = index.x + 20, index.bottom + 34
    yield text(x + 14, y - 10, "the published generation: vectors,", MUTED)
    yield text(x + 14, y + 8, "terms, dates, verbatim text", MUTED)
    turn = (MARGIN + LEFT_WIDTH + RIGHT_X) / 2
    yield arrow(
        (x, index.bottom),
        (x, y + 22),
        (turn, y + 22),
        (turn, retrieval.middle),
        (MARGIN + LEFT_WIDTH, retrieval.middle),
    )


def arrow(*points: tuple[float, float]) -> str:
    """A line through the points with a head at the last one."""
    path = " ".join(f"{x:g},{y:g}" for x, y in points)
    return f'<polyline points="{path}" fill="none" stroke="{MUTED}" stroke-width="1.5" marker-end="url(#head)"/>'


def text(x: float, y: float, words: str, colour: str, *, size: int = 13, bold: bool = False) -> str:
    """One line of text with its baseline at y."""
    weight = ' font-weight="bold"' if bold else ""
    return f'<text x="{x:g}" y="{y:g}" fill="{colour}" font-size="{size}"{weight}>{escape(words)}</text>'


def header(height: float) -> Iterator[str]:
    """The start of the SVG document: size, font, arrow head and background."""
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" height="{height:g}"'
        " font-family=\"Helvetica, Arial, 'DejaVu Sans', sans-serif\">"
    )
    yield (
        '<defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
        f'<path d="M0,0 L8,4 L0,8 Z" fill="{MUTED}"/></marker></defs>'
    )
    yield f'<rect width="{WIDTH}" height="{height:g}" rx="12" fill="{BACKGROUND}"/>'


if __name__ == "__main__":
    PICTURE.write_text(diagram(), "utf-8")

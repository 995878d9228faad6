"""What a question that depends on something is given to read."""

from __future__ import annotations

from pathlib import Path

from relbot.index.build import build
from relbot.index.local.generation import LocalGeneration
from relbot.index.local.publish import current_folder
from relbot.pipeline import Pipeline
from relbot.query.dialogue.reformulation import Reformulation
from relbot.step_timer import StepTimer

BELL = """# The bell of Lirz

Ada Quimby paid for the metal.

## Tower

The smith hung the bell in 1810.

## Feast

The bell is hung with flowers by the children every May.

## Forge

The smith of Lirz has a forge beside the river, where he makes nails.
"""


def read_of(folder: Path) -> list[str]:
    """The passages that are read for a question whose subject was filled in."""
    generation = LocalGeneration.open(current_folder(folder))
    asked = Reformulation("When was The bell of Lirz hung by the smith?", typed_stems=frozenset(("hung", "smith")))
    first, *_ = Pipeline.load().attempts([asked], generation, StepTimer(), 1)
    return [read.ranked.match.record.passage.quote for read in first.passages]


def test_the_first_passage_of_the_only_document_is_read_whichever_row_an_index_gives_it(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "b.md").write_text(BELL, "utf-8")
    build(corpus, tmp_path / "alone")
    (corpus / "a.md").write_text("# Fair\n\nThe summer fair is on the green.\n", "utf-8")
    build(corpus, tmp_path / "after another")
    (corpus / "a.md").unlink()
    build(corpus, tmp_path / "after another")
    moved = LocalGeneration.open(current_folder(tmp_path / "after another")).manifest
    assert [source.first_passage > 0 for source in moved.sources] == [True]
    assert "Ada Quimby paid for the metal." in read_of(tmp_path / "alone")
    assert read_of(tmp_path / "after another") == read_of(tmp_path / "alone")

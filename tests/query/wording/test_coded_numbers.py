"""A number is another name of a code only where the corpus does not number such things itself."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from relbot.index.engines import open_index
from relbot.query.wording.reword import reword

CODED = "# Printer\n\nE4: no toner\n\nE12: paper jam\n"
NUMBERED = {
    "below a heading": "# Printer\n\n## Error codes\n\n- 3: paper jam\n- 4: no toner\n",
    "in a table": "# Error codes\n\n| No | Meaning |\n|---|---|\n| 3 | paper jam |\n| 4 | no toner |\n",
    "behind the label": "# Printer\n\nError code 4 is no toner, and error 4 as well.\n",
}


@pytest.mark.parametrize("typed", ["error code 4", "what does error 4 mean"])
@pytest.mark.parametrize("where", NUMBERED)
def test_a_number_that_the_corpus_has_itself_is_no_code(
    typed: str, where: str, indexed: Callable[[dict[str, str]], Path]
) -> None:
    sources = {"a.md": NUMBERED[where], "b.csv": "Article,Name\nG-1,Wood glue D4\n"}
    assert reword(typed, open_index(indexed(sources)).open()).text == typed


def test_a_number_that_stands_elsewhere_is_the_code_still(indexed: Callable[[dict[str, str]], Path]) -> None:
    generation = open_index(indexed({"a.md": CODED, "b.md": "# Rooms\n\n4: the kitchen\n"})).open()
    assert reword("what does error code 4 mean", generation).text == "what does error code E4 mean"

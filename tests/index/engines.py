"""The engines that `test_engine_contract` holds to the contract, and what is indexed for it."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from uuid import uuid4

from index.qdrant_server import QdrantServer, qdrant_server

_running = ExitStack()


@cache
def _server() -> QdrantServer:
    """One for all tests of this process."""
    return _running.enter_context(qdrant_server())


ENGINES: dict[str, Callable[[Path], str | Path]] = {
    "local": lambda folder: folder / "index",
    "qdrant": lambda _: _server().address(uuid4().hex),
    "qdrant, with others in its collections": lambda _: _server().address(f"small/{uuid4().hex}"),
}
"""By name, what makes the address of an index that does not exist yet, given an empty folder."""
if address := os.environ.get("RELBOT_TEST_QDRANT"):
    ENGINES["qdrant server"] = lambda _: f"{address}/test-{uuid4().hex}"
    ENGINES["qdrant server, with others in its collections"] = lambda _: f"{address}/test/{uuid4().hex}"

SOURCES = {
    "a/embassy.md": """# Embassies

The Korean People's Army (KPA) sent officers to Tirana in 1956. Kim Il Sung read their letters twice.

## Houses

The embassy in Tirana opened on 3 May 1959 in a house of marble. It closed in 1991, after most officers had left.
""",
    "a/mill.md": """---
date: 5 March 2024
---
# Mills

The mill of Durrës was opened in the spring of 1961. Enver Hoxha came to see it on the second day.
""",
    "b/deep/treaty.md": """# Treaties

A treaty on trade was signed by Kim Il Sung on 2 June 1959. It was renewed twice, in 1964 and in the 1970s.

## Afterwards

Nobody knows what became of the treaty. The mill was never named in it.
""",
    "visit.txt": "A delegation travelled to Seoul in 1990 and came back within a week. 서울 is a city 🏙.\n",
}


def write_sources(corpus: Path, *collections: str) -> Path:
    """Write the sources, or those of some collections, into a folder, and return it."""
    for path, text in SOURCES.items():
        collection = path.partition("/")[0] if "/" in path else ""
        if not collections or collection in collections:
            file = corpus / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
    return corpus

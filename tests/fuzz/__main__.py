"""Fuzzes a reader, guided by coverage (atheris, libFuzzer): `python -m fuzz sources --seconds 300`.

Each input is read through and the rules are asserted; a broken rule, a foreign exception, 5 s or 2 GB of one input end
the run with the input in a file. What was interesting stays in the folder, so that the next run goes on from there.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["relbot", "markdown_it", "syntok", "yaml"]):
    from fuzz import targets

SECONDS, MEGABYTES, LONGEST = 5, 2048, 4096


def main() -> None:
    """Run until the time is over, an input breaks a rule, or Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=sorted(targets.TARGETS))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--corpus", type=Path, default=Path(".fuzz"), help="where inputs are kept")
    chosen = parser.parse_args()
    target: Callable[[bytes], None] = targets.TARGETS[chosen.target]
    found = chosen.corpus / chosen.target
    found.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(targets.SEEDS[chosen.target]):
        (found / f"seed-{number}").write_bytes(seed)
    words = chosen.corpus / f"{chosen.target}.dict"
    words.write_text("".join(f'"{targets.quoted(word)}"\n' for word in targets.WORDS))
    options = (
        *(f"-max_total_time={chosen.seconds}", f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}"),
        *(f"-max_len={LONGEST}", f"-dict={words}", f"-artifact_prefix={chosen.corpus}/", "-print_final_stats=1"),
    )
    atheris.Setup([sys.argv[0], *options, str(found)], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

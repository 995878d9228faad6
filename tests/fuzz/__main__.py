"""Fuzzes a parser, guided by coverage (atheris, libFuzzer): `python -m fuzz markup --seconds 300`.

Each input is parsed and the invariants are asserted. A violation, an unexpected exception, 5 s or 2 GB for one input
end the run and save the input. Inputs with new coverage stay in the folder for the next run.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import atheris

with atheris.instrument_imports(include=["relbot", "markdown_it", "syntok", "yaml", "docutils"]):
    from fuzz import targets
    from relbot.corpus import formats

    for module in walk_packages(formats.__path__, f"{formats.__name__}."):  # which are imported when they are needed
        import_module(module.name)

SECONDS, MEGABYTES, MAX_LENGTH = 5, 2048, 4096


def main() -> None:
    """Run until the time is over, an input violates an invariant, or Ctrl-C."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", choices=sorted(targets.TARGETS))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--corpus", type=Path, default=Path(".fuzz"), help="where inputs are kept")
    chosen = parser.parse_args()
    target: Callable[[bytes], None] = targets.TARGETS[chosen.target]
    inputs = chosen.corpus / chosen.target
    inputs.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(targets.SEEDS[chosen.target]):
        (inputs / f"seed-{number}").write_bytes(seed)
    dictionary = chosen.corpus / f"{chosen.target}.dict"
    dictionary.write_text("".join(f'"{targets.dictionary_entry(word)}"\n' for word in targets.WORDS))
    options = (
        *(f"-max_total_time={chosen.seconds}", f"-timeout={SECONDS}", f"-rss_limit_mb={MEGABYTES}"),
        f"-max_len={MAX_LENGTH}",
        f"-dict={dictionary}",
        f"-artifact_prefix={chosen.corpus}/",
        "-print_final_stats=1",
    )
    atheris.Setup([sys.argv[0], *options, str(inputs)], target)
    atheris.Fuzz()


if __name__ == "__main__":
    main()

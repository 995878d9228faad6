"""Write docs/cli.md, the `--help` of every command: `make docs`. A test compares the page with the commands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from relbot.cli import cli

PAGE = Path(__file__).parent.parent / "docs/cli.md"
COLUMNS = 80
INTRODUCTION = """\
# The command line

The `--help` of every command. This page is generated: run `make docs` after changing a command.

Results go to stdout, everything else to stderr. Colour and progress bars appear only on a terminal; elsewhere, long
work says how far it is in a line now and then. With `--json`, stdout holds one JSON value and nothing else. An error is
one sentence that says what is wrong and what to do.

| exit code | meaning |
| --- | --- |
| 0 | success; also `ask` with small talk such as "thanks" |
| 1 | `ask`: not answered; `index --check`, `status`: out of date; `eval --min`: below the given share |
| 2 | an error, including wrong usage; `relbot --debug COMMAND` shows the traceback |
| 130 | interrupted with Ctrl-C |
| 141 | the program that reads stdout has closed the pipe, as `head` does |

Settings such as `RELBOT_INDEX` come from the environment or from `.env`; `.env.example` describes them all.
"""


def reference() -> str:
    """The page: the introduction, then the help of `relbot` and of each command."""
    return INTRODUCTION + "".join(_section(usage, text) for usage, text in _help_texts())


def _help_texts() -> Iterator[tuple[str, str]]:
    root = click.Context(cli, info_name="relbot", terminal_width=COLUMNS, **cli.context_settings)
    yield "relbot", cli.get_help(root)
    for name, command in cli.commands.items():
        yield f"relbot {name}", command.get_help(click.Context(command, info_name=name, parent=root))


def _section(usage: str, text: str) -> str:
    return f"\n## {usage}\n\n```console\n$ {usage} --help\n{text}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(reference(), "utf-8")

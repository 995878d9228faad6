"""The command line: each command parses its options, calls the engine and prints the result.

Imports are inside the commands, so that `relbot --help` loads nothing heavy and `relbot ask` only what it needs.
The commands are in `indexing`, `asking` and `bot`, and their shared options in `parameters`.
"""

from __future__ import annotations

import os
import signal

import click

from relbot import __version__
from relbot.cli.asking import ask, chat, evaluate, timeline
from relbot.cli.bot import discord_bot, feedback, forget, gaps
from relbot.cli.indexing import add, index, status
from relbot.settings import Settings
from relbot.terminal.command_group import CommandGroup


@click.group("relbot", cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show where an error came from.")
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:  # noqa: ARG001 - CommandGroup reads it
    """Answer questions about your documents, and show where each answer comes from.

    Example: relbot add rules.pdf && relbot index && relbot ask "Who may park?"
    """
    ctx.obj = Settings.load()


for command in (index, add, ask, chat, evaluate, status, timeline, gaps, feedback, forget, discord_bot):
    cli.add_command(command)  # in the order of the help


def main() -> None:
    """Run the `relbot` command line; its entry point."""
    # Answering multiplies small matrices: waking a second thread takes longer than the product itself, and far longer
    # on a busy machine. NumPy reads the variable when it is first imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        cli.main()
    finally:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # another Ctrl-C while Python exits shows no traceback

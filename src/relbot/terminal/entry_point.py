"""Every way out of the `relbot` command: the exit codes, and what went wrong as one sentence on stderr.

0 and 1 are for the commands to say. 2: an error, also in how the command was called. 130: Ctrl-C. 141: whoever read
the output has gone, as `head` does; that is silent.
"""

from __future__ import annotations

import os
import sys
import traceback
from typing import Any

import click

from relbot.errors import RelbotError
from relbot.secret import redacted

FAILED, INTERRUPTED, READER_GONE = 2, 130, 141


class FrontDoor(click.Group):
    """The group of commands, listed as they were written."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.commands)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line and leave the process with its exit code."""
        for stream in (sys.stdin, sys.stdout, sys.stderr):
            if reconfigure := getattr(stream, "reconfigure", None):
                reconfigure(errors="replace")  # a letter that the terminal's encoding lacks must not end an answer
        try:
            outcome = super().main(*args, **{"prog_name": "relbot", **extra, "standalone_mode": False})
            sys.stdout.flush()
        except (click.Abort, KeyboardInterrupt):
            sys.exit(INTERRUPTED)
        except (_ReaderGone, BrokenPipeError):
            _let_go_of_stdout()
            sys.exit(READER_GONE)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            sys.exit(FAILED)
        except click.ClickException as error:
            _say(_usage(error))
            sys.exit(FAILED)
        except RelbotError as error:
            _say(str(error))
            sys.exit(FAILED)
        except Exception as error:  # noqa: BLE001 - the last door: nobody should meet a traceback unasked
            _say(f"Something went wrong inside relbot ({type(error).__name__}: {error}); --debug shows where.")
            sys.exit(FAILED)
        sys.exit(outcome if isinstance(outcome, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; with --debug, show the traceback of what it raises before the sentence."""
        _tame_warnings()
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise _ReaderGone from None
        except Exception as error:
            if ctx.params.get("debug") and not isinstance(error, (click.ClickException, click.exceptions.Exit)):
                from relbot.terminal.escape import printable_lines

                print(printable_lines(redacted(traceback.format_exc())), file=sys.stderr)  # noqa: T201
            raise


class _ReaderGone(Exception):
    """A broken pipe, which click would meet itself and end with 1: "no answer"."""


def _usage(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "relbot"
    return f"{error.format_message().rstrip('.')}; see `{command} --help`."


def _say(sentence: str) -> None:
    from relbot.terminal.escape import printable

    print(f"relbot: {printable(redacted(sentence))}", file=sys.stderr)  # noqa: T201 - printing is what a front door does


def _tame_warnings() -> None:
    """What is logged, and nobody has set up where to, goes to stderr as everything else does there."""
    import logging

    from relbot.terminal.escape import printable

    class Notice(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            return f"relbot: {printable(super().format(record))}"

    if logging.lastResort:
        logging.lastResort.setFormatter(Notice())


def _let_go_of_stdout() -> None:
    """So that Python does not complain when it flushes at exit (the recipe of its `signal` documentation)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

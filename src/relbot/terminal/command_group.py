"""The click group behind `relbot`: maps every outcome of a command to an exit code, and errors to one line on stderr.

0 and 1 are set by the commands. 2: an error, including wrong usage. 130: Ctrl-C. 141: the reader of stdout has closed
the pipe, as `head` does; nothing is printed then.
"""

from __future__ import annotations

import os
import sys
import traceback
from typing import Any

import click

from relbot.errors import RelbotError
from relbot.secret import redact

_EXIT_ERROR, _EXIT_INTERRUPTED, _EXIT_BROKEN_PIPE = 2, 130, 141
"""The last two are 128 and the number of the signal, SIGINT and SIGPIPE, as a shell has it."""


class CommandGroup(click.Group):
    """A click group that lists its commands in the order of their definition and handles all their errors."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.commands)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line and end the process with its exit code."""
        for stream in (sys.stdin, sys.stdout, sys.stderr):
            if reconfigure := getattr(stream, "reconfigure", None):
                reconfigure(errors="replace")  # a character that the terminal's encoding lacks must not end an answer
        try:
            outcome = super().main(*args, **{"prog_name": "relbot", **extra, "standalone_mode": False})
            sys.stdout.flush()
        except (click.Abort, KeyboardInterrupt):
            sys.exit(_EXIT_INTERRUPTED)
        except (_OutputClosed, BrokenPipeError):
            _redirect_stdout_to_devnull()
            sys.exit(_EXIT_BROKEN_PIPE)
        except click.exceptions.NoArgsIsHelpError as error:
            click.echo(error.format_message(), err=True)
            sys.exit(_EXIT_ERROR)
        except click.ClickException as error:
            print_on_stderr(_usage_message(error))
            sys.exit(_EXIT_ERROR)
        except RelbotError as error:
            print_on_stderr(str(error))
            sys.exit(_EXIT_ERROR)
        except Exception as error:  # noqa: BLE001 - the outermost handler: a traceback is shown only with --debug
            print_on_stderr(
                f"Something went wrong inside relbot ({type(error).__name__}: {error}); --debug shows where."
            )
            sys.exit(_EXIT_ERROR)
        sys.exit(outcome if isinstance(outcome, int) else 0)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; with --debug, print the traceback of what it raises before the message."""
        _format_unconfigured_logging()
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise _OutputClosed from None
        except Exception as error:
            if ctx.params.get("debug") and not isinstance(error, (click.ClickException, click.exceptions.Exit)):
                from relbot.terminal.sanitize import sanitize_lines

                print(sanitize_lines(redact(traceback.format_exc())), file=sys.stderr)  # noqa: T201
            raise


class _OutputClosed(Exception):
    """Replaces BrokenPipeError, which click would handle itself and exit with 1: "not answered"."""


def _usage_message(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "relbot"
    said = error.format_message().rstrip(".")
    return f"{said} See `{command} --help`." if said.endswith("?") else f"{said}; see `{command} --help`."


def print_on_stderr(message: str) -> None:
    """Print an error or a warning as one line, without tokens and control characters."""
    from relbot.terminal.sanitize import sanitize

    print(f"relbot: {sanitize(redact(message))}", file=sys.stderr)  # noqa: T201 - a command line prints


def _format_unconfigured_logging() -> None:
    """Format log records that no handler takes as the other lines on stderr."""
    import logging

    from relbot.terminal.sanitize import sanitize

    class LineFormatter(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            return f"relbot: {sanitize(super().format(record))}"

    if logging.lastResort:
        logging.lastResort.setFormatter(LineFormatter())


def _redirect_stdout_to_devnull() -> None:
    """Keep Python from reporting an error when it flushes stdout at exit (the recipe of its `signal` documentation)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

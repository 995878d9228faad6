"""The click group behind `relbot`: maps every outcome of a command to an exit code, and errors to one line on stderr.

The commands themselves exit with 0 or 1. Other exit codes are 2 for an error, including wrong usage; 130 for Ctrl-C;
and 141 if the reader of stdout has closed the pipe, as `head` does, in which case nothing is printed.
"""

from __future__ import annotations

import errno
import io
import os
import sys
import traceback
from typing import IO, Any, TypeGuard

import click

from relbot.errors import RelbotError
from relbot.secret import redact

_EXIT_ERROR, _EXIT_INTERRUPTED, _EXIT_BROKEN_PIPE = 2, 130, 141
"""Exit codes; the last two are 128 plus the number of the signal, SIGINT or SIGPIPE, as in a shell."""

_REFUSED = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF)
"""Error numbers of a write that fails: disk full, quota exceeded, file too large, I/O error, and a stream that is
closed or read-only."""


class CommandGroup(click.Group):
    """A click group that lists its commands in definition order and handles all their errors."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(self.commands)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command line and end the process with its exit code."""
        _open_missing_streams()
        _buffer_stdout()
        for stream in (sys.stdin, sys.stdout, sys.stderr):
            if reconfigure := getattr(stream, "reconfigure", None):
                reconfigure(errors="replace")  # a character that the terminal cannot encode must not abort an answer
        try:
            outcome = super().main(*args, **{"prog_name": "relbot", **extra, "standalone_mode": False})
            sys.stdout.flush()
        except (click.Abort, KeyboardInterrupt):
            sys.exit(_EXIT_INTERRUPTED)
        except (_OutputClosed, BrokenPipeError):
            _redirect_to_devnull(sys.stdout)
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
            if _is_refused_output(error):
                _redirect_to_devnull(sys.stdout)
                print_on_stderr(f"The output cannot be written ({error.strerror}); make room, or send it elsewhere.")
            elif _is_started_nowhere(error):
                print_on_stderr("The folder that relbot was started in is gone; change to another one and try again.")
            else:
                print_on_stderr(
                    f"Something went wrong inside relbot ({type(error).__name__}: {error}); --debug shows where."
                )
            sys.exit(_EXIT_ERROR)
        sys.exit(outcome if isinstance(outcome, int) else 0)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Parse the options of `relbot` itself; --help and --version print here."""
        try:
            return super().make_context(*args, **extra)
        except BrokenPipeError:
            raise _OutputClosed from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; with --debug, print the traceback of an error before its message."""
        _format_unconfigured_logging()
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise _OutputClosed from None
        except Exception as error:
            if _came_of_ctrl_c(error):
                raise click.Abort from None
            if ctx.params.get("debug") and not isinstance(error, (click.ClickException, click.exceptions.Exit)):
                from relbot.terminal.sanitize import sanitize_lines

                print(sanitize_lines(redact(traceback.format_exc())), file=sys.stderr)  # noqa: T201
            raise


class _OutputClosed(Exception):
    """Replaces BrokenPipeError, which click would handle itself with exit code 1, "not answered"."""


def _came_of_ctrl_c(error: BaseException | None) -> bool:
    """Whether an error was raised for Ctrl-C, or while that was handled: a library in native code that is interrupted
    while it is imported says that it cannot be imported.
    """
    while error and not isinstance(error, KeyboardInterrupt):
        error = error.__cause__ or error.__context__
    return error is not None


def _usage_message(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "relbot"
    said = error.format_message().rstrip(".")
    return f"{said} See `{command} --help`." if said.endswith("?") else f"{said}; see `{command} --help`."


def print_on_stderr(message: str) -> None:
    """Print an error or a warning as one line, without tokens and control characters."""
    from relbot.terminal.sanitize import sanitize

    try:
        print(f"relbot: {sanitize(redact(message))}", file=sys.stderr, flush=True)  # noqa: T201 - a command line prints
    except OSError:  # stderr is gone; the exit code still reports the error
        _redirect_to_devnull(sys.stderr)


def _format_unconfigured_logging() -> None:
    """Format log records that have no handler like the other lines on stderr."""
    import logging

    from relbot.terminal.sanitize import sanitize

    class LineFormatter(logging.Formatter):
        def format(self, record: logging.LogRecord) -> str:
            return f"relbot: {sanitize(super().format(record))}"

    if logging.lastResort:
        logging.lastResort.setFormatter(LineFormatter())


def _open_missing_streams() -> None:
    """Open standard streams that the caller has closed, as with `>&-`, on the null device; otherwise the next file
    opened would get their descriptor and be printed into.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_RDWR), mode))


def _buffer_stdout() -> None:
    """Write with a buffer where `python -u` or PYTHONUNBUFFERED has taken it away: Python then takes no notice of what
    the system left of a text, on a disk that fills up, and a piece of an answer would count as one.
    """
    raw = getattr(sys.stdout, "buffer", None)
    if isinstance(raw, io.RawIOBase):
        buffered = io.BufferedWriter(raw)
        sys.stdout = io.TextIOWrapper(buffered, sys.stdout.encoding, sys.stdout.errors, write_through=True)


def _is_refused_output(error: Exception) -> TypeGuard[OSError]:
    """Return whether an error means that standard output could not be written.

    Errors about a named file have a file name, and writes to an index or to the state raise errors of their own.
    """
    return isinstance(error, OSError) and error.filename is None and error.errno in _REFUSED


def _is_started_nowhere(error: Exception) -> bool:
    """Return whether an error means that the working folder has been removed."""
    if not isinstance(error, FileNotFoundError) or error.filename is not None:
        return False
    try:
        os.getcwd()  # noqa: PTH109 - the question is whether there is one
    except FileNotFoundError:
        return True
    return False


def _redirect_to_devnull(stream: IO[str]) -> None:
    """Keep Python from reporting an error when it flushes the stream at exit (recipe from its `signal` docs)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())

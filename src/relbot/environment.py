"""Reads the variables for the settings from `.env` and from the process environment, which takes precedence.

The token is wrapped at once, and no function that can raise holds it as plain text, so that no traceback contains it.
Lines are parsed by python-dotenv, which takes quadratic time for some, so a long file is refused before it is parsed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from relbot.errors.settings import EnvFileUnusable, TokenMisplaced
from relbot.secret import Secret, contains_token

_MAX_BYTES = 16_384
"""The largest `.env`. The worst line of that size took 0.6 s, one of 64 KB took 9 s; `.env.example` has 3,000 bytes."""


@dataclass(frozen=True, slots=True)
class Variables:
    """The variables that concern relbot."""

    values: Mapping[str, str]
    """The variables with the prefix, even if misspelt in lower case; empty ones count as not set."""
    token: Secret | None
    token_file: Path | None
    """The `.env` file if it contains a token, even when the environment overrides it."""


def read(file: Path | None, environ: Mapping[str, str] | None, token: str, prefix: str) -> Variables:
    """Read the file, if it exists, and the environment (None: that of the process).

    `token` is the name of the secret variable, and `prefix` that of the others' names; all other variables are ignored.
    Raises EnvFileUnusable, TokenMisplaced.
    """
    variables, misplaced = _select(file, _file_values(file) if file else {}, environ, token, prefix)
    if misplaced:
        raise TokenMisplaced(misplaced[0], token)
    return variables


def accessible_to_others(file: Path) -> bool:
    """Return whether the file's permissions let users other than its owner read or write it (POSIX only)."""
    return os.name == "posix" and bool(file.stat().st_mode & 0o066)


def _select(
    file: Path | None, file_values: Mapping[str, str], environ: Mapping[str, str] | None, token: str, prefix: str
) -> tuple[Variables, list[str]]:
    """Return the variables, and the names of those that contain a token although they are not for it."""
    process = os.environ if environ is None else environ
    merged = {**file_values, **{name: bare for name, value in process.items() if (bare := _bare(value))}}
    wanted = {name: value for name, value in merged.items() if name.upper().startswith(prefix)}
    misplaced = [name for name, value in wanted.items() if contains_token(value)]
    values = {name: value for name, value in wanted.items() if name not in misplaced}
    secret = Secret(merged[token]) if token in merged else None
    return Variables(values, secret, file if token in file_values else None), misplaced


def _bare(value: str) -> str:
    """Strip white space and quotes as a shell or python-dotenv would; Docker's `--env-file` passes them on."""
    value = value.strip()
    is_quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1].strip() if is_quoted else value


def _file_values(file: Path) -> dict[str, str]:
    """Return the variables set in the file; none if it does not exist. Raises EnvFileUnusable."""
    values, why = _parse(file)
    if why:
        raise EnvFileUnusable(file, why)
    return values


def _parse(file: Path) -> tuple[dict[str, str], str | None]:
    """Return the variables set in the file and None, or no variables and the reason why the file is refused."""
    try:
        status = file.stat()
        if stat.S_ISDIR(status.st_mode):
            return {}, "it is a folder"
        if not stat.S_ISREG(status.st_mode):  # reading a pipe would block
            return {}, "it is not a regular file"
        with file.open("rb") as stream:
            data = stream.read(_MAX_BYTES + 1)
    except OSError as error:
        if isinstance(error, FileNotFoundError) and not file.is_symlink():
            return {}, None
        return {}, f"it cannot be read: {error.strerror}"
    if len(data) > _MAX_BYTES:
        return {}, f"it has more than {_MAX_BYTES:,} bytes"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return {}, "it is not UTF-8 text"
    if "\0" in text:
        return {}, "it is not text"
    from dotenv.parser import parse_stream  # saves 10 ms of a cold answer if there is no file

    lines = list(parse_stream(StringIO(text)))
    for line in lines:
        if line.error:
            return {}, f"line {line.original.line} is not NAME=value"
    return {line.key: bare for line in lines if line.key and line.value and (bare := line.value.strip())}, None

"""The variables that settings are made from: those of `.env` and of the environment, which wins.

The token is told apart at once, and no function that can fail holds it as plain text, so that no traceback has it.
python-dotenv reads the lines. It takes quadratic time for some, so a long file is refused before it is read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from dotenv.parser import parse_stream

from relbot.errors import EnvFileUnusable, TokenMisplaced
from relbot.secret import Secret, looks_like_token

_LONGEST = 16_384
"""Bytes of a `.env`. The worst line of that length took 0.6 s, one of 64 KB 9 s; `.env.example` has 1,300 bytes."""


@dataclass(frozen=True, slots=True)
class Variables:
    values: Mapping[str, str]
    """Of those with the prefix; those that are empty count as not given."""
    token: Secret | None
    token_file: Path | None
    """The file, where a token stands in it, whichever token is used."""


def read(file: Path | None, environ: Mapping[str, str] | None, token: str, prefix: str) -> Variables:
    """The variables of the file, where there is one, and of the environment: None is that of the process.

    `token` names the one that is secret, and `prefix` begins the others; of what else there may be nothing is kept.
    Raises EnvFileUnusable, TokenMisplaced.
    """
    variables, misplaced = _read(file, _stored(file) if file else {}, environ, token, prefix)
    if misplaced:
        raise TokenMisplaced(misplaced[0], token)
    return variables


def exposed(file: Path) -> bool:
    """Whether people besides its owner may read or change the file, as far as its permissions tell."""
    return os.name == "posix" and bool(file.stat().st_mode & 0o066)


def _read(
    file: Path | None, stored: Mapping[str, str], environ: Mapping[str, str] | None, token: str, prefix: str
) -> tuple[Variables, list[str]]:
    process = os.environ if environ is None else environ
    given = {**stored, **{name: value for name, value in process.items() if value}}
    wanted = {name: value for name, value in given.items() if name.startswith(prefix)}
    misplaced = [name for name, value in wanted.items() if looks_like_token(value)]
    values = {name: value for name, value in wanted.items() if name not in misplaced}
    secret = Secret(given[token]) if token in given else None
    return Variables(values, secret, file if token in stored else None), misplaced


def _stored(file: Path) -> dict[str, str]:
    """What the file sets; nothing where there is none. Raises EnvFileUnusable."""
    stored, why = _stored_or_why(file)
    if why:
        raise EnvFileUnusable(file, why)
    return stored


def _stored_or_why(file: Path) -> tuple[dict[str, str], str | None]:
    """What the file sets, or nothing and why it cannot be used."""
    try:
        status = file.stat()
        if stat.S_ISDIR(status.st_mode):
            return {}, "it is a folder"
        if not stat.S_ISREG(status.st_mode):  # a pipe would be waited for
            return {}, "it is not a regular file"
        with file.open("rb") as stream:
            data = stream.read(_LONGEST + 1)
    except OSError as error:
        if isinstance(error, FileNotFoundError) and not file.is_symlink():
            return {}, None
        return {}, f"it cannot be read: {error.strerror}"
    if len(data) > _LONGEST:
        return {}, f"it has more than {_LONGEST:,} bytes"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return {}, "it is not UTF-8 text"
    if "\0" in text:
        return {}, "it is not text"
    lines = list(parse_stream(StringIO(text)))
    for line in lines:
        if line.error:
            return {}, f"line {line.original.line} is not NAME=value"
    return {line.key: line.value for line in lines if line.key and line.value}, None

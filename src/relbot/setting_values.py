"""Reads the values of settings: functions that are given a setting's name and value, return what the value means, and
raise SettingsError where it means nothing.
"""

from __future__ import annotations

import math
import re
import sys
from pathlib import Path
from urllib.parse import urlsplit

from relbot.errors.settings import SettingsError

_LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")
_DIGITS = re.compile(r"[0-9]{1,9}")
_ID = re.compile(r"[0-9]{1,20}")
"""Of Discord, which has 64 bits."""
_SWITCH_WORDS = ("on", "yes", "no", "true", "false", "none", "0", "1")
_LOG_LEVELS = ("debug", "info", "warning", "error")


def path(text: str) -> Path:
    """A path in which "~" is the home folder, as a shell would read it, which has not seen what `.env` says."""
    try:
        return Path(text).expanduser()
    except RuntimeError:  # the home of nobody here
        return Path(text)


def index_address(text: str) -> Path | str:
    """Where an index is, from a setting or an option: a folder, or an address, which a Path would alter."""
    return text if "://" in text else path(text)


def ids(name: str, value: str, *, kind: str) -> frozenset[int]:
    """Ids of Discord, of a `kind` that an error names."""
    parts = value.replace(",", " ").split()
    if not all(map(_ID.fullmatch, parts)):
        raise SettingsError(name, value, f"a list of Discord {kind} ids separated by commas")
    return frozenset(map(int, parts))


def number(name: str, value: str, *, minimum: float, maximum: float = sys.float_info.max) -> float:
    """A number within bounds."""
    try:
        given = float(value)
    except ValueError:
        given = math.nan
    if not minimum <= given <= maximum:
        end = "up" if maximum == sys.float_info.max else f"to {maximum:g}"
        raise SettingsError(name, value, f"a number from {minimum:g} {end}")
    return given


def whole_number(name: str, value: str, *, minimum: int, maximum: int) -> int:
    """A number within bounds, in digits alone."""
    if not _DIGITS.fullmatch(value) or not minimum <= int(value) <= maximum:
        raise SettingsError(name, value, f"a whole number from {minimum} to {maximum}")
    return int(value)


def shard_numbers(name: str, value: str | None, count: int | None) -> tuple[int, ...] | None:
    """The numbers of shards: "0-3", or one alone."""
    if value is None:
        return None
    first, dash, last = value.partition("-")
    ends = (first, last if dash else first)
    if count is None or not all(map(_DIGITS.fullmatch, ends)) or not int(ends[0]) <= int(ends[1]) < count:
        wanted = "the shards of this process, such as 0-3, with all of them counted in RELBOT_SHARD_COUNT"
        raise SettingsError(name, value, wanted)
    return tuple(range(int(ends[0]), int(ends[1]) + 1))


def switch(name: str, value: str) -> bool:
    """Whether something is on."""
    if value.lower() not in ("on", "off"):
        raise SettingsError(name, value, "on or off")
    return value.lower() == "on"


def collections(name: str, value: str) -> frozenset[str]:
    """The names of collections; "/" is that of the sources in no folder."""
    parts = [part.removesuffix("/") for part in map(str.strip, value.split(",")) if part]
    if not parts:
        raise SettingsError(name, value, "a list of folders of the corpus separated by commas")
    return frozenset(parts)


def feedback_file(name: str, value: str) -> Path | None:
    """The file of votes. A word that only a switch has would make a file of that name, where none is wanted."""
    if value.lower() in _SWITCH_WORDS:
        raise SettingsError(name, value, "a file, or off")
    return None if value.lower() == "off" else path(value)


def log_level(name: str, value: str) -> str:
    """The least level that is logged."""
    if value.lower() not in _LOG_LEVELS:
        raise SettingsError(name, value, f"one of {', '.join(_LOG_LEVELS)}")
    return value.lower()


def local_url(name: str, value: str) -> str:
    """An address on this machine."""
    if not is_local_address(value):
        raise SettingsError(name, value, "an address on this machine")
    return value


def is_local_address(url: str) -> bool:
    """Whether the host of a URL is this machine."""
    try:
        return urlsplit(url).hostname in _LOCAL_HOSTS
    except ValueError:
        return False


def model(_: str, value: str) -> str:
    """The name of a model, or a folder."""
    return str(path(value)) if value.startswith("~") else value

"""What the parsing process may not do: open, change or run files, reach a server, or use unlimited memory.

The operating system's resource limits apply on every platform. The rest is Landlock (Linux 5.13 or later), by which a
process permanently gives up file access for itself and its children. Only the folders that Python imports from stay
readable, since Python and its libraries import some modules when they first need them.
"""

from __future__ import annotations

import ctypes
import os
import resource
import sys
from collections.abc import Iterable
from contextlib import suppress

MEMORY = 1024 * 1024 * 1024
"""Bytes of address space. Python and the libraries take about a quarter; 1,000 pages of PDF take 150 MB."""
_LIMITS = ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_FSIZE, 0))

_LIBRARIES = ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib", "/etc/ld.so.cache")
"""Paths of the shared libraries that extension modules need."""
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
"""Numbers of Landlock's system calls, the same on all architectures that Python runs on (landlock(7))."""
_QUERY_VERSION = 1
_RULE_PATH_BENEATH = 1
_READ_FILE, _READ_FOLDER = 1 << 2, 1 << 3
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
"""The number of file rights that each version of Landlock knows; 16 from version 5 on."""
_TCP_VERSION, _TCP_RIGHTS = 4, 0b11
"""The version that introduced TCP rights, and those rights: bind and connect."""
_NO_NEW_PRIVILEGES = 38
"""PR_SET_NO_NEW_PRIVS, without which Landlock requires a privilege."""


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("network", ctypes.c_uint64))


class _PathBeneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("rights", ctypes.c_uint64), ("folder", ctypes.c_int32))


def confine() -> None:
    """Permanently give up the rights that parsing does not need, as far as the platform supports that."""
    for what, limit in _LIMITS:
        with suppress(ValueError, OSError):  # macOS has no limit of address space
            resource.setrlimit(what, (limit, limit))
    with suppress(OSError, AttributeError):
        _restrict([*sys.path, *_LIBRARIES])


def landlock_version() -> int:
    """Return the Landlock version of the running kernel, from 1; 0 if it has none or it is switched off."""
    if sys.platform != "linux":
        return 0
    with suppress(OSError):
        return _syscall(_CREATE_RULESET, None, 0, _QUERY_VERSION)
    return 0


def _restrict(readable: Iterable[str]) -> None:
    """Give up all rights except reading these folders and files. Raises OSError."""
    version = landlock_version()
    if not version:
        return
    rights = _Ruleset((1 << _FILE_RIGHTS.get(version, 16)) - 1, _TCP_RIGHTS)
    size = ctypes.sizeof(rights) if version >= _TCP_VERSION else ctypes.sizeof(ctypes.c_uint64)
    rules = _syscall(_CREATE_RULESET, ctypes.byref(rights), size, 0)
    try:
        for path in readable:
            with suppress(OSError):  # there is no such folder
                _allow_reading(rules, path)
        _checked(_library().prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0))
        _syscall(_RESTRICT_SELF, rules, 0)
    finally:
        os.close(rules)


def _allow_reading(rules: int, path: str) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rights = _READ_FILE | _READ_FOLDER if os.path.isdir(path) else _READ_FILE  # noqa: PTH112 - as os.open
        _syscall(_ADD_RULE, rules, _RULE_PATH_BENEATH, ctypes.byref(_PathBeneath(rights, descriptor)), 0)
    finally:
        os.close(descriptor)


def _syscall(number: int, *arguments: object) -> int:
    return _checked(_library().syscall(ctypes.c_long(number), *arguments))


def _library() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _checked(result: int) -> int:
    if result < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result

"""Opens what relbot keeps for itself, at a path that whoever runs it chose: a regular file, or an error at once."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path


def regular(path: str, flags: int) -> int:
    """The opener (for `open`) of a regular file, or of the null device, which keeps nothing on purpose.

    A pipe would wait for whoever writes into it, and a device may never come to an end. Raises OSError.
    """
    descriptor = os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC, 0o666)
    status = os.fstat(descriptor)
    if stat.S_ISREG(status.st_mode) or os.path.samestat(status, Path(os.devnull).stat()):
        return descriptor
    os.close(descriptor)
    why = "it is a folder" if stat.S_ISDIR(status.st_mode) else "it is not a regular file"
    raise OSError(errno.EINVAL, why, path)

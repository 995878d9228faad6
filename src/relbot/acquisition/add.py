"""Adds files, web documents and Wikipedia articles to the corpus folder for `relbot add`, and fetches those from the
web again for `relbot index --refresh`.

Nothing is deleted: a source that is gone from the web is kept and reported.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from relbot.acquisition.crawl import Crawl
from relbot.acquisition.download import FetchFailed, Web
from relbot.acquisition.naming import distinct
from relbot.acquisition.origins import Acquired, acquire, from_page, is_origin
from relbot.acquisition.placing import Change, contents, place, sidecar_of
from relbot.corpus.documents import parse
from relbot.corpus.folder import is_printable, max_bytes, scan, too_large
from relbot.corpus.formats.registry import SAVED_AS, is_source
from relbot.corpus.parser_process.process import ParserProcess
from relbot.corpus.sidecar import Sidecar
from relbot.errors.corpus import NotAdded, NotRefreshed, SourceRejected

Progress = Callable[[str, int, int], None]
"""Called with the name of the step, the number of items done, and their total (0 if unknown)."""


_NOTHING = Sidecar()


@dataclass(frozen=True, slots=True)
class Added:
    """A source that is now in the corpus folder."""

    path: str
    """The path relative to the folder."""
    change: Change


@dataclass(frozen=True, slots=True)
class Adding:
    """The options with which sources are added."""

    corpus: Path
    web: Web
    said: Sidecar = _NOTHING
    """The user's own metadata of the sources, which takes precedence over what is found."""
    replace: bool = False
    """Whether another file of the same name is replaced."""
    pages: int | None = None
    """The most pages to fetch below an address; None fetches the address alone."""

    def add(self, target: str, progress: Progress = lambda *_: None) -> Iterator[Added | NotAdded]:
        """Add a file, the document at an address or an article (`wikipedia:TITLE`); yield the result per source."""
        try:
            if not is_origin(target):
                yield self._add_file(target)
            elif self.pages is None or target.lower().startswith("wikipedia:"):
                if acquired := acquire(target, self.web):
                    _check_is_read(acquired.name, acquired.data, target)
                    yield self._place(acquired, target)
            else:
                yield from self._add_pages(target, self.pages, progress)
        except FetchFailed as error:
            yield NotAdded(target, str(error))
        except NotAdded as error:
            yield error

    def _add_pages(self, target: str, pages: int, progress: Progress) -> Iterator[Added | NotAdded]:
        for url, fetched in Crawl(self.web, target, pages).pages(progress):
            try:
                if isinstance(fetched, FetchFailed):
                    raise fetched
                yield self._place(from_page(fetched, url, None), url)
            except FetchFailed as error:
                yield NotAdded(url, str(error))
            except NotAdded as error:
                yield error

    def _place(self, acquired: Acquired, target: str) -> Added:
        """Raises NotAdded."""
        return put(self.corpus, acquired, target, said=self.said, replace=self.replace)

    def _add_file(self, target: str) -> Added:
        """Raises NotAdded."""
        if not target.strip():
            raise NotAdded("“”", "it names nothing; name a file, or an address that begins with https://")
        file = Path(target)
        name = PurePosixPath(file.name)
        if name.name.startswith("."):
            raise NotAdded(target, "it is a hidden file")
        if not is_source(name) and os.path.isfile(file):  # noqa: PTH113 - Path.is_file raises for a name too long
            suffix = name.suffix.lower()
            advice = f"; save it as {SAVED_AS[suffix]}" if suffix in SAVED_AS else ""
            raise NotAdded(target, f"it is of a kind that is not read ({suffix or 'without a suffix'}){advice}")
        data, changed = _read_file(file, target)
        _check_is_read(name, data, target)
        present = sidecar_of(self.corpus, name) if contents(self.corpus, name) == data else None
        day = datetime.fromtimestamp(changed, UTC).date().isoformat()
        said = _over(_over(Sidecar(date=day), present or Sidecar()), self.said)
        return Added(str(name), place(self.corpus, name, data, said, replace=self.replace, target=target))


def put(corpus: Path, acquired: Acquired, target: str, *, said: Sidecar = _NOTHING, replace: bool = False) -> Added:
    """Write a source into the corpus folder.

    It overwrites a file that came from the same address before; if another file has its name, it gets a distinct one.
    A source without an address is written under its own name or not at all. `said` takes precedence over the metadata
    found. Raises NotAdded with the `target`, as the user named it.
    """
    name, found = acquired.name, acquired.sidecar
    present = sidecar_of(corpus, name)
    if found.url and not replace and os.path.lexists(corpus / name) and not _is_of(present, found):
        name = distinct(name, found.url)
        present = sidecar_of(corpus, name)
    is_same = _is_of(present, found)
    stated = _over(_over(present, found) if present and is_same else found, said)
    return Added(str(name), place(corpus, name, acquired.data, stated, replace=replace or is_same, target=target))


def _is_of(present: Sidecar | None, found: Sidecar) -> bool:
    """Return whether the source that is present came from the same address."""
    return present is not None and found.url is not None and found.url in (present.url, present.origin)


def _over(below: Sidecar, above: Sidecar) -> Sidecar:
    """Return the lower sidecar with its values overridden by those that the upper one has."""
    values = {each.name: value for each in fields(above) if (value := getattr(above, each.name))}
    return replace(below, **values)


def _check_is_read(name: PurePosixPath, data: bytes, target: str) -> None:
    """Raise NotAdded with what a build would say of a source that cannot be read."""
    if not is_printable(str(name)):
        return  # which is told of the place
    try:
        with ParserProcess() as parsers:
            parse(str(name), data, parsers.parse)
    except SourceRejected as error:
        raise NotAdded(target, error.why) from None


def _read_file(file: Path, target: str) -> tuple[bytes, float]:
    """Return the bytes and modification time of a file. Raises NotAdded if it is not a regular file, or too large."""
    try:
        if stat.S_ISLNK(file.lstat().st_mode):
            raise NotAdded(target, "it is a symbolic link; name the file itself")
        if file.is_dir():
            raise NotAdded(target, "it is a folder; name the files in it")
        with os.fdopen(os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW), "rb") as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):  # reading a pipe would block
                raise NotAdded(target, "it is not a regular file")
            data = stream.read(max_bytes(file.name) + 1)
    except FileNotFoundError:
        looks_like_address = "://" in target or ("." in target and "/" not in target)
        hint = "; an address begins with https://" if looks_like_address else ""
        raise NotAdded(target, f"there is no such file{hint}") from None
    except (OSError, ValueError) as error:
        raise NotAdded(target, f"it cannot be read ({getattr(error, 'strerror', None) or error})") from None
    if len(data) > max_bytes(file.name):
        raise NotAdded(target, too_large(file.name))
    return data, status.st_mtime


def refresh(corpus: Path, web: Web, progress: Progress = lambda *_: None) -> Iterator[Added | NotRefreshed]:
    """Update every source whose sidecar names an origin, and yield the result for each. Raises CorpusError."""
    sources = [source for source in scan(corpus).sources if source.sidecar.origin]
    for done, source in enumerate(sources):
        progress("Asking again", done, len(sources))
        origin, path = source.sidecar.origin or "", PurePosixPath(source.path)
        try:
            asked = replace(web, allow_http=web.allow_http or origin.lower().startswith("http://"))
            acquired = acquire(origin, asked, source.sidecar)
            if acquired is None:
                yield Added(source.path, "unchanged")
            elif acquired.name.suffix != path.suffix.lower():
                yield NotRefreshed(source.path, f"it is a {acquired.name.suffix} now; add it anew and remove this one")
            else:
                change = place(corpus, path, acquired.data, acquired.sidecar, replace=True, target=source.path)
                yield Added(source.path, change)
        except FetchFailed as error:
            yield NotRefreshed(source.path, str(error))
        except NotAdded as error:
            yield NotRefreshed(source.path, error.why)

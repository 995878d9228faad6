"""`relbot index --refresh`: asks again for the sources that were fetched, and brings in those that have changed.

Nothing is deleted: a source that is gone where it came from is kept and told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from relbot.acquisition.add import Added
from relbot.acquisition.download import FetchFailed, Web
from relbot.acquisition.origins import acquire
from relbot.acquisition.placing import place
from relbot.corpus.folder import scan
from relbot.errors.corpus import NotAdded, NotRefreshed


def refresh(
    corpus: Path, web: Web, progress: Callable[[str, int, int], None] = lambda *_: None
) -> Iterator[Added | NotRefreshed]:
    """Bring every source whose sidecar names an origin up to date, and tell what came of each. Raises CorpusError."""
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

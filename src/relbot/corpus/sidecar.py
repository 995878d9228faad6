"""The sidecar of a source: `report.pdf.yaml` beside `report.pdf` gives its title, address, licence and date.

`relbot add` writes one, with what it needs to fetch the source again; anybody may write one by hand. It takes
precedence over the document's own metadata, except for the date, which is mostly that of the file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields

import yaml

from relbot.corpus.front_matter import parse_yaml, valid_url
from relbot.corpus.outline import one_line
from relbot.temporal.stated_date import stated_date

SUFFIX = ".yaml"
MAX_BYTES = 64 * 1024
"""The largest sidecar file."""
_MAX_VALUE = 2_000
"""The most characters of a value; a longer one cannot be an address or a title."""


@dataclass(frozen=True, slots=True)
class Sidecar:
    """Metadata of a source beyond its bytes; a field is None if it is not given."""

    title: str | None = None
    url: str | None = None
    licence: str | None = None
    date: str | None = None
    """When it was last changed at its origin: ISO 8601."""
    origin: str | None = None
    """Where to fetch it again: an address, or `wikipedia:TITLE`."""
    fetched: str | None = None
    """When it was last requested: ISO 8601, UTC."""
    etag: str | None = None
    """Validators of HTTP (RFC 9110, 8.8), to ask whether it has changed since."""
    last_modified: str | None = None

    @property
    def shown(self) -> tuple[str | None, ...]:
        """The fields that people see: title, address, licence and date."""
        return self.title, self.url, self.licence, stated_date(self.date)

    def to_bytes(self) -> bytes:
        """Return the sidecar as YAML, without the fields that are None."""
        values = {name: value for name, value in asdict(self).items() if value is not None}
        return yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=1_000).encode()


def parse(data: bytes) -> Sidecar:
    """Parse the bytes of a sidecar file; unknown entries are ignored.

    Raises ValueError with the reason if it cannot be used.
    """
    if len(data) > MAX_BYTES:
        raise ValueError(f"it has more than {MAX_BYTES:,} bytes")
    try:
        entries = parse_yaml(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    if entries is None:
        raise ValueError("it is not a list of lines `name: value`")
    values = {field.name: _value(entries, field.name) for field in fields(Sidecar)}
    said = described(values["title"], values["url"], values["licence"] or _value(entries, "license"))
    return Sidecar(**{**values, "title": said.title, "licence": said.licence})


def described(title: str | None, url: str | None, licence: str | None) -> Sidecar:
    """Build a sidecar with these fields. Raises ValueError with the reason if one cannot be used."""
    entries: dict[object, object] = {"title": title, "url": url, "licence": licence}
    title, url, licence = (_value(entries, name) for name in ("title", "url", "licence"))
    if url and valid_url(url) is None:
        raise ValueError("its url is not an http or https address")
    return Sidecar(title and one_line(title), url, licence)


def _value(entries: Mapping[object, object], name: str) -> str | None:
    """Return an entry as printable text; None if there is none. Raises ValueError."""
    value = entries.get(name)
    if value is None or value == "":
        return None
    if not isinstance(value, str) or not value.isprintable() or len(value) > _MAX_VALUE:
        raise ValueError(f"its {name} is not a line of text")
    return value.strip() or None

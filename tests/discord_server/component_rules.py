"""Discord's rules for the components of a message.

https://docs.discord.com/developers/components/reference
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from discord_server.api_errors import FieldError, Json, length_errors

Path = tuple[str | int, ...]

ROW, BUTTON, SELECT, SECTION, TEXT, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 1, 2, 3, 9, 10, 11, 12, 13, 14, 17
SELECTS = {SELECT, 5, 6, 7, 8}
LINK, PREMIUM = 5, 6
IN_CONTAINER = {ROW, SECTION, TEXT, GALLERY, FILE, SEPARATOR}
TOP_LEVEL_V2 = IN_CONTAINER | {CONTAINER}

MAX_COMPONENTS = 40
MAX_ROWS_V1 = 5
MAX_TEXT = 4000


def walk(components: Iterable[Json], path: Path = ("components",)) -> Iterator[tuple[Path, Json]]:
    """Every component with its path, accessories included, in the order they are shown."""
    for index, component in enumerate(components):
        yield from _with_children((*path, index), component)


def _with_children(path: Path, component: Json) -> Iterator[tuple[Path, Json]]:
    yield path, component
    yield from walk(component.get("components") or (), (*path, "components"))
    if component.get("accessory"):
        yield from _with_children((*path, "accessory"), component["accessory"])


def component_errors(components: list[Json], v2: bool) -> Iterator[FieldError]:
    everything = list(walk(components))
    if len(everything) > MAX_COMPONENTS:
        yield FieldError(("components",), "BASE_TYPE_MAX_LENGTH", f"Must be {MAX_COMPONENTS} or fewer in length.")
    if not v2 and len(components) > MAX_ROWS_V1:
        yield FieldError(("components",), "BASE_TYPE_MAX_LENGTH", f"Must be {MAX_ROWS_V1} or fewer in length.")
    for index, component in enumerate(components):
        yield from _must_be(("components", index), component, TOP_LEVEL_V2 if v2 else {ROW})
    yield from _repeated(
        everything, "custom_id", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated"
    )
    yield from _repeated(everything, "id", "COMPONENT_ID_DUPLICATED", "Component id cannot be duplicated")
    if sum(len(c.get("content") or "") for _, c in everything if c.get("type") == TEXT) > MAX_TEXT:
        message = f"The total text of all components must be {MAX_TEXT} or fewer in length."
        yield FieldError(("components",), "COMPONENT_TOTAL_TEXT_TOO_LONG", message)
    for path, component in everything:
        yield from _errors_of_one(path, component)


def _repeated(everything: list[tuple[Path, Json]], key: str, code: str, message: str) -> Iterator[FieldError]:
    times = Counter(component[key] for _, component in everything if component.get(key))
    for path, component in everything:
        if component.get(key) and times[component[key]] > 1:
            yield FieldError((*path, key), code, message)


def _must_be(path: Path, component: Json, types: set[int]) -> Iterator[FieldError]:
    if component.get("type") not in types:
        allowed = ", ".join(map(str, sorted(types)))
        yield FieldError((*path, "type"), "UNION_TYPE_CHOICES", f'Value of field "type" must be one of ({allowed}).')


def _errors_of_one(path: Path, component: Json) -> Iterator[FieldError]:
    match component.get("type"):
        case 1:
            yield from _row_errors(path, component)
        case 2:
            yield from _button_errors(path, component)
        case 3 | 5 | 6 | 7 | 8:
            yield from _select_errors(path, component)
        case 9:
            yield from _section_errors(path, component)
        case 10:
            yield from length_errors((*path, "content"), component.get("content"), MAX_TEXT, min_length=1)
        case 11:
            yield from _required(path, component, "media")
            yield from length_errors((*path, "description"), component.get("description"), 1024)
        case 12:
            yield from _count((*path, "items"), component.get("items"), 1, 10)
        case 17:
            yield from _count((*path, "components"), component.get("components"), 1, MAX_COMPONENTS)
            for index, child in enumerate(component.get("components") or ()):
                yield from _must_be((*path, "components", index), child, IN_CONTAINER)


def _row_errors(path: Path, row: Json) -> Iterator[FieldError]:
    children = row.get("components") or []
    only_buttons = all(child.get("type") == BUTTON for child in children)
    yield from _count((*path, "components"), children, 1, 5 if only_buttons else 1)
    for index, child in enumerate(children):
        yield from _must_be((*path, "components", index), child, SELECTS | {BUTTON})


def _section_errors(path: Path, section: Json) -> Iterator[FieldError]:
    texts = section.get("components") or []
    yield from _count((*path, "components"), texts, 1, 3)
    for index, text in enumerate(texts):
        yield from _must_be((*path, "components", index), text, {TEXT})
    yield from _required(path, section, "accessory")
    if section.get("accessory"):
        yield from _must_be((*path, "accessory"), section["accessory"], {BUTTON, THUMBNAIL})


def _button_errors(path: Path, button: Json) -> Iterator[FieldError]:
    style = button.get("style")
    if style not in range(1, 7):
        yield FieldError((*path, "style"), "BASE_TYPE_CHOICES", "Value must be one of (1, 2, 3, 4, 5, 6).")
    yield from length_errors((*path, "label"), button.get("label"), 80)
    if style != PREMIUM and not (button.get("label") or "").strip() and not button.get("emoji"):
        yield FieldError(path, "BUTTON_COMPONENT_INVALID_LABEL", "A button must have a label or emoji")
    if style == LINK:
        yield from _required(path, button, "url")
        yield from length_errors((*path, "url"), button.get("url"), 512)
        if not (button.get("url") or "").startswith(("http://", "https://", "discord://")):
            message = 'Scheme must be one of ("http", "https", "discord").'
            yield FieldError((*path, "url"), "URL_TYPE_INVALID_SCHEME", message)
    wrong = "custom_id" if style == LINK else "url"
    if button.get(wrong):
        message = (
            "A custom id and url cannot both be specified"
            if button.get("custom_id")
            else f"A {wrong} does not belong here"
        )
        yield FieldError((*path, wrong), "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", message)
    if style not in (LINK, PREMIUM):
        yield from _required(path, button, "custom_id")
        yield from length_errors((*path, "custom_id"), button.get("custom_id"), 100, min_length=1)


def _select_errors(path: Path, select: Json) -> Iterator[FieldError]:
    yield from length_errors((*path, "custom_id"), select.get("custom_id"), 100, min_length=1)
    yield from length_errors((*path, "placeholder"), select.get("placeholder"), 150)
    if select.get("type") == SELECT:
        yield from _count((*path, "options"), select.get("options"), 1, 25)
    for index, option in enumerate(select.get("options") or ()):
        for key, minimum in (("label", 1), ("value", 1), ("description", 0)):
            yield from length_errors((*path, "options", index, key), option.get(key), 100, minimum)


def _required(path: Path, component: Json, key: str) -> Iterator[FieldError]:
    if not component.get(key):
        yield FieldError((*path, key), "BASE_TYPE_REQUIRED", "This field is required")


def _count(path: Path, items: list[Any] | None, minimum: int, maximum: int) -> Iterator[FieldError]:
    if not minimum <= len(items or ()) <= maximum:
        yield FieldError(path, "BASE_TYPE_BAD_LENGTH", f"Must be between {minimum} and {maximum} in length.")

"""What Discord demands of application commands.

https://docs.discord.com/developers/interactions/application-commands
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from discord_server.api_errors import FieldError, Json, too_long

SLASH, USER_MENU, MESSAGE_MENU = 1, 2, 3
MOST_OF_A_KIND = {SLASH: 100, USER_MENU: 15, MESSAGE_MENU: 15}

Path = tuple[str | int, ...]


def kind_of(command: Json) -> int:
    return int(command.get("type") or SLASH)


def command_errors(commands: list[Json]) -> Iterator[FieldError]:
    counts = Counter(kind_of(command) for command in commands)
    for kind, most in MOST_OF_A_KIND.items():
        if counts[kind] > most:
            yield FieldError((), "APPLICATION_COMMANDS_MAX", f"At most {most} commands of type {kind} are allowed.")
    names = Counter((kind_of(command), command.get("name")) for command in commands)
    for place, command in enumerate(commands):
        if names[kind_of(command), command.get("name")] > 1:
            words = "Application command names must be unique"
            yield FieldError((place, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", words)
        yield from _one_errors((place,), command)


def _one_errors(path: Path, command: Json) -> Iterator[FieldError]:
    slash = kind_of(command) == SLASH
    yield from _name_errors(path, command.get("name") or "", spaces=not slash)
    yield from too_long(
        (*path, "description"), command.get("description"), 100 if slash else 0, least=1 if slash else 0
    )
    if not slash and command.get("options"):
        yield FieldError(
            (*path, "options"), "APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED", "A menu entry cannot have options."
        )
    yield from _choices((*path, "contexts"), command.get("contexts"), {0, 1, 2})
    yield from _choices((*path, "integration_types"), command.get("integration_types"), {0, 1})
    yield from _options_errors(path, command.get("options") or [])
    if sum(map(len, _words(command))) > 8000:
        yield FieldError(path, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")


def _options_errors(path: Path, options: list[Json]) -> Iterator[FieldError]:
    if len(options) > 25:
        yield FieldError((*path, "options"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    names = Counter(option.get("name") for option in options)
    optional_seen = False
    for place, option in enumerate(options):
        here = (*path, "options", place)
        yield from _name_errors(here, option.get("name") or "", spaces=False)
        yield from too_long((*here, "description"), option.get("description"), 100, least=1)
        if names[option.get("name")] > 1:
            yield FieldError((*here, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option names must be unique")
        if option.get("required") and optional_seen:
            words = "Required options must be placed before non-required options"
            yield FieldError(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", words)
        optional_seen |= not option.get("required")
        yield from _bounds_errors(here, option)
        yield from _options_errors(here, option.get("options") or [])


def _bounds_errors(path: Path, option: Json) -> Iterator[FieldError]:
    for key, least in (("min_length", 0), ("max_length", 1)):
        if option.get(key) is not None and not least <= option[key] <= 6000:
            yield FieldError((*path, key), "NUMBER_TYPE_RANGE", f"int value should be between {least} and 6000.")
    choices = option.get("choices") or []
    if len(choices) > 25:
        yield FieldError((*path, "choices"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for place, choice in enumerate(choices):
        yield from too_long((*path, "choices", place, "name"), choice.get("name"), 100, least=1)
        if isinstance(choice.get("value"), str):
            yield from too_long((*path, "choices", place, "value"), choice["value"], 100)


def _name_errors(path: Path, name: str, spaces: bool) -> Iterator[FieldError]:
    yield from too_long((*path, "name"), name, 32, least=1)
    if not spaces and (name != name.lower() or not all(letter.isalnum() or letter in "-_'" for letter in name)):
        words = "Command name is invalid"
        yield FieldError((*path, "name"), "APPLICATION_COMMAND_INVALID_NAME", words)


def _choices(path: Path, values: list[int] | None, allowed: set[int]) -> Iterator[FieldError]:
    if set(values or ()) - allowed:
        yield FieldError(path, "BASE_TYPE_CHOICES", f"Value must be one of {tuple(sorted(allowed))}.")


def _words(command: Json) -> Iterator[str]:
    yield command.get("name") or ""
    yield command.get("description") or ""
    for choice in command.get("choices") or ():
        yield choice.get("name") or ""
        yield str(choice.get("value", ""))
    for option in command.get("options") or ():
        yield from _words(option)

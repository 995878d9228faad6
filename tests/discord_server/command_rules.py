"""Discord's rules for application commands.

https://docs.discord.com/developers/interactions/application-commands
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from discord_server.api_errors import FieldError, Json, length_errors

SLASH, USER_MENU, MESSAGE_MENU = 1, 2, 3
MAX_COMMANDS = {SLASH: 100, USER_MENU: 15, MESSAGE_MENU: 15}

Path = tuple[str | int, ...]


def command_type(command: Json) -> int:
    return int(command.get("type") or SLASH)


def command_errors(commands: list[Json]) -> Iterator[FieldError]:
    counts = Counter(command_type(command) for command in commands)
    for kind, maximum in MAX_COMMANDS.items():
        if counts[kind] > maximum:
            yield FieldError((), "APPLICATION_COMMANDS_MAX", f"At most {maximum} commands of type {kind} are allowed.")
    names = Counter((command_type(command), command.get("name")) for command in commands)
    for index, command in enumerate(commands):
        if names[command_type(command), command.get("name")] > 1:
            message = "Application command names must be unique"
            yield FieldError((index, "name"), "APPLICATION_COMMANDS_DUPLICATE_NAME", message)
        yield from _errors_of_one((index,), command)


def _errors_of_one(path: Path, command: Json) -> Iterator[FieldError]:
    slash = command_type(command) == SLASH
    yield from _name_errors(path, command.get("name") or "", spaces=not slash)
    yield from length_errors(
        (*path, "description"), command.get("description"), 100 if slash else 0, min_length=1 if slash else 0
    )
    if not slash and command.get("options"):
        yield FieldError(
            (*path, "options"), "APPLICATION_COMMAND_OPTIONS_NOT_ALLOWED", "A menu entry cannot have options."
        )
    yield from _choices((*path, "contexts"), command.get("contexts"), {0, 1, 2})
    yield from _choices((*path, "integration_types"), command.get("integration_types"), {0, 1})
    yield from _options_errors(path, command.get("options") or [])
    if sum(map(len, _texts(command))) > 8000:
        yield FieldError(path, "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size (8000)")


def _options_errors(path: Path, options: list[Json]) -> Iterator[FieldError]:
    if len(options) > 25:
        yield FieldError((*path, "options"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    names = Counter(option.get("name") for option in options)
    optional_seen = False
    for index, option in enumerate(options):
        here = (*path, "options", index)
        yield from _name_errors(here, option.get("name") or "", spaces=False)
        yield from length_errors((*here, "description"), option.get("description"), 100, min_length=1)
        if names[option.get("name")] > 1:
            yield FieldError((*here, "name"), "APPLICATION_COMMAND_OPTIONS_NAME_INVALID", "Option names must be unique")
        if option.get("required") and optional_seen:
            message = "Required options must be placed before non-required options"
            yield FieldError(here, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", message)
        optional_seen |= not option.get("required")
        yield from _bounds_errors(here, option)
        yield from _options_errors(here, option.get("options") or [])


def _bounds_errors(path: Path, option: Json) -> Iterator[FieldError]:
    for key, minimum in (("min_length", 0), ("max_length", 1)):
        if option.get(key) is not None and not minimum <= option[key] <= 6000:
            yield FieldError((*path, key), "NUMBER_TYPE_RANGE", f"int value should be between {minimum} and 6000.")
    yield from choice_errors(option.get("choices") or [], *path)


def choice_errors(choices: list[Json], *path: str | int) -> Iterator[FieldError]:
    """The errors of what an option may be, or may be completed to."""
    if len(choices) > 25:
        yield FieldError((*path, "choices"), "BASE_TYPE_MAX_LENGTH", "Must be 25 or fewer in length.")
    for index, choice in enumerate(choices):
        yield from length_errors((*path, "choices", index, "name"), choice.get("name"), 100, min_length=1)
        if isinstance(choice.get("value"), str):
            yield from length_errors((*path, "choices", index, "value"), choice["value"], 100)


def _name_errors(path: Path, name: str, spaces: bool) -> Iterator[FieldError]:
    yield from length_errors((*path, "name"), name, 32, min_length=1)
    if not spaces and (name != name.lower() or not all(letter.isalnum() or letter in "-_'" for letter in name)):
        message = "Command name is invalid"
        yield FieldError((*path, "name"), "APPLICATION_COMMAND_INVALID_NAME", message)


def _choices(path: Path, values: list[int] | None, allowed: set[int]) -> Iterator[FieldError]:
    if set(values or ()) - allowed:
        yield FieldError(path, "BASE_TYPE_CHOICES", f"Value must be one of {tuple(sorted(allowed))}.")


def _texts(command: Json) -> Iterator[str]:
    yield command.get("name") or ""
    yield command.get("description") or ""
    for choice in command.get("choices") or ():
        yield choice.get("name") or ""
        yield str(choice.get("value", ""))
    for option in command.get("options") or ():
        yield from _texts(option)

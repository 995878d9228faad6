"""Options that several commands share, and helpers that apply them to the settings and open the engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from relbot.setting_values import index_address
from relbot.settings import Settings
from relbot.terminal.command_group import print_on_stderr

if TYPE_CHECKING:
    from relbot.engine import Relbot


class _Folder(click.Path):
    """A folder; none for an empty name, such as a script's variable that is not set, so that the setting applies."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return super().convert(value, param, ctx) if value else None


FOLDER = _Folder(path_type=Path)
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEW_FILE = click.Path(dir_okay=False, path_type=Path)


def _index_address(text: str) -> Path | str:
    """Return "" for an empty one, such as a script's variable that is not set, so that the setting applies."""
    return index_address(text) if text else ""


index_option = click.option(
    "--index",
    "index_at",
    metavar="INDEX",
    type=_index_address,
    help="A folder, or qdrant://HOST:PORT/NAME; else RELBOT_INDEX, else index/.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")


def settings_of(ctx: click.Context, index_at: Path | str | None = None, corpus: Path | None = None) -> Settings:
    """Return the settings, overridden by the command line's index and corpus, and print the warnings about them."""
    settings: Settings = ctx.obj
    for warning in settings.warnings:
        print_on_stderr(f"warning: {warning}")
    return replace(settings, index=index_at or settings.index, corpus=corpus or settings.corpus)


def open_bot(ctx: click.Context, index_at: Path | str | None) -> Relbot:
    """Open the engine with the settings, on the command line's index if given. Raises IndexUnusable, ModelError."""
    from relbot.engine import Relbot

    settings = settings_of(ctx, index_at)
    return Relbot.open(settings.index, model=settings.model, caution=settings.caution, corpus=settings.corpus)


def print_json(value: object) -> None:
    """Print a value as JSON, without control characters."""
    from relbot.terminal.sanitize import to_json

    click.echo(to_json(value))

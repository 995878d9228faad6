"""The commands about the Discord bot and its stored data: `gaps`, `feedback`, `forget` and `discord`."""

from __future__ import annotations

from typing import Any

import click

from relbot.cli.parameters import settings_of


class UserId(click.IntRange):
    """A Discord user id, of 63 bits as SQLite stores them; error messages say that an invalid value is not one."""

    name = "Discord user id"

    def __init__(self) -> None:
        super().__init__(1, 2**63 - 1)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        try:
            return int(super().convert(value, param, ctx))
        except click.BadParameter:
            self.fail(f"'{value}' is not a valid {self.name}", param, ctx)


@click.command()
@click.option("--csv", "as_csv", is_flag=True, help="Print all of them as CSV, for a spreadsheet.")
@click.pass_context
def gaps(ctx: click.Context, as_csv: bool) -> None:
    """List what was asked in Discord and left unanswered.

    Questions that ask for the same thing are grouped, most asked first.

    Example: relbot gaps --csv > gaps.csv
    """
    from relbot.terminal.kept import print_gaps

    print_gaps(settings_of(ctx), as_csv=as_csv)


@click.command()
@click.pass_context
def feedback(ctx: click.Context) -> None:
    """Print votes and taught answers as questions for `relbot eval`.

    Example: relbot feedback > votes.jsonl && relbot eval votes.jsonl
    """
    from relbot.terminal.kept import print_questions

    print_questions(settings_of(ctx))


@click.command()
@click.argument("user_id", type=UserId())
@click.pass_context
def forget(ctx: click.Context, user_id: int) -> None:
    """Delete what is kept about one Discord user.

    Their votes and the answers in their words; the index is updated without those.

    Example: relbot forget 123456789012345678
    """
    from relbot.terminal.kept import forget_user

    forget_user(settings_of(ctx), user_id)


@click.command("discord")
@click.option("--sync", "force_sync", is_flag=True, help="Register the commands again, even if they have not changed.")
@click.option("--log-json", is_flag=True, help="Log one JSON object a line.")
@click.pass_context
def discord_bot(ctx: click.Context, force_sync: bool, log_json: bool) -> None:
    """Run the Discord bot, until Ctrl-C or SIGTERM.

    It needs a token in DISCORD_TOKEN or .env; docs/discord.md explains how to get one.

    Example: relbot discord --log-json
    """
    from relbot.discord.connection.token import token_of

    token = token_of(ctx.obj)
    from relbot.discord.connection.lifecycle import run  # takes a second or two

    run(ctx.obj, token, force_sync=force_sync, log_json=log_json)

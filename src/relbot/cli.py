"""The command line: each command parses its options, calls the engine and prints the result.

Imports are inside the commands, so that `relbot --help` loads nothing heavy and `relbot ask` only what it needs.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

import click

from relbot import __version__
from relbot.settings import Settings, index_address
from relbot.terminal.command_group import CommandGroup

Command = TypeVar("Command", bound=Callable[..., Any])
_FOLDER = click.Path(path_type=Path)
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW_FILE = click.Path(dir_okay=False, path_type=Path)

_index_option = click.option(
    "--index",
    "index_at",
    metavar="INDEX",
    type=index_address,
    help="A folder, or qdrant://HOST:PORT/NAME; else RELBOT_INDEX, else index/.",
)
_json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON object and nothing else.")


def _ray_address(_: click.Context, __: click.Parameter, address: str | None) -> str | None:
    if address is None or address in {"local", "auto"} or ":" in address:
        return address
    raise click.BadParameter(f"{address!r} is no address of Ray; write host:6379, auto, or nothing, and --ray last")


@click.group("relbot", cls=CommandGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show where an error came from.")
@click.version_option(__version__, message="%(prog)s %(version)s")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:  # noqa: ARG001 - CommandGroup reads it
    """Answer questions about your documents, and show where the answer stands.

    Example: relbot add rules.pdf && relbot index && relbot ask "Who may park?"
    """
    ctx.obj = Settings.load()


@cli.command()
@click.argument("corpus", type=_FOLDER, required=False)
@_index_option
@click.option("--check", "check_only", is_flag=True, help="Only tell whether it is fresh: exit 1 where it is stale.")
@click.option("--refresh", is_flag=True, help="First ask again for the sources that `relbot add` fetched.")
@click.option(
    "--ray",
    metavar="[ADDRESS]",
    is_flag=False,
    flag_value="local",
    callback=_ray_address,
    help="Embed with Ray, on this machine or a cluster.",
)
@click.option(
    "--price",
    metavar="N",
    type=click.FloatRange(min=0),
    help="With --ray: what its machines cost an hour; the cost of a million passages is printed.",
)
@_json_option
@click.pass_context
def index(
    ctx: click.Context,
    corpus: Path | None,
    index_at: Path | str | None,
    check_only: bool,
    refresh: bool,
    ray: str | None,
    price: float | None,
    as_json: bool,
) -> None:
    """Build the index, or bring it up to date.

    Example: relbot index corpus --check
    """
    from relbot.terminal import indexing

    if price is not None and not ray:
        raise click.UsageError("--price is for --ray, which is not given.", ctx)
    settings = _settings(ctx, index_at, corpus)
    if check_only:
        ctx.exit(0 if indexing.check(settings, as_json=as_json) else 1)
    if refresh:
        from relbot.acquisition.download import Web
        from relbot.terminal.adding import refresh_sources

        refresh_sources(settings, Web())
    if ray:
        indexing.build_with_ray(settings, ray, price=price, as_json=as_json)
    else:
        indexing.build(settings, as_json=as_json)


@cli.command()
@click.argument("targets", metavar="FILE|URL...", nargs=-1, required=True)
@click.option("--corpus", metavar="DIR", type=_FOLDER, help="Where sources are; else RELBOT_CORPUS, else corpus/.")
@click.option("--below", is_flag=True, help="Also the pages below an address, or that a sitemap lists.")
@click.option(
    "--pages",
    metavar="N",
    type=click.IntRange(min=1),
    default=500,
    help="Pages at most with --below; else 500.",
)
@click.option("--title", metavar="TEXT", help="What one source is called, where it does not say so itself.")
@click.option("--url", metavar="URL", help="The address that citations of one source lead to.")
@click.option("--licence", metavar="TEXT", help="Under which licence the sources stand.")
@click.option("--replace", "replace_present", is_flag=True, help="Replace other files of the same name.")
@click.option("--http", "allow_http", is_flag=True, help="Also fetch over connections that are not encrypted.")
@_json_option
@click.pass_context
def add(
    ctx: click.Context,
    targets: tuple[str, ...],
    corpus: Path | None,
    below: bool,
    pages: int,
    title: str | None,
    url: str | None,
    licence: str | None,
    replace_present: bool,
    allow_http: bool,
    as_json: bool,
) -> None:
    """Bring files and web pages into the corpus folder.

    An article of Wikipedia is wikipedia:TITLE. Each source gets a sidecar, NAME.yaml, that keeps its title, address,
    licence and date.

    Example: relbot add handbook.md https://example.org/guide/ --below
    """
    from relbot.acquisition.add import Adding
    from relbot.acquisition.download import Web
    from relbot.corpus.sidecar import described
    from relbot.terminal import adding

    if len(targets) > 1 and (title or url):
        raise click.UsageError("--title and --url describe one source, and several are given.", ctx)
    try:
        said = described(title, url, licence)
    except ValueError as error:
        raise click.UsageError(f"{error}.", ctx) from None
    how = Adding(_settings(ctx, None, corpus).corpus, Web(allow_http), said, replace_present, pages if below else None)
    ctx.exit(0 if adding.add(how, targets, as_json=as_json) else 2)


@cli.command()
@click.argument("question", nargs=-1, required=True)
@_index_option
@click.option(
    "-n",
    "limit",
    metavar="N",
    type=click.IntRange(1, 10),
    default=3,
    help="Passages to show at most, lists apart; else 3.",
)
@click.option("--why", is_flag=True, help="Also show what spoke for and against it, and what else came close.")
@_json_option
@click.pass_context
def ask(
    ctx: click.Context, question: tuple[str, ...], index_at: Path | str | None, limit: int, why: bool, as_json: bool
) -> None:
    """Answer one question, citing the passages it rests on.

    Exit 1 where the corpus does not answer, 0 after small talk such as "thanks".

    Example: relbot ask "Who visited Tirana in 1956?"
    """
    from relbot.engine import Relbot
    from relbot.terminal.sanitize import replace_surrogates

    settings = _settings(ctx, index_at)
    answer = Relbot.open(settings.index, model=settings.model, caution=settings.caution, corpus=settings.corpus).ask(
        replace_surrogates(" ".join(question)), limit
    )
    if as_json:
        _print_json(answer.to_dict())
    else:
        from relbot.terminal.output import stdout
        from relbot.terminal.render import answer_text

        out = stdout()
        out.write(answer_text(answer, out, why=why, ask_why="--why"))
    ctx.exit(0 if answer.answered or answer.kind == "chat" else 1)


@cli.command()
@_index_option
@click.pass_context
def chat(ctx: click.Context, index_at: Path | str | None) -> None:
    """Hold a conversation; from a pipe, answer one question a line.

    Example: relbot chat < questions.txt
    """
    from relbot.engine import Relbot
    from relbot.terminal.chat import ChatLoop
    from relbot.terminal.output import stderr, stdout

    settings = _settings(ctx, index_at)
    bot = Relbot.open(settings.index, model=settings.model, caution=settings.caution, corpus=settings.corpus)
    loop = ChatLoop(bot.conversation().ask, lambda: bot.contents, lambda: bot.suggestions, stdout(), stderr())
    if sys.stdin.isatty() and sys.stdout.isatty():
        loop.run_interactive()
    else:
        loop.run(sys.stdin)


@cli.command("eval")
@click.argument("file", type=_FILE)
@_index_option
@click.option(
    "--min",
    "minimum",
    metavar="SHARE",
    type=click.FloatRange(0, 1),
    help="Exit 1 where a smaller share than this is right.",
)
@click.option("--plot", metavar="FILE", type=_NEW_FILE, help="Also draw precision and calibration into this PNG file.")
@_json_option
@click.pass_context
def evaluate(
    ctx: click.Context, file: Path, index_at: Path | str | None, minimum: float | None, plot: Path | None, as_json: bool
) -> None:
    """Score the answers to a file of questions.

    Example: relbot eval tests/questions/seed.jsonl --min 0.9 --plot curves.png
    """
    from relbot.engine import Relbot
    from relbot.evaluation.caution import better_caution
    from relbot.evaluation.outcomes import ask_all
    from relbot.evaluation.questions import read_questions
    from relbot.evaluation.scores import score, score_by_kind
    from relbot.terminal.output import stderr, stdout
    from relbot.terminal.progress import DelayedProgressBar
    from relbot.terminal.scores import caution_line, scores_table, wrong_answers

    settings = _settings(ctx, index_at)
    with file.open(encoding="utf-8-sig", errors="replace") as lines:
        conversations = read_questions(lines, str(file))
    bot = Relbot.open(settings.index, model=settings.model, caution=settings.caution, corpus=settings.corpus)
    outcomes, total = [], sum(map(len, conversations))
    with DelayedProgressBar(stderr()) as progress:
        for outcome in ask_all(conversations, lambda: bot.conversation().ask):
            outcomes.append(outcome)
            progress("Asking", len(outcomes), total)
    scores, by_kind, caution = score(outcomes), score_by_kind(outcomes), better_caution(outcomes)
    if as_json:
        kinds = {kind: figures.to_dict() for kind, figures in by_kind.items()}
        wrong = [outcome.to_dict() for outcome in outcomes if not outcome.right]
        better = caution.to_dict() if caution else None
        _print_json({"scores": scores.to_dict(), "by_kind": kinds, "better_caution": better, "wrong": wrong})
    else:
        out = stdout()
        out.print(scores_table(scores, by_kind))
        if caution:
            out.write(caution_line(caution))
        out.write(wrong_answers(outcomes))
    if plot is not None:
        from relbot.drawing.curves import picture
        from relbot.terminal.output import write_png

        write_png(picture(outcomes), plot)
    ctx.exit(1 if minimum is not None and scores.right < minimum else 0)


@cli.command()
@_index_option
@click.option(
    "--corpus", metavar="DIR", type=_FOLDER, help="Sources to compare with; else RELBOT_CORPUS, else corpus/."
)
@click.option("--verify", is_flag=True, help="Also read every file and compare its checksum.")
@_json_option
@click.pass_context
def status(ctx: click.Context, index_at: Path | str | None, corpus: Path | None, verify: bool, as_json: bool) -> None:
    """Tell what is indexed, how fresh it is, and whether it is sound.

    Exit 1 where sources have changed since, 2 where the index is damaged.

    Example: relbot status --verify
    """
    from relbot.terminal import indexing

    fresh = indexing.status(_settings(ctx, index_at, corpus), verify=verify, as_json=as_json)
    ctx.exit(0 if fresh else 1)


@cli.command()
@click.argument("span", nargs=-1)
@_index_option
@click.option("--word", "words", metavar="WORD", multiple=True, help="Only sentences with this word; may be repeated.")
@click.option("-n", "limit", metavar="N", type=click.IntRange(min=1), help="Dates to show at most; else all.")
@click.option("--png", metavar="FILE", type=_NEW_FILE, help="Draw it into this file instead of listing it.")
@_json_option
@click.pass_context
def timeline(
    ctx: click.Context,
    span: tuple[str, ...],
    index_at: Path | str | None,
    words: tuple[str, ...],
    limit: int | None,
    png: Path | None,
    as_json: bool,
) -> None:
    """List the dated sentences in order of time, each with its source.

    SPAN is a time such as 1956..1961, "June 1977", "before 1950" or "in the sixties". "~" marks a date that the
    sentence alone does not say.

    Example: relbot timeline 1956..1961 --word Hoxha --png hoxha.png
    """
    from relbot.engine import Relbot
    from relbot.terminal.sanitize import replace_surrogates
    from relbot.terminal.timeline import print_timeline

    settings = _settings(ctx, index_at)
    bot = Relbot.open(settings.index, model=settings.model, caution=settings.caution, corpus=settings.corpus)
    events = bot.timeline(replace_surrogates(" ".join(span)) or None, replace_surrogates(" ".join(words)) or None)
    print_timeline(events, limit=limit, png=png, as_json=as_json, filtered=bool(span or words))


@cli.command()
@click.option("--csv", "as_csv", is_flag=True, help="Print all of them as CSV, for a spreadsheet.")
@click.pass_context
def gaps(ctx: click.Context, as_csv: bool) -> None:
    """List what was asked in Discord and left unanswered.

    Questions that ask for the same are a group, most asked first.

    Example: relbot gaps --csv > gaps.csv
    """
    from relbot.terminal.kept import print_gaps

    print_gaps(ctx.obj, as_csv=as_csv)


@cli.command()
@click.pass_context
def feedback(ctx: click.Context) -> None:
    """Print votes and taught answers as questions for `relbot eval`.

    Example: relbot feedback > votes.jsonl && relbot eval votes.jsonl
    """
    from relbot.terminal.kept import print_questions

    print_questions(ctx.obj)


@cli.command()
@click.argument("user_id", type=click.IntRange(min=1))
@click.pass_context
def forget(ctx: click.Context, user_id: int) -> None:
    """Delete what is kept of one Discord user.

    Votes, and answers with their words; the index is brought up to date without those.

    Example: relbot forget 123456789012345678
    """
    from relbot.terminal.kept import forget_user

    forget_user(ctx.obj, user_id)


@cli.command("discord")
@click.option("--sync", "force_sync", is_flag=True, help="Set the commands anew, even where they have not changed.")
@click.option("--log-json", is_flag=True, help="Log one JSON object a line.")
@click.pass_context
def discord_bot(ctx: click.Context, force_sync: bool, log_json: bool) -> None:
    """Run the Discord bot, until Ctrl-C or SIGTERM.

    It needs a token in DISCORD_TOKEN or .env; docs/discord.md tells how to get one.

    Example: relbot discord --log-json
    """
    from relbot.discord.connection.lifecycle import run

    run(_settings(ctx, None), force_sync=force_sync, log_json=log_json)


def _settings(ctx: click.Context, index_at: Path | str | None, corpus: Path | None = None) -> Settings:
    """The settings, overridden by the folders given on the command line."""
    settings: Settings = ctx.obj
    return replace(settings, index=index_at or settings.index, corpus=corpus or settings.corpus)


def _print_json(value: object) -> None:
    from relbot.terminal.sanitize import to_json

    click.echo(to_json(value))


def main() -> None:
    """The entry point of the `relbot` command."""
    # Questions make small matrix products: waking a second thread takes longer than computing them, and far longer on a
    # busy machine. NumPy reads the variable when it is first imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    cli.main()

"""The commands about sources and the index: `index`, `add` and `status`."""

from __future__ import annotations

from pathlib import Path

import click

from relbot.cli.parameters import FOLDER, index_option, json_option, settings_of


def _ray_address(_: click.Context, __: click.Parameter, address: str | None) -> str | None:
    if address is None or address in {"local", "auto"} or ":" in address:
        return address
    raise click.BadParameter(f"{address!r} is no address of Ray; write host:6379, auto, or nothing, and --ray last")


@click.command()
@click.argument("corpus", type=FOLDER, required=False)
@index_option
@click.option("--check", "check_only", is_flag=True, help="Only check whether it is fresh; exit 1 if it is stale.")
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
@json_option
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
    settings = settings_of(ctx, index_at, corpus)
    if check_only:
        ctx.exit(0 if indexing.check(settings, as_json=as_json) else 1)
    if refresh:
        from relbot.acquisition.download import Web
        from relbot.terminal.adding import refresh_sources

        refresh_sources(settings, Web())
    indexing.build(settings, as_json=as_json, ray=ray, price=price)


@click.command()
@click.argument("targets", metavar="FILE|URL...", nargs=-1, required=True)
@click.option("--corpus", metavar="DIR", type=FOLDER, help="Where sources are; else RELBOT_CORPUS, else corpus/.")
@click.option("--below", is_flag=True, help="Also the pages below an address, or that a sitemap lists.")
@click.option(
    "--pages",
    metavar="N",
    type=click.IntRange(min=1),
    default=500,
    help="Pages at most with --below; else 500.",
)
@click.option("--title", metavar="TEXT", help="The title of one source that does not give one itself.")
@click.option("--url", metavar="URL", help="The address that citations of one source lead to.")
@click.option("--licence", metavar="TEXT", help="The licence of the sources.")
@click.option("--replace", "replace_present", is_flag=True, help="Replace other files of the same name.")
@click.option("--http", "allow_http", is_flag=True, help="Also fetch over connections that are not encrypted.")
@json_option
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
    how = Adding(
        settings_of(ctx, None, corpus).corpus, Web(allow_http), said, replace_present, pages if below else None
    )
    ctx.exit(0 if adding.add(how, targets, as_json=as_json) else 2)


@click.command()
@index_option
@click.option("--corpus", metavar="DIR", type=FOLDER, help="Sources to compare with; else RELBOT_CORPUS, else corpus/.")
@click.option("--verify", is_flag=True, help="Also read every file and compare its checksum.")
@json_option
@click.pass_context
def status(ctx: click.Context, index_at: Path | str | None, corpus: Path | None, verify: bool, as_json: bool) -> None:
    """Show what is indexed, how fresh it is, and whether it is intact.

    Exit 1 if sources have changed since, 2 if the index is damaged.

    Example: relbot status --verify
    """
    from relbot.terminal import indexing

    fresh = indexing.status(settings_of(ctx, index_at, corpus), verify=verify, as_json=as_json)
    ctx.exit(0 if fresh else 1)

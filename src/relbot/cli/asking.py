"""The commands that ask the index: `ask`, `chat`, `eval` and `timeline`."""

from __future__ import annotations

import sys
from dataclasses import asdict
from pathlib import Path

import click

from relbot.cli.parameters import FILE, NEW_FILE, index_option, json_option, open_bot, print_json


@click.command()
@click.argument("question", nargs=-1, required=True)
@index_option
@click.option(
    "-n",
    "limit",
    metavar="N",
    type=click.IntRange(1, 10),
    default=3,
    help="Passages to show at most, except in lists; else 3.",
)
@click.option(
    "--why", is_flag=True, help="Also show how it was found, what spoke for and against it, and what came close."
)
@json_option
@click.pass_context
def ask(
    ctx: click.Context, question: tuple[str, ...], index_at: Path | str | None, limit: int, why: bool, as_json: bool
) -> None:
    """Answer one question, citing the passages it rests on.

    Exit 1 if the corpus does not answer, 0 after small talk such as "thanks".

    Example: relbot ask "Who visited Tirana in 1956?"
    """
    from relbot.terminal.sanitize import replace_surrogates

    answer = open_bot(ctx, index_at).ask(replace_surrogates(" ".join(question)), limit)
    if as_json:
        print_json(answer.to_dict())
    else:
        from relbot.terminal.output import stdout
        from relbot.terminal.render import answer_text

        out = stdout()
        out.write(answer_text(answer, out, why=why, ask_why="--why"))
    ctx.exit(0 if answer.answered or answer.kind == "chat" else 1)


@click.command()
@index_option
@click.pass_context
def chat(ctx: click.Context, index_at: Path | str | None) -> None:
    """Hold a conversation; from a pipe, answer one question a line.

    Example: relbot chat < questions.txt
    """
    from relbot.terminal.chat import ChatLoop
    from relbot.terminal.output import stderr, stdout

    bot = open_bot(ctx, index_at)
    loop = ChatLoop(bot.conversation().ask, lambda: bot.contents, lambda: bot.suggestions, stdout(), stderr())
    if sys.stdin.isatty() and sys.stdout.isatty():
        loop.run_interactive()
    else:
        loop.run(sys.stdin)


@click.command("eval")
@click.argument("file", type=FILE)
@index_option
@click.option(
    "--min",
    "minimum",
    metavar="SHARE",
    type=click.FloatRange(0, 1),
    help="Exit 1 if a smaller share than this is right.",
)
@click.option("--plot", metavar="FILE", type=NEW_FILE, help="Also draw precision and calibration into this PNG file.")
@json_option
@click.pass_context
def evaluate(
    ctx: click.Context, file: Path, index_at: Path | str | None, minimum: float | None, plot: Path | None, as_json: bool
) -> None:
    """Score the answers to a file of questions.

    Example: relbot eval tests/questions/seed.jsonl --min 0.9 --plot curves.png
    """
    from relbot.evaluation.calibration import better_caution
    from relbot.evaluation.outcomes import ask_all
    from relbot.evaluation.questions import lines_of, read_questions
    from relbot.evaluation.scores import score, score_by_kind
    from relbot.terminal.output import stderr, stdout
    from relbot.terminal.progress import DelayedProgressBar
    from relbot.terminal.scores import caution_line, scores_table, wrong_answers

    try:
        with file.open(encoding="utf-8-sig", errors="replace") as stream:
            conversations = read_questions(lines_of(stream, str(file)), str(file))
    except OSError as error:
        raise click.BadParameter(f"{file} cannot be read ({error.strerror}).", ctx, param_hint="FILE") from None
    bot = open_bot(ctx, index_at)
    outcomes, total = [], sum(map(len, conversations))
    with DelayedProgressBar(stderr()) as progress:
        for outcome in ask_all(conversations, lambda: bot.conversation().ask):
            outcomes.append(outcome)
            progress("Asking", len(outcomes), total)
    scores, by_kind, caution = score(outcomes), score_by_kind(outcomes), better_caution(outcomes)
    if as_json:
        kinds = {kind: asdict(figures) for kind, figures in by_kind.items()}
        wrong = [outcome.to_dict() for outcome in outcomes if not outcome.right]
        better = asdict(caution) if caution else None
        print_json({"scores": asdict(scores), "by_kind": kinds, "better_caution": better, "wrong": wrong})
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


@click.command()
@click.argument("span", nargs=-1)
@index_option
@click.option("--word", "words", metavar="WORD", multiple=True, help="Only sentences with this word; may be repeated.")
@click.option("-n", "limit", metavar="N", type=click.IntRange(min=1), help="Dates to show at most; else all.")
@click.option("--png", metavar="FILE", type=NEW_FILE, help="Draw it into this file instead of listing it.")
@json_option
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
    from relbot.terminal.sanitize import replace_surrogates
    from relbot.terminal.timeline import print_timeline

    bot = open_bot(ctx, index_at)
    events = bot.timeline(replace_surrogates(" ".join(span)) or None, replace_surrogates(" ".join(words)) or None)
    print_timeline(events, limit=limit, png=png, as_json=as_json, filtered=bool(span or words))

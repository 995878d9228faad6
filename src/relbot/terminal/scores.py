"""Renders evaluation scores as a table, and the wrong answers as a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from relbot.evaluation.calibration import Caution
from relbot.evaluation.outcomes import Outcome
from relbot.evaluation.scores import Scores
from relbot.terminal.sanitize import sanitize

MAX_WRONG_LISTED = 20


def scores_table(scores: Scores, by_kind: Mapping[str, Scores]) -> Group:
    """Return a table with one row for all questions and one per kind, and a line with calibration error and latency."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 0, 0, 1))
    table.add_column("Questions", no_wrap=True, max_width=16)
    for heading in ("asked", "right", "answered", "answer@1", "passage@1", "passage@3", "false"):
        table.add_column(heading, justify="right")
    for name, row in {"all": scores, **by_kind}.items():
        table.add_row(Text(sanitize(name)), f"{row.questions:,}", *(_format_share(value) for value in _shares(row)))
    error = _format_share(scores.calibration_error)
    return Group(table, "", f"Calibration error {error} · p50 {scores.p50:.1f} ms · p95 {scores.p95:.1f} ms")


def caution_line(caution: Caution) -> str:
    """Say what effect a threshold other than the present one would have."""
    right = f"{_format_share(caution.right)} of them would be right, in place of {_format_share(caution.right_now)}"
    return f"With RELBOT_CAUTION={caution.caution:.4f} {right}."


def wrong_answers(outcomes: Sequence[Outcome]) -> Text:
    """List the first MAX_WRONG_LISTED wrong outcomes with question, wanted answer and given answer; count the rest."""
    wrong = [outcome for outcome in outcomes if not outcome.right]
    listed = [_wrong_answer(outcome) for outcome in wrong[:MAX_WRONG_LISTED]]
    if len(wrong) > MAX_WRONG_LISTED:
        listed.append(Text(f"and {len(wrong) - MAX_WRONG_LISTED:,} more; --json lists them all.", "dim"))
    return Text("\n").join(listed)


def _shares(scores: Scores) -> tuple[float | None, ...]:
    at_rank = (scores.answer_at_1, scores.passage_at_1, scores.passage_at_3)
    return (scores.right, scores.answered, *at_rank, scores.false_answers)


def _format_share(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"


def _wrong_answer(outcome: Outcome) -> Text:
    asked = outcome.asked
    wanted = " | ".join(asked.answers) if asked.answers is not None else "no answer"
    if asked.is_small_talk:
        wanted = "a reply to small talk"
    elif asked.breadth and asked.breadth.least:
        wanted = f"{asked.breadth.least} of {wanted}"
    given = outcome.text if outcome.answered and outcome.text else "no answer"
    return Text.assemble(
        (f"line {asked.line} ", "cyan"),
        (sanitize(asked.question), "bold"),
        f"\n  wanted: {sanitize(wanted)}\n  said:   {sanitize(given)}",
    )

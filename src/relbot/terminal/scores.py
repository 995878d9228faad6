"""The figures of an evaluation as tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from relbot.evaluation import Outcome, Scores
from relbot.terminal.escape import printable

WRONG_SHOWN = 20


def scores_table(scores: Scores, by_kind: Mapping[str, Scores]) -> Group:
    """The figures over all questions, and under them the same for each kind."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, padding=(0, 0, 0, 1))
    table.add_column("Questions", no_wrap=True, max_width=16)
    for heading in ("asked", "right", "answered", "answer@1", "passage@1", "passage@3", "false"):
        table.add_column(heading, justify="right")
    for name, row in {"all": scores, **by_kind}.items():
        table.add_row(Text(printable(name)), f"{row.questions:,}", *(_share(value) for value in _shares(row)))
    error = _share(scores.calibration_error)
    return Group(table, "", f"Calibration error {error} · p50 {scores.p50:.1f} ms · p95 {scores.p95:.1f} ms")


def _shares(scores: Scores) -> tuple[float | None, ...]:
    found = (scores.answer_at_1, scores.passage_at_1, scores.passage_at_3)
    return (scores.right, scores.answered, *found, scores.false_answers)


def _share(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"


def wrong_ones(outcomes: Sequence[Outcome]) -> Text:
    """What was asked, wanted and said, of the first that went wrong; the rest is counted."""
    wrong = [outcome for outcome in outcomes if not outcome.right]
    shown = [_wrong(outcome) for outcome in wrong[:WRONG_SHOWN]]
    if len(wrong) > WRONG_SHOWN:
        shown.append(Text(f"and {len(wrong) - WRONG_SHOWN:,} more; --json lists them all.", "dim"))
    return Text("\n").join(shown)


def _wrong(outcome: Outcome) -> Text:
    asked = outcome.asked
    wanted = " | ".join(asked.answers) if asked.answers is not None else "no answer"
    said = outcome.text if outcome.answered and outcome.text else "no answer"
    return Text.assemble(
        (f"line {asked.line} ", "cyan"),
        (printable(asked.question), "bold"),
        f"\n  wanted: {printable(wanted)}\n  said:   {printable(said)}",
    )

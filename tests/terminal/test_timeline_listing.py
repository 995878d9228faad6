from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.cells import cell_len
from rich.console import Console

from relbot.cli import cli
from relbot.temporal.interval import Interval, a_day, years
from relbot.terminal.timeline import timeline_text
from terminal.conftest import console
from timeline_fixtures import events

LONG = (Interval(a_day(1956, 9, 29).first, a_day(1961, 12, 1).last), "It lasted for long. " * 8)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["timeline", *map(str, arguments)], env={"NO_COLOR": "1"})


def test_years_line_up_and_stand_apart(terminal: Console) -> None:
    shown = timeline_text(events((years(1961), "One."), (a_day(1961, 6, 6), "Two."), (years(1990), "Three.")), terminal)
    assert shown.plain.split("\n") == [
        "       1961  One.",
        "             Tirana › Past",
        "6 June 1961  Two.",
        "             Tirana › Past",
        "",
        "       1990  Three.",
        "             Tirana › Past",
    ]


@pytest.mark.parametrize("width", [24, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal_or_80_columns(width: int) -> None:
    shown = timeline_text(events(LONG, (years(1990), "漢字 " * 60)), console(terminal=True, width=width))
    assert max(map(cell_len, shown.plain.split("\n"))) <= min(width, 80)


def test_in_a_pipe_each_sentence_is_one_line_and_the_address_is_written_out(pipe: Console) -> None:
    sentence = "It was so and so. " * 20
    lines = timeline_text(events((years(1961), sentence.strip())), pipe).plain.split("\n")
    assert lines == [f"1961  {sentence.strip()}", "      Tirana › Past", "      https://example.org/page#:~:text=then"]


def test_the_place_is_a_link_where_the_terminal_knows_links(terminal: Console) -> None:
    shown = timeline_text(events((years(1961), "One.")), terminal)
    assert "example.org" not in shown.plain
    assert any("link https://example.org/page" in str(span.style) for span in shown.spans)


def test_an_inferred_date_is_marked(terminal: Console) -> None:
    assert timeline_text(events((years(1961), "One."), inferred=True), terminal).plain.startswith("~ 1961  One.")


def test_a_hostile_sentence_cannot_steer_the_terminal(terminal: Console) -> None:
    shown = timeline_text(events((years(1961), "a\x1b[2Jb\u202ec\nd [bold]e[/bold]")), terminal)
    assert "a[2Jbc d [bold]e[/bold]" in shown.plain


def test_the_command_lists_a_span_with_a_word(seed_index: Path) -> None:
    result = run("1956..1961", "--word", "hoxha", "--index", seed_index)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("29 June – 1 July 1956  From 29 June to 1 July 1956, First Secretary")
    assert "November 2012" not in result.stdout


def test_a_span_needs_no_quotes(seed_index: Path) -> None:
    assert "28 November 1948" in run("before", "1950", "--index", seed_index).stdout


def test_json_is_an_array_and_nothing_else(seed_index: Path) -> None:
    listed = json.loads(run("--json", "--index", seed_index).stdout)
    assert listed[0]["first"] == listed[0]["last"] == "1948-11-28"
    assert json.loads(run("300 BC", "--json", "--index", seed_index).stdout) == []


def test_what_is_left_out_is_counted_on_stderr(seed_index: Path) -> None:
    result = run("-n", "1", "--json", "--index", seed_index)
    assert len(json.loads(result.stdout)) == 1
    assert result.stderr.endswith(" more dates left out; -n shows more.\n")


def test_nothing_dated_is_said_and_is_no_error(seed_index: Path) -> None:
    result = run("300 BC", "--index", seed_index)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "relbot: Nothing dated was found that fits.\n"


def test_an_unreadable_span_is_one_sentence_and_exit_2(seed_index: Path) -> None:
    result = run("so\x1bon", "--index", seed_index)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("relbot: “soon” is not a span of time that relbot understands; write it like 1956,")
    assert result.stderr.count("\n") == 1


def test_a_picture_is_written_in_place_of_the_list(seed_index: Path, tmp_path: Path) -> None:
    result = run("--png", tmp_path / "timeline.png", "--index", seed_index)
    assert (result.exit_code, result.stdout, result.stderr) == (0, "", "")
    assert (tmp_path / "timeline.png").read_bytes().startswith(b"\x89PNG")


def test_a_picture_that_cannot_be_written_is_one_sentence_and_exit_2(seed_index: Path, tmp_path: Path) -> None:
    result = run("--png", tmp_path / "none" / "timeline.png", "--index", seed_index)
    assert result.exit_code == 2
    assert result.stderr.endswith("timeline.png (No such file or directory); name another file.\n")

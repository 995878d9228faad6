import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from relbot import Relbot
from relbot.answer import Answer
from relbot.contents import Contents, IndexedSource
from relbot.errors.index import IndexDamaged
from relbot.terminal.chat import COMMANDS, ChatLoop, _history
from relbot.terminal.output import PlainConsole
from terminal.answers import ANSWER, REFUSAL, SENTENCE, SMALL_TALK, SOURCE
from terminal.output_checks import without_own_styles
from terminal.pseudo_terminal import PseudoTerminal

CONTENTS = Contents("g1", datetime(2025, 3, 1, tzinfo=UTC), "all-MiniLM-L6-v2", (IndexedSource(SOURCE, 12),), 12, 30)


def answer(question: str) -> Answer:
    if "damaged" in question:
        raise IndexDamaged(Path("index/CURRENT"), "is missing")
    if "slow" in question:
        raise KeyboardInterrupt
    return SMALL_TALK if "thanks" in question else REFUSAL if "visa" in question else ANSWER


def chat(*lines: str) -> None:
    ChatLoop(answer, lambda: CONTENTS, lambda: (), PlainConsole(), PlainConsole(stderr=True)).run(lines)


def test_each_line_is_answered_and_blank_lines_are_not(capsys: pytest.CaptureFixture[str]) -> None:
    chat("When was it signed?\n", "\n", "  \n", "Which visa?\n")
    out, err = capsys.readouterr()
    assert out.startswith(SENTENCE)
    assert "\n\nNo answer. “Visa” occurs nowhere in the corpus.\n" in out
    assert err == ""


@pytest.mark.parametrize(
    "line", ["/quit", "/q", "/exit", "exit", "Quit", "quit()", "bye!", "Goodbye.", ":q", ":q!", " EXIT\n"]
)
def test_what_leaves_other_programs_ends_the_chat(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    chat(line, "When was it signed?")
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "line", ["exit?", "Where is the exit?", "quit smoking", "bye for now, and when was it signed?"]
)
def test_what_says_more_than_to_leave_is_answered(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    chat(line)
    assert capsys.readouterr().out.startswith(SENTENCE)


def test_why_tells_of_the_last_answer(capsys: pytest.CaptureFixture[str]) -> None:
    chat("Which visa?", "/why")
    assert "What came closest, without answering" in capsys.readouterr().out


def test_why_after_small_talk_tells_of_the_answer_before(capsys: pytest.CaptureFixture[str]) -> None:
    chat("Which visa?", "thanks", "/why")
    out = capsys.readouterr().out
    assert "\n\nYou are welcome!\n\nNo answer." in out
    assert "What came closest, without answering" in out


def test_why_before_any_question_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    chat("/why")
    assert capsys.readouterr().out == "Nothing has been asked yet.\n"


def test_sources_shows_what_is_indexed(capsys: pytest.CaptureFixture[str]) -> None:
    chat("/sources")
    out = capsys.readouterr().out
    assert SOURCE.title in out
    assert SOURCE.path in out


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    chat("/help")
    out = capsys.readouterr().out
    assert all(name in out for name in COMMANDS)


def test_a_command_may_be_cut_short(capsys: pytest.CaptureFixture[str]) -> None:
    chat("/s", "/q", "/help")
    out = capsys.readouterr().out
    assert SOURCE.path in out
    assert "/help" not in out


def test_an_unknown_command_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    chat("/dance\x1b[2J now")
    out, err = capsys.readouterr()
    assert (out, err) == ("", "There is no command /dance[2J now; /help lists all commands.\n")


def test_an_error_is_said_and_the_conversation_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    chat("damaged?", "When was it signed?")
    out, err = capsys.readouterr()
    assert err.startswith("The index is damaged: index/CURRENT is missing;")
    assert SENTENCE in out


def test_ctrl_c_stops_an_answer_and_not_the_conversation(capsys: pytest.CaptureFixture[str]) -> None:
    chat("slow", "When was it signed?")
    out, err = capsys.readouterr()
    assert err == "Stopped.\n"
    assert SENTENCE in out


@pytest.fixture
def pty(seed_index: Path, tmp_path: Path) -> Iterator[PseudoTerminal]:
    with PseudoTerminal(["-m", "relbot", "chat", "--index", str(seed_index)], home=tmp_path) as pty:
        pty.expect("›")
        yield pty


def test_a_conversation_opens_with_questions_that_the_corpus_answers(pty: PseudoTerminal, seed_bot: Relbot) -> None:
    assert seed_bot.suggestions
    opening = pty.seen.replace("\r", "")
    assert "You could ask:\n" + "\n".join(f"  {question}" for question in seed_bot.suggestions) in without_own_styles(
        opening
    )
    assert all(seed_bot.ask(question).answered for question in seed_bot.suggestions)


def test_a_terminal_shows_answers_edits_lines_and_ends_with_ctrl_d(pty: PseudoTerminal, tmp_path: Path) -> None:
    pty.send("half a ques")
    pty.send("\x03")  # Ctrl-C
    pty.expect("Ctrl-D or /quit leaves.")
    pty.send("When were diplomatic relations established?\r")
    pty.expect("November 28, 1948")
    pty.expect("›")
    pty.send("/wh\t")
    pty.expect("y")
    pty.send("\r")
    pty.expect("What spoke for it")
    pty.send("/dance\r")
    pty.expect("There is no command /dance")
    pty.expect("›")
    pty.send("\x04")  # Ctrl-D
    assert pty.exit_code() == 0
    assert "When were diplomatic relations" in (tmp_path / "relbot" / "history").read_text(encoding="utf-8")


@pytest.mark.parametrize("obstacle", ["a file for a folder", "a pipe", "a folder", "a link to itself"])
def test_a_history_that_cannot_be_written_is_no_error(obstacle: str, seed_index: Path, tmp_path: Path) -> None:
    folder = tmp_path / "relbot"
    if obstacle == "a file for a folder":
        folder.write_text("a file where the folder should be")
    else:
        folder.mkdir()
        file = folder / "history"
        if obstacle == "a pipe":
            os.mkfifo(file)
        elif obstacle == "a folder":
            file.mkdir()
        else:
            file.symlink_to(file)
    with PseudoTerminal(["-m", "relbot", "chat", "--index", str(seed_index)], home=tmp_path) as pty:
        pty.expect("›")
        pty.send("Hoxha\r")
        pty.expect(" %)")
        pty.send("/quit\r")
        assert pty.exit_code() == 0


def test_who_has_no_home_has_a_history_as_long_as_the_chat_lasts(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", nowhere)
    history = _history()
    history.append_string("Who?")
    assert history.get_strings() == ["Who?"]

"""Hostile sources through every command: bad ones are named and left out, the rest answers, and nothing in a text,
title, address, heading or file name controls the terminal.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from relbot import Relbot
from relbot.cli import cli
from relbot.index.build import build
from terminal.output_checks import is_inert, without_own_styles
from terminal.pseudo_terminal import PseudoTerminal

OWNED = "\x1b]0;owned\x07\x9b31m\x1b[2J\u202e\u2066"
"""Sets the title, changes colours, clears the screen, reverses the text direction."""
LINKED = "\x1b]8;;http://evil.example\x1b\\here\x1b]8;;\x1b\\"
WHO = "Who opened the embassy in Tirana?"
GOOD = f"""---
title: "Notes \\e]0;owned\\a\\x9B31m\\u202E \\ud83d\\ude00 \\ud800"
url: https://a.example/%1b%5d0;owned%07?q=%c2%9b31m
licence: "CC \\e[2J"
---
# Notes {OWNED}

## Embassy {OWNED} {LINKED}

Kim {OWNED} opened the {LINKED} embassy in Tirana on 1 May 1948. He came again two dayſ later.

ジョン・スミス came too, with a lone accent \u0301 and a vowel \u0345.
"""
TOLERATED = {
    "url.md": '---\nurl: "https://a.example/\\e]0;owned\\a"\n---\nText.',
    "link.md": '---\nurl: "https://a.example/\\e\\\\"\n---\nText.',
    "bidi.md": '---\nurl: "https://a.example/\\u202e"\n---\nText.',
    "script.md": "---\nurl: javascript:alert(1)\n---\nText.",
    "laughs.md": "---\na: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n---\nText.",
    "merged.md": "---\na: &a {title: T}\n<<: *a\n---\nText.",
    "deep.md": f"---\na: {'[' * 5_000}\n---\nText.",
    "beyond.md": '---\ntitle: "\\UFFFFFFFF"\n---\nText.',
    "version.md": f"---\n%YAML {'9' * 5_000}.0\n---\nText.",
}
"""Sources whose front matter is not used, and whose text is."""
BAD = {
    "lines.md": ("\n" * 1_000_001 + "Text.", "has more than 1,000,000 lines"),
    "\x1b]0;owned\x07.md": ("Text.", "its name has characters that cannot be shown"),
    "\x9b31m.md": ("Text.", "its name has characters that cannot be shown"),
    "two\nlines.md": ("Text.", "its name has characters that cannot be shown"),
    "\udcff\udcfe.md": ("Text.", "its name has characters that cannot be shown"),
}


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile") / "corpus"
    folder.mkdir()
    (folder / "good\u202e\u2066.md").write_text(GOOD)
    (folder / f"{'long' * 60}.md").write_text("The longest name of a file has 255 bytes.")
    (folder / "SAME.md").write_text("Tirana is the capital of Albania, says one.")
    (folder / "same.md").write_text("Tirana is the capital of Albania, says the other.")
    for name, text in TOLERATED.items():
        (folder / name).write_text(text)
    for name, (text, _) in BAD.items():
        (folder / name).write_text(text)
    os.mkfifo(folder / "pipe.md")
    (folder / "device.md").symlink_to("/dev/zero")
    (folder / "circle.md").symlink_to("circle.md")
    (folder / "nowhere.md").symlink_to("a" * 300)
    (folder / "round").symlink_to("..")
    return folder


@pytest.fixture(scope="module")
def hostile_index(sources: Path) -> Path:
    index = sources.parent / "index"
    report = build(sources, index)
    assert {rejected.path for rejected in report.rejected} > {
        "pipe.md",
        "device.md",
        "circle.md",
        "nowhere.md",
        "round",
    }
    assert report.sources == 4 + len(TOLERATED)
    return index


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments])


def test_a_bad_source_is_named_with_what_is_wrong_and_the_rest_answers(sources: Path, hostile_index: Path) -> None:
    result = run("index", sources, "--index", hostile_index)
    assert result.exit_code == 0
    warnings = result.stderr.splitlines()
    assert len(warnings) == len(BAD) + 5
    for name, (_, why) in BAD.items():
        shown = {"\udcff\udcfe.md": "\\xff\\xfe.md"}.get(name) or name.encode("unicode_escape").decode()
        assert [w for w in warnings if w.startswith(f"relbot: warning: {shown} was left out: ") and why in w], name
    answer = Relbot.open(hostile_index).ask(WHO)
    assert answer.text
    assert answer.text in GOOD
    assert answer.citations[0].document.title.endswith("😀 \ufffd")


@pytest.mark.parametrize("path", TOLERATED)
def test_front_matter_that_cannot_be_used_costs_no_text_and_gives_no_link(path: str, hostile_index: Path) -> None:
    document = Relbot.open(hostile_index).document(path)
    assert document.text.endswith("Text.")
    assert document.source.url is None


@pytest.mark.parametrize(
    "command",
    [
        *(["ask", WHO], ["ask", WHO, "--why"], ["ask", WHO, "--json"], ["ask", "Who wrote the qzxv opera?", "--why"]),
        *(["timeline"], ["timeline", "--json"], ["timeline", "1948", "--word", "embassy"]),
        *(["status", "--corpus", "@"], ["status", "--corpus", "@", "--json"], ["eval", "@/../eval.jsonl"]),
        *(["index", "@"], ["index", "@", "--json"], ["index", "@", "--check"]),
    ],
    ids=" ".join,
)
def test_no_command_lets_a_source_control_the_terminal(command: list[str], sources: Path, hostile_index: Path) -> None:
    asked = {"question": WHO, "answers": [OWNED], "kind": OWNED}
    (sources.parent / "eval.jsonl").write_text(json.dumps(asked))
    result = run(*(part.replace("@", str(sources)) for part in command), "--index", hostile_index)
    assert result.exit_code in (0, 1)
    assert is_inert(result.stdout)
    assert is_inert(result.stderr)
    assert "owned" in result.output or "--check" in command or "index" in command


@pytest.mark.parametrize("command", [["ask", WHO, "--why"], ["timeline"], ["--debug", "ask", WHO, "--index", OWNED]])
def test_colours_and_links_on_a_terminal_are_relbots_own(
    command: list[str], hostile_index: Path, sources: Path
) -> None:
    place = [] if "--index" in command else ["--index", str(hostile_index)]
    with PseudoTerminal(["-m", "relbot", *command, *place], home=sources.parent) as pty:
        pty.read_to_end()
    screen = without_own_styles(pty.seen.replace("\r\n", "\n"))
    assert "owned" in screen
    assert is_inert(screen)


def test_a_conversation_on_a_terminal_shows_nothing_raw(hostile_index: Path, tmp_path: Path) -> None:
    with PseudoTerminal(["-m", "relbot", "chat", "--index", str(hostile_index)], home=tmp_path) as pty:
        pty.expect("›")
        pty.send(f"\u202e{WHO}\u2066\x9b\r")
        pty.expect(" %)")
        pty.expect("›")
        pty.send("/why\r")
        pty.expect("Milliseconds")
        pty.expect("›")
        pty.send("/sources\r")
        pty.expect("SAME.md")
        pty.expect("›")
        pty.send("/dance\u202e\r")
        pty.expect("There is no command")
        pty.expect("›")
        pty.send("\x04")
        assert pty.exit_code() == 0
    assert "\x1b]0;" not in pty.seen
    assert "evil.example\x1b" not in pty.seen
    assert not {"\x07", "\x9b", "\u202e", "\u2066"} & set(pty.seen)


def test_hostile_lines_through_a_pipe_are_each_answered(hostile_index: Path) -> None:
    lines = [
        WHO,
        OWNED + WHO,
        LINKED,
        "\ud800",
        '"NEAR(* OR',
        "x" * 100_000,
        "/why",
        "/" + OWNED,
        "\x85\u2028",
        "/sources",
        *("after Kim came", "/", "//", "/q\x00", "What happened laſt year?", "・ゾ", "\u0345", WHO),
    ]
    data = "\n".join(lines).encode("utf-8", "surrogatepass") + b"\n\xff\xfe\x00\n" + WHO.encode()
    command = [sys.executable, "-m", "relbot", "chat", "--index", str(hostile_index)]
    done = subprocess.run(command, input=data, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0
    assert is_inert(done.stdout.decode())
    assert is_inert(done.stderr.decode())
    assert b"Traceback" not in done.stderr
    assert done.stdout.decode().count("opened the") >= 3

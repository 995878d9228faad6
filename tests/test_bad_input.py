"""Whatever is given, relbot says one sentence: what is wrong, and what to do. Each through the real command line."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from index.manifest_edits import edit_manifest
from relbot.cli import cli
from relbot.index.encoding.token_codec import codec_for
from relbot.index.local.publish import CURRENT, current_folder, generation_folders
from relbot.index.local.verification import FILES, verify_generation
from relbot.index.manifest import FILE as MANIFEST
from relbot.index.manifest import FORMAT

KIM = "The embassy in Tirana was opened by Kim."
WHO = "Who opened the embassy in Tirana?"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, [str(argument) for argument in arguments], env={"NO_COLOR": "1"})


def assert_refused(result: Result, *parts: str) -> None:
    """One sentence on stderr, nothing on stdout, exit 2."""
    assert (result.exit_code, result.stdout) == (2, "")
    sentence = result.stderr.splitlines()[-1]
    assert sentence.startswith("relbot: ")
    assert sentence.endswith(".")
    assert "Traceback" not in result.stderr
    for part in parts:
        assert part in sentence


def state(index: Path) -> list[tuple[str, int]]:
    return sorted(
        (str(file.relative_to(index)), file.stat().st_mtime_ns) for file in index.rglob("*") if file.is_file()
    )


# The corpus folder.


def test_where_there_is_no_corpus_folder_it_is_told_what_to_do(tmp_path: Path, index: Path) -> None:
    before = state(index)
    missing = tmp_path / "none"
    assert_refused(run("index", missing, "--index", index), f"There is no corpus folder at {missing}; create it")
    assert state(index) == before


def test_a_file_in_the_place_of_the_corpus_folder_is_told(tmp_path: Path, index: Path) -> None:
    (tmp_path / "file").touch()
    file = tmp_path / "file"
    assert_refused(run("index", file, "--index", index), f"{file} is a file", f"`relbot add {file}` copies")


def test_an_empty_corpus_folder_is_told(tmp_path: Path, index: Path) -> None:
    before = state(index)
    (tmp_path / "empty").mkdir()
    (tmp_path / "empty" / "picture.png").write_bytes(b"\x89PNG")
    assert_refused(
        run("index", tmp_path / "empty", "--index", index),
        "There is no document in",
    )
    assert state(index) == before


def test_a_corpus_of_which_nothing_can_be_read_is_told(tmp_path: Path, index: Path) -> None:
    before = state(index)
    corpus = tmp_path / "bad"
    corpus.mkdir()
    (corpus / "binary.txt").write_bytes(b"\x00\x01")
    (corpus / "empty.md").touch()
    result = run("index", corpus, "--index", index)
    said = "binary.txt (it is not text (a NUL at byte 0); save it as UTF-8 text), empty.md (it is empty)."
    assert_refused(result, f"No source in {corpus} can be read: {said}")
    assert state(index) == before


def test_a_first_build_that_fails_leaves_no_index_behind_that_could_be_taken_for_one(tmp_path: Path) -> None:
    assert run("index", tmp_path / "none", "--index", tmp_path / "index").exit_code == 2
    assert_refused(run("ask", WHO, "--index", tmp_path / "index"), "There is no index at")


@pytest.mark.parametrize("command", [("ask", WHO), ("status",), ("index",), ("index", "--check")])
def test_an_index_at_a_file_is_told_and_the_file_left_as_it_is(
    command: tuple[str, ...], corpus: Path, tmp_path: Path
) -> None:
    file = tmp_path / "notes.txt"
    file.write_text(KIM)
    sources = (corpus,) if command[0] == "index" else ()
    assert_refused(run(*command, *sources, "--index", file), f"cannot be at {file}, which is no folder", "--index")
    assert file.read_text() == KIM


# Sources.

BAD = {
    "binary.txt": "it is not text (a NUL at byte 4); save it as UTF-8 text",
    "cut.txt": "it is not UTF-16 at byte 4; save it as UTF-8",
    "empty.txt": "it is empty",
    "blank.md": "it is empty",
    "huge.txt": "it is larger than 16 MB; split it",
    "out.txt": "it is a symbolic link that leads out of the corpus folder",
    "nowhere.txt": "it is gone, or a symbolic link that leads nowhere",
    "pipe.txt": "it is not a regular file",
    "no-prose.md": "it holds no prose",
    "two\\nlines.txt": "its name has characters that cannot be shown; rename it",
}


def fill(corpus: Path) -> None:
    (corpus / "binary.txt").write_bytes(b"GIF8\x00\xff")
    (corpus / "cut.txt").write_bytes("ab".encode("utf-16")[:-1])
    (corpus / "empty.txt").touch()
    (corpus / "blank.md").write_text(" \n\n")
    with (corpus / "huge.txt").open("wb") as file:
        file.truncate(200_000_000)  # of holes, which take no room
    (corpus.parent / "secret").write_text("The secret is 42.")
    (corpus / "out.txt").symlink_to(corpus.parent / "secret")
    (corpus / "nowhere.txt").symlink_to(corpus / "nothing")
    os.mkfifo(corpus / "pipe.txt")
    (corpus / "no-prose.md").write_text("# Only a heading\n")
    (corpus / "two\nlines.txt").write_text("Text.")


def test_a_bad_source_is_named_and_left_out_and_the_rest_is_indexed(corpus: Path, index: Path) -> None:
    fill(corpus)
    (corpus / "good.txt").write_text(KIM)
    result = run("index", corpus, "--index", index)
    assert result.exit_code == 0
    warnings = [line for line in result.stderr.splitlines() if line]
    assert sorted(warnings) == sorted(f"relbot: warning: {name} was left out: {why}." for name, why in BAD.items())
    assert result.stdout.startswith("Indexed 2 sources")
    assert KIM in run("ask", WHO, "--index", index).stdout
    assert "42" not in run("ask", "What is the secret?", "--index", index).stdout


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is unreadable to the superuser")
def test_an_unreadable_source_is_named_and_left_out(corpus: Path, index: Path) -> None:
    (corpus / "locked.txt").write_text(KIM)
    (corpus / "locked.txt").chmod(0)
    result = run("index", corpus, "--index", index)
    assert result.exit_code == 0
    assert result.stderr == "relbot: warning: locked.txt was left out: it cannot be read (Permission denied).\n"


# The index.


def test_where_there_is_no_index_it_is_told_how_to_build_one(tmp_path: Path) -> None:
    assert_refused(run("ask", WHO, "--index", tmp_path / "none"), "There is no index at", "run `relbot index`")


@pytest.mark.parametrize("name", [*FILES, MANIFEST, CURRENT, "the whole generation"])
def test_an_index_half_deleted_says_which_file_and_how_to_mend_it(name: str, index: Path) -> None:
    if name == "the whole generation":
        shutil.rmtree(current_folder(index))
        message = "manifest.json cannot be read (No such file or directory)"
    elif name == CURRENT:
        (index / CURRENT).unlink()
        message = "There is no index at"
    else:
        (current_folder(index) / name).unlink()
        message = f"{name} cannot be read (No such file or directory)"
    assert_refused(run("ask", WHO, "--index", index), message, "run `relbot index` to ")
    assert_refused(run("status", "--index", index), message)


def test_an_index_half_deleted_is_mended_by_the_command_that_was_named(corpus: Path, index: Path) -> None:
    (current_folder(index) / "tokenizer.json").unlink()
    assert run("index", corpus, "--index", index).exit_code == 0
    assert run("ask", "When were diplomatic relations established?", "--index", index).exit_code == 0
    verify_generation(current_folder(index))


def test_an_index_made_by_another_model_is_refused(index: Path) -> None:
    edit_manifest(index, lambda values: values["model"].update(name="other/model"))
    edit_manifest(index, lambda values: values.update(token_codec=codec_for("other/model").name))
    assert_refused(run("ask", WHO, "--index", index), "was built with the model other/model", "run `relbot index`")


def test_an_index_of_a_newer_format_is_refused(index: Path) -> None:
    edit_manifest(index, lambda values: values.update(format=FORMAT + 1))
    message = f"has format {FORMAT + 1} and this relbot reads up to {FORMAT}; update relbot"
    assert_refused(run("ask", WHO, "--index", index), message, "run `relbot index`")


def test_an_index_that_cannot_be_written_is_told(corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert_refused(run("index", corpus, "--index", tmp_path / "file" / "index"), "could not be written to")


# Questions.


@pytest.mark.parametrize(
    ("question", "reply"),
    [
        ("", "The question is empty."),
        ("\x00\x07\x1b", "The question is empty."),
        ("\u202e\u200b", "The question is empty."),
        ("who is the of", ""),
        ("朝鮮とアルバニアの関係は？", ""),
        ("Hur många zebror finns det i Örebro?", ""),
        ("\x1b[31mWhen\x1b[0m did the zebra\x00 escape?", ""),
        ("a" * 100_000, "The question has 100,000 characters, and relbot reads up to 1,000; ask it shorter."),
        ("why " * 25_000, "The question has 99,999 characters"),
    ],
    ids=lambda text: ascii(text)[:20],
)
def test_a_strange_question_is_refused_plainly_and_soon(question: str, reply: str, seed_index: Path) -> None:
    started = time.perf_counter()
    result = run("ask", question, "--index", seed_index)
    assert time.perf_counter() - started < 1.5
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.startswith(f"No answer. {reply}")
    assert not {"\x1b", "\x00", "\x07", "\u202e"} & set(result.stdout)


# A build that is stopped.


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGKILL, -9)], ids=["Ctrl-C", "killed"])
def test_a_build_that_is_stopped_in_the_middle_leaves_the_index_before_it(
    how: signal.Signals, code: int, corpus: Path, index: Path
) -> None:
    before = current_folder(index)
    for number in range(250):
        (corpus / f"{number}.txt").write_text(f"Treaty number {number} was signed in Tirana. {KIM} " * 5)
    building = index / ".building" / "passages.sqlite"
    command = [sys.executable, "-m", "relbot", "index", str(corpus), "--index", str(index)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        while not building.exists():
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(how)
        _, stderr = process.communicate(timeout=30)
    assert process.returncode == code
    assert "Traceback" not in stderr
    assert current_folder(index) == before
    assert run("ask", "When were diplomatic relations established?", "--index", index).exit_code == 0
    for number in range(1, 250):
        (corpus / f"{number}.txt").unlink()
    assert run("index", corpus, "--index", index).exit_code == 0
    assert run("ask", WHO, "--index", index).exit_code == 0
    generations = generation_folders(index)
    left = {path.name for path in index.iterdir()} - {".verified"}
    assert left == {CURRENT, ".lock", *(path.name for path in generations)}
    assert len(generations) == 2


# What the settings name.


def place(kind: str, folder: Path) -> str:
    """The path of something that is neither a file nor a folder that holds what is wanted."""
    path = folder / "it"
    if kind == "a file":
        path.write_text(KIM)
    elif kind == "a pipe":
        os.mkfifo(path)
    elif kind == "a link to itself":
        path.symlink_to(path)
    elif kind == "below a file":
        path.write_text(KIM)
        return str(path / "below")
    elif kind == "a name that is too long":
        return str(folder / ("x" * 300))
    elif kind == "a name that is no text":
        return os.fsdecode(os.fsencode(folder) + b"/\xff")
    else:
        return kind
    return str(path)


KINDS = ("a file", "a pipe", "a link to itself", "below a file", "a name that is too long", "a name that is no text")
USES = {
    "RELBOT_CORPUS": [("index",), ("index", "--check")],
    "RELBOT_INDEX": [("index", "--check"), ("index",), ("ask", WHO), ("status", "--verify")],
    "RELBOT_MODEL": [("index",), ("index", "--check"), ("ask", WHO)],
    "RELBOT_STATE": [("gaps",), ("feedback",), ("forget", "12")],
    "RELBOT_FEEDBACK": [("feedback",), ("forget", "12")],
}


@pytest.mark.parametrize("kind", [*KINDS, "/dev/full", "/dev/zero", "~nobody-has-this-name/it"])
@pytest.mark.parametrize("setting", USES)
def test_whatever_a_setting_names_it_is_used_or_told_in_a_sentence(
    setting: str, kind: str, corpus: Path, index: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "place").mkdir()
    monkeypatch.chdir(tmp_path)
    usual = {"RELBOT_CORPUS": str(corpus), "RELBOT_INDEX": str(index), "NO_COLOR": "1"}
    for use in USES[setting]:
        if setting == "RELBOT_INDEX" and kind.startswith("~") and use == ("index",):
            continue  # a folder of that name is made, and the index built there
        shutil.rmtree("place")
        Path("place").mkdir()
        result = CliRunner().invoke(cli, use, env={**usual, setting: place(kind, Path("place").absolute())})
        if result.exit_code == 2:
            assert_refused(result)
            assert "Something went wrong" not in result.stderr
        else:
            assert (setting, result.exit_code) in {("RELBOT_STATE", 0), ("RELBOT_FEEDBACK", 0)}

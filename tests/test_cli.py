import json
import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from relbot import __version__
from relbot.cli import cli

WHEN = "When were diplomatic relations established?"
VISA = "Which visa does a tourist from Brazil need?"
CORPUS = Path(__file__).parent.parent / "corpus"
COMMANDS = ("index", "add", "ask", "chat", "eval", "status", "timeline", "gaps", "feedback", "forget")


def run(*arguments: str | Path, stdin: str = "", **environment: str) -> Result:
    return CliRunner().invoke(
        cli, [str(argument) for argument in arguments], input=stdin, env={"NO_COLOR": "1", **environment}
    )


def relbot(*arguments: str | Path, **keywords: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "relbot", *map(str, arguments)]
    return subprocess.run(command, text=True, check=False, timeout=60, **keywords)  # type: ignore[call-overload,no-any-return]


def test_the_help_fits_one_screen() -> None:
    lines = run("--help").stdout.splitlines()
    assert len(lines) < 24
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does_and_shows_an_example(command: str) -> None:
    shown = run(command, "--help")
    assert shown.exit_code == 0
    assert f"Example: relbot {command} " in shown.stdout


def test_the_version_is_told() -> None:
    assert run("--version").stdout == f"relbot {__version__}\n"


def test_an_index_without_a_name_is_that_of_the_settings(tmp_path: Path) -> None:
    done = run("status", "--index", "", RELBOT_INDEX=str(tmp_path / "mine"))
    assert f"There is no index at {tmp_path / 'mine'};" in done.output


@pytest.mark.parametrize("command", [("index", ""), ("add", "mill.md", "--corpus", "")])
def test_a_corpus_without_a_name_is_that_of_the_settings(
    command: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mill.md").write_text("The mill is old.")
    (tmp_path / "mine").touch()
    done = run(*command, RELBOT_CORPUS=str(tmp_path / "mine"), RELBOT_INDEX=str(tmp_path / "index"))
    assert (done.exit_code, done.stdout) == (2, "")
    assert str(tmp_path / "mine") in done.stderr


def test_a_working_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    script = 'rmdir ../gone; exec "$0" -m relbot index'
    done = subprocess.run(
        ["/bin/sh", "-c", script, sys.executable], cwd=gone, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    told = "relbot: The folder that relbot was started in is gone; change to another one and try again."
    assert done.stderr.splitlines()[-1] == told


def test_the_front_door_waits_for_nothing_heavy() -> None:
    code = "import sys, relbot.cli; print({'rich', 'numpy', 'faiss', 'yaml', 'prompt_toolkit'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"


@pytest.mark.parametrize("token", ["", "Bot abc"])
def test_nor_does_a_token_that_cannot_be_used(token: str) -> None:
    loaded = "{'discord', 'numpy'} & set(sys.modules)"
    code = f"import sys\nfrom relbot.cli import main\ntry: main()\nfinally: print({loaded})"
    environment = {**os.environ, "DISCORD_TOKEN": token}
    command = [sys.executable, "-c", code, "discord"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert (done.returncode, done.stdout) == (2, "set()\n")


@pytest.mark.parametrize(
    "arguments", [("ask", "Why?"), ("chat",), ("status",), ("timeline",), ("eval", __file__)], ids=lambda a: str(a[0])
)
def test_without_an_index_every_command_says_how_to_build_one(arguments: tuple[str, ...], tmp_path: Path) -> None:
    if arguments[0] == "eval":
        arguments = ("eval", str(questions_file(tmp_path, {"question": WHEN, "answers": None})))
    result = run(*arguments, "--index", tmp_path / "none")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"relbot: There is no index at {tmp_path / 'none'}; run `relbot index` to build it.\n"


def test_a_setting_that_cannot_be_used_is_named() -> None:
    result = run("ask", "Why?", RELBOT_OWNER_IDS="me")
    assert result.exit_code == 2
    assert result.stderr.startswith("relbot: RELBOT_OWNER_IDS is 'me', which is not a list of Discord user ids")


def test_a_misspelt_setting_is_told_once_beside_the_answer(seed_index: Path, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("RELBOT_INDX=elsewhere\n", "utf-8")
    result = relbot("ask", WHEN, "--index", seed_index, "--json", cwd=tmp_path, capture_output=True)
    assert result.returncode == 0
    assert json.loads(result.stdout)["answered"]
    assert result.stderr == (
        "relbot: warning: RELBOT_INDX is no setting and changes nothing; did you mean RELBOT_INDEX?\n"
    )


@pytest.mark.parametrize("command", ["index", "status", "timeline", "gaps", "feedback", "chat"])
def test_every_command_that_reads_settings_tells_a_misspelt_one(
    command: str, corpus: Path, index: Path, tmp_path: Path
) -> None:
    result = run(command, RELBOT_CORPUS=str(corpus), RELBOT_INDEX=str(index), RELBOT_STAT=str(tmp_path))
    assert result.stderr.count("did you mean RELBOT_STATE?") == 1


def test_the_help_tells_nothing_of_the_settings() -> None:
    assert run("--help", RELBOT_STAT="x").stderr == run("ask", "--help", RELBOT_STAT="x").stderr == ""


def test_the_index_is_found_through_the_environment_and_the_option_wins(seed_index: Path, tmp_path: Path) -> None:
    assert run("ask", WHEN, RELBOT_INDEX=str(seed_index)).exit_code == 0
    assert run("ask", WHEN, "--index", tmp_path / "none", RELBOT_INDEX=str(seed_index)).exit_code == 2


def test_an_address_of_no_known_engine_is_told_in_one_sentence() -> None:
    for result in (
        run("ask", WHEN, "--index", "ftp://me:key@host/x"),
        run("status", RELBOT_INDEX="ftp://me:key@host/x"),
    ):
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == (
            "relbot: The index cannot be at an address of the kind ftp://, which relbot does not know;"
            " set RELBOT_INDEX or --index to a folder, or to qdrant://host:6333/name.\n"
        )


def test_a_price_without_ray_is_no_request(tmp_path: Path) -> None:
    result = run("index", tmp_path, "--price", "3")
    assert (result.exit_code, result.stderr) == (
        2,
        "relbot: --price is for --ray, which is not given; see `relbot index --help`.\n",
    )


def test_an_answer_begins_with_its_sentence(seed_index: Path) -> None:
    result = run("ask", *WHEN.split(), "--index", seed_index)
    assert result.exit_code == 0
    first, blank, sure, *_ = result.stdout.splitlines()
    assert first.startswith(
        "Diplomatic relations between Albania and North Korea were established on November 28, 1948"
    )
    assert blank == ""
    assert sure.endswith(" %)")


def test_a_refusal_exits_with_1_and_is_a_result_all_the_same(seed_index: Path) -> None:
    result = run("ask", VISA, "--index", seed_index)
    assert result.exit_code == 1
    assert result.stdout.startswith("No answer. ")
    assert result.stderr == ""


def test_small_talk_is_a_reply_and_no_refusal(seed_index: Path) -> None:
    result = run("ask", "thanks", "--index", seed_index)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "No answer" not in result.stdout
    assert len(result.stdout.splitlines()) == 1


def test_an_overview_is_a_numbered_list_with_citations(seed_index: Path) -> None:
    result = run("ask", "Give me an overview", "--index", seed_index)
    assert result.exit_code == 0
    statements, confidence, *passages = result.stdout.strip().split("\n\n")
    assert all(re.fullmatch(r" ?\d+\. .+ \[\d+\]", line) for line in statements.splitlines())
    assert "an overview in " in confidence
    assert [passage[:3] for passage in passages] == [f"[{n}]" for n in range(1, len(passages) + 1)]


def test_why_shows_signals(seed_index: Path) -> None:
    assert "What spoke for it (+) and against it (−)" in run("ask", VISA, "--why", "--index", seed_index).stdout


def test_json_is_one_object_and_nothing_else(seed_index: Path) -> None:
    answer = json.loads(run("ask", WHEN, "-n", "2", "--json", "--index", seed_index).stdout)
    assert answer["answered"] is True
    assert answer["text"] in answer["citations"][0]["quote"]
    assert len(answer["citations"]) <= 2


@pytest.mark.parametrize(
    "question", ["", " ", "the of and", "\x1b[31m\x00\u202e", "?", "朝鮮とアルバニア", "z" * 100_000]
)
def test_a_strange_question_gets_a_plain_reply(question: str, seed_index: Path) -> None:
    result = run("ask", question, "--index", seed_index)
    assert result.exit_code in {0, 1}
    assert result.stdout
    assert not {"\x1b", "\x00", "\u202e"} & set(result.stdout)


def test_a_question_that_is_not_utf_8_gets_a_reply(seed_index: Path) -> None:
    command: list[str | bytes] = [sys.executable, "-m", "relbot", "ask", b"caf\xe9 Hoxha", "--index", str(seed_index)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=60)
    assert done.returncode in {0, 1}
    assert done.stderr == b""


def test_a_reader_that_has_gone_is_no_error(seed_index: Path) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    for arguments in (("ask", WHEN), ("ask", WHEN, "--json")):
        done = relbot(*arguments, "--index", seed_index, stdout=write_end, stderr=subprocess.PIPE)
        assert (done.returncode, done.stderr) == (141, "")
    os.close(write_end)


@pytest.mark.parametrize("arguments", [("--help",), ("--version",), ("ask", "--help"), ("status",)])
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_output_that_nobody_takes_is_told_in_one_sentence(
    arguments: tuple[str, ...], unbuffered: str, seed_index: Path
) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered, "RELBOT_INDEX": str(seed_index)}
    with Path("/dev/full").open("wb") as full:
        done = relbot(*arguments, stdout=full, stderr=subprocess.PIPE, env=environment)
    assert done.returncode == 2
    assert done.stderr == (
        "relbot: The output cannot be written (No space left on device); make room, or send it elsewhere.\n"
    )


@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_a_disk_that_fills_up_in_the_middle_of_an_answer_is_told_too(
    unbuffered: str, seed_index: Path, tmp_path: Path
) -> None:
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered, "RELBOT_INDEX": str(seed_index)}
    shell = 'ulimit -f 1; exec "$@" > answer'  # a kilobyte, or half of one
    command = ["bash", "-c", shell, "bash", sys.executable, "-m", "relbot", "ask", WHEN, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment, cwd=tmp_path)
    assert 0 < (tmp_path / "answer").stat().st_size <= 1024
    assert (done.returncode, done.stderr) == (
        2,
        "relbot: The output cannot be written (File too large); make room, or send it elsewhere.\n",
    )


def test_the_help_too_may_be_cut_by_its_reader() -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    with os.fdopen(write_end, "wb") as closed:
        done = relbot("--help", stdout=closed, stderr=subprocess.PIPE)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.parametrize("closed", [(0,), (1,), (2,), (0, 1, 2)])
def test_what_the_caller_has_closed_is_not_missed(closed: tuple[int, ...], seed_index: Path) -> None:
    shell = f'exec "$@" {" ".join(f"{number}>&-" for number in closed)}'
    for arguments, code in ((("ask", WHEN, "--index", seed_index), 0), (("nonsense",), 2)):
        command = ["sh", "-c", shell, "sh", sys.executable, "-m", "relbot", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == code
        assert "Traceback" not in done.stderr
        assert bool(done.stdout) == (code == 0 and 1 not in closed)


def test_ctrl_c_once_more_while_it_ends_shows_no_traceback() -> None:
    code = (
        "import atexit, os, signal, sys, relbot.cli as c;"
        "atexit.register(lambda: os.kill(os.getpid(), signal.SIGINT));"
        "sys.argv = ['relbot', '--version']; c.main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (-signal.SIGINT, "")


def test_a_terminal_of_no_width_shows_what_others_show(seed_index: Path) -> None:
    shown = [run("status", "--index", seed_index, COLUMNS=columns).stdout for columns in ("0", "80")]
    assert shown[0] == shown[1] != ""


def test_chat_answers_a_pipe_line_by_line(seed_index: Path) -> None:
    result = run("chat", "--index", seed_index, stdin=f"{WHEN}\n\n{VISA}\n")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.count("\n1  ") == 1
    assert "\n\nNo answer. " in result.stdout
    assert "›  " not in result.stdout, "no prompt"


def test_a_missing_corpus_is_one_sentence(tmp_path: Path) -> None:
    result = run("index", tmp_path / "none", "--index", tmp_path / "index")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"relbot: There is no corpus folder at {tmp_path / 'none'}; create it")


def test_check_tells_what_has_changed_and_exits_with_1(seed_index: Path, tmp_path: Path) -> None:
    corpus = shutil.copytree(CORPUS, tmp_path / "corpus")
    assert run("index", corpus, "--check", "--index", seed_index).exit_code == 0
    (corpus / "new.txt").write_text("= Treaty =\n\nA treaty was signed in Tirana on 1 May 1959.\n", encoding="utf-8")
    result = run("index", corpus, "--check", "--index", seed_index)
    assert result.exit_code == 1
    assert result.stdout == "The index is stale: added new.txt. `relbot index` brings it up to date.\n"


def test_check_in_json_is_one_object(seed_index: Path) -> None:
    freshness = json.loads(run("index", CORPUS, "--check", "--json", "--index", seed_index).stdout)
    assert (freshness["fresh"], freshness["reason"], freshness["rejected"]) == (True, None, [])


@pytest.mark.parametrize("unread", [("x.ics",), ("x.ics", "y.ics", "LICENCE")], ids=len)
def test_every_command_prints_json_beside_files_that_are_not_read(
    unread: tuple[str, ...], seed_index: Path, tmp_path: Path
) -> None:
    corpus = shutil.copytree(CORPUS, tmp_path / "corpus")
    for name in unread:
        (corpus / name).write_text("x\n", "utf-8")
    asked = questions_file(tmp_path, {"question": WHEN, "answers": None})
    (tmp_path / "more.txt").write_text("The park closes at dusk.\n", "utf-8")
    at = ("--json", "--index", shutil.copytree(seed_index, tmp_path / "index"))
    told = {
        "check": run("index", corpus, "--check", *at),
        "index": run("index", corpus, *at),
        "status": run("status", "--corpus", corpus, "--verify", *at),
        "ask": run("ask", WHEN, *at),
        "eval": run("eval", asked, *at),
        "timeline": run("timeline", *at),
        "add": run("add", tmp_path / "more.txt", "--corpus", corpus, "--json"),
    }
    values = {name: json.loads(result.stdout) for name, result in told.items()}
    counts = {".ics": unread.count("x.ics") + unread.count("y.ics")} | ({"": 1} if "LICENCE" in unread else {})
    assert values["check"]["unread"] == values["status"]["unread"] == counts
    assert values["status"]["freshness"]["unread"] == counts


def test_a_source_that_was_left_out_is_a_warning_on_stderr(seed_index: Path, tmp_path: Path) -> None:
    corpus = shutil.copytree(CORPUS, tmp_path / "corpus")
    (corpus / "picture.txt").write_bytes(b"\x89PNG\x00\xff")
    result = run("index", corpus, "--check", "--index", seed_index)
    assert result.exit_code == 0
    assert result.stderr.startswith("relbot: warning: picture.txt was left out: ")


def test_status_shows_sources_age_and_freshness(seed_index: Path) -> None:
    result = run("status", "--verify", "--corpus", CORPUS, "--index", seed_index)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "albania-north-korea-relations.txt" in result.stdout
    assert "up to date" in result.stdout
    status = json.loads(run("status", "--corpus", CORPUS, "--json", "--index", seed_index).stdout)
    assert status["freshness"]["fresh"] is True
    assert status["bytes"] > 0


def test_status_without_its_corpus_tells_what_is_indexed_and_exits_with_1(seed_index: Path, tmp_path: Path) -> None:
    result = run("status", "--corpus", tmp_path / "none", "--index", seed_index)
    assert result.exit_code == 1
    assert "albania-north-korea-relations.txt" in result.stdout
    assert "There is no corpus folder" in result.stdout


def test_status_of_a_damaged_index_names_the_file_and_exits_with_2(seed_index: Path, tmp_path: Path) -> None:
    index = shutil.copytree(seed_index, tmp_path / "index")
    generation = index / (index / "CURRENT").read_text().strip()
    victim = max((f for f in generation.rglob("*") if f.is_file()), key=lambda f: f.stat().st_size)
    victim.chmod(0o644)
    victim.write_bytes(b"\x00" + victim.read_bytes()[1:] + b"!")
    result = run("status", "--verify", "--corpus", CORPUS, "--index", index)
    assert result.exit_code == 2
    assert f"relbot: The index is damaged: {victim}" in result.stderr


def questions_file(folder: Path, *entries: dict[str, object]) -> Path:
    file = folder / "questions.jsonl"
    file.write_text("".join(json.dumps(entry) + "\n" for entry in entries), encoding="utf-8")
    return file

"""Whatever a file makes a parser do, the build goes on, names the file, and reads the next one."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import psutil
import pytest

import relbot
from corpus.formats.example_files import FILES
from corpus.formats.pdf.pdf_writer import Page, lines, pdf
from corpus.parser_process.hostile_parsers import TEXT
from relbot.corpus.formats import registry
from relbot.corpus.formats.registry import PARSERS
from relbot.corpus.parser_process.confinement import landlock_version
from relbot.corpus.parser_process.process import ParserProcess
from relbot.index import document_encoding
from relbot.index.build import build

TESTS = Path(__file__).parents[2]
START = (
    "import sys; sys.path[:0] = sys.argv[1:];"
    "from corpus.parser_process.hostile_parsers import parse;"
    "from relbot.corpus.parser_process.child import main; main(parse)"
)
HOSTILE = (sys.executable, "-I", "-c", START, str(Path(relbot.__file__).parents[1]), str(TESTS))
REASONS = {
    "hang": "takes more than",
    "eat": "MB of memory",
    "abort": "SIGABRT",
    "exit": "ended the parser",
    "nest": "nested too deeply",
    "fail key": "KeyError",
    "overrun": "ended the parser",
}
"""What is said of a file, by what it makes its parser do."""


confined = pytest.mark.skipif(landlock_version() < 4, reason="the kernel has no Landlock, or one without TCP")


@pytest.fixture(scope="module")
def process() -> Iterator[ParserProcess]:
    with ParserProcess(command=HOSTILE, seconds=30, seconds_a_page=5) as process:
        yield process


def why_refused(process: ParserProcess, data: bytes) -> str:
    with pytest.raises(ValueError, match=r"\w") as refused:
        process.parse("a.pdf", data)
    return str(refused.value)


@pytest.mark.parametrize("deed", [deed for deed in REASONS if deed != "hang"])
def test_a_file_that_misleads_its_parser_is_refused_and_the_next_is_read(deed: str, process: ParserProcess) -> None:
    why = why_refused(process, deed.encode())
    assert REASONS[deed] in why
    assert why.isprintable()
    assert not why.endswith(".")
    assert process.parse("b.pdf", b"").text == TEXT


def test_a_file_that_hangs_its_parser_is_refused_after_the_deadline() -> None:
    with ParserProcess(command=HOSTILE, seconds=0.5) as process:
        assert REASONS["hang"] in why_refused(process, b"hang")
        assert process.parse("b.pdf", b"").text == TEXT


def test_a_parser_writes_no_file_and_leaves_no_core(process: ParserProcess, tmp_path: Path) -> None:
    file = tmp_path / "owned"
    assert re.search("OSError|PermissionError", why_refused(process, f"write {file}".encode()))
    assert not file.exists() or file.read_bytes() == b""
    assert process.parse("a.pdf", b"core").text == TEXT


@confined
@pytest.mark.parametrize("deed", ["read {}", "write {}", "remove {}", "cut {}", "run /bin/true", "connect"])
def test_a_parser_reaches_no_file_no_program_and_no_server(deed: str, process: ParserProcess, tmp_path: Path) -> None:
    file = tmp_path / "secret.txt"
    file.write_text("secret")
    assert "PermissionError" in why_refused(process, deed.format(file).encode())
    assert file.read_text() == "secret"
    assert process.parse("b.pdf", b"").text == TEXT


@confined
@pytest.mark.parametrize("path", ["/etc/passwd", "/proc/self/environ", str(Path.home()), str(TESTS.parent)])
def test_a_parser_reads_nothing_of_the_system(path: str, process: ParserProcess) -> None:
    deed = "list" if Path(path).is_dir() else "read"
    assert "PermissionError" in why_refused(process, f"{deed} {path}".encode())


def test_a_confined_parser_imports_what_it_has_not_needed_before(process: ParserProcess) -> None:
    assert process.parse("a.pdf", b"import wave docutils.parsers.rst.directives.admonitions").text == TEXT


@pytest.mark.parametrize("suffix", sorted({*FILES} - {*PARSERS}))
def test_a_confined_parser_renders_as_a_free_one(suffix: str) -> None:
    with ParserProcess() as real:
        assert real.parse(f"a{suffix}", FILES[suffix]) == registry.parse_binary(f"a{suffix}", FILES[suffix])


def test_what_a_library_prints_is_no_answer(process: ParserProcess) -> None:
    assert process.parse("a.pdf", b"print").text == TEXT


def test_a_parser_sees_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "secret")
    with ParserProcess(command=HOSTILE) as other:
        assert "DISCORD_TOKEN" not in other.parse("a.pdf", b"environment").text


def test_a_file_of_many_pages_has_more_time_and_says_how_far_it_is() -> None:
    seen: list[tuple[int, int]] = []
    with ParserProcess(command=HOSTILE, seconds=0.3, seconds_a_page=5) as process:
        rendered = process.parse("a.pdf", b"pages 0.2", lambda done, total: seen.append((done, total)))
    assert rendered.text == TEXT
    assert seen == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_child_that_something_else_ended_costs_no_file(process: ParserProcess) -> None:
    process.parse("a.pdf", b"")
    assert process._process
    process._process.kill()
    process._process.wait()
    assert process.parse("a.pdf", b"").text == TEXT


def test_the_child_ends_with_its_parent_and_starts_only_for_a_file() -> None:
    with ParserProcess() as process:
        assert process._process is None
        process.parse("a.pdf", pdf([Page(lines("The lighthouse was built in 1911."))]))
        assert process._process
        child = psutil.Process(process._process.pid)
    assert not child.is_running()


DEAF = """
import sys, time
sys.stdout.buffer.write(b"\\0\\0\\0\\2{}")
sys.stdout.flush()
time.sleep(60)
"""


def test_a_child_that_takes_no_more_bytes_does_not_block() -> None:
    with ParserProcess(command=(sys.executable, "-c", DEAF), seconds=0.3) as process:
        assert "takes more than" in why_refused(process, bytes(8 * 1024 * 1024))


def test_a_child_that_does_not_start_is_said() -> None:
    with ParserProcess(command=(sys.executable, "-c", "raise SystemExit(1)")) as process:
        assert "does not start" in why_refused(process, b"")


def test_a_build_goes_on_past_hostile_files_and_names_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("hang", "abort", "eat"):
        (corpus / f"{name}.pdf").write_bytes(name.encode() + b"\0")
    (corpus / "good.pdf").write_bytes(b"pages 0.1\0")
    steps: list[tuple[str, int, int]] = []
    monkeypatch.setattr(document_encoding, "_MANY_PAGES", 4)
    monkeypatch.setattr(document_encoding, "ParserProcess", partial(ParserProcess, command=HOSTILE, seconds=1))
    report = build(corpus, tmp_path / "index", progress=lambda *step: steps.append(step))
    whys = {source.path: source.why for source in report.rejected}
    assert all(REASONS[path.removesuffix(".pdf")] in why for path, why in whys.items())
    assert set(whys) == {"abort.pdf", "eat.pdf", "hang.pdf"}
    assert report.sources == 1
    assert ("Reading pages", 4, 4) in steps


def test_what_the_child_renders_is_what_the_parser_renders() -> None:
    data = pdf([Page(lines("The lighthouse was built\nin 1911."))] * 2, labels="0 << /S /r >>", title="Varn")
    with ParserProcess() as process:
        assert process.parse("a.pdf", data) == registry.parse_binary("a.pdf", data)

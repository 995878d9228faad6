"""Mutated files of every format: each gives a document or a reason, and no passage that is not verbatim."""

from __future__ import annotations

import importlib.util
import io
import json
import subprocess
import sys
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.formats.example_files import FILES
from corpus.formats.office.packages import package
from corpus.invariants import check_source
from relbot.corpus.chunking import TokenOffsets
from relbot.corpus.formats.registry import BYTES_PARSERS, SUFFIXES, parser_of


def test_every_format_here_is_registered() -> None:
    assert {*FILES} <= {*SUFFIXES}
    assert {*BYTES_PARSERS} >= {".docm", ".pptm", ".xlsm", ".xls", ".ods", ".tsv", ".srt"}
    assert parser_of("A.ADOC") is parser_of("b.adoc")


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_a_mutated_file_is_read_or_refused_with_a_reason(token_offsets: TokenOffsets, data: st.DataObject) -> None:
    suffix = data.draw(st.sampled_from([*FILES]))
    whole = FILES[suffix]
    parts = unpacked(whole) if whole.startswith(b"PK") and data.draw(st.booleans()) else {}
    part = data.draw(st.sampled_from([*parts])) if parts else ""
    content = bytearray(parts[part] if parts else whole)
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, max(0, len(content) - 1)))
        piece = data.draw(st.sampled_from([*FILES.values()]))
        begin = data.draw(st.integers(0, len(piece) - 1))
        inserted = piece[begin : begin + data.draw(st.integers(0, 8))]
        content[at : at + data.draw(st.integers(0, 8))] = inserted
    mutated = package({**parts, part: bytes(content)}) if parts else bytes(content)
    check_source(f"a{suffix}", mutated, token_offsets)


def unpacked(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("suffix", [*FILES])
def test_a_cut_file_is_read_or_refused_with_a_reason(suffix: str, token_offsets: TokenOffsets) -> None:
    whole = FILES[suffix]
    assert check_source(f"a{suffix}", whole, token_offsets)
    for length in range(0, len(whole), max(1, len(whole) // 40)):
        check_source(f"a{suffix}", whole[:length], token_offsets)


def test_libraries_are_imported_when_a_file_needs_them() -> None:
    libraries = ["lxml", "python_calamine", "docutils", "email"]
    assert all(map(importlib.util.find_spec, libraries))
    code = "import json, sys, relbot.corpus.documents; print(json.dumps([*sys.modules]))"
    output = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert not {"lxml", "python_calamine", "docutils"} & {*json.loads(output)}

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.answer import Source
from relbot.corpus.documents import Document, parse, read_source
from relbot.corpus.folder import scan
from relbot.errors.corpus import SourceRejected

ARTICLE = Path(__file__).parents[2] / "corpus" / "albania-north-korea-relations.txt"


def sections(document: Document) -> list[tuple[tuple[str, ...], str]]:
    return [(block.section, document.text[block.start : block.end]) for block in document.blocks]


def test_the_text_is_the_files_text_to_the_character(tmp_path: Path) -> None:
    data = "\ufeff---\r\ntitle: T\r\n---\r\n= A =\r\rÉn\u2028 té\t.\r\n".encode()
    (tmp_path / "a.txt").write_bytes(data)
    document = read_source(tmp_path, scan(tmp_path).sources[0])
    assert document.text == (tmp_path / "a.txt").open(newline="", encoding="utf-8").read()
    assert document.sha256 == hashlib.sha256(data).hexdigest()


def test_markdown_is_kept_as_it_is_shown() -> None:
    document = parse("a.md", b"---\ntitle: T\nowner: Ann Reed\n---\n# T\n\nThe **mill** &amp; [well](x).\n")
    assert document.text == "owner: Ann Reed\n\nT\n\nThe mill & well."
    assert sections(document) == [((), "owner: Ann Reed"), ((), "The mill & well.")]


def test_other_encodings_are_decoded() -> None:
    text = "The café at Müns cost 20 € in “1944”."
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"):
        assert parse("a.txt", text.encode(encoding)).text.lstrip("\ufeff") == text
    russian = "Музей был открыт в 1944 году. Директором музея был Иван Петров, а его заместителем Анна. " * 8
    assert parse("a.txt", russian.encode("cp1251")).text == russian


def test_a_readme_without_a_suffix_is_markdown() -> None:
    assert parse("README", b"# T\n\nIt is **old**.").text == "T\n\nIt is old."
    assert parse("a.text", b"It is **old**.").text == "It is **old**."


def test_a_short_line_is_quoted_with_its_heading() -> None:
    assert sections(parse("a.md", b"# T\n## Licence\n\nMIT\n\n## Use\n\nRun it.\n")) == [
        (("Licence",), "Licence\n\nMIT"),
        (("Use",), "Run it."),
    ]
    after_a_definition = parse("a.md", b"# T\n\nTern\n:   A bird.\n\n## Licence\n\nMIT\n")
    assert sections(after_a_definition)[-1] == (("Licence",), "Licence\n\nMIT")


def test_the_first_article_is_read_with_its_sections() -> None:
    document = parse(ARTICLE.name, ARTICLE.read_bytes())
    assert document.source == Source(
        title="Albania–North Korea relations",
        path="albania-north-korea-relations.txt",
        url="https://en.wikipedia.org/wiki/Albania%E2%80%93North_Korea_relations",
        licence="CC BY-SA 4.0",
    )
    assert [block.section for block in document.blocks] == [
        (),
        ("History", "Cold War"),
        ("History", "Sino-Soviet Split and deterioration"),
        ("History", "Sino-Soviet Split and deterioration"),
        ("History", "Modern era"),
    ]
    assert document.text[document.blocks[0].start :].startswith("Diplomatic relations")


def test_the_title_comes_from_front_matter_then_top_heading_then_file_name() -> None:
    assert parse("a.md", b"---\ntitle: T\n---\n# U\nx").source.title == "T"
    assert parse("a.md", b"## S\n\n# U\nx").source.title == "U"
    assert parse("b/north-korea_notes.md", b"## S\nx").source.title == "North korea notes"
    assert parse("b/--.txt", b"x").source.title == "b/--.txt"


def test_the_title_is_no_part_of_section_paths() -> None:
    assert sections(parse("a.md", b"# T\na\n## S\nb.\n### U\nc.\n## V\nd.")) == [
        ((), "a"),
        (("S",), "b."),
        (("S", "U"), "c."),
        (("V",), "d."),
    ]


def test_several_top_headings_are_sections_but_for_the_title() -> None:
    assert sections(parse("a.txt", b"= T =\na\n= V =\nb\n== W ==\nc")) == [((), "a"), (("V",), "b"), (("V", "W"), "c")]


def test_a_skipped_level_and_a_return_to_an_outer_one_keep_paths_right() -> None:
    document = parse("a.txt", b"==== D ====\na\n== B ==\nb\n==== D ====\nc")
    assert sections(document) == [(("D",), "a"), (("B",), "b"), (("B", "D"), "c")]


def test_a_runaway_heading_is_cut() -> None:
    (block,) = parse("a.md", b"# T\n## " + b"a" * 100_000 + b"\nb").blocks
    assert block.section == ("a" * 200,)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "it is empty"),
        (b" \r\n\t", "it is empty"),
        (b"= Only =\n== Headings ==\n", "it holds no prose"),
        (b"***\n\n...\n", "it holds no prose"),
        (b"---\ntitle: a\n---\n", "it holds no prose"),
        (b"ab\0c", "it is not text (a NUL at byte 2); save it as UTF-8 text"),
        (b"\xff\xfea", "it is not UTF-16 at byte 2; save it as UTF-8"),
        (b"ab\x81\x8d", "it is not UTF-8 at byte 2; save it as UTF-8"),
    ],
)
def test_a_source_that_cannot_be_used_is_refused_with_a_reason(data: bytes, why: str) -> None:
    with pytest.raises(SourceRejected) as refused:
        parse("a.txt", data)
    assert (refused.value.path, refused.value.why) == ("a.txt", why)
    assert str(refused.value) == f"a.txt was left out: {why}."


def test_a_source_that_changes_after_the_scan_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One.")
    (found,) = scan(tmp_path).sources
    (tmp_path / "a.txt").write_text("Two.")
    with pytest.raises(SourceRejected, match="it changed while it was read"):
        read_source(tmp_path, found)
    (tmp_path / "a.txt").unlink()
    with pytest.raises(SourceRejected, match="it is gone"):
        read_source(tmp_path, found)


@given(st.binary(max_size=60), st.sampled_from(("a.txt", "a.md")))
def test_any_bytes_are_read_or_refused(data: bytes, path: str) -> None:
    document: Document | None = None
    refused: SourceRejected | None = None
    try:
        document = parse(path, data)
    except SourceRejected as error:
        refused = error
    if document:
        for block in document.blocks:
            assert document.text[block.start : block.end].strip()
    if refused:
        assert refused.why.isprintable()
        assert not refused.why.endswith(".")

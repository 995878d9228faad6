from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.answer import Source
from relbot.corpus import folder, sidecar
from relbot.corpus.documents import read_source
from relbot.corpus.folder import FolderScan, scan
from relbot.corpus.formats import registry
from relbot.corpus.sidecar import Sidecar

lines = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=60)
sidecars = st.builds(Sidecar, lines, st.just("https://host/a?b=c#d"), *([st.none() | lines] * 6))


def scanned(corpus: Path, said: bytes | None) -> FolderScan:
    (corpus / "a.md").write_text("---\ntitle: Old\nurl: https://old/\nlicence: MIT\n---\nThe mill is old.\n")
    if said is not None:
        (corpus / "a.md.yaml").write_bytes(said)
    return scan(corpus)


def source(corpus: Path, said: bytes | None) -> Source:
    return read_source(corpus, scanned(corpus, said).sources[0]).source


def test_what_a_sidecar_says_goes_before_what_the_document_says(tmp_path: Path) -> None:
    assert source(tmp_path, None) == Source("Old", "a.md", "https://old/", "MIT")
    assert source(tmp_path, b"title: New\nmotto: x\n") == Source("New", "a.md", "https://old/", "MIT")
    said = "title: 'Мельница'\nurl: https://new/\nlicense: CC0\n".encode()
    assert source(tmp_path, said) == Source("Мельница", "a.md", "https://new/", "CC0")


@given(sidecars)
def test_what_is_written_is_read_back(written: Sidecar) -> None:
    read = sidecar.parse(written.to_bytes())
    assert read == written or len(written.title or "") > 200


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (b"title: [a, b]\n", "its title is not a line of text"),
        (b'title: "a\\u202eb"\n', "its title is not a line of text"),
        (b"url: javascript:alert(1)\n", "its url is not an http or https address"),
        (b"url: file:///etc/passwd\n", "its url is not an http or https address"),
        (b"just words\n", "it is not a list of lines `name: value`"),
        (b"a: &x [1]\nb: *x\n", "it is not a list of lines `name: value`"),
        (b"title: !!python/object/apply:os.system ['x']\n", "its title is not a line of text"),
        (b"[" * 5_000, "it is not a list of lines `name: value`"),
        (b"\xff\xfe", "it is not UTF-8"),
        (b"#" * 70_000, "it has more than 65,536 bytes"),
    ],
)
def test_a_sidecar_that_cannot_be_used_is_named_and_the_source_is_read_without_it(
    said: bytes, why: str, tmp_path: Path
) -> None:
    found = scanned(tmp_path, said)
    assert [(r.path, r.why) for r in found.rejected] == [("a.md.yaml", f"{why}; a.md is read without it")]
    assert read_source(tmp_path, found.sources[0]).source.title == "Old"


def test_a_sidecar_that_leads_out_of_the_folder_is_not_read(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (tmp_path / "outside").write_text("title: Outside\n")
    (corpus / "a.md.yaml").symlink_to(tmp_path / "outside")
    found = scanned(corpus, None)
    assert [r.path for r in found.rejected] == ["a.md.yaml"]
    assert read_source(corpus, found.sources[0]).source.title == "Old"


def test_a_source_is_another_when_its_bytes_its_sidecar_or_its_reader_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    revisions = [scanned(tmp_path, said).sources[0].revision for said in (None, b"title: A", b"title: B")]
    monkeypatch.setattr(registry, "READER_VERSIONS", {".md": 99})
    revisions.append(scan(tmp_path).sources[0].revision)
    (tmp_path / "a.md").write_text("Other.")
    revisions.append(scan(tmp_path).sources[0].revision)
    assert len(set(revisions)) == len(revisions)


def test_what_only_fetching_needs_makes_it_no_other(tmp_path: Path) -> None:
    one, other = (scanned(tmp_path, said).sources[0] for said in (b"etag: one", b"etag: two\nfetched: now"))
    assert one.sidecar != other.sidecar
    assert one.revision == other.revision
    assert folder.scan(tmp_path).sources[0].revision == other.revision

"""A store that sources were removed from and added to is that of the sources it holds now, word for word."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from index.local.test_restriction import SENTENCES, Sources, as_sources, sources, write_source, written
from relbot.index.local.store import Store
from relbot.index.local.store_writer import StoreWriter

COUNTED = ("word", "long_name", "form", "name_form", "(SELECT stem, passages, counts FROM posting)")


@settings(deadline=None, max_examples=25)
@given(drawn=sources, data=st.data())
def test_what_is_removed_leaves_no_trace_in_words_and_scores(
    drawn: list[tuple[str, list[tuple[str, int]], int]], data: st.DataObject
) -> None:
    everything = as_sources(drawn)
    first = data.draw(st.integers(1, len(everything)))
    gone = {source.path for source, _ in everything[:first] if data.draw(st.booleans())}
    staying = [each for each in everything if each[0].path not in gone]
    with tempfile.TemporaryDirectory() as folder:
        before = written(Path(folder, "before"), everything[:first])
        changed = changed_store(Path(folder), before, everything, first, gone)
        alone = written(Path(folder, "alone"), staying)
        for table in COUNTED:
            found, expected = (sorted(store.query(f"SELECT * FROM {table}", ())) for store in (changed, alone))  # noqa: S608
            assert found == expected, table
        for words in (["king"], ["pari", "war"], ["zorblatt", "1500"]):
            assert scores(changed, words) == scores(alone, words)
        assert changed.source_rows().keys() == alone.source_rows().keys()
        for path in gone:
            assert changed.text(path) is None


def changed_store(folder: Path, before: Store, everything: Sources, first: int, gone: set[str]) -> Store:
    rows = before.source_rows()
    passages = sum(len(each) for _, each in rows.values())
    sentences = int(before.sentence_rows()[:, 2].sum())
    file = Path(shutil.copy(folder / "before", folder / "changed"))
    writer = StoreWriter(file, passages=passages, sentences=sentences)
    for source, _ in everything[:first]:
        if source.path in gone:
            own = rows[source.path][1]
            writer.remove(source, own, [record.passage for record in before.passages(own)])
    for source, quotes in everything[first:]:
        write_source(writer, source, quotes)
    writer.close()
    return Store(file)


def scores(store: Store, words: list[str]) -> list[tuple[str, float]]:
    found = store.bm25(words, 100)
    passages = store.passages([row for row, _ in found])
    return sorted((each.passage.id, round(score, 9)) for each, (_, score) in zip(passages, found, strict=True))


def test_the_bytes_of_what_is_removed_are_overwritten(tmp_path: Path) -> None:
    kept, secret = as_sources([("", [(SENTENCES[0], 1500)], 1), ("", [("Zorblatt hid the treasure in {}.", 1600)], 1)])
    before = written(tmp_path / "before", [kept, secret])
    words = (b"hid the treasure", b"reasur", b"orblatt")  # FTS5 stores the first letter apart
    assert all(word in (tmp_path / "before").read_bytes() for word in words)
    changed_store(tmp_path, before, [kept, secret], 2, {secret[0].path})
    assert not [word for word in words if word in (tmp_path / "changed").read_bytes()]

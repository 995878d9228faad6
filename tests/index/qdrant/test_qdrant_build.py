"""A build that is killed, overtaken or disturbed leaves the index before it, and the next one cleans up."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from qdrant_client import models

from index.qdrant_server import QdrantServer, qdrant_server
from relbot import Relbot
from relbot.errors.index import IndexBusy, IndexNotWritable
from relbot.index.build import build
from relbot.index.current_generation import CurrentGeneration
from relbot.index.engines import open_index
from relbot.index.qdrant.errors import IndexReplaced, IndexUnreachable
from relbot.index.qdrant.points.layout import LAYOUT


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[QdrantServer]:
    monkeypatch.setattr("relbot.index.qdrant.lock._CREATION", 0.05)
    with qdrant_server() as running:
        yield running


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "sources"
    folder.mkdir()
    write(folder, 1956)
    return folder


def write(corpus: Path, year: int) -> None:
    (corpus / "embassy.txt").write_text(f"The embassy in Tirana opened in {year}.\n", "utf-8")


def collections(server: QdrantServer) -> list[str]:
    return sorted(c.name for c in server.engine.get_collections().collections)


@pytest.mark.parametrize("name", ["docs", "small/one"])
def test_a_build_that_was_killed_leaves_the_index_and_the_next_one_removes_what_it_wrote(
    name: str, server: QdrantServer, corpus: Path
) -> None:
    address = server.address(name)
    build(corpus, address)
    before, bot = collections(server), Relbot.open(address)
    points = [server.engine.count(c).count for c in before]
    write(corpus, 1957)

    def kill(method: str, path: str) -> None:
        if method == "PUT" and path.endswith(".sentences/points"):
            server.status = 500  # also to what would clean up

    server.before = kill
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("relbot.index.qdrant.index.WRITING_PATIENCE", 0.2)
        with pytest.raises(Exception, match="status 500"):
            build(corpus, address)
    server.before, server.status = lambda _method, _path: None, None
    assert [server.engine.count(c).count for c in before] != points or collections(server) != before
    assert bot.ask("When did the embassy in Tirana open?").text == "The embassy in Tirana opened in 1956."
    with pytest.raises(IndexBusy, match="Another build is writing to qdrant://"):
        build(corpus, address)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("relbot.index.qdrant.lock.STALE_AFTER", 0.0)
        build(corpus, address)
    assert bot.ask("When did the embassy in Tirana open?").text == "The embassy in Tirana opened in 1957."
    assert not [c for c in collections(server) if c.endswith(".building")]
    index = open_index(address)
    assert len([index.open(), *index.others()]) == 2
    assert sum(server.engine.count(c).count for c in collections(server)) in (2 * sum(points), 2 * sum(points) - 1)


def test_one_generation_is_kept_back_and_what_came_before_is_removed(server: QdrantServer, corpus: Path) -> None:
    address = server.address("docs")
    build(corpus, address)
    current = CurrentGeneration(open_index(address))
    first = current.get()
    for year in (1957, 1958):
        assert "1956" in first.document("embassy.txt").text
        write(corpus, year)
        build(corpus, address)
    with pytest.raises(IndexReplaced):
        first.document("embassy.txt")
    assert "1958" in current.get().document("embassy.txt").text
    assert len(collections(server)) == 4


def test_tenants_of_a_collection_do_not_touch_each_other(server: QdrantServer, corpus: Path) -> None:
    one, other = (open_index(server.address(f"small/{tenant}")) for tenant in ("one", "other"))
    build(corpus, one.address)
    for year in (1999, 2000):
        write(corpus, year)
        build(corpus, other.address)
    assert collections(server) == ["small.shared", "small.shared.sentences"]
    generations = [one.open(), other.open(), *other.others()]
    texts = [generation.document("embassy.txt").text for generation in generations]
    assert [year in text for year, text in zip(("1956", "2000", "1999"), texts, strict=True)] == [True] * 3
    for generation, text in zip(generations, texts, strict=True):
        found = generation.search(generation.encoded([0])[0].passage_vector, ["embassi"], None, 9)
        assert list(found.dense) == list(found.lexical) == list(found.sentence) == [0], "nothing of another"
        assert generation.passages([0])[0].passage.quote in text


def test_a_lock_is_renewed_so_that_a_long_build_keeps_it(
    server: QdrantServer, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relbot.index.qdrant.lock.RENEWED_EVERY", 0.02)
    monkeypatch.setattr("relbot.index.qdrant.lock.STALE_AFTER", 0.5)
    address = server.address("docs")
    with open_index(address).build():
        time.sleep(0.8)
        with pytest.raises(IndexBusy), open_index(address).build():
            pass
    with open_index(address).build():
        pass


def test_a_build_whose_lock_was_taken_over_does_not_publish(server: QdrantServer, corpus: Path) -> None:
    address = server.address("docs")

    def take_over(_method: str, path: str) -> None:
        if path.endswith(".sentences/points"):
            server.before = lambda _method, _path: None
            owner = {"owner": "another", "renewed": time.time()}
            server.engine.upsert("docs.building", [models.PointStruct(id=1, vector={}, payload=owner)])

    server.before = take_over
    with pytest.raises(IndexBusy):
        build(corpus, address)
    assert collections(server) == ["docs.building"], "that of the other, and nothing else"


@pytest.mark.parametrize("is_switched", [True, False])
def test_an_index_is_whole_also_where_the_answer_to_its_publication_is_lost(
    is_switched: bool, server: QdrantServer, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = server.address("docs")
    build(corpus, address)
    write(corpus, 1957)

    def lose(_method: str, path: str) -> None:
        if path == "/collections/aliases":
            server.before = lambda _method, _path: setattr(server, "status", None)
            if is_switched:
                newest = max(c for c in collections(server) if not c.endswith((".sentences", ".building")))
                alias = models.CreateAlias(collection_name=newest, alias_name="docs")
                server.engine.update_collection_aliases([models.CreateAliasOperation(create_alias=alias)])
            server.status = 400

    server.before = lose
    with pytest.raises(IndexUnreachable):
        build(corpus, address)
    text = open_index(address).open().document("embassy.txt").text
    assert ("1957" if is_switched else "1956") in text
    assert len(collections(server)) == (4 if is_switched else 2)


def test_a_restart_of_the_server_is_outlasted_by_a_build(server: QdrantServer, corpus: Path) -> None:
    def restart(_method: str, path: str) -> None:
        if path.endswith(".sentences/points"):
            server.before = lambda _method, _path: None
            server.status = 503
            threading.Timer(0.3, lambda: setattr(server, "status", None)).start()

    server.before = restart
    assert build(corpus, server.address("docs")).published


def test_a_collection_of_that_name_is_not_overwritten(server: QdrantServer, corpus: Path) -> None:
    server.engine.create_collection("docs", vectors_config={})
    with pytest.raises(IndexNotWritable, match="Qdrant has a collection of that name"):
        build(corpus, server.address("docs"))
    assert collections(server) == ["docs"]


def test_an_index_of_a_newer_relbot_is_built_anew(server: QdrantServer, corpus: Path) -> None:
    address = server.address("docs")
    build(corpus, address)
    heads = models.Filter(must=[models.FieldCondition(key="kind", match=models.MatchValue(value="head"))])
    server.engine.set_payload("docs", {"layout": LAYOUT + 1}, points=heads)
    assert build(corpus, address).published
    assert "1956" in Relbot.open(address).document("embassy.txt").text

"""What goes wrong with a server is one sentence that says what to do, and never a part of an answer."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from qdrant_client import models

from index.qdrant_server import QdrantServer, qdrant_server
from relbot import Relbot
from relbot.errors.index import EngineMissing, IndexDamaged, IndexMissing, IndexTooNew, IndexTooOld, IndexUnusable
from relbot.index.build import build
from relbot.index.engines import open_index
from relbot.index.qdrant import connection
from relbot.index.qdrant.errors import IndexKeyRefused, IndexReplaced, IndexUnreachable
from relbot.index.qdrant.points.layout import LAYOUT, Place

QUESTION = "When did the embassy in Tirana open?"
OLD, NEW = (f"The embassy in Tirana opened in {year}." for year in (1956, 1957))


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[QdrantServer]:
    """A server with an index of two generations, and one of a tenant."""
    corpus = tmp_path_factory.mktemp("sources")
    with qdrant_server() as server:
        for sentence in (OLD, NEW):
            (corpus / "embassy.txt").write_text(f"{sentence} It was a house with a garden.\n", "utf-8")
            build(corpus, server.address("docs"))
        build(corpus, server.address("small/one"))
        yield server


@pytest.fixture
def server(built: QdrantServer, monkeypatch: pytest.MonkeyPatch) -> Iterator[QdrantServer]:
    """The same, in good order before and after."""
    monkeypatch.delenv("RELBOT_QDRANT_KEY", raising=False)
    yield built
    built.key, built.delay, built.status = None, 0.0, None
    built.before = lambda _method, _path: None


@pytest.fixture(params=["docs", "small/one"])
def bot(server: QdrantServer, request: pytest.FixtureRequest) -> Relbot:
    return Relbot.open(server.address(request.param))


def test_a_bot_answers_by_an_address_alone(bot: Relbot) -> None:
    answer = bot.ask(QUESTION)
    assert answer.text == NEW
    assert bot.document("embassy.txt").text[answer.citations[0].start : answer.citations[0].end].startswith(NEW)


def test_a_question_takes_few_requests(server: QdrantServer) -> None:
    bot = Relbot.open(server.address("docs"))
    server.requests.clear()
    bot.ask(QUESTION)
    assert len(server.requests) <= 8, "four of them for rows and tables with the words of the question"


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_server_that_cannot_answer_is_told_and_a_question_asked_later_is_answered(
    status: int, server: QdrantServer, bot: Relbot
) -> None:
    server.status = status
    with pytest.raises(IndexUnreachable, match=rf"cannot be reached \(it answers with status {status}.*try again\.$"):
        bot.ask(QUESTION)
    server.status = None
    assert bot.ask(QUESTION).text == NEW


def test_a_restart_of_the_server_is_outlasted(server: QdrantServer, bot: Relbot) -> None:
    with ThreadPoolExecutor() as pool:
        server.status = 503
        asked = pool.submit(bot.ask, QUESTION)
        time.sleep(0.3)
        server.status = None
        assert asked.result().text == NEW


def test_a_server_that_is_away_is_told_with_its_address() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(IndexUnreachable, match=rf"^The index at qdrant://127.0.0.1:{port}/docs cannot be reached"):
        Relbot.open(f"qdrant://127.0.0.1:{port}/docs")


def test_a_build_does_not_wait_long_for_a_server_that_never_answered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "STARTING_PATIENCE", 0.2)
    (tmp_path / "a.txt").write_text("The embassy in Tirana opened in 1956.\n")
    began = time.monotonic()
    with pytest.raises(IndexUnreachable, match="see that Qdrant runs there"):
        build(tmp_path, "qdrant://127.0.0.1:1/docs")
    assert time.monotonic() - began < 20


def test_a_host_that_does_not_exist_is_told() -> None:
    with pytest.raises(IndexUnreachable):
        Relbot.open("qdrant://nowhere.invalid/docs")


def test_a_slow_server_is_not_waited_for_longer_than_a_question_is(
    server: QdrantServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("relbot.index.qdrant.index.READING_TIMEOUT", 1)
    bot = Relbot.open(server.address("docs"))
    server.delay = 1.5
    with pytest.raises(IndexUnreachable, match="does not answer within 1 seconds"):
        bot.search(QUESTION)


@pytest.mark.parametrize("key", [None, "wrong"])
def test_a_wrong_key_is_told_without_it(key: str | None, server: QdrantServer, monkeypatch: pytest.MonkeyPatch) -> None:
    server.key = "right"
    if key:
        monkeypatch.setenv("RELBOT_QDRANT_KEY", key)
    with pytest.raises(IndexKeyRefused, match=r"set RELBOT_QDRANT_KEY to a key that allows it\.$") as caught:
        Relbot.open(server.address("docs"))
    assert "wrong" not in str(caught.value)
    monkeypatch.setenv("RELBOT_QDRANT_KEY", "right")
    assert Relbot.open(server.address("docs")).ask(QUESTION).text == NEW


def test_an_answer_is_wholly_from_one_generation_while_another_is_published(server: QdrantServer) -> None:
    bot = Relbot.open(server.address("docs"))
    switched: list[str] = []

    def switch(_method: str, path: str) -> None:
        if path.endswith("/points/query") and not switched:
            switched.append(switch_alias(server, "docs"))

    server.before = switch
    try:
        answer = bot.ask(QUESTION)
        assert switched
        assert (answer.text, answer.generation) == (NEW, bot_generation(server, NEW))
        assert bot.ask(QUESTION).text == OLD, "the next question follows"
    finally:
        switch_alias(server, "docs")


def switch_alias(server: QdrantServer, name: str) -> str:
    """Lead the alias to the other of two generations; returns its collection."""
    current = next(a.collection_name for a in server.engine.get_aliases().aliases if a.alias_name == name)
    (other,) = (c for c in generations(server, name) if c != current)
    server.engine.update_collection_aliases(
        [models.CreateAliasOperation(create_alias=models.CreateAlias(collection_name=other, alias_name=name))]
    )
    return other


def generations(server: QdrantServer, name: str) -> list[str]:
    names = [c.name for c in server.engine.get_collections().collections]
    return sorted(n for n in names if n.startswith(f"{name}.2") and not n.endswith(".sentences"))


def bot_generation(server: QdrantServer, sentence: str) -> str:
    """The name of the generation that has a sentence."""
    index = open_index(server.address("docs"))
    return next(g.name for g in (index.open(), *index.others()) if sentence in g.document("embassy.txt").text)


def copied(server: QdrantServer, name: str) -> str:
    """An index that shares nothing with that of other tests, with the points of `docs`; returns its name."""
    source = generations(server, "docs")[-1]
    target = source.replace("docs", name)
    for suffix in ("", ".sentences"):
        made = server.engine.get_collection(source + suffix).config.params
        server.engine.create_collection(
            target + suffix, vectors_config=made.vectors, sparse_vectors_config=made.sparse_vectors
        )
        points, _ = server.engine.scroll(source + suffix, limit=1_000, with_vectors=True)
        server.engine.upsert(
            target + suffix,
            [models.PointStruct(id=p.id, vector=p.vector or {}, payload=p.payload) for p in points],  # type: ignore[arg-type]
        )
    server.engine.update_collection_aliases(
        [models.CreateAliasOperation(create_alias=models.CreateAlias(collection_name=target, alias_name=name))]
    )
    return target


def test_a_generation_that_was_removed_while_it_was_read_is_told_to_be_replaced(server: QdrantServer) -> None:
    collection = copied(server, "removed")
    generation = open_index(server.address("removed")).open()
    bot = Relbot.open(server.address("removed"))
    server.engine.delete_collection(collection)
    with pytest.raises(IndexReplaced, match=r"was replaced while it was read; ask again\.$"):
        generation.passages([0])
    with pytest.raises(IndexUnusable):
        bot.ask(QUESTION)
    with pytest.raises(IndexMissing, match="run `relbot index` to build it"):
        Relbot.open(server.address("removed"))


def test_no_search_is_answered_from_shared_collections_that_lose_the_generation(server: QdrantServer) -> None:
    index = open_index(server.address("small/one"))
    generation = index.open()
    vector = generation.encoder.encode(QUESTION).mean_vector()
    place = Place("small.shared", "small.shared.sentences", f"one.{generation.name.partition('-')[0]}")
    (head,) = server.engine.retrieve(place.passages, [place.head_id])
    server.engine.delete(place.passages, models.PointIdsList(points=[head.id]))
    try:
        for read in (
            lambda: generation.search(vector, ["embassi"], None, 5),
            lambda: generation.matching(["embassi"], 5),
            lambda: generation.surroundings("ffffffffffff"),
            lambda: generation.date_mentions(),
            lambda: generation.passages([99]),
        ):
            with pytest.raises(IndexReplaced):
                read()
    finally:
        restored = models.PointStruct(id=head.id, vector={}, payload=head.payload)
        server.engine.upsert(place.passages, [restored])


def lose_a_sentence(server: QdrantServer, collection: str) -> None:
    points, _ = server.engine.scroll(f"{collection}.sentences", limit=1)
    server.engine.delete(f"{collection}.sentences", models.PointIdsList(points=[points[0].id]))


def set_payload(server: QdrantServer, collection: str, key: str, value: str, changes: dict[str, object]) -> None:
    """Change the payload of the points of which a field has a value."""
    condition = models.FieldCondition(key=key, match=models.MatchValue(value=value))
    server.engine.set_payload(collection, changes, points=models.Filter(must=[condition]))


@pytest.mark.parametrize(
    ("key", "value", "changes", "error"),
    [
        ("kind", "head", {"layout": LAYOUT + 1}, IndexTooNew),
        ("kind", "head", {"layout": LAYOUT - 1}, IndexTooOld),
        ("kind", "head", {"name": "../../etc/passwd"}, IndexDamaged),
        ("name", "manifest", {"data": "eJwDAAAAAAE="}, IndexDamaged),
        ("name", "manifest", {"data": "not base64!"}, IndexDamaged),
        ("name", "lexicon/", {"data": "eJwDAAAAAAE="}, IndexDamaged),
        ("name", "manifest", {"of": 3}, IndexDamaged),
    ],
)
def test_an_index_that_was_altered_or_is_newer_is_not_opened(
    key: str, value: str, changes: dict[str, object], error: type[IndexUnusable], server: QdrantServer
) -> None:
    collection = copied(server, "altered")
    try:
        set_payload(server, collection, key, value, changes)
        with pytest.raises(error) as caught:
            open_index(server.address("altered")).open()
        assert str(caught.value).count("\n") == 0
        assert "altered" in str(caught.value)
    finally:
        server.engine.delete_collection(collection)
        server.engine.delete_collection(f"{collection}.sentences")


@pytest.mark.parametrize("field", ["record", "vectors", "tokens"])
def test_a_passage_that_was_altered_is_told_and_not_answered_from(field: str, server: QdrantServer) -> None:
    collection = copied(server, "passage")
    try:
        index = open_index(server.address("passage"))
        bot = Relbot.open(server.address("passage"))
        (point, *_), _ = server.engine.scroll(collection, limit=1)
        assert point.payload
        text = point.payload[field]
        server.engine.set_payload(collection, {field: text[:-8] + text[:8]}, points=[point.id])
        with pytest.raises(IndexDamaged, match="holds a passage that was altered; run `relbot index`"):
            bot.ask(QUESTION)
        with pytest.raises(IndexDamaged, match="does not match its checksums"):
            index.manifest(verify=True)
        lose_a_sentence(server, collection)
        with pytest.raises(IndexDamaged, match="has other numbers of passages and sentences than were written"):
            index.open()
    finally:
        server.engine.delete_collection(collection)
        server.engine.delete_collection(f"{collection}.sentences")


def test_what_is_no_qdrant_is_told(server: QdrantServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "answer", lambda *_: (200, json.dumps({"result": {"hello": "world"}}).encode()))
    with pytest.raises(IndexUnreachable, match="it answers as no version of Qdrant that relbot knows"):
        Relbot.open(server.address("docs"))


def test_without_the_extra_relbot_works_and_says_what_to_install(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['qdrant_client'] = None; from relbot import Relbot\n"
        "from relbot.errors.index import EngineMissing\n"
        "try: Relbot.open('qdrant://localhost/docs')\n"
        "except EngineMissing as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout == f"{EngineMissing('qdrant', 'qdrant')}\n"
    assert "pip install 'relbot[qdrant]'" in done.stdout


def test_a_build_outlasts_a_restart_and_a_question_does_not_wait_as_long() -> None:
    assert connection.WRITING_PATIENCE > 60 > 10 > connection.READING_PATIENCE + connection.READING_TIMEOUT

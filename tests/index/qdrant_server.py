"""A Qdrant server for tests: the REST interface in front of qdrant-client's own local engine.

Every request is read with the client's pydantic models, which are generated from Qdrant's OpenAPI description and
forbid what that does not have. It can be made slow, away, or to want a key.
"""

from __future__ import annotations

import json
import threading
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, ValidationError
from qdrant_client import QdrantClient, models

Handler = Callable[[QdrantClient, str, bytes], Any]


def _create(client: QdrantClient, name: str, body: bytes) -> object:
    asked = models.CreateCollection.model_validate_json(body)
    return client.create_collection(
        name,
        vectors_config=asked.vectors or {},
        sparse_vectors_config=asked.sparse_vectors,
        on_disk_payload=asked.on_disk_payload,
        hnsw_config=asked.hnsw_config,
        optimizers_config=asked.optimizers_config,
    )


def _update(client: QdrantClient, name: str, body: bytes) -> object:
    models.UpdateCollection.model_validate_json(body)  # nothing of it matters to the local engine
    client.get_collection(name)
    return True


def _index(client: QdrantClient, name: str, body: bytes) -> object:
    asked = models.CreateFieldIndex.model_validate_json(body)
    return client.create_payload_index(name, asked.field_name, field_schema=asked.field_schema)


def _upsert(client: QdrantClient, name: str, body: bytes) -> object:
    return client.upsert(name, models.PointsList.model_validate_json(body).points)


def _retrieve(client: QdrantClient, name: str, body: bytes) -> object:
    asked = models.PointRequest.model_validate_json(body)
    return client.retrieve(name, asked.ids, with_payload=_or_true(asked.with_payload))


def _scroll(client: QdrantClient, name: str, body: bytes) -> object:
    asked = models.ScrollRequest.model_validate_json(body)
    points, offset = client.scroll(
        name,
        scroll_filter=asked.filter,
        limit=asked.limit or 10,
        order_by=asked.order_by,
        offset=asked.offset,
        with_payload=_or_true(asked.with_payload),
    )
    return models.ScrollResult(points=points, next_page_offset=offset)


def _query(client: QdrantClient, name: str, body: bytes) -> object:
    return client.query_batch_points(name, [models.QueryRequest.model_validate_json(body)])[0]


def _query_batch(client: QdrantClient, name: str, body: bytes) -> object:
    return client.query_batch_points(name, models.QueryRequestBatch.model_validate_json(body).searches)


def _count(client: QdrantClient, name: str, body: bytes) -> object:
    asked = models.CountRequest.model_validate_json(body)
    return client.count(name, count_filter=asked.filter, exact=bool(asked.exact))


def _delete_points(client: QdrantClient, name: str, body: bytes) -> object:
    selector = models.FilterSelector if b'"filter"' in body else models.PointIdsList
    return client.delete(name, points_selector=selector.model_validate_json(body))


def _switch(client: QdrantClient, _: str, body: bytes) -> object:
    return client.update_collection_aliases(models.ChangeAliasesOperation.model_validate_json(body).actions)


ROUTES: dict[tuple[str, str], Handler] = {
    ("GET", "/collections"): lambda client, _, __: client.get_collections(),
    ("POST", "/collections/aliases"): _switch,
    ("PUT", "/collections/{}"): _create,
    ("GET", "/collections/{}"): lambda client, name, _: client.get_collection(name),
    ("PATCH", "/collections/{}"): _update,
    ("DELETE", "/collections/{}"): lambda client, name, _: client.delete_collection(name),
    ("PUT", "/collections/{}/index"): _index,
    ("PUT", "/collections/{}/points"): _upsert,
    ("POST", "/collections/{}/points"): _retrieve,
    ("POST", "/collections/{}/points/scroll"): _scroll,
    ("POST", "/collections/{}/points/query"): _query,
    ("POST", "/collections/{}/points/query/batch"): _query_batch,
    ("POST", "/collections/{}/points/count"): _count,
    ("POST", "/collections/{}/points/delete"): _delete_points,
}
"""By method and path, of https://api.qdrant.tech, with {} for the name of a collection."""


class QdrantServer:
    """A running server, and what it is made to do."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.engine = QdrantClient(":memory:")
        self.key: str | None = None
        self.delay = 0.0
        """Seconds before each answer."""
        self.status: int | None = None
        """Of every answer, where it is not None."""
        self.before: Callable[[str, str], None] = lambda _method, _path: None
        """Called with method and path before a request is looked at."""
        self.requests: list[str] = []
        """Method and path of each."""
        self._lock = threading.Lock()

    def address(self, name: str) -> str:
        return f"qdrant://127.0.0.1:{self.port}/{name}"

    def answer(self, method: str, path: str, body: bytes, key: str | None) -> tuple[int, bytes]:
        """The status and body of the answer to a request."""
        self.requests.append(f"{method} {path}")
        self.before(method, path)
        time.sleep(self.delay)
        if self.status:
            return self.status, _error("Service internal error: starting")
        if self.key and key != self.key:
            return 403, b"Invalid API key or JWT"
        parts = path.split("/")
        name = unquote(parts[2]) if len(parts) > 2 and path != "/collections/aliases" else ""
        route = "/".join(["", "collections", "{}", *parts[3:]]) if name else path
        handler = ROUTES.get((method, route))
        if handler is None:
            return 404, _error(f"no route {method} {route}")
        try:
            with self._lock, warnings.catch_warnings():
                warnings.simplefilter("ignore")
                result = handler(self.engine, name, body)
        except ValidationError as error:
            return 422, _error(str(error))
        except ValueError as error:
            status = 404 if "not found" in str(error) else 409 if "already exists" in str(error) else 400
            return status, _error(str(error))
        return 200, json.dumps({"result": _plain(result), "status": "ok", "time": 0.001}).encode()


@contextmanager
def qdrant_server(port: int = 0) -> Iterator[QdrantServer]:
    """A server on a port of this machine, or on a free one."""

    class Requests(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1  # header and body in one packet: in two, the second waits for an acknowledgement

        def answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length") or 0))
            status, data = server.answer(self.command, urlsplit(self.path).path, body, self.headers.get("api-key"))
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_PUT = do_POST = do_PATCH = do_DELETE = answer  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

        def handle(self) -> None:
            with suppress(ConnectionError):  # whoever asked did not wait for the answer
                super().handle()

    http = ThreadingHTTPServer(("127.0.0.1", port), Requests)
    http.daemon_threads = True
    server = QdrantServer(http.server_address[1])
    thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()


def _or_true(asked: Any) -> Any:
    return True if asked is None else asked


def _error(text: str) -> bytes:
    return json.dumps({"status": {"error": text}, "time": 0.0}).encode()


def _plain(value: Any) -> Any:
    """A result as JSON has it."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return value

"""The REST API: the routes a bot calls, authorisation, and injected faults.

https://docs.discord.com/developers/reference
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from discord_server.api_errors import ApiError, Json, answer, length_errors, raise_if_any
from discord_server.command_rules import command_errors, command_type
from discord_server.entities import MAX_UPLOAD, Message, Permission, User
from discord_server.interactions import Interactions
from discord_server.payloads import application_json, channel_json, message_json, user_json
from discord_server.rate_limits import RateLimits
from discord_server.state import DiscordState

PREFIX = "/api/v10"


@dataclass(frozen=True, slots=True)
class Request:
    """One request of the bot, with the status and error code it got."""

    method: str
    path: str
    body: Any
    status: int
    code: int | None
    at: float


@dataclass(slots=True)
class InjectedFault:
    """Makes the next `times` requests to a route fail."""

    method: str
    path: re.Pattern[str]
    status: int
    times: int
    retry_after: float = 0.0
    code: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    carried_out: bool = False
    """Whether the request is carried out all the same, and only its response is lost."""
    hangs: bool = False
    """Whether there is no response at all, while the connection stays open."""

    def response(self) -> web.Response:
        if self.status == 429:
            body = {"message": "You are being rate limited.", "retry_after": self.retry_after, "global": False}
            return answer(
                body, 429, {"Retry-After": str(self.retry_after), "X-RateLimit-Scope": "user", **self.headers}
            )
        return answer({"message": f"{self.status}: injected fault", "code": self.code}, self.status, self.headers)


class RestApi:
    def __init__(self, state: DiscordState, interactions: Interactions, token: str) -> None:
        self.requests: list[Request] = []
        self.fault: list[InjectedFault] = []
        self.commands: list[Json] = []
        self.command_puts: list[list[Json]] = []
        """The payload of every time the commands were set."""
        self.owner: User = state.bot
        self.team: tuple[User, ...] = ()
        self.gateway: Callable[[], Json] = dict
        self.rate_limits: RateLimits | None = None
        self._state, self._interactions, self._token = state, interactions, token

    def routes(self) -> list[web.RouteDef]:
        channel, message = "/channels/{channel}", "/channels/{channel}/messages/{message}"
        commands, hook = "/applications/{app}/commands", "/webhooks/{app}/{token}"
        routes: list[tuple[str, str, Callable[[web.Request, Any], Any]]] = [
            ("GET", "/users/@me", lambda _r, _b: user_json(self._state.bot)),
            ("GET", "/users/{user}", lambda r, _: user_json(self._user(r.match_info["user"]))),
            ("POST", "/users/@me/channels", lambda _, b: self._open_direct_messages(b)),
            ("GET", "/oauth2/applications/@me", lambda _r, _b: self._application()),
            ("GET", "/gateway/bot", lambda _r, _b: self.gateway()),
            ("GET", commands, lambda _r, _b: self.commands),
            ("PUT", commands, lambda _, b: self._set_commands(b)),
            ("GET", channel, lambda r, _: channel_json(self._state.channel(_id(r, "channel")), self._state.bot.id)),
            ("POST", channel + "/typing", lambda r, _: self._typing(r)),
            ("GET", channel + "/messages", self._history),
            ("POST", channel + "/messages", lambda r, b: self._message_json(self._post(r, b))),
            ("GET", message, lambda r, _: self._message_json(self._message(r, Permission.READ_MESSAGE_HISTORY))),
            ("PATCH", message, lambda r, b: self._message_json(self._state.edit(self._own_message(r), b))),
            ("DELETE", message, self._delete),
            ("POST", message + "/threads", self._open_thread),
            ("POST", "/interactions/{id}/{token}/callback", self._callback),
            ("POST", hook, lambda r, b: self._message_json(self._interactions.follow_up(r.match_info["token"], b))),
            (
                "GET",
                hook + "/messages/{message}",
                lambda r, _: self._message_json(self._interactions.message(*_webhook_message(r))[1]),
            ),
            (
                "PATCH",
                hook + "/messages/{message}",
                lambda r, b: self._message_json(self._interactions.edit(*_webhook_message(r), b)),
            ),
            ("DELETE", hook + "/messages/{message}", lambda r, _: self._interactions.delete(*_webhook_message(r))),
        ]
        return [web.route(method, PREFIX + path, self._handler(endpoint)) for method, path, endpoint in routes]

    def _handler(
        self, endpoint: Callable[[web.Request, Any], Any]
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        """The handler of a route: checks the token, records the request, and turns an ApiError into a response."""

        async def handle(request: web.Request) -> web.StreamResponse:
            started = time.monotonic()
            body = await _body(request)
            code = None
            no_limit: tuple[dict[str, str], web.Response | None] = ({}, None)
            limits, too_many = self.rate_limits.take(request.method, request.path) if self.rate_limits else no_limit
            try:
                fault = self._fault_for(request)
                if fault and fault.hangs:
                    self._state.changes.notify()
                    await asyncio.sleep(fault.retry_after)
                    raise web.HTTPGatewayTimeout
                result = None
                if too_many is None and (fault is None or fault.carried_out):
                    self._authorise(request)
                    _check_size(body)
                    result = endpoint(request, body)
                if too_many:
                    response = too_many
                elif fault:
                    response = fault.response()
                else:
                    response = web.Response(status=204) if result is None else answer(result)
            except ApiError as refusal:
                code = refusal.code
                response = answer(refusal.body(), refusal.status)
            response.headers.update(limits)
            path = request.path.removeprefix(PREFIX)
            self.requests.append(Request(request.method, path, body, response.status, code, started))
            self._state.changes.notify()
            return response

        return handle

    def _fault_for(self, request: web.Request) -> InjectedFault | None:
        for fault in self.fault:
            if fault.times and fault.method == request.method and fault.path.search(request.path):
                fault.times -= 1
                return fault
        return None

    def _authorise(self, request: web.Request) -> None:
        by_its_own_token = request.path.startswith((PREFIX + "/interactions/", PREFIX + "/webhooks/"))
        if not by_its_own_token and request.headers.get("Authorization") != f"Bot {self._token}":
            raise ApiError(0)

    def _message_json(self, message: Message) -> Json:
        """A bot without the intent gets no content that is not addressed to it through REST either."""
        return message_json(message, self._state.bot.id, lambda m: self._state.may_read(m, self._state.content_intent))

    def _user(self, user_id: str) -> User:
        user = self._state.users.get(int(user_id))
        if user is None:
            raise ApiError(10013)
        return user

    def _application(self) -> Json:
        return application_json(self._state.bot, self.owner, self.team)

    def _post(self, request: web.Request, body: Json) -> Message:
        return self._state.post(self._state.channel(_id(request, "channel")), body)

    def _message(self, request: web.Request, needs: Permission = Permission.VIEW_CHANNEL) -> Message:
        message = self._state.message(_id(request, "channel"), _id(request, "message"))
        self._state.require_permission(message.channel, needs)
        return message

    def _own_message(self, request: web.Request) -> Message:
        message = self._message(request)
        if message.author is not self._state.bot:
            raise ApiError(50005)
        return message

    def _delete(self, request: web.Request, _body: Any) -> None:
        message = self._message(request)
        if message.author is not self._state.bot:
            self._state.require_permission(message.channel, Permission.MANAGE_MESSAGES)
        self._state.delete(message)

    def _open_thread(self, request: web.Request, body: Json) -> Json:
        parent = self._message(request).channel
        self._state.require_permission(parent, Permission.CREATE_PUBLIC_THREADS)
        raise_if_any(length_errors(("name",), body.get("name"), 100, min_length=1))
        thread = self._state.open_thread(parent, self._state.bot, body["name"], _id(request, "message"))
        return channel_json(thread, self._state.bot.id)

    def _history(self, request: web.Request, _body: Any) -> list[Json]:
        channel = self._state.channel(_id(request, "channel"))
        self._state.require_permission(channel, Permission.READ_MESSAGE_HISTORY)
        before, after = int(request.query.get("before", 1 << 63)), int(request.query.get("after", 0))
        seen = [m for m in channel.messages.values() if after < m.id < before and not m.ephemeral]
        limit = int(request.query.get("limit", 50))
        chosen = seen[:limit] if "after" in request.query else seen[-limit:]
        return [self._message_json(message) for message in reversed(chosen)]

    def _typing(self, request: web.Request) -> None:
        channel = self._state.channel(_id(request, "channel"))
        self._state.require_permission(channel, channel.send_permission)
        self._state.typings.append(channel)

    def _open_direct_messages(self, body: Json) -> Json:
        user = self._user(body["recipient_id"])
        if user.kind != "person":
            raise ApiError(50007)
        return channel_json(self._state.dm_channel(user), self._state.bot.id)

    def _set_commands(self, body: list[Json]) -> list[Json]:
        raise_if_any(command_errors(body))
        self.command_puts.append(body)
        known = {(command_type(command), command["name"]): command["id"] for command in self.commands}
        fixed = {"application_id": str(self._state.bot.id), "version": str(self._state.ids.next())}
        self.commands = [
            {"type": 1, "description": "", **command, **fixed, "default_member_permissions": _permissions(command)}
            | {"id": known.get((command_type(command), command["name"])) or str(self._state.ids.next())}
            for command in body
        ]
        return self.commands

    def _callback(self, request: web.Request, body: Json) -> Json | None:
        token = request.match_info["token"]
        response = self._interactions.acknowledge(_id(request, "id"), token, body, time.monotonic())
        return response if request.query.get("with_response") in ("1", "true") else None


async def _body(request: web.Request) -> Any:
    """The JSON of a request; of one that uploads files with their contents by name, as `uploaded`.

    https://docs.discord.com/developers/reference#uploading-files
    """
    if not request.content_type.startswith("multipart/"):
        return json.loads(await request.read() or b"null")
    form = await request.post()
    files = {part.filename: part.file.read() for part in form.values() if isinstance(part, web.FileField)}
    return json.loads(str(form["payload_json"])) | {"uploaded": files}


def _check_size(body: Any) -> None:
    """Raise ApiError where a request uploads more than Discord takes."""
    uploaded = body.get("uploaded", {}) if isinstance(body, dict) else {}
    if sum(map(len, uploaded.values())) > MAX_UPLOAD:
        raise ApiError(40005)


def _permissions(command: Json) -> str | None:
    """The permissions that a command requires by default, as Discord returns them: a string, whatever was sent."""
    value = command.get("default_member_permissions")
    return None if value is None else str(value)


def _id(request: web.Request, name: str) -> int:
    """A snowflake from the path. Raises HTTPNotFound for anything else."""
    text = request.match_info[name]
    if not text.isdecimal():
        raise web.HTTPNotFound
    return int(text)


def _webhook_message(request: web.Request) -> tuple[str, str]:
    return request.match_info["token"], request.match_info["message"]

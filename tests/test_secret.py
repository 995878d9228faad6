"""A secret hides itself from every way in which Python shows a value."""

from __future__ import annotations

import copy
import json
import pickle
import pprint
import traceback
from dataclasses import asdict, astuple, replace

import pytest

from relbot.secret import Secret, clear_traceback_locals, contains_token, redact
from relbot.settings import Settings
from token_traces import TOKEN, traces


def test_no_way_of_showing_settings_shows_the_token() -> None:
    settings = Settings.load(None, {"DISCORD_TOKEN": TOKEN})
    assert settings.discord_token is not None
    assert settings.discord_token.reveal() == TOKEN
    secret = settings.discord_token
    copies = (
        copy.copy(settings),
        copy.deepcopy(settings),
        replace(settings, queue=3),
        asdict(settings),
        astuple(settings),
    )
    shown = [f"{x} {x!r} {x!s} {x!a} {[x]}" for x in (settings, secret, *copies)]
    shown += [f"{secret:}", "%s %r" % (secret, secret), pprint.pformat(settings), str(dir(secret))]  # noqa: UP031
    shown += [json.dumps(asdict(settings), default=str), json.dumps(asdict(settings), default=repr)]
    assert traces("\n".join(shown)) == []
    with pytest.raises(TypeError, match="not JSON serializable"):
        json.dumps(secret)
    for shy in (settings, secret):
        with pytest.raises(TypeError, match="__dict__"):
            vars(shy)
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
            with pytest.raises(TypeError, match="not pickled"):
                pickle.dumps(shy, protocol)


def test_secrets_are_equal_as_their_values_are() -> None:
    assert Secret("a") == Secret("a") != Secret("b")
    assert len({Secret("a"), Secret("a")}) == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"Bot {TOKEN}", "Bot …"),
        (f"Authorization: 'Bot {TOKEN}', next", "Authorization: 'Bot …', next"),
        (f"http://{TOKEN}@host/{TOKEN}", "http://…@host/…"),
        ("POST /webhooks/123/aW50ZXJh.x_y-z/messages", "POST /webhooks/123/…/messages"),
        ("generation 20261124T053100000000-0123456789abcdef", None),
        ("relbot.discord.dispatch.service: see https://discord.com/developers/applications", None),
        ("a.b.c 1.2.3 discord.ext.commands.bot_with_a_long_name_for_nothing", None),
        (
            "INFO relbot.index.current_generation: index/20261124T053100-0123456789abcdef/passages.sqlite has 6 bytes",
            None,
        ),
    ],
)
def test_tokens_are_left_out_of_a_text_and_nothing_else(text: str, shown: str | None) -> None:
    assert redact(text) == (text if shown is None else shown)
    assert contains_token(text) == (TOKEN in text)


def test_what_is_raised_through_a_library_has_no_variables_left() -> None:
    def library(token: str) -> None:
        headers = {"Authorization": f"Bot {token}"}
        try:
            raise OSError("first", len(headers))
        except OSError as error:
            raise ValueError("second") from error

    with pytest.raises(ValueError, match="second") as caught, clear_traceback_locals():
        library(Secret(TOKEN).reveal())
    text = "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert "library" in text
    assert "first" in text
    assert traces(text) == []

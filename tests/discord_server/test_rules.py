"""Discord's rules of form, each at its edge: what just fits is taken, one more is refused."""

from __future__ import annotations

from typing import Any

import pytest

from discord_server.api_errors import ApiError, Json
from discord_server.command_rules import command_errors
from discord_server.message_rules import COMPONENTS_V2, check_message


def button(number: int = 1, **changes: Any) -> Json:
    return {"type": 2, "style": 1, "label": "go", "custom_id": f"go:{number}"} | changes


def link(**changes: Any) -> Json:
    return {"type": 2, "style": 5, "label": "read", "url": "https://example.org/"} | changes


def text(words: str = "words") -> Json:
    return {"type": 10, "content": words}


def row(*children: Json) -> Json:
    return {"type": 1, "components": list(children)}


def section(*texts: Json, **changes: Any) -> Json:
    return {"type": 9, "components": list(texts), "accessory": button()} | changes


def container(*children: Json) -> Json:
    return {"type": 17, "components": list(children)}


def v2(*components: Json, **changes: Any) -> Json:
    return {"flags": COMPONENTS_V2, "components": list(components)} | changes


def embeds(**embed: Any) -> Json:
    return {"embeds": [embed]}


def field(name: str = "name", value: str = "value") -> Json:
    return {"name": name, "value": value}


FITS_AND_EXCEEDS = {
    "content": ({"content": "a" * 2000}, {"content": "a" * 2001}),
    "embed title": (embeds(title="a" * 256), embeds(title="a" * 257)),
    "embed description": (embeds(description="a" * 4096), embeds(description="a" * 4097)),
    "embed fields": (embeds(fields=[field()] * 25), embeds(fields=[field()] * 26)),
    "embed field name": (embeds(fields=[field(name="a" * 256)]), embeds(fields=[field(name="a" * 257)])),
    "embed field value": (embeds(fields=[field(value="a" * 1024)]), embeds(fields=[field(value="a" * 1025)])),
    "embed field without a value": (embeds(fields=[field()]), embeds(fields=[field(value=" ")])),
    "embed footer": (embeds(footer={"text": "a" * 2048}), embeds(footer={"text": "a" * 2049})),
    "embed text in all": (
        {"embeds": [{"description": "a" * 3000}] * 2},
        {"embeds": [{"description": "a" * 3000}, {"description": "a" * 3001}]},
    ),
    "embeds": ({"embeds": [{"title": "a"}] * 10}, {"embeds": [{"title": "a"}] * 11}),
    "text in one display": (v2(text("a" * 4000)), v2(text("a" * 4001))),
    "text in all displays": (
        v2(text("a" * 2000), container(text("a" * 2000))),
        v2(text("a" * 2000), container(text("a" * 2001))),
    ),
    "an empty display": (v2(text("a")), v2(text(" \n"))),
    "button label": (v2(row(button(label="a" * 80))), v2(row(button(label="a" * 81)))),
    "a button without words": (v2(row(button(label=None, emoji={"name": "👍"}))), v2(row(button(label=None)))),
    "custom id": (v2(row(button(custom_id="a" * 100))), v2(row(button(custom_id="a" * 101)))),
    "a button without a custom id": (v2(row(button())), v2(row(button(custom_id=None)))),
    "custom ids alike": (v2(row(button(1), button(2))), v2(row(button(1)), row(button(1)))),
    "url": (v2(row(link(url="https://" + "a" * 504))), v2(row(link(url="https://" + "a" * 505)))),
    "a url of another scheme": (v2(row(link())), v2(row(link(url="javascript:alert(1)")))),
    "a link with a custom id": (v2(row(link())), v2(row(link(custom_id="a")))),
    "buttons in a row": (
        v2(row(*(button(number) for number in range(5)))),
        v2(row(*(button(number) for number in range(6)))),
    ),
    "an empty row": (v2(row(button())), v2(row())),
    "rows without v2": (
        {"content": "a", "components": [row(button(number)) for number in range(5)]},
        {"content": "a", "components": [row(button(number)) for number in range(6)]},
    ),
    "texts in a section": (v2(section(*[text()] * 3)), v2(section(*[text()] * 4))),
    "a section without texts": (v2(section(text())), v2(section())),
    "a section without an accessory": (v2(section(text())), v2(section(text(), accessory=None))),
    "a container in a container": (v2(container(text())), v2(container(container(text())))),
    "an empty container": (v2(container(text())), v2(container())),
    "a button outside a row": (v2(row(button())), v2(button())),
    "components in all": (v2(container(*[text()] * 39)), v2(container(*[text()] * 40))),
    "accessories count": (
        v2(*(section(text(), accessory=button(number)) for number in range(13))),
        v2(*(section(text(), accessory=button(number)) for number in range(14))),
    ),
    "new components without the flag": (v2(text()), {"content": "a", "components": [text()]}),
    "content beside v2": (v2(text(), content=None), v2(text(), content="words")),
    "embeds beside v2": (v2(text(), embeds=[]), v2(text(), embeds=[{"title": "a"}])),
}


@pytest.mark.parametrize("case", FITS_AND_EXCEEDS)
def test_what_fits_is_taken_and_what_exceeds_is_refused(case: str) -> None:
    fits, exceeds = FITS_AND_EXCEEDS[case]
    check_message(fits)
    with pytest.raises(ApiError) as refused:
        check_message(exceeds)
    assert refused.value.code == 50035


@pytest.mark.parametrize("empty", [{}, {"content": " \n"}, {"embeds": []}, v2()])
def test_an_empty_message_is_refused(empty: Json) -> None:
    with pytest.raises(ApiError) as refused:
        check_message(empty)
    assert refused.value.code == 50006


STANDS = {"content": "", "embeds": [], "components": [text()], "flags": COMPONENTS_V2}
STANDS_V1 = {"content": "words", "embeds": [], "components": [], "flags": 0}


@pytest.mark.parametrize("edit", [{"flags": 0}, {"content": "words"}, {"embeds": [{"title": "a"}]}])
def test_an_edit_does_not_take_components_v2_back(edit: Json) -> None:
    check_message({"components": [text("other words")]}, STANDS)
    with pytest.raises(ApiError):
        check_message(edit, STANDS)


def test_a_message_turns_to_components_v2_only_without_its_content() -> None:
    with pytest.raises(ApiError):
        check_message(v2(text()), STANDS_V1)
    check_message(v2(text(), content=None), STANDS_V1)


def test_an_edit_may_not_empty_a_message() -> None:
    with pytest.raises(ApiError):
        check_message({"content": ""}, STANDS_V1)


def test_a_refusal_names_the_place() -> None:
    with pytest.raises(ApiError) as refused:
        check_message(v2(text(), row(button(label="a" * 81))), None, "data")
    label = refused.value.body()["errors"]["data"]["components"]["1"]["components"]["0"]["label"]
    assert label == {"_errors": [{"code": "BASE_TYPE_MAX_LENGTH", "message": "Must be 80 or fewer in length."}]}


def command(**changes: Any) -> Json:
    return {"name": "ask", "description": "Ask a question", "type": 1} | changes


def option(**changes: Any) -> Json:
    return {"name": "question", "description": "What to ask", "type": 3, "required": True} | changes


CHOICE = {"name": "a" * 100, "value": "a" * 100}
MENU = {"name": "Ask about this", "type": 3, "description": ""}


@pytest.mark.parametrize(
    "commands",
    [
        [command(name="a" * 32, description="a" * 100), MENU],
        [command(options=[option(), option(name="private", required=False)])],
        [command(options=[option(name=f"o{number}") for number in range(25)])],
        [command(options=[option(max_length=6000)])],
        [command(contexts=[0, 1, 2], integration_types=[0, 1])],
    ],
)
def test_commands_that_fit_are_taken(commands: list[Json]) -> None:
    assert not list(command_errors(commands))


@pytest.mark.parametrize(
    "commands",
    [
        [command(name="a" * 33)],
        [command(name="Ask")],
        [command(name="ask now")],
        [command(name="")],
        [command(description="")],
        [command(description="a" * 101)],
        [command(), command()],
        [command(options=[option(name=f"o{number}") for number in range(26)])],
        [command(options=[option(required=False), option(name="other")])],
        [command(options=[option(), option()])],
        [command(options=[option(description="")])],
        [command(options=[option(max_length=6001)])],
        [command(options=[option(choices=[{"name": "a" * 101, "value": "a"}])])],
        [command(contexts=[3])],
        [MENU | {"description": "words"}],
        [MENU | {"name": f"entry {number}"} for number in range(16)],
        [command(options=[option(name=f"o{number}", choices=[CHOICE] * 4) for number in range(11)])],
    ],
)
def test_commands_that_exceed_are_refused(commands: list[Json]) -> None:
    assert list(command_errors(commands))

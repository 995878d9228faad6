"""The picture in the documentation is drawn from the message that the bot sends."""

from __future__ import annotations

from xml.etree import ElementTree

from discord_screenshot import message_svg
from relbot.discord.rendering.answer_layout import answer_layout
from relbot.discord.rendering.escape import unescape_markdown
from terminal.answers import ANSWER, BEFORE, REFUSAL, SENTENCE


def test_it_holds_every_word_and_every_button() -> None:
    drawn = words_of(message_svg(answer_layout(ANSWER).to_components()))  # type: ignore[no-untyped-call]
    for part in (ANSWER.question, SENTENCE, BEFORE, "Very likely right (93 %)", "› History › Cold War", "Open 1", "👍"):
        assert unescape_markdown(part) in drawn
    assert "*" not in drawn
    assert "\\" not in drawn


def test_a_refusal_can_be_drawn_too() -> None:
    assert "No answer." in words_of(message_svg(answer_layout(REFUSAL).to_components()))  # type: ignore[no-untyped-call]


def words_of(svg: str) -> str:
    root = ElementTree.fromstring(svg)  # noqa: S314 - it was drawn right here
    texts = root.iter("{http://www.w3.org/2000/svg}text")
    return " ".join(" ".join("".join(text.itertext()).split()) for text in texts)

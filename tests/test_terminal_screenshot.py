from xml.etree import ElementTree

from terminal.answers import ANSWER, SENTENCE
from terminal_screenshot import terminal_svg


def test_the_picture_is_sound_and_asks_no_other_machine_for_anything() -> None:
    svg = terminal_svg(ANSWER)
    text = " ".join("".join(ElementTree.fromstring(svg).itertext()).split())  # noqa: S314 - drawn two lines above
    assert "url(http" not in svg.replace('"', "")
    assert SENTENCE.split(",")[0] in text.replace("\xa0", " ")


def test_the_picture_of_an_answer_is_the_same_each_time() -> None:
    assert terminal_svg(ANSWER) == terminal_svg(ANSWER)

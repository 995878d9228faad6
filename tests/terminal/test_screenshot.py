from xml.etree import ElementTree

from relbot.terminal.screenshot import picture
from terminal.answers import ANSWER, SENTENCE


def test_the_picture_is_sound_and_asks_no_other_machine_for_anything() -> None:
    svg = picture(ANSWER)
    text = " ".join("".join(ElementTree.fromstring(svg).itertext()).split())  # noqa: S314 - drawn two lines above
    assert "url(http" not in svg.replace('"', "")
    assert SENTENCE.split(",")[0] in text.replace("\xa0", " ")


def test_the_picture_of_an_answer_is_the_same_each_time() -> None:
    assert picture(ANSWER) == picture(ANSWER)

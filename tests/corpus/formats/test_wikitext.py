from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.corpus.documents import parse
from relbot.corpus.formats import wikitext

PAGE = """{{Infobox castle
| name = Harn Castle
| owner = {{nowrap|Duke of Harn}}
}}
'''Harn Castle''' ({{lang-de|Burg Harn}}) is a ruined [[castle]] in [[Obermark|the Obermark]].<ref name="a">{{cite
book|title=Castles}}</ref>

== History ==
It was burned in 1634.{{citation needed|date=May 2010}} The tower is {{convert|31|m|ft}} high.<ref>Meier.</ref>

[[File:Harn.jpg|thumb|The [[gate]] in 1890]]

* The well is 60&nbsp;m deep.

{| class="wikitable"
! Year !! Owner
|-
| 1304 || Otto of Harn
|-
| 1650
| style="x" | Counts of Lieb
|}

[[Category:Castles]]
"""


@pytest.mark.parametrize("name", ["w.txt", "w.mediawiki"])
def test_templates_references_and_files_are_gone_and_the_prose_stays(name: str) -> None:
    document = parse(name, PAGE.encode())
    assert [document.text[block.start : block.end] for block in document.blocks] == [
        "Harn Castle (Burg Harn) is a ruined castle in the Obermark.",
        "It was burned in 1634. The tower is 31 m high.",
        "The well is 60\u00a0m deep.",
        "Year: 1304; Owner: Otto of Harn",
        "Year: 1650; Owner: Counts of Lieb",
    ]
    assert document.blocks[-1].section == ("History",)
    assert [block.is_unit for block in document.blocks] == [False, False, False, True, True]


@pytest.mark.parametrize("text", ["He wrote '''so''' once.", "A [[link]] is in brackets.", "x = {{a}}", "Plain."])
def test_a_text_with_a_single_mark_is_plain(text: str) -> None:
    assert not wikitext.is_wikitext(text)


@given(st.text(st.sampled_from("[]{}|!'=<>-ref/ab\n :*;"), max_size=80))
def test_any_markup_is_rendered(text: str) -> None:
    wikitext.render(text).encode()


@pytest.mark.parametrize(
    "unit", ["{{", "[[", "{{a", "<ref>", "{|\n", "'''", "[[File:", "<!--", "| a || ", "[http://a "]
)
def test_unclosed_markup_takes_no_long_time(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    began = time.process_time()
    wikitext.render(text)
    assert time.process_time() - began < 15

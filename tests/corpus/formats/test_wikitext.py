from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.formats.shown import blocks
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
def test_references_and_files_are_gone_and_prose_and_values_stay(name: str) -> None:
    document = parse(name, PAGE.replace("}}\n'''", "| built = 1304\n}}\n'''").encode())
    assert [document.text[block.start : block.end] for block in document.blocks] == [
        "Harn Castle (Burg Harn) is a ruined castle in the Obermark.",
        "Owner: Duke of Harn",
        "Built: 1304",
        "It was burned in 1634. The tower is 31 m high.",
        "The well is 60\u00a0m deep.",
        "Year: 1304; Owner: Otto of Harn",
        "Year: 1650; Owner: Counts of Lieb",
    ]
    assert document.blocks[-1].section == ("History",)
    assert [block.is_unit for block in document.blocks][-4:] == [False, False, True, True]


BOX = """{{Stub}}
{{Weapon
| name = Moon Blade
| image = Moon.png
| image_width = 250
| type = [[Blade|Sword]]
| source = * Dropped by [[Otter]]<br>* Sold by [[Orla|Orla the Smith]]
| first_seen = {{start date|1887|09|12|df=y}}
| price =
| ref = {{cite web|url=a.example}}
}}
The '''Moon Blade''' is a sword.

== Making ==
{{Recipe
|item1 = Iron
|qty1 = 4
}}
It takes a day.
"""


def test_a_box_is_read_below_the_lead_and_elsewhere_in_its_place() -> None:
    assert [line for line in wikitext.render(BOX).split("\n") if line] == [
        "The Moon Blade is a sword.",
        "Type: Sword",
        "Source: Dropped by Otter, Sold by Orla the Smith",
        "First seen: 1887-09-12",
        "== Making ==",
        "Item1: Iron",
        "Qty1: 4",
        "It takes a day.",
    ]
    document = parse("blade.mediawiki", BOX.encode())
    assert document.text[document.blocks[1].start : document.blocks[1].end] == "Type: Sword"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("It was built at a cost of {{NOK|48,000}}.", "It was built at a cost of NOK 48,000."),
        ("The {{USS|Enterprise|CVN-65}} sank.", "The USS Enterprise sank."),
        ("It costs {{coins|500}} and needs {{plink|Iron bar|txt=bar}}.", "It costs 500 and needs Iron bar."),
        ("Made by {{ill|Ada Rook|de}} ({{circa|1850}}).", "Made by Ada Rook (c. 1850)."),
        ("It opened on {{start date|1887|9|12}}.", "It opened on 1887-09-12."),
        ("{{circa|1850}} it burned.", "c. 1850 it burned."),
        ("{{Infobox river | name = Ish | length = {{convert|74|km|mi}} }}\nIt burned.", "It burned.\n\nLength: 74 km"),
        ("It burned.{{cn|date=May}} {{citation needed|reason=why}}", "It burned."),
        ("It burned.{{sfn|Smith|2001|p=4}} It fell {{sfn|Smith|2001}} then.", "It burned. It fell then."),
        ("It ({{IPAc-en|h|a|rn}}) burned.", "It burned."),
        ("It is {{frac|1|2}} high.", "It is high."),
        ("{{Main|Other page}}\nIt burned.", "It burned."),
        ("{{clear}}{{Portal|Norway}}\nIt burned.", "It burned."),
        ("* {{Commons category-inline|Harn}}\n* [http://a.example Its friends]", "- Its friends"),
        ("It burned.\n\n[[no:Burg Harn]]\n[[zh-min-nan:Harn]]", "It burned."),
        ("[[Help: me]] stays, and so does [[a|the b]].", "Help: me stays, and so does the b."),
    ],
)
def test_a_template_shows_its_value_where_it_is_a_word_and_nothing_where_it_is_a_mark(source: str, shown: str) -> None:
    assert wikitext.render(source) == shown


@pytest.mark.parametrize("text", ["He wrote '''so''' once.", "A [[link]] is in brackets.", "x = {{a}}", "Plain."])
def test_a_text_with_a_single_mark_is_plain(text: str) -> None:
    assert not wikitext.is_wikitext(text)


@given(st.text(st.sampled_from("[]{}|!'=<>-ref/ab\n :*;"), max_size=80))
def test_any_markup_is_rendered(text: str) -> None:
    wikitext.render(text).encode()


@pytest.mark.parametrize(
    "unit",
    [
        *("{{", "[[", "{{a", "<ref>", "{|\n", "'''", "[[File:", "<!--", "| a || ", "[http://a "),
        *("{{a|b}} ", "{{a\n|b=c\n|d=e\n", "\n{{a\n|b=c\n|d=e\n}}", "[[a:b]]\n"),
    ],
)
def test_unclosed_markup_takes_no_long_time(unit: str) -> None:
    text = unit * (60_000 // len(unit))
    began = time.process_time()
    wikitext.render(text)
    assert time.process_time() - began < 15


def test_terms_and_what_is_indented_are_paragraphs_of_their_own() -> None:
    terms = "; Keel : The lowest beam.\n; Rib\n: It carries the planks."
    text = f"[[A]] [[b]].\n{terms}\nThe word is old.\n: Quoted.\nIt ends."
    assert blocks("w.mediawiki", text) == [
        "A b.", "Keel : The lowest beam.", "Rib\nIt carries the planks.", "The word is old.", "Quoted.", "It ends.",
    ]  # fmt: skip


def test_cells_that_span_rows_and_columns_are_said_in_each_and_the_second_of_two_headers_holds() -> None:
    head = "{| class=x\n! colspan=2 | Fleet\n|-\n! Name !! Built\n"
    table = f'{head}|-\n| rowspan="2" | Smew || 1911\n|-\n| 1923\n|-\n| Teal || 1904\n|}}'
    assert blocks("w.mediawiki", table) == [
        "Name: Smew; Built: 1911",
        "Name: Smew; Built: 1923",
        "Name: Teal; Built: 1904",
    ]

from __future__ import annotations

import pytest

from corpus.formats.office.packages import package, presentation, sp, strict
from corpus.formats.shown import blocks, placed, sectioned
from relbot.corpus.documents import parse
from relbot.errors.corpus import SourceRejected

BULLET = '<a:p><a:pPr><a:buChar char="•"/></a:pPr><a:r><a:t>{}</a:t></a:r></a:p>'


def graphic(content: str) -> str:
    return f"<p:graphicFrame><a:graphic><a:graphicData>{content}</a:graphicData></a:graphic></p:graphicFrame>"


def cell(words: str, attributes: str = "") -> str:
    return f"<a:tc {attributes}><a:txBody><a:p><a:r><a:t>{words}</a:t></a:r></a:p></a:txBody></a:tc>"


def test_a_slide_is_the_place_and_its_title_the_section() -> None:
    data = presentation(
        sp("Otters at home", kind="ctrTitle") + sp("A talk", kind="subTitle"),
        sp("They are kept in the north.", kind="body") + sp("Food", kind="title") + sp("3", kind="sldNum"),
        'show="0"|' + sp("Nobody sees this slide."),
        notes={2: sp("Mention the fish.", kind="body") + sp("2", kind="sldNum")},
    )
    assert parse("a.pptx", data).source.title == "Otters at home"
    assert placed("a.pptx", data)[1:] == [
        ("slide 2", "They are kept in the north."),
        ("slide 2, notes", "Mention the fish."),
        ("slide 3 (hidden)", "Nobody sees this slide."),
    ]
    assert sectioned("a.pptx", data)[1:] == [
        ("Food", "They are kept in the north."),
        ("Food", "Notes", "Mention the fish."),
        ("Nobody sees this slide.",),
    ]


@pytest.mark.parametrize(
    ("shapes", "shown"),
    [
        (f"<p:grpSp><p:grpSp>{sp('Deep inside.')}</p:grpSp></p:grpSp>{sp('Outside.')}", ["Deep inside.", "Outside."]),
        (sp("What they like best:", BULLET.format("Fish"), BULLET.format("Eel")), ["What they like best:\nFish\nEel"]),
        (sp("<a:p><a:r><a:t>A</a:t></a:r><a:br/><a:r><a:t>B\u00ad_x000B_C</a:t></a:r></a:p>"), ["A\nB\nC"]),
        (f"<mc:AlternateContent><mc:Choice>{sp('New.')}</mc:Choice><mc:Fallback>{sp('Old.')}</mc:Fallback>"
         "</mc:AlternateContent>", ["New."]),
    ],
)  # fmt: skip
def test_shapes_show_their_words_once(shapes: str, shown: list[str]) -> None:
    assert blocks("a.pptx", presentation(shapes)) == shown


def test_a_strict_presentation_is_read() -> None:
    data = strict(presentation(sp("Title", kind="title") + sp("The words of it.")))
    assert sectioned("a.pptx", data) == [("Title", "The words of it.")]


def test_a_table_is_said_row_by_row() -> None:
    rows = [
        cell("Animal") + cell("Weight"),
        cell("Otter", 'rowSpan="2"') + cell("9"),
        cell("", 'vMerge="1"') + cell("11"),
    ]
    table = "<a:tbl><a:tblPr firstRow='1'/>" + "".join(f"<a:tr>{row}</a:tr>" for row in rows) + "</a:tbl>"
    assert blocks("a.pptx", presentation(graphic(table))) == ["Animal: Otter; Weight: 9", "Animal: Otter; Weight: 11"]


def test_a_chart_is_said_category_by_category() -> None:
    def points(*values: str) -> str:
        return "".join(f'<c:pt idx="{n}"><c:v>{value}</c:v></c:pt>' for n, value in enumerate(values))

    chart = (
        f"<c:chart><c:title><a:t>Otters seen</a:t></c:title><c:ser><c:tx>{points('Adults')}</c:tx>"
        f"<c:cat>{points('2019', '2020')}</c:cat><c:val>{points('4', '7')}</c:val></c:ser></c:chart>"
    )
    shapes = graphic('<c:chart r:id="chart.xml"/>')
    assert sectioned("a.pptx", presentation(shapes, parts={"chart.xml": chart})) == [
        ("Otters seen", "2019; Adults: 4"),
        ("Otters seen", "2020; Adults: 7"),
    ]


@pytest.mark.parametrize("data", [b"PK\0", package({"a": "b"}), presentation(sp("A"))[:200]])
def test_a_damaged_presentation_is_refused(data: bytes) -> None:
    with pytest.raises(SourceRejected, match="PowerPoint presentation"):
        parse("a.pptx", data)


def test_what_is_struck_through_on_a_slide_is_left_out() -> None:
    old = '<a:r><a:rPr strike="{}"/><a:t>6</a:t></a:r>'
    runs = f"<a:p><a:r><a:t>Honey costs </a:t></a:r>{old}<a:r><a:t> 8 euros.</a:t></a:r></a:p>"
    assert blocks("a.pptx", presentation(sp(runs.format("sngStrike")))) == ["Honey costs 8 euros."]
    assert blocks("a.pptx", presentation(sp(runs.format("noStrike")))) == ["Honey costs 6 8 euros."]

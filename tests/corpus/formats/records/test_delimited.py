from __future__ import annotations

import csv
import io
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.formats.shown import blocks, placed
from cpu_time import within_seconds
from relbot.corpus.documents import parse
from relbot.corpus.formats.records import delimited
from relbot.errors.corpus import SourceRejected

WORDS = st.text(st.sampled_from(string.ascii_letters + string.digits + " ,;\t|'\"äß名\n."), min_size=1, max_size=12)
CELLS = WORDS.map(lambda words: " ".join(words.split())).filter(lambda words: any(map(str.isalnum, words)))


@given(
    st.integers(2, 5).flatmap(
        lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=6)
    ),
    st.sampled_from(",;\t|"),
    st.sampled_from([csv.QUOTE_ALL, csv.QUOTE_MINIMAL]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
@settings(max_examples=60, deadline=None)
def test_every_cell_of_any_table_is_said_with_its_header(
    rows: list[list[str]], delimiter: str, quoting: int, encoding: str
) -> None:
    headers = [f"Header{letter}" for letter in "ABCDE"[: len(rows[0])]]
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter, quoting=quoting).writerows([headers, *rows])  # type: ignore[arg-type]
    said = blocks("a.csv", f"sep={delimiter}\n{stream.getvalue()}".encode(encoding))
    assert said == ["; ".join(f"{h}: {cell}" for h, cell in zip(headers, row, strict=True)) for row in rows]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Name,Age\nAnna,30\n", ["Name: Anna; Age: 30"]),
        ("Preis;Menge\n1,50;2,5\n2,75;3\n", ["Preis: 1,50; Menge: 2,5", "Preis: 2,75; Menge: 3"]),
        ("Name\tNote\nAnna\tOne, two; three\n", ["Name: Anna; Note: One, two; three"]),
        ('Name,Note\nAnna,"Two\nlines, one ""cell"""\n', ['Name: Anna; Note: Two lines, one "cell"']),
        ('Name,Note\nAnna,"a \\"b\\" c"\n', ['Name: Anna; Note: a "b" c']),
        ('Name,Size\nPipe,5" wide\nBolt,"3 inches\n', ['Name: Pipe; Size: 5" wide', 'Name: Bolt; Size: "3 inches']),
        ('Name,Note\nAnna,"a\nOtto,b\nIda,"c"\nOla,"d\ne"\n',
         ['Name: Anna; Note: "a', "Name: Otto; Note: b", "Name: Ida; Note: c", "Name: Ola; Note: d e"]),
        ('A;B;C\n"x, y";"z;1\nu;"v";"2"\n', ['A: x, y; B: "z; C: 1', "A: u; B: v; C: 2"]),
        ('A,B\nx,"y" z\n"u",v\n', ["A: x; B: y z", "A: u; B: v"]),
        ("Anna,30,Oslo\nOtto,31,Harn\n", ["Anna; 30; Oslo", "Otto; 31; Harn"]),
        ("Born,1304\nDied,1350\n", ["Born: 1304", "Died: 1350"]),
        ("Name,2019,2020\nAnna,1,2\n", ["Name: Anna; 2019: 1; 2020: 2"]),
        ("Anna Berg,anna@a.example\nOtto,otto@a.example\n", ["Anna Berg: anna@a.example", "Otto: otto@a.example"]),
        ("List of members\nName,Town\nAnna,Oslo\n", ["Name: Anna; Town: Oslo"]),
        ("A,B\nx,y\n", ["A: x; B: y"]),
        ("Name,Town,\nAnna,,\n,Oslo,\n", ["Name: Anna", "Town: Oslo"]),
        ("Name,Town\nAnna\nOtto,Harn,more\n", ["Name: Anna", "Name: Otto; Town: Harn; more"]),
        ("Name,Town\rAnna,Oslo\r", ["Name: Anna; Town: Oslo"]),
        ("Name,Town\nAnna,Oslo\nName,Town\nOtto,Harn\n", ["Name: Anna; Town: Oslo", "Name: Otto; Town: Harn"]),
        ("Anna\nOtto\n", ["Anna", "Otto"]),
    ],
)  # fmt: skip
def test_tables_are_read_as_people_write_them(text: str, said: list[str]) -> None:
    assert blocks("a.csv", text) == said


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Größe;Straße\nfür „Müller“;é\n", "cp1252"),
        ("été,café\nNoël,3\n", "latin-1"),
        ("名前,年齢,住所\n佐藤太郎,30,東京\n", "cp932"),
        ("テスト;データ\nりんご;100\n", "cp932"),
        ("姓名,年齡\n張三,30\n陳大文,25\n", "big5"),
        ("이름,나이\n김철수,30\n서울,25\n", "euc_kr"),
        ("Имя,Возраст\nИван,30\n", "cp1251"),
        ("Name;Straße\nÄnne;3\n", "utf-16"),
    ],
)
def test_the_encoding_of_a_small_table_is_found(text: str, encoding: str) -> None:
    assert blocks("a.csv", text.encode(encoding)) == blocks("a.csv", text)


def test_a_row_is_found_by_its_number() -> None:
    assert placed("a.tsv", "Name\tTown\nAnna\tOslo\n\nOtto\tHarn\n") == [
        ("row 2", "Name: Anna; Town: Oslo"),
        ("row 4", "Name: Otto; Town: Harn"),
    ]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"\n \n", "it is empty"),
        (b"a,\0", "it is not text"),
        (b'Name\n"' + b"x" * 1_000_001 + b'"', "it cannot be read as a table"),
    ],
)
def test_what_is_no_table_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(SourceRejected) as error:
        parse("a.csv", data)
    assert error.value.why.startswith(why)


def test_long_headers_do_not_multiply() -> None:
    document = parse("a.csv", f"Name,{'long ' * 2000}\n".encode() + b"x,1\n" * 100)
    assert len(document.text) < 100 * 300


@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_quote_that_is_not_closed_costs_no_other_line(place: int) -> None:
    lines = ["Name,Note,Town", 'Anna,"One, two",Oslo', "Otto,Three,Harn", 'Ida,"Four ""5""",Bergen', "Ola,Six,Moss"]
    whole = blocks("a.csv", "\n".join(lines))
    broken = blocks("a.csv", "\n".join([*lines[:place], f'"{lines[place].replace(chr(34), "")}', *lines[place + 1 :]]))
    assert [row for row in broken if row not in whole] == broken[place - 1 : place]
    assert len(broken) == len(whole)


@pytest.mark.parametrize("line", ['a","b', 'a,"b', '"', '""', 'a"b,"c', '"a"b'])
def test_any_number_of_quotes_that_are_not_closed_is_read_in_linear_time(line: str) -> None:
    with within_seconds(1):
        assert len([*delimited._records(f"{line}\n" * 20_000 + 'x,"y"z\n', ",", None)]) >= 10_000

from __future__ import annotations

import time

import pytest

from corpus.formats.shown import blocks, sectioned
from relbot.corpus.documents import parse
from relbot.errors.corpus import SourceRejected


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        (
            "It is *thin*, **bold**, ``code`` and `a link <http://a.example>`_ [1]_.",
            "It is thin, bold, code and a link [1].",
        ),
        (
            "See :ref:`the guide <guide>`, :func:`~os.path.join` and :py:class:`!Otter`.",
            "See the guide, join and Otter.",
        ),
        ("Old :abbr:`LIFO (last in)` and |Name| here.", "Old LIFO (last in) and Name here."),
        (".. note:: Keep it cold.", "Keep it cold."),
        (".. tip::\n\n   Clean it.", "Clean it."),
        (".. versionadded:: 3.2\n   The *x* option.", "Added in version 3.2: The x option."),
        (".. deprecated:: 3.2", "Deprecated since version 3.2."),
        (".. code-block:: python\n   :caption: One\n\n   x = 1", "x = 1"),
        ("::\n\n   x = 1", "x = 1"),
        (">>> x\n1", ">>> x\n1"),
        ("| Line one\n| line two", "Line one\nline two"),
        (".. only:: html\n\n   It is shown.", "It is shown."),
        (".. |x| replace:: the river\n\nWe saw |x| then.", "We saw the river then."),
        (".. figure:: a.png\n\n   The caption of it.", "The caption of it."),
        ("   A quoted line.", "A quoted line."),
        (":Author: Anna Berg\n\nText.", "Author: Anna Berg"),
        ("-v, --verbose  Be loud.", "-v, --verbose: Be loud."),
    ],
)
def test_markup_is_shown_as_it_is_rendered(source: str, shown: str) -> None:
    assert blocks("a.rst", source)[0] == shown


@pytest.mark.parametrize(
    "source",
    [
        ".. include:: /etc/passwd",
        ".. literalinclude:: /etc/passwd",
        ".. todo:: Describe /etc/passwd",
        ".. csv-table::\n   :file: /etc/passwd",
        ".. raw:: html\n   :file: /etc/passwd",
        ".. raw:: html\n\n   <b>raw</b>",
        ".. role:: raw-html(raw)\n   :format: html\n\n:raw-html:`<b>raw</b>`",
        ".. toctree::\n\n   install",
        ".. image:: a.png",
        ".. a comment",
        ".. contents::",
        ".. _target:",
    ],
)
def test_nothing_is_read_from_other_files_and_nothing_invisible_is_shown(source: str) -> None:
    assert blocks("a.rst", f"Before it.\n\n{source}\n\nAfter it.") == ["Before it.", "After it."]


def test_sections_and_definitions_are_those_of_the_page() -> None:
    source = "=====\nTitle\n=====\n\nA\n-\n\nOne thing is here.\n\nB\n~\n\nterm\n   It is defined so.\n\n- a thing\n"
    assert parse("a.rst", source.encode()).source.title == "Title"
    assert sectioned("a.rst", source) == [
        ("A", "One thing is here."),
        ("A", "B", "term\nIt is defined so."),
        ("A", "B", "a thing"),
    ]


TABLES = [
    "+-----+-----+\n| A   | B   |\n+=====+=====+\n| x   | 2   |\n+-----+-----+\n",
    "== ==\nA  B\n== ==\nx  2\n== ==\n",
    ".. list-table::\n   :header-rows: 1\n\n   * - A\n     - B\n   * - x\n     - 2\n",
    ".. csv-table::\n   :header: A, B\n\n   x, 2\n",
]


@pytest.mark.parametrize("table", TABLES)
def test_tables_of_all_kinds_are_said_row_by_row(table: str) -> None:
    assert blocks("a.rst", table) == ["A: x; B: 2"]


def test_a_footnote_is_a_block_of_its_own() -> None:
    assert blocks("a.rst", "It is old [#a]_.\n\n.. [#a] See *Meier*.\n\nIt is red.") == [
        "It is old [1].",
        "See Meier.",
        "It is red.",
    ]


def test_a_title_within_a_directive_heads_only_what_is_in_it() -> None:
    source = ".. tab-item:: Linux\n\n   Use the first one.\n\nIt is the same for all.\n"
    assert sectioned("a.rst", source) == [("Linux", "Use the first one."), ("It is the same for all.",)]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("x" * 10_001, "it has a line of more than 10,000 characters; break it"),
        ("- " * 3_000 + "a", "its blocks are nested"),
        (("*a " * 3_000 + "\n") * 10, "it has paragraphs with more markup than can be read; break them"),
    ],
)
def test_what_docutils_cannot_read_is_refused(source: str, why: str) -> None:
    with pytest.raises(SourceRejected) as error:
        parse("a.rst", source.encode())
    assert error.value.why.startswith(why)


@pytest.mark.parametrize("unit", ["*a ", "`a ", ":a:`b ", "|a ", "[a]_ ", "a_ ", "**", "<a "])
def test_unclosed_markup_takes_no_long_time(unit: str) -> None:
    began = time.process_time()
    blocks("a.rst", "a " + unit * (3_000 // len(unit)))
    assert time.process_time() - began < 5


def test_a_term_is_quoted_with_one_sentence_and_is_the_heading_of_several() -> None:
    source = "F1\n  opens the help\nseeing\n  It is calm. It is clear.\ndome\n  One.\n\n  Two.\n\nIt is closed.\n"
    assert sectioned("a.rst", source) == [
        ("F1\nopens the help",),
        ("seeing", "It is calm. It is clear."),
        ("dome", "One."),
        ("dome", "Two."),
        ("It is closed.",),
    ]


def test_a_term_is_no_heading_of_the_next_ones() -> None:
    terms = (
        "port\n   It listens. The default is 80.",
        "host\n   Where it runs",
        "mode\n   - one\n   - two",
        "user\n   Me",
    )
    assert sectioned("a.rst", "\n\n".join(terms)) == [
        ("port", "It listens. The default is 80."),
        ("host\nWhere it runs",),
        ("mode", "one"),
        ("mode", "two"),
        ("user\nMe",),
    ]


def test_the_items_of_a_numbered_list_have_the_numbers_that_a_page_shows() -> None:
    source = "Kiln\n====\n\n3. Switch off.\n4. Brush it.\n\n   Wear a mask.\n\n#. Close the lid.\n\n* a bullet\n"
    text = parse("kiln.rst", source.encode()).text
    assert text == "Kiln\n3. Switch off.\n4. Brush it.\n\nWear a mask.\n5. Close the lid.\na bullet"

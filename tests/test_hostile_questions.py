"""Adversarial questions: each is answered or refused within a second, and nothing but errors for people
escapes. With RELBOT_THOROUGH=1 some thousand random ones, else some dozen.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.adversarial_texts import FRAGMENTS, UNUSUAL_CHARACTERS
from cpu_time import within_seconds
from relbot import Relbot
from relbot.cli import cli
from relbot.errors import RelbotError
from terminal.output_checks import is_inert

THOROUGH = os.environ.get("RELBOT_THOROUGH") == "1"
TIMES = 3_000 if THOROUGH else 15
MANY = 100_000
ARTICLE = (Path(__file__).parent.parent / "corpus" / "albania-north-korea-relations.txt").read_bytes().decode()

QUESTIONS = {
    "one word of 100,000 letters": "a" * MANY,
    "100,000 characters": "who " * (MANY // 4),
    "as long as is read": "ab " * 333,
    "every word another": " ".join(map(str, range(1000, 1199))),
    "1,000 dates": "1 May 1948, " * 1_000,
    "80 dates": "1 May 1948, " * 80,
    "50,000 quotes": '"' * 50_000,
    "450 quotes": '" ' * 450 + "who",
    "NUL": "who\0is\0Kim",
    "only NUL": "\0" * MANY,
    "halves of characters": "\ud800 who \udcff is Kim \udfff",
    "only halves": "\ud800" * MANY,
    "escape sequences": "\x1b]0;owned\x07\x9b31mWho\x1b[2J visited \x1b]8;;http://a\x1b\\Tirana\x1b]8;;\x1b\\?",
    "right to left": "\u202eWho visited\u2066 Tirana\u200b?\u2069",
    "hidden in tags": "\U000e0057\U000e0068\U000e006f Kim",
    "full text search": '"NEAR(* OR',
    "more of it": 'NEAR("a" "b", 5) AND terms:* OR ^x NOT {a b}: y + - * "',
    "SQL": "'; DROP TABLE passage; -- Kim",
    "formats": "%s %n {0} {0.__class__} %(x)s ${x} Kim",
    "markup": "[bold red]who[/] [link=http://a]is[/link] :warning: Kim",
    "only accents": "\u0301" * 900,
    "an accent that is no letter": "\u0345",
    "lone accents": "Zzxq\u0301\u0301 \u0301 Qzz",
    "dots between Japanese names": "・ ・スミス・ジョン ゾゾ",
    "ideographs": "漢" * 250,
    "too many ideographs": "漢" * 1_000,
    "letters taken for s": "What happened laſt year, ſince the war and ten yearſ ago?",
    "letters taken for i": "What happened durıng the last sıx years, PRİOR to the war?",
    "letters taken for i in a number of sentences": "gıve me sıx facts",
    "letters taken for s in a season": "what ıſ open ın ſprıng and ſummer",
    "letters taken for both in slang": "were the ſkınt kıddoſ mınted",
    "letters that fold oddly": "Ⅷ ⅷ ½ ² ₁ ① ﷽ ﷺ ﬀ ŉ ǆ İstanbul ß ŉ ªº",
    "figures of other scripts": "What happened in ١٩٥٦ and １９５６ and ²⁰²⁰?",
    "an event of nothing": "after " + "zzz " * 200,
    "events of events": "What happened after Kim came after he left before until since the war?",
    "misspelt to the end": "Qzxvb Wvuty " * 80,
    "initials": "KPQZ " * 190,
    "dotted": "A.B.C.D." * 120,
    "hyphens": "a-" * 490,
    "the end of time": "What happened after 9999, before 99999 BC and 9999 centuries ago?",
    "joined faces": "👨‍👩‍👧" * 150,
    "outside of Unicode": "\U000e0fff\uffff\ufffe" * 100 + "who",
    "only space": " " * MANY + "x" + "\u2028" * MANY,
}

texts = st.one_of(
    st.text(st.characters(exclude_categories=()), max_size=400),
    st.lists(
        st.sampled_from(
            (*UNUSUAL_CHARACTERS, *FRAGMENTS, "Who", "When", "visited", "Tirana", "Kim", "Hoxha", "after", "in", "1956")
        ),
        max_size=12,
    ).map(" ".join),
)


def within_a_second(action: Callable[[], object]) -> None:
    """Run an action in less than a second of this process's time; an error for people is as good as an answer."""
    with within_seconds(1), suppress(RelbotError):
        action()


def asked_every_way(bot: Relbot, text: str) -> None:
    conversation = bot.conversation()
    conversation.ask("Who visited Tirana in 1956?")
    within_a_second(lambda: bot.ask(text))
    within_a_second(lambda: bot.search(text))
    within_a_second(lambda: conversation.ask(text))
    within_a_second(lambda: bot.timeline(text))
    within_a_second(lambda: bot.timeline(text[:190]))
    within_a_second(lambda: bot.timeline(None, text))
    within_a_second(lambda: bot.passage(text))


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_hostile_question_is_answered_or_refused_within_a_second(name: str, seed_bot: Relbot) -> None:
    asked_every_way(seed_bot, QUESTIONS[name])


@settings(max_examples=TIMES, deadline=None)
@given(texts)
def test_any_question_is_answered_verbatim_or_refused(seed_bot: Relbot, text: str) -> None:
    asked_every_way(seed_bot, text)
    answer = seed_bot.ask(text)
    assert answer.answered == (answer.reason is None) == bool(answer.citations)
    for citation in (*answer.citations, *answer.closest):
        assert ARTICLE[citation.start : citation.end] == citation.quote
        assert ARTICLE[citation.highlights[0].start : citation.highlights[0].end] == citation.highlights[0].text
    answer.question.encode()


@pytest.mark.parametrize(
    ("command", "name"),
    [
        *((["ask", "--why"], name) for name in ("escape sequences", "halves of characters", "markup")),
        (["ask", "--json"], "right to left"),
        (["timeline"], "escape sequences"),
        (["timeline", "--word"], "100,000 characters"),
        (["timeline", "--word"], "escape sequences"),
        *(
            (command, name)
            for command in (["ask"], ["timeline"], ["timeline", "--word"])
            for name in QUESTIONS
            if THOROUGH
        ),
    ],
)
def test_a_hostile_question_on_the_command_line_steers_no_terminal(
    command: list[str], name: str, seed_index: Path
) -> None:
    result = CliRunner().invoke(cli, [*command, QUESTIONS[name], "--index", str(seed_index)])
    assert result.exit_code in (0, 1, 2)
    assert is_inert(result.stdout)
    assert is_inert(result.stderr)
    assert "Something went wrong" not in result.stderr


LINES = {
    "no JSON": "{",
    "a number without end": '{"question": "x", "answers": ' + "9" * 100_000 + "}",
    "nested without end": "[" * 100_000,
    "a list": "[]",
    "null": "null",
    "no question": '{"answers": null}',
    "a question that is no text": '{"question": 1, "answers": null}',
    "answers that are no texts": '{"question": "x", "answers": [1]}',
    "blank answers": '{"question": "x", "answers": [" "]}',
    "turns without end": '{"turns": ' + "[" * 50_000 + "]" * 50_000 + "}",
    "turns in turns": '{"turns": [{"turns": [{"question": "x", "answers": null}]}]}',
    "NUL": "\0",
    "escape sequences": '{"\x1b[2J": "\x9b31m"}',
}


@pytest.mark.parametrize("name", LINES)
def test_a_hostile_question_file_is_refused_in_a_sentence(name: str, seed_index: Path, tmp_path: Path) -> None:
    file = tmp_path / "\x1b]0;owned\x07\u202e.jsonl"
    file.write_text(LINES[name])
    result = CliRunner().invoke(cli, ["eval", str(file), "--index", str(seed_index)])
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("relbot: ")
    assert "line 1: " in result.stderr
    assert is_inert(result.stderr)
    assert len(result.stderr) < 1_000


def test_nor_is_a_follow_up_read_by_letters_that_match_only_without_case(seed_bot: Relbot) -> None:
    conversation = seed_bot.conversation()
    for question in ("Who visited Tirana?", "the fırſt one", "what about laſt ſprıng", "and ſhe?", "ſıx yearſ ago?"):
        assert conversation.ask(question).question == question


def test_hostile_questions_and_kinds_in_a_file_are_scored_and_steer_no_terminal(
    seed_index: Path, tmp_path: Path
) -> None:
    file = tmp_path / "questions.jsonl"
    entries = [
        {
            "question": text[:2_000],
            "answers": [text.strip()[:80]],
            "kind": name + text[:9],
            "more": {"a": [1e308, -0.0]},
        }
        for name, text in QUESTIONS.items()
        if text.strip()
    ]
    unanswered = {"question": "Who?", "answers": None, "kind": {"\x1b[2J": ["\u202e"]}}
    file.write_text("".join(json.dumps(entry) + "\n" for entry in (*entries, unanswered)) + "\n\r\n \n")
    for options in ([], ["--json"]):
        result = CliRunner().invoke(cli, ["eval", str(file), "--index", str(seed_index), *options])
        assert (result.exit_code, result.stderr) == (0, "")
        assert is_inert(result.stdout)

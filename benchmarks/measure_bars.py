"""Measure how confident relbot must be for a share of its answers to be right: `python benchmarks/measure_bars.py
SET.json [SET.json ...]` (SQuAD format).

Writes `src/relbot/evaluation/bars.json`; run it again after every fit of the reader or the verdict. Each set is indexed
without every fourth article, whose questions then have no answer; questions that SQuAD 2.0 marks as impossible are
asked too. A number of questions of each kind is asked, evenly spread over the set; all questions by people
(`tests/questions/people.jsonl`) about articles of the sets are asked in an index of their article alone.

An answer is right if it contains an expected text and is in the paragraph that the question was asked about. A refusal
is right if one of its closest sentences is, which shows at what confidence these are worth offering for choice.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, NamedTuple

from relbot.answer import Answer
from relbot.engine import Relbot
from relbot.evaluation.bars import MOST_OFFERED, Bar
from relbot.evaluation.outcomes import Ask, ask_all
from relbot.evaluation.questions import read_questions
from relbot.index.build import build
from squad_articles import single_spaced, write_sources

BARS = Path(__file__).parent.parent / "src/relbot/evaluation/bars.json"
PEOPLE = Path(__file__).parent.parent / "tests/questions/people.jsonl"
SHARES = {"inside": 1.0, "outside": 0.4, "impossible": 0.2}
"""The number of questions asked of each kind, relative to the answerable ones: some of the questions in a help channel
are answered by no document. Set by hand."""
EXPECTED_RIGHT = (80, 90, 95, 98)
"""The shares of right answers that can be chosen, in per cent."""
MIN_ANSWERS = 30
"""The fewest answers that a share is measured on."""
_OFFERED_RIGHT = 33
"""How often one of the offered sentences must be right, in per cent of the offers. Set by hand: at that confidence half
of the questions are answered by no document, and two in three of the others have their sentence among those offered."""


class Outcome(NamedTuple):
    """The outcome of a question."""

    confidence: float
    """The confidence of the answer or refusal."""
    answered: bool
    right: bool
    """Whether the answer, or one of the closest sentences of the refusal, is right."""
    answerable: bool


Asked = tuple[str, str, Sequence[str]]
"""A question, its paragraph, and the expected texts, which are empty if there is no answer."""


def curve(outcomes: Sequence[tuple[float, bool, bool]]) -> list[Bar]:
    """Return the bars of (confidence, right, answerable) outcomes, from the highest confidence to the lowest.

    A confidence of 0 means a refusal.
    """
    answerable = sum(can for _, _, can in outcomes)
    found = list[Bar]()
    answers = right = 0
    given = sorted((outcome for outcome in outcomes if outcome[0] > 0), reverse=True)
    for number, (confidence, is_right, _) in enumerate(given):
        answers, right = answers + 1, right + is_right
        is_last = number + 1 == len(given) or given[number + 1][0] < confidence
        if is_last and answers >= MIN_ANSWERS:
            share = sum(can for _, _, can in given[: number + 1]) / max(1, answerable)
            found.append(Bar(round(confidence, 4), round((right + 1) / (answers + 2), 4), round(share, 4)))
    return found


def chosen(bars: Sequence[Bar]) -> dict[str, dict[str, float]]:
    """Return, for each of `EXPECTED_RIGHT` that was reached, the bar that answers most; JSON-ready."""
    reached = ((right, [bar for bar in bars if bar.right >= right / 100]) for right in EXPECTED_RIGHT)
    return {str(right): asdict(max(found, key=lambda bar: bar.answered)) for right, found in reached if found}


def worth_choosing(refusals: Sequence[tuple[float, bool, bool]]) -> dict[str, float] | None:
    """Return the bar from which on the closest sentences of refusals are worth offering, JSON-ready; None if they are
    never right often enough. Takes outcomes as `curve` does; a refusal is right if one of the sentences answers.
    """
    found = [bar for bar in curve(refusals) if bar.right >= _OFFERED_RIGHT / 100]
    return asdict(max(found, key=lambda bar: bar.answered)) if found else None


def measured(data: Path, work: Path, count: int) -> Iterator[Outcome]:
    """Yield the outcomes of questions of a set, about `count` of them answerable."""
    articles = json.loads(data.read_text("utf-8"))["data"]
    bot = _indexed([article for number, article in enumerate(articles) if number % 4 != 3], work)
    by_kind: dict[str, list[Asked]] = {kind: [] for kind in SHARES}
    for number, article in enumerate(articles):
        for paragraph in article["paragraphs"]:
            for question in paragraph["qas"]:
                golds = [single_spaced(gold["text"]) for gold in question["answers"]]
                kind = "outside" if number % 4 == 3 else "inside" if golds else "impossible"
                if golds or kind == "impossible":
                    expected = golds if kind == "inside" else []
                    by_kind[kind].append((question["question"], single_spaced(paragraph["context"]), expected))
    for kind, asked in by_kind.items():
        step = max(1, round(len(asked) / (SHARES[kind] * count)))
        for text, context, wanted in asked[::step]:
            answer = bot.ask(text)
            yield Outcome(answer.confidence, answer.answered, _is_right(answer, context, wanted), bool(wanted))


def measured_people(articles: Sequence[Mapping[str, Any]], work: Path) -> Iterator[Outcome]:
    """Yield the outcomes of the questions by people about some articles."""
    lines = PEOPLE.read_text("utf-8").splitlines()
    for article in articles:
        own = [line for line in lines if line.strip() and json.loads(line).get("article") == article["title"]]
        if own:
            asked = list[Answer]()
            for outcome in ask_all(read_questions(own, PEOPLE.name), _recording(_indexed([article], work), asked)):
                if not outcome.asked.is_small_talk:
                    golds = outcome.asked.answers
                    right = outcome.right if outcome.answered else _holds(_closest(asked[-1]), golds or ())
                    yield Outcome(outcome.confidence, outcome.answered, bool(golds) and right, golds is not None)


def _recording(bot: Relbot, asked: list[Answer]) -> Callable[[], Ask]:
    """Return a function that starts conversations whose answers are appended to `asked`."""

    def start() -> Ask:
        conversation = bot.conversation()

        def ask(text: str) -> Answer:
            asked.append(conversation.ask(text))
            return asked[-1]

        return ask

    return start


def _is_right(answer: Answer, context: str, golds: Sequence[str]) -> bool:
    shown = [statement.text for statement in answer.statements] if answer.answered else _closest(answer)
    return _holds([text for text in map(single_spaced, shown) if text in context], golds)


def _closest(answer: Answer) -> list[str]:
    """Return the sentences that are offered if there is no answer."""
    return [near.highlights[0].text for near in answer.closest[:MOST_OFFERED]]


def _holds(texts: Sequence[str], golds: Sequence[str]) -> bool:
    return any(single_spaced(gold).casefold() in single_spaced(text).casefold() for gold in golds for text in texts)


def _indexed(articles: Sequence[Mapping[str, Any]], work: Path) -> Relbot:
    """Index some articles; all indexes share a folder, so that the model is exported only once."""
    corpus = Path(tempfile.mkdtemp(dir=work))
    write_sources(articles, corpus)
    build(corpus, work / "index")
    return Relbot.open(work / "index")


def _answers(outcomes: Sequence[Outcome]) -> list[tuple[float, bool, bool]]:
    """Convert outcomes to the form that bars are measured on, in which a refusal has a confidence of 0."""
    return [(each.confidence if each.answered else 0.0, each.right, each.answerable) for each in outcomes]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", type=Path, nargs="+")
    parser.add_argument("--questions", type=int, default=300, help="that can be answered, of each set")
    arguments = parser.parse_args()
    outcomes = list[Outcome]()
    with tempfile.TemporaryDirectory() as folder:
        for data in arguments.sets:
            found = list(measured(data, Path(folder), arguments.questions))
            found += measured_people(json.loads(data.read_text("utf-8"))["data"], Path(folder))
            outcomes += found
            print(data.name, len(found), json.dumps(chosen(curve(_answers(found)))))
    refused = [(each.confidence, each.right, each.answerable) for each in outcomes if not each.answered]
    values = {
        "measured_on": [data.name for data in arguments.sets] + [PEOPLE.name],
        "questions": len(outcomes),
        "answerable": sum(each.answerable for each in outcomes),
        "bars": chosen(curve(_answers(outcomes))),
        "offer": worth_choosing(refused),
    }
    BARS.write_text(json.dumps(values, indent=1) + "\n", "utf-8")
    print(json.dumps(values, indent=1))


if __name__ == "__main__":
    main()

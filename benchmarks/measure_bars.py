"""Measure how sure relbot has to be to be right: `python benchmarks/measure_bars.py SET.json [SET.json ...]`, in
SQuAD's format.

Writes `src/relbot/evaluation/bars.json`, and is to be run again after every fit of the reader or the verdict. Each set
is indexed without every fourth article, whose questions then have no answer; questions that SQuAD 2.0 holds to be
impossible are asked as well. Of each kind so many are asked, evenly spread over the set; all questions of people
(`tests/questions/people.jsonl`) about articles of the sets are asked in an index of their article alone.

An answer is right if it holds an expected text, and stands in the paragraph that the question was asked about.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from relbot.answer import Answer
from relbot.conversation import Conversation
from relbot.engine import Relbot
from relbot.evaluation.bars import chosen, curve
from relbot.evaluation.outcomes import Ask, ask_all
from relbot.evaluation.questions import read_questions
from relbot.index.build import build

BARS = Path(__file__).parent.parent / "src/relbot/evaluation/bars.json"
PEOPLE = Path(__file__).parent.parent / "tests/questions/people.jsonl"
SHARES = {"inside": 1.0, "outside": 0.4, "impossible": 0.2}
"""How many of each kind are asked, relative to those that can be answered: of what is asked in a help channel a part is
in no document. Set by hand."""

Outcome = tuple[float, bool, bool]
"""Confidence of the answer (0: refused), whether it is right, whether there is one."""
Asked = tuple[str, str, Sequence[str]]
"""A question, its paragraph, and the expected texts, none where there is no answer."""


def measured(data: Path, work: Path, count: int) -> Iterator[Outcome]:
    """The outcomes of the questions of a set, `count` of those that can be answered."""
    articles = json.loads(data.read_text("utf-8"))["data"]
    bot = _indexed([article for number, article in enumerate(articles) if number % 4 != 3], work)
    by_kind: dict[str, list[Asked]] = {kind: [] for kind in SHARES}
    for number, article in enumerate(articles):
        for paragraph in article["paragraphs"]:
            for question in paragraph["qas"]:
                golds = [_single_spaced(gold["text"]) for gold in question["answers"]]
                kind = "outside" if number % 4 == 3 else "inside" if golds else "impossible"
                if golds or kind == "impossible":
                    expected = golds if kind == "inside" else []
                    by_kind[kind].append((question["question"], _single_spaced(paragraph["context"]), expected))
    for kind, asked in by_kind.items():
        step = max(1, round(len(asked) / (SHARES[kind] * count)))
        for text, context, wanted in asked[::step]:
            answer = bot.ask(text)
            yield (answer.confidence if answer.answered else 0.0, _is_right(answer, context, wanted), bool(wanted))


def measured_people(articles: Sequence[Mapping[str, Any]], work: Path) -> Iterator[Outcome]:
    """The outcomes of the questions of people about some articles."""
    lines = PEOPLE.read_text("utf-8").splitlines()
    for article in articles:
        own = [line for line in lines if line.strip() and json.loads(line).get("article") == article["title"]]
        if own:
            conversation = _indexed([article], work).conversation
            for outcome in ask_all(read_questions(own, PEOPLE.name), _asking(conversation)):
                if not outcome.asked.is_small_talk:
                    can = outcome.asked.answers is not None
                    yield (outcome.confidence if outcome.answered else 0.0, can and outcome.right, can)


def _asking(conversation: Callable[[], Conversation]) -> Callable[[], Ask]:
    return lambda: conversation().ask


def _is_right(answer: Answer, context: str, golds: Sequence[str]) -> bool:
    shown = [_single_spaced(statement.text) for statement in answer.statements]
    return any(text in context and any(gold in text for gold in golds) for text in shown)


def _indexed(articles: Sequence[Mapping[str, Any]], work: Path) -> Relbot:
    """An index of some articles. All share a folder, so that the model is exported once."""
    corpus = Path(tempfile.mkdtemp(dir=work))
    for number, article in enumerate(articles):
        body = "\n\n".join(_single_spaced(paragraph["context"]) for paragraph in article["paragraphs"])
        (corpus / f"{number:03}.md").write_text(f"# {article['title']}\n\n{body}\n", "utf-8")
    build(corpus, work / "index")
    return Relbot.open(work / "index")


def _single_spaced(text: str) -> str:
    return " ".join(text.split())


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
            print(data.name, len(found), json.dumps(chosen(curve(found))))
    values = {
        "measured_on": [data.name for data in arguments.sets] + [PEOPLE.name],
        "questions": len(outcomes),
        "answerable": sum(can for _, _, can in outcomes),
        "bars": chosen(curve(outcomes)),
    }
    BARS.write_text(json.dumps(values, indent=1) + "\n", "utf-8")
    print(json.dumps(values, indent=1))


if __name__ == "__main__":
    main()

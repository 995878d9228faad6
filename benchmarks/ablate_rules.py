"""Measure what each rule contributes by switching it off: `python benchmarks/ablate_rules.py [DATA] [--most 200]`.

A rule is a function in a module of `PACKAGES` that returns a bool, an optional value, a list, or its argument in
another form. All questions about `folders/`, and with DATA those about the articles of `whole_articles.jsonl`, are
asked once, to find out which rules have an effect on which questions. Then the questions on which a rule has an effect
(at most --most) are asked without it: it returns False, None, an empty list, or its argument. For each rule this prints
on how many questions it has an effect, how many were asked again, and how many of these are right only with the rule
("helps") or only without it ("hurts").

The reader is tuned on these questions, so the absolute shares say little; the differences show what the rules do.
"""

from __future__ import annotations

import argparse
import functools
import importlib
import inspect
import pkgutil
import random
import signal
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import relbot
from prepare_reader_lists import Asked, articles, folders, is_held_by
from relbot.engine import Relbot
from relbot.index.build import build

PACKAGES = (
    *("relbot.query", "relbot.answering", "relbot.reading", "relbot.temporal"),
    *("relbot.attempts", "relbot.question_answering"),
)
_EVERYWHERE = 0.4
"""A function with an effect on more than this share of the questions is a step of every answer, not a rule."""
_FEW, _SHARE, _SPARE = 2, 3, 3
"""If there are more right sentences than `_FEW`, one in `_SHARE` of them must be shown; and at most `_SPARE` sentences
plus `_SPARE` per right one may be shown."""
_BROKEN, _PATIENCE = 3, 5.0
"""Errors after which a rule counts as indispensable, and the time limit of a question in seconds, as some loops do not
end without a rule.
"""


@dataclass
class Rules:
    """The state of the wrapped functions: which had an effect since this was last cleared, and which one is off."""

    effective: set[str] = field(default_factory=set)
    off: str = ""

    def install(self) -> None:
        """Replace the functions with their wrappers wherever they are imported."""
        for found in pkgutil.walk_packages(relbot.__path__, "relbot."):
            if found.name.startswith(PACKAGES):
                importlib.import_module(found.name)
        modules = [module for name, module in list(sys.modules.items()) if name.startswith("relbot")]
        own = [each for module in modules if module.__name__.startswith(PACKAGES) for each in _functions(module)]
        for name, function in own:
            wrapped = self._wrapped(f"{function.__module__}.{name}", function)
            for module in modules if wrapped else ():
                for alias in [key for key, value in vars(module).items() if value is function]:
                    setattr(module, alias, wrapped)

    def _wrapped(self, name: str, function: Callable[..., Any]) -> Callable[..., Any] | None:
        hints: Mapping[str, object] = getattr(function, "__annotations__", {})
        returns, given = str(hints.get("return")), [key for key in hints if key != "return"]
        same = next((key for key in given if _plain(hints[key]) == _plain(returns)), None)
        is_list = returns.startswith(("list[", "Sequence[", "tuple["))
        if inspect.isgeneratorfunction(function) or not (
            same or is_list or returns == "bool" or returns.endswith("| None")
        ):
            return None
        places = inspect.signature(function)

        @functools.wraps(function)
        def call(*args: Any, **kwargs: Any) -> Any:
            bound = places.bind(*args, **kwargs).arguments
            default = bound.get(same) if same else [] if is_list else False if returns == "bool" else None
            if self.off == name:
                return default
            result = function(*args, **kwargs)
            if result is not default and str(result) != str(default):
                self.effective.add(name)
            return result

        return call


def _functions(module: ModuleType) -> list[tuple[str, Callable[..., Any]]]:
    """Those that a module defines, by name."""
    members = vars(module).items()
    return [(name, each) for name, each in members if inspect.isfunction(each) and each.__module__ == module.__name__]


def _plain(hint: object) -> str:
    """Return a type as it is written, with any sequence as a list."""
    return str(hint).replace("Sequence[", "list[").replace("tuple[", "list[")


def is_right(bot: Relbot, asked: Asked) -> bool:
    """Return whether an unanswerable question is refused, or the answer shows what answers it and not much else."""
    answer, wanted = bot.ask(asked.text), asked.answers
    if not wanted or not answer.answered:
        return not wanted and not answer.answered
    texts = [statement.text for statement in answer.statements]
    shown = sum(any(is_held_by(text, part) for text in texts) for part in wanted)
    needed = 1 if len(wanted) <= _FEW else max(_FEW, round(len(wanted) / _SHARE))
    return shown >= needed and len(texts) <= _SPARE + _SPARE * len(wanted)


def indexed(data: Path | None, work: Path, most: int | None) -> Iterator[tuple[Relbot, Sequence[Asked]]]:
    """Index each folder of documents and each article, and yield the engine with its questions."""
    for number, (_, documents, questions) in enumerate([*[*folders()][:most], *(articles(data) if data else ())]):
        corpus, index = work / f"corpus-{number}", work / f"index-{number}"
        corpus.mkdir()
        for name, text in documents.items():
            (corpus / name).write_text(text, "utf-8")
        build(corpus, index)
        yield Relbot.open(index), questions


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?", help="the folder with squad2-wikipedia.jsonl.gz")
    parser.add_argument("--folders", type=int, help="only the first so many, for a quick look")
    parser.add_argument("--most", type=int, default=200, help="questions asked again for a rule (default: 200)")
    args = parser.parse_args()
    rules, asked, right = Rules(), list[tuple[Relbot, Asked]](), list[bool]()
    with_effect = defaultdict[str, list[int]](list)
    rules.install()
    signal.signal(signal.SIGALRM, _time_out)
    with tempfile.TemporaryDirectory() as work:
        for bot, questions in indexed(args.data, Path(work), args.folders):
            for question in questions:
                rules.effective.clear()
                right.append(is_right(bot, question))
                for name in rules.effective:
                    with_effect[name].append(len(asked))
                asked.append((bot, question))
        print(f"{len(asked):,} questions, {sum(right):,} right\n")
        print("effect  asked  helps  hurts")
        for name, numbers in sorted(with_effect.items()):
            if len(numbers) <= _EVERYWHERE * len(asked):
                print(_line(rules, name, numbers, asked, right, args.most), flush=True)


def _time_out(*_: object) -> None:
    raise TimeoutError


def _line(
    rules: Rules,
    name: str,
    numbers: Sequence[int],
    asked: Sequence[tuple[Relbot, Asked]],
    right: Sequence[bool],
    most: int,
) -> str:
    again = numbers if len(numbers) <= most else random.Random(0).sample(numbers, most)  # noqa: S311
    rules.off, broken, changed = name, 0, list[int]()
    for number in again:
        signal.setitimer(signal.ITIMER_REAL, _PATIENCE)
        try:
            changed += [number] if is_right(*asked[number]) != right[number] else []
        except Exception:  # noqa: BLE001 - whatever the rest does without it
            broken += 1
            if broken == _BROKEN:
                break
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    rules.off = ""
    if broken == _BROKEN:
        return f"{len(numbers):6}      –      –      –  {name}, which the rest cannot do without"
    helps = [number for number in changed if right[number]]
    hurts = [number for number in changed if not right[number]]
    unanswerable = [sum(not asked[number][1].answers for number in group) for group in (helps, hurts)]
    return (
        f"{len(numbers):6} {len(again):6} {len(helps):6} {len(hurts):6}  {name}"
        f" ({unanswerable[0]} and {unanswerable[1]} that nothing answers)"
    )


if __name__ == "__main__":
    main()

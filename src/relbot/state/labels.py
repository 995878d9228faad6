"""Converts votes and taught answers to lines of a question file, against which `relbot eval` scores answers."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from relbot.corpus.documents import parse
from relbot.corpus.taught import TaughtText, to_markdown
from relbot.errors.corpus import SourceRejected
from relbot.state.gaps import question_key
from relbot.state.taught import Lesson

_FOR = ("up", "chosen")


def question_lines(votes: Iterable[Mapping[str, Any]], lessons: Iterable[Lesson]) -> Iterator[str]:
    """Yield a line for each taught answer, and for each answer or refusal with more votes for than against.

    A chosen sentence counts as a vote for it. A vote against says that an answer is wrong, but not which one is right,
    so it only outweighs votes for it. A taught answer replaces the voted answers to its question.
    """
    taught = {lesson.folded: lesson for lesson in lessons}
    for lesson in taught.values():
        if words := _first_words(lesson):
            yield _line(lesson.question, [words], "taught")
    balance: defaultdict[tuple[str, tuple[str, ...]], int] = defaultdict(int)
    for vote in votes:
        answers = tuple(text for text in vote.get("answers") or () if isinstance(text, str) and text.strip())
        if "answers" in vote:  # earlier versions did not store the answers shown
            balance[vote["question"], answers] += 1 if vote.get("vote") in _FOR else -1
    for (question, answers), votes_for in balance.items():
        if votes_for > 0 and question.strip() and question_key(question) not in taught:
            yield _line(question, list(answers) or None, "voted")


def _line(question: str, answers: list[str] | None, kind: str) -> str:
    return json.dumps({"question": question, "answers": answers, "kind": kind}, ensure_ascii=False)


def _first_words(lesson: Lesson) -> str | None:
    """Return the first block of a taught answer as it is quoted; None if it cannot be read."""
    text = TaughtText(lesson.question, lesson.words, lesson.author_name, lesson.answered, lesson.url)
    try:
        document = parse(lesson.path, to_markdown(text).encode("utf-8", "replace"))
    except SourceRejected:
        return None
    return document.text[document.blocks[0].start : document.blocks[0].end]

"""Errors of requests: a span of time, a file of questions, a picture."""

from __future__ import annotations

from pathlib import Path

from relbot.errors import RelbotError


class SpanUnreadable(RelbotError):
    """A text is not a span of time."""

    says = (
        "is not a span of time that relbot understands; write it like 1956, 1956..1961, June 1977, before 1950 or in"
        " the sixties"
    )

    def __init__(self, text: str) -> None:
        super().__init__(f"“{text[:80]}” {self.says}.")
        self.text = text


class SpanReversed(SpanUnreadable):
    """A span of time ends before it begins."""

    says = "ends before it begins; write the earlier time first, and years with all their digits"


class QuestionsUnreadable(RelbotError):
    """A line of a question file is not in the format that `relbot eval` reads."""

    def __init__(self, file: str, line: int, why: str) -> None:
        super().__init__(f"{file}, line {line}: {why}; tests/questions/README.md shows what a line looks like.")
        self.file, self.line, self.why = file, line, why


class PictureNotWritable(RelbotError):
    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"The picture could not be written to {file} ({why}); name another file.")
        self.file, self.why = file, why

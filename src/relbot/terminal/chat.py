"""The chat loop: reads a line, and answers it or runs a slash command. From a pipe it reads one question per line."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput

from relbot.answer import Answer
from relbot.contents import Contents
from relbot.errors import RelbotError
from relbot.terminal.contents import greeting, sources_table
from relbot.terminal.output import PlainConsole
from relbot.terminal.render import answer_text
from relbot.terminal.sanitize import mask_unsafe, replace_surrogates, sanitize

COMMANDS = {
    "/sources": "what is indexed",
    "/why": "how the last answer was found, and what spoke for and against it",
    "/help": "these lines",
    "/quit": "leave, as exit, quit, bye and Ctrl-D do",
}
"""The slash commands with their descriptions in `/help`."""
_LEAVING = frozenset({"exit", "quit", "bye", "goodbye", ":q", ":q!", ":wq", "/exit", "/bye"})
"""What ends other programs, or a talk, if a line has nothing else: such a line is no question."""


@dataclass(slots=True)
class ChatLoop:
    """One conversation in the terminal.

    `ask` keeps the context between questions, `contents` returns what is indexed now, and `suggestions` returns example
    questions that the index answers.
    """

    ask: Callable[[str], Answer]
    contents: Callable[[], Contents]
    suggestions: Callable[[], Sequence[str]]
    out: PlainConsole
    err: PlainConsole
    _last_answer: Answer | None = field(default=None, init=False)

    def run_interactive(self) -> None:
        """Print a greeting with example questions, and prompt for lines on the terminal until one leaves."""
        self.out.write(greeting(self.contents(), datetime.now(UTC)), "dim")
        if examples := self.suggestions():
            self.out.write("\n".join(["You could ask:", *(f"  {sanitize(example)}" for example in examples)]), "dim")
        self.run(_prompt_lines(self.err), surround=True)

    def run(self, lines: Iterable[str], *, surround: bool = False) -> None:
        """Process lines until one leaves, or the last one.

        A blank line separates answers; with `surround`, there is one before and one after each answer instead.
        """
        first = True
        for line in lines:
            text = _expand_command(replace_surrogates(line).strip())
            if not text:
                continue
            if text == "/quit":
                return
            if surround or not first:
                self.out.write()
            first = False
            self._process(text)
            if surround:
                self.out.write()

    def _process(self, text: str) -> None:
        try:
            if text.startswith("/"):
                self._run_command(text)
            else:
                answer = self.ask(text)
                self.out.write(answer_text(answer, self.out, ask_why="/why"))
                if answer.kind != "chat":  # after small talk, /why still explains the answer before it
                    self._last_answer = answer
        except RelbotError as error:
            self.err.write(sanitize(str(error)))
        except KeyboardInterrupt:
            self.err.write("Stopped.")

    def _run_command(self, command: str) -> None:
        if command == "/help":
            self.out.write("Type a question in your own words, or one of:")
            for name, description in COMMANDS.items():
                self.out.write(f"  {name:<9} {description}")
        elif command == "/sources":
            self.out.print(sources_table(self.contents()))
        elif command == "/why" and self._last_answer is None:
            self.out.write("Nothing has been asked yet.")
        elif command == "/why" and self._last_answer is not None:
            self.out.write(answer_text(self._last_answer, self.out, why=True))
        else:
            self.err.write(f"There is no command {sanitize(command)}; /help lists all commands.")


def _expand_command(text: str) -> str:
    """Return the full name of an unambiguously abbreviated command ("/sources" for "/s"), "/quit" for other ways to
    leave ("exit", "quit()"), else the text unchanged.
    """
    if text.lower().rstrip(".!;()") in _LEAVING or text.lower() in _LEAVING:
        return "/quit"
    matches = [name for name in COMMANDS if text.startswith("/") and name.startswith(text)]
    return matches[0] if len(matches) == 1 else text


def _prompt_lines(err: PlainConsole) -> Iterator[str]:
    """Yield lines typed at a prompt with history, editing and tab completion. Ctrl-C clears the line, Ctrl-D ends."""
    completer = WordCompleter(list(COMMANDS), sentence=True)
    session: PromptSession[str] = PromptSession(
        history=_history(), completer=completer, complete_while_typing=False, input_processors=[_MaskUnsafe()]
    )
    while True:
        try:
            yield session.prompt([("bold ansicyan", "› ")])
        except KeyboardInterrupt:
            err.write("Ctrl-D or /quit leaves.", "dim")
        except EOFError:
            return


class _MaskUnsafe(Processor):
    """Displays typed or pasted control and direction characters as �."""

    def apply_transformation(self, transformation_input: TransformationInput) -> Transformation:
        return Transformation([(style, mask_unsafe(text)) for style, text, *_ in transformation_input.fragments])


class _BestEffortHistory(FileHistory):
    """A history file whose read and write errors are ignored; the chat then continues without history."""

    def load_history_strings(self) -> Iterable[str]:
        try:
            return list(super().load_history_strings())
        except OSError:
            return []

    def store_string(self, string: str) -> None:
        with suppress(OSError):
            super().store_string(replace_surrogates(string))


def _history() -> History:
    """Return the history file in the XDG state folder, which is for data that persists but needs no backup; a history
    in memory if the user has no home, as in a container, or if something else has its name.
    """
    try:
        folder = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "relbot"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = folder / "history"
        can_be_used = file.is_file() or not file.exists()  # a pipe would wait for whoever writes into it
    except (OSError, RuntimeError):
        can_be_used = False
    return _BestEffortHistory(str(file)) if can_be_used else InMemoryHistory()

"""The conversation: a line in, an answer out, and a few commands. Without a terminal, one question a line of stdin."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.history import FileHistory
from prompt_toolkit.layout.processors import Processor, Transformation, TransformationInput

from relbot.answer import Answer, Contents
from relbot.errors import RelbotError
from relbot.terminal.contents import greeting, sources_table
from relbot.terminal.escape import printable, veiled, whole
from relbot.terminal.render import answer_text
from relbot.terminal.streams import Sheet

HELP = {
    "/sources": "what is indexed",
    "/why": "what spoke for and against the last answer, and what else came close",
    "/help": "these lines",
    "/quit": "leave, as Ctrl-D does",
}


@dataclass(slots=True)
class Talk:
    """One conversation. `ask` remembers what was asked before; `contents` tells what is indexed now."""

    ask: Callable[[str], Answer]
    contents: Callable[[], Contents]
    out: Sheet
    err: Sheet
    _last: Answer | None = field(default=None, init=False)

    def interactive(self) -> None:
        """Greet and talk on a terminal until /quit or Ctrl-D."""
        self.out.write(greeting(self.contents(), datetime.now(UTC)), "dim")
        self.run(_typed_lines(self.err), air=True)

    def run(self, lines: Iterable[str], *, air: bool = False) -> None:
        """Answer line after line until /quit or the end; `air` puts a blank line around each answer, not between."""
        first = True
        for line in lines:
            said = _command_meant(whole(line).strip())
            if not said:
                continue
            if said == "/quit":
                return
            if air or not first:
                self.out.write()
            first = False
            self._reply(said)
            if air:
                self.out.write()

    def _reply(self, said: str) -> None:
        try:
            if said.startswith("/"):
                self._obey(said)
            else:
                self._last = self.ask(said)
                self.out.write(answer_text(self._last, self.out, ask_why="/why"))
        except RelbotError as error:
            self.err.write(printable(str(error)))
        except KeyboardInterrupt:
            self.err.write("Stopped.")

    def _obey(self, command: str) -> None:
        if command == "/help":
            self.out.write("Type a question in your own words, or one of:")
            for name, does in HELP.items():
                self.out.write(f"  {name:<9} {does}")
        elif command == "/sources":
            self.out.print(sources_table(self.contents()))
        elif command == "/why" and self._last is None:
            self.out.write("Nothing has been asked yet.")
        elif command == "/why" and self._last is not None:
            self.out.write(answer_text(self._last, self.out, why=True))
        else:
            self.err.write(f"There is no command {printable(command)}; /help lists those there are.")


def _command_meant(said: str) -> str:
    """A command may be cut short, "/s" for "/sources", as long as no other begins so."""
    begun = [name for name in HELP if said.startswith("/") and name.startswith(said)]
    return begun[0] if len(begun) == 1 else said


def _typed_lines(err: Sheet) -> Iterator[str]:
    """Lines as they are typed: with history, editing, and tab for commands. Ctrl-C clears the line, Ctrl-D ends."""
    commands = WordCompleter(list(HELP), sentence=True)
    session: PromptSession[str] = PromptSession(
        history=_history(), completer=commands, complete_while_typing=False, input_processors=[_Veil()]
    )
    while True:
        try:
            yield session.prompt([("bold ansicyan", "› ")])
        except KeyboardInterrupt:
            err.write("Ctrl-D or /quit leaves.", "dim")
        except EOFError:
            return


class _Veil(Processor):
    """What is typed or pasted, shown without what would turn its letters round."""

    def apply_transformation(self, typed: TransformationInput) -> Transformation:
        return Transformation([(style, veiled(text)) for style, text, *_ in typed.fragments])


class _Forgiving(FileHistory):
    """A history that is kept where it can be, and does without where it cannot."""

    def load_history_strings(self) -> Iterable[str]:
        try:
            return list(super().load_history_strings())
        except OSError:
            return []

    def store_string(self, string: str) -> None:
        with suppress(OSError):
            super().store_string(whole(string))


def _history() -> FileHistory:
    """In the XDG state folder, which is for what a program remembers and a person need not back up."""
    folder = Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "relbot"
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return _Forgiving(str(folder / "history"))

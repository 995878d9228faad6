"""The errors that users can act on, by what they are about.

Each carries its values, and its message is one sentence that says what is wrong and what to do. The front ends print
that message; nothing else catches broadly. They are imported from here, but for those of one engine or of Ray, which
are beside it: `index/qdrant/errors.py`, `index/bulk/errors.py`.
"""

from __future__ import annotations

from relbot.errors.base import RelbotError
from relbot.errors.corpus import (
    CorpusEmpty,
    CorpusError,
    CorpusInIndex,
    CorpusIsFile,
    CorpusMissing,
    CorpusUnreadable,
    NotAdded,
    NotRefreshed,
    SourceRejected,
)
from relbot.errors.discord import (
    DiscordError,
    DiscordUnreachable,
    GatewayElsewhere,
    GatewayRefused,
    MonitoringUnavailable,
    TokenMissing,
    TokenRefused,
)
from relbot.errors.index import (
    EngineMissing,
    IndexAddressUnknown,
    IndexBusy,
    IndexDamaged,
    IndexEncodedOtherwise,
    IndexFromOtherModel,
    IndexMissing,
    IndexNoFolder,
    IndexNotReadable,
    IndexNotWritable,
    IndexTooNew,
    IndexTooOld,
    IndexUnusable,
    SourceUnknown,
)
from relbot.errors.model import (
    ExportDisagrees,
    ExporterMissing,
    ModelAltered,
    ModelError,
    ModelMissing,
    ModelUnreadable,
)
from relbot.errors.request import PictureNotWritable, QuestionsUnreadable, SpanUnreadable
from relbot.errors.settings import EnvFileUnusable, SettingsError, TokenMisplaced
from relbot.errors.state import FeedbackNotWritten, StateError, StateTooNew, StateUnusable, TaughtNotWritten

__all__ = [
    "CorpusEmpty",
    "CorpusError",
    "CorpusInIndex",
    "CorpusIsFile",
    "CorpusMissing",
    "CorpusUnreadable",
    "DiscordError",
    "DiscordUnreachable",
    "EngineMissing",
    "EnvFileUnusable",
    "ExportDisagrees",
    "ExporterMissing",
    "FeedbackNotWritten",
    "GatewayElsewhere",
    "GatewayRefused",
    "IndexAddressUnknown",
    "IndexBusy",
    "IndexDamaged",
    "IndexEncodedOtherwise",
    "IndexFromOtherModel",
    "IndexMissing",
    "IndexNoFolder",
    "IndexNotReadable",
    "IndexNotWritable",
    "IndexTooNew",
    "IndexTooOld",
    "IndexUnusable",
    "ModelAltered",
    "ModelError",
    "ModelMissing",
    "ModelUnreadable",
    "MonitoringUnavailable",
    "NotAdded",
    "NotRefreshed",
    "PictureNotWritable",
    "QuestionsUnreadable",
    "RelbotError",
    "SettingsError",
    "SourceRejected",
    "SourceUnknown",
    "SpanUnreadable",
    "StateError",
    "StateTooNew",
    "StateUnusable",
    "TaughtNotWritten",
    "TokenMisplaced",
    "TokenMissing",
    "TokenRefused",
]

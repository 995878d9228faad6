"""Parses subtitles (WebVTT, SubRip): speech as paragraphs, with the time and speaker of each cue.

A sentence can span several cues, so the cues of one speaker are joined; each is a place of its own.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from relbot.answer import Place
from relbot.corpus.context import with_context
from relbot.corpus.decoding import decode
from relbot.corpus.formats.text_builder import TextBuilder
from relbot.corpus.outline import CONTEXT_LEVEL, Prose, Rendered, lines, one_line
from relbot.text.english import word_set

_TIME = r"(?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
_TIMING = re.compile(rf"\s*({_TIME})\s*-->\s*({_TIME})")
_VOICE = re.compile(r"<v(?:\.[^\s>]*)?\s+([^>]{1,200})>")
_TAG = re.compile(r"</?[a-zA-Z0-9][^<>]{0,200}>|\{\\[^{}]{0,100}\}")
_NAME = r"[A-ZÄÖÜ][\w.'’-]*(?: [A-ZÄÖÜ][\w.'’-]*){0,3}"
_NAMED = re.compile(rf"(?:>>+\s*|[-–—]\s+)?(?:\[([^\[\]:]{{1,40}})\]|({_NAME})):\s+(?=\S)")
"""A speaker's name before the words, shown as part of them: "ANNA BERG: Yes.", "[Anna]: Yes."."""
_TURN = re.compile(r"(?:>>+|[-–—])\s*(?=\S)")
_SOUND = re.compile(r"\[[^\[\]:]{1,40}\]|\([^():]{1,40}\)|[♪♫♬\s]+")
"""A cue that describes a sound: "[MUSIC PLAYING]", "(applause)", "♪ ♪"."""
_SOUND_BEHIND = re.compile(r"(?<=[.?!…\"”])\s+(?:\[[^\[\]:]{1,40}\]|[♪♫♬]+)$")
_OPENERS = word_set("""
a and at because but he how i i'm if in it it's no now on she so that that's the then there these they this those we
we're well what when where who why yes you
""")
"""Words that are capitalised only at the start of a sentence; many subtitles have no full stops."""
_PAUSE = 4.0
"""The pause in seconds after which a new paragraph begins."""
_MAX_PARAGRAPH = 700
"""The length in characters after which a paragraph ends with its next sentence."""


@dataclass(frozen=True, slots=True)
class _Line:
    """The words of one speaker in one cue."""

    start: float
    end: float
    speaker: str
    words: str
    is_turn: bool
    """Whether a dash or a name marks a change of speaker."""


def parse(data: bytes) -> Rendered:
    """Render the speech of a subtitle file. Raises ValueError with the reason if there are no cues."""
    text = decode(data).removeprefix("\ufeff")
    spoken = [*_without_repetition(_spoken(text))]
    if not spoken:
        raise ValueError("it has no cues with times; save it as WebVTT or SubRip")
    builder = TextBuilder()
    end, is_asked = 0.0, False
    for paragraph in _paragraphs(spoken):
        if is_asked and paragraph[0].start - end > _PAUSE:
            builder.heading(CONTEXT_LEVEL, "")  # speech after a pause is not an answer
            is_asked = False
        end, is_asked = paragraph[-1].end, is_asked or paragraph[-1].words.endswith("?")
        builder.prose(" ".join(line.words for line in paragraph))
        element = builder.elements[-1]
        offset = element.start if isinstance(element, Prose) else 0
        for line in paragraph:
            builder.places.append(Place(offset, ", ".join(filter(None, (_clock(line.start), line.speaker)))))
            offset += len(line.words) + 1
    return with_context(builder.rendered())


def _spoken(text: str) -> Iterator[_Line]:
    """Yield the lines of all cues, without the notes, styles, regions and cue numbers outside cues."""
    timing: tuple[float, float] | None = None
    speaker = ""
    pending: list[str] = []
    for _, line in [*lines(text, 0), (len(text), "")]:
        if found := _TIMING.match(line):
            if timing:  # the previous cue has no blank line after it, and ends with the number of this one
                yield from _cue(timing, [w for w in pending if not w.strip().isdecimal()], speaker)
            timing, pending, speaker = (_seconds(found[1]), _seconds(found[2])), [], ""
        elif timing and line.strip():
            voice = _VOICE.search(line)
            if voice and pending:
                yield from _cue(timing, pending, speaker)
                pending = []
            speaker = html.unescape(voice[1]).strip() if voice else speaker
            pending.append(line)
        elif timing:
            yield from _cue(timing, pending, speaker)
            timing = None


def _cue(timing: tuple[float, float], pending: list[str], speaker: str) -> Iterator[_Line]:
    """Yield the lines of a cue, split where a dash or a name marks another speaker."""
    turns: list[tuple[str, list[str], bool]] = [(speaker, [], False)]
    for line in pending:
        words = _SOUND_BEHIND.sub("", " ".join(html.unescape(_TAG.sub("", line)).split()))
        named, turn = _NAMED.match(words), _TURN.match(words)
        if named:
            turns.append((named[1] or named[2], [words[turn.end() if turn else 0 :]], True))
        elif turn:
            turns.append((speaker, [words[turn.end() :]], True))
        elif words and not (turns[-1][1] and _SOUND.fullmatch(words)):  # in front it may be a speaker: "[man] I see."
            turns[-1][1].append(words)
    for name, words_of_turn, is_turn in turns:
        joined = " ".join(words_of_turn)
        if joined and not _SOUND.fullmatch(joined):
            yield _Line(*timing, one_line(name), joined, is_turn)


def _without_repetition(spoken: Iterator[_Line]) -> Iterator[_Line]:
    """Yield the lines, each with its speaker, without the words that rolling captions repeat from the previous cue."""
    last = speaker = ""
    for line in spoken:
        speaker = line.speaker if line.speaker or line.is_turn else speaker
        words = line.words
        if last and words == last:
            continue
        repeated = last and words.startswith(f"{last} ")
        last = words[len(last) + 1 :] if repeated else words
        yield replace(line, speaker=speaker, words=last)


def _paragraphs(spoken: list[_Line]) -> Iterator[list[_Line]]:
    paragraph = spoken[:1]
    length = 0
    for before, line in pairwise(spoken):
        length += len(before.words)
        is_sentence = before.words.rstrip("\"'”’)")[-1:] in (".", "?", "!", "。")
        is_other = line.is_turn or line.speaker != before.speaker
        is_over = is_sentence and length > _MAX_PARAGRAPH
        if is_other or is_over or line.start - before.end > _PAUSE or (not is_sentence and _opens_sentence(line.words)):
            yield paragraph
            paragraph, length = [], 0
        paragraph.append(line)
    yield paragraph


def _opens_sentence(words: str) -> bool:
    first = words.split()[0].replace("’", "'")
    return first[0].isupper() and first != "I" and first.lower() in _OPENERS


def _seconds(time: str) -> float:
    seconds = 0.0
    for part in time.replace(",", ".").split(":"):
        seconds = seconds * 60 + float(part)
    return seconds


def _clock(seconds: float) -> str:
    """Return a time as players show it: "0:01:23"."""
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}"

"""What the answer before gives: the names of whom or what was asked for, which a pronoun takes up first."""

from __future__ import annotations

import re

from relbot.query.dialogue.pronouns import stated_names
from relbot.query.dialogue.reformulation import DialogueContext, Person
from relbot.query.question_words import AUXILIARY
from relbot.text.plurals import is_plural
from relbot.text.proper_names import Name

_ASKS_WHO = re.compile(r"(?:and\s)?(?:whom?|who['’]?s)\b", re.IGNORECASE)
_WHO_DID = re.compile(rf"(?:and\s)?who(?:['’]?s\b|\s(?:is|are|was|were)\b|\s(?!{AUXILIARY}\b))", re.IGNORECASE)
_OF = re.compile(r"\s(?:of|the)\s")
_PARTICLE = re.compile(r"\s(?:de|del|della|der|di|du|da|la|le|van|von|zu|bin|ibn|al|el)(?:\s(?:la|der|den))?[\s-]")
"""Between the parts of one name: "Legardeur de Saint-Pierre"."""
_LABELLED = re.compile(r"\W*[\w’'. -]{1,24}:\s")
"""A line that says something of whom its heading names: "in: Tue, Fri"."""
_HEADING_END = re.compile(r"\s?[,(–—:|]\s?|\s-\s")
_ASKS_FOR_THING = re.compile(rf"(?:and\s)?(?:which|what)\s(?!{AUXILIARY}\b)(?P<noun>[\w-]+)", re.IGNORECASE)


def given_names(context: DialogueContext) -> list[str]:
    """The names in what was asked for, without those of the question and of offices: of "Chairman of the Assembly Choe
    Yong-gon" the last; of a line without one, the name that is its heading.
    """
    asked = context.question.lower()
    stated = _joined(stated_names(context.answer), context.answer)
    names = [name for name in stated if name in context.span]
    if not names and _LABELLED.match(context.answer):
        heading = _HEADING_END.split(context.heading)[0]
        names = [name.words for name in stated_names(heading) if len(name.parts) > 1 and heading.endswith(name.words)]
    return [name for name in names if name.lower() not in asked and not _OF.search(name)]


def asks_who(question: str) -> bool:
    """Whether a question asks for somebody."""
    return _ASKS_WHO.match(question) is not None


def asks_who_did(question: str) -> bool:
    """Whether a question asks who is or does something: "who founded Telenet" names nobody that "he" may be."""
    return _WHO_DID.match(question) is not None


def given_person(context: DialogueContext) -> Person | None:
    """Whom the question before was answered with; None where it has no name."""
    names = given_names(context)
    return Person(names[0], context.question) if names else None


def given_thing(context: DialogueContext) -> str | None:
    """The name of the one thing that was asked for by its kind, "which plugin draws maps"; None where it has none."""
    asked = _ASKS_FOR_THING.match(context.question)
    if asked is None or is_plural(asked["noun"]):
        return None
    names = given_names(context)
    return names[0] if len(names) == 1 else None


def _joined(names: list[Name], text: str) -> list[str]:
    """The words of names, where particles join them those of the whole."""
    found: list[tuple[int, int]] = []
    for name in names:
        if found and _PARTICLE.fullmatch(text[found[-1][1] : name.start]):
            found[-1] = found[-1][0], name.end
        else:
            found.append((name.start, name.end))
    return [text[start:end] for start, end in found]

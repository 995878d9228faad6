"""What the previous answer gave: the persons or things asked for, to which a pronoun refers first."""

from __future__ import annotations

import re

from relbot.query.dialogue.previous_question import asks_who_did
from relbot.query.dialogue.pronouns import PREPOSITION, entity_names, is_no_person, stated_names
from relbot.query.dialogue.reformulation import DialogueContext, Person
from relbot.query.question_words import AUXILIARY
from relbot.text.english import is_plural
from relbot.text.proper_names import PARTICLE, Name

_OFFICE = re.compile(r"\s(?:of|the)\s")
_BETWEEN_PARTS = re.compile(rf"\s{PARTICLE}(?:\s(?:la|der|den))?[\s-]")
_CONJUNCTION = re.compile(
    r"(?:,\s[^,.;:]{1,40})?,?\s(?:and|&)\s(?:by\s)?(?:the\s)?(?:(?-i:[a-z])[\w-]*\s){0,3}|,\s(?:the\s)?"
)
"""What joins persons who do something together: "Agnes Rourke, a packer, and by the blower Emil Hartung"."""
_LABELLED = re.compile(r"\W*[\w’'. -]{1,24}:\s")
"""The key of a line about the person whom its heading names: "in: Tue, Fri"."""
_HEADING_END = re.compile(r"\s?[,(–—:|]\s?|\s-\s")
_ASKS_FOR_THING = re.compile(
    rf"(?:and\s)?(?:which|what)\s(?!{AUXILIARY}\b)(?P<noun>[\w-]+)\b(?<!ed)(?!\s(?:{PREPOSITION}|the|an?|him|her|them|it|his|their)\b)",
    re.IGNORECASE,
)
"""A question for a thing by its kind, but not "what happened to Kim" or "what made him leave"."""
_ASKS_WHAT = re.compile(r"(?:and\s)?(?:what|which)\b", re.IGNORECASE)
_FEW_WORDS = 5
"""The most words of a span that names the things asked for."""


def given_names(context: DialogueContext) -> list[str]:
    """Return the names in the span of the answer, without those in the question and those of offices: "Choe Yong-gon"
    for "Chairman of the Assembly Choe Yong-gon". For a line of key and value without a name, it is the name in its
    heading. Names that share a word with one in the question come last.
    """
    asked = context.question.lower()
    stated = _joined_by_particles(stated_names(context.answer), context.answer)
    names = [name for name in stated if name in context.span]
    if not names and _LABELLED.match(context.answer):
        heading = _HEADING_END.split(context.heading)[0]
        names = [name.words for name in stated_names(heading) if len(name.parts) > 1 and heading.endswith(name.words)]
    others = [name for name in names if name.lower() not in asked and not _OFFICE.search(name)]
    said = {name.words for name in entity_names(context.question)}
    return sorted(others, key=lambda name: not said.isdisjoint(name.split()))  # "who set it up with Annika"


def given_together(context: DialogueContext) -> str | None:
    """Return the persons that answered a question for a person, joined by "and", if there are several: "Jari Holm and
    Beatrice Okello"; otherwise None.
    """
    if not asks_who_did(context.question):
        return None
    stated = [name for name in stated_names(context.answer) if not is_no_person(name.words, context.answer)]
    chains: list[list[Name]] = []
    for name in stated:
        if chains and _CONJUNCTION.fullmatch(context.answer[chains[-1][-1].end : name.start]):
            chains[-1].append(name)
        else:
            chains.append([name])
    asked = context.question.lower()
    for chain in chains:
        words = [name.words for name in chain]
        is_meant = any(name in context.span for name in words) and not any(name.lower() in asked for name in words)
        if len(words) > 1 and is_meant:
            return f"{', '.join(words[:-1])} and {words[-1]}"
    return None


def given_person(context: DialogueContext) -> Person | None:
    """Return the person that the previous question was answered with, or None if the answer has no name."""
    names = given_names(context)
    return Person(names[0], context.question) if names else None


def given_thing(context: DialogueContext) -> str | None:
    """Return the name of the one thing asked for by its kind ("which plugin draws maps"), or None if there is not
    exactly one.
    """
    asked = _ASKS_FOR_THING.match(context.question)
    if asked is None or is_plural(asked["noun"]):
        return None
    names = given_names(context)
    return names[0] if len(names) == 1 else None


def given_things(context: DialogueContext) -> str | None:
    """Return the things asked for ("what does it run on") as the answer words them: "cans of propane"; None if its span
    is long or not plural.
    """
    is_short = 0 < len(context.span.split()) <= _FEW_WORDS
    head = context.span.split(" of ")[0].split()
    is_asked_for = is_short and _ASKS_WHAT.match(context.question) is not None
    return context.span if is_asked_for and is_plural(head[-1]) else None


def _joined_by_particles(names: list[Name], text: str) -> list[str]:
    """Return the words of names, with names that particles join as one."""
    found: list[tuple[int, int]] = []
    for name in names:
        if found and _BETWEEN_PARTS.fullmatch(text[found[-1][1] : name.start]):
            found[-1] = found[-1][0], name.end
        else:
            found.append((name.start, name.end))
    return [text[start:end] for start, end in found]

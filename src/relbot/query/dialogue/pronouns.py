"""Pronoun resolution: the unresolved pronouns of a question, and the names that they may refer to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from relbot.query.question_words import AUXILIARY, INTERROGATIVE, QUESTION_OPENING
from relbot.temporal.calendar import MONTHS
from relbot.text import proper_names
from relbot.text.english import everyday_words
from relbot.text.table_rows import row_keys

PRONOUN = re.compile(
    r"\b(?:(?P<he>he|she|him|her|his)|(?P<they>they|them|their)|(?P<it>it|its)|(?P<that>that|this|those|these))\b",
    re.IGNORECASE,
)
_POSSESSIVE = frozenset({"his", "its", "their"})
PREPOSITION = (
    r"(?:of|in|on|at|for|from|to|with|by|about|over|into|through|near|under|after|before|during|behind|like|inside|per)"
)
_ANYBODY = r"i|we|you|one|people|(?:any|some|every|no)(?:one|body|thing)"
"""Subjects that are no antecedent of another pronoun."""
_ANTECEDENT = re.compile(
    rf"\b(?:the|a|an|my|our|your)\s\w+"
    rf"|^(?:{INTERROGATIVE}\s)?(?:\w+\s){{0,3}}?{AUXILIARY}\s(?!{PRONOUN.pattern}|(?:{PREPOSITION}|{_ANYBODY})\b)\w+",
    re.IGNORECASE,
)
_PEOPLE = re.compile(r"\b(?:people|everybody|everyone|someone|somebody)\b", re.IGNORECASE)
"""Antecedents of "they" in the same question."""
_JOINED = re.compile(r"\b(?:the )?[\w-]+ and (?:the )?$", re.IGNORECASE)
"""A name in lower case joined to the next one: "albania and North Korea"."""
OWNED = re.compile(rf"\s(?!{PREPOSITION}\b|{AUXILIARY}\b|and\b|or\b|again\b|there\b)\w", re.IGNORECASE)
"""What follows "her" if it is a possessive."""
_PARTITIVE = re.compile(r"\b(?:how\s(?:many|much)|which|any|some|all|one|most|none)\sof\s$", re.IGNORECASE)
_OBJECT_BEFORE = re.compile(r"\s(?:for|with|in|at|on|without|to|from)\b(?!\s(?-i:[A-Z])|\s\d)", re.IGNORECASE)
_VERB_BEFORE = re.compile(
    rf"{AUXILIARY}\s(?:\w+\s){{1,2}}(?!(?:say|said|know|think|see|find|mean|hear|agree|claim|believe|show|prove)\s)\w+\s$",
    re.IGNORECASE,
)
"""What precedes "that" if it is an object: "can people use that for anything", but not "did he say that in Rome"."""
_FRONTED = re.compile(
    rf"(?P<thing>(?:the|his|her|its|their|that|this|these|those)\s(?:[\w'’-]+\s){{0,4}}?[\w'’-]+)(?<!\stime),\s"
    rf"(?P<asked>(?:{INTERROGATIVE}|{AUXILIARY})\b[^,]+)",
    re.IGNORECASE,
)
_STATED = re.compile(
    rf"(?P<subject>he|she|it|they|(?:this|that|the)\s[\w-]+)\s(?P<auxiliary>{AUXILIARY})\s(?P<rest>.+?)(?P<tag>,?\s(?:right|correct|yeah|yes|no|true))?",
    re.IGNORECASE,
)
_BEFORE_NO_PERSON = re.compile(r"\b(?:(?:in|at|near|into|across|throughout)|the|\d+)\s$", re.IGNORECASE)
_MONTHS = re.compile("|".join(MONTHS), re.IGNORECASE)
_SENTENCE_OPENER = re.compile(
    "every|each|several|most|another|both|either|neither|few|all|none|today|yesterday|tomorrow|also|later|once|often"
    "|sometimes|instead|finally|initially|currently|previously|recently|nobody|everybody|somebody|someone|everyone"
    "|never|always|only|even|yes",
    re.IGNORECASE,
)
"""Words that are capitalised only because they open a sentence: "Every accident is reported"."""
_SENTENCE_START = re.compile(r"(?:^|[.!?:;]\s+|\n\s*)$")
_OPENS_SENTENCE = re.compile(r"(?:^|[.!?:;]\s+|\n\s*)(?:(?:the|an?|its)\s+)?(?:(?-i:[a-z])[\w-]*\s+)?$", re.IGNORECASE)
"""What precedes a name that is the subject of a sentence: "The ferry Tern was built in 1998"."""
_MAX_ANTECEDENTS = 2
"""The most names tried for one pronoun."""


def entity_names(text: str) -> list[proper_names.Name]:
    """Return the proper names in a text, without months, question words and words that merely open a sentence."""
    no_names = (_MONTHS, QUESTION_OPENING, _SENTENCE_OPENER)
    return [
        name
        for name in proper_names.extract_names(text)
        if not any(pattern.fullmatch(name.words) for pattern in no_names)
    ]


def stated_names(text: str) -> list[proper_names.Name]:
    """Return the names in an answer, without words that only open a sentence or a cell ("Fixed a crash") and the keys
    of a row.
    """
    keys = row_keys(text)
    return [
        name
        for name in entity_names(text)
        if not any(key.start <= name.start < key.end for key in keys) and not _only_opens_sentence(name, text)
    ]


def _only_opens_sentence(name: proper_names.Name, text: str) -> bool:
    if len(name.parts) > 1 or not _SENTENCE_START.search(text[: name.start]):
        return False
    return name.start == 0 or name.words.lower() in everyday_words()


def with_capitals(text: str, sources: Iterable[str]) -> str:
    """Return a text with its names capitalised as in some sources, for texts typed in lower case."""
    source_text = "\n\n".join(sources)
    names = [name.words for name in stated_names(source_text)]
    small = frozenset(re.findall(r"\b[a-z]\w+", source_text))  # "Parking is free" only opens a sentence
    single = [word for name in names for word in name.split() if len(word) > 2 and word.lower() not in small]
    cased = {name.lower(): name for name in (*single, *names) if name.lower() not in small}
    if not cased:
        return text
    longest_first = "|".join(re.escape(name) for name in sorted(cased, key=len, reverse=True))
    return re.sub(rf"(?<!\w)(?:{longest_first})(?!\w)", lambda match: cased[match[0]], text)


def unresolved_pronoun(text: str) -> re.Match[str] | None:
    """Return the first pronoun whose antecedent is not in the text itself, or None."""
    for match in PRONOUN.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if match["that"]:
            is_all = _PARTITIVE.search(before) and re.match(rf"\s{AUXILIARY}\b", after, re.IGNORECASE)
            is_object = _OBJECT_BEFORE.match(after) is not None and _VERB_BEFORE.search(before) is not None
            if is_all or is_object or re.search(rf"\b{AUXILIARY}\s$", before, re.IGNORECASE) or not after.strip():
                return match
        elif match["they"] and _PEOPLE.search(before):
            continue
        elif not entity_names(before) and not _ANTECEDENT.search(before) and not _has_possessor(match, before):
            return match
    return None


def has_pronoun(text: str) -> bool:
    """Return whether a text contains any pronoun, resolved or not."""
    return PRONOUN.search(text) is not None


def replace_pronoun(pronoun: re.Match[str], name: str) -> str:
    """Return the question that the pronoun was matched in, with a name in its place."""
    text = pronoun.string
    owns = pronoun[0].lower() in _POSSESSIVE or (pronoun[0].lower() == "her" and OWNED.match(text, pronoun.end()))
    suffix = "'s" if owns else ""
    return f"{text[: pronoun.start()]}{name}{suffix}{text[pronoun.end() :]}?"


def with_fronted(core: str) -> str:
    """Return a question with its pronoun replaced by the thing named in front of it: "the last one, who rescued it"
    becomes "who rescued the last one". Return it unchanged if there is none.
    """
    fronted = _FRONTED.fullmatch(core)
    pronouns = [*PRONOUN.finditer(fronted["asked"])] if fronted else []
    if fronted is None or len(pronouns) != 1 or pronouns[0]["that"]:
        return core
    return replace_pronoun(pronouns[0], fronted["thing"]).rstrip("?")


def as_question(text: str) -> str:
    """Return a statement that is asked, by a question mark or a tag at its end, as a question: "he did leave later,
    right" becomes "did he leave later". Return any other text unchanged.
    """
    stated = _STATED.fullmatch(text.rstrip(" ?!.…"))
    if stated is None or not (stated["tag"] or text.rstrip().endswith("?")):
        return text
    return f"{stated['auxiliary']} {stated['subject']} {stated['rest']}?"


def antecedents(pronoun: re.Match[str], topic: str, answer: str, earlier: Sequence[str] = ()) -> list[str]:
    """Return the names that a pronoun may refer to, likeliest first: from the topic of the previous question, the
    answer to it, and `earlier`, the names of the dialogue before that.
    """
    asked = entity_names(topic)
    answered = [name.words for name in stated_names(answer)]
    if pronoun["they"] and asked:
        end = asked[0].end
        for name in asked[1:]:
            end = name.end if topic[end : name.start] == " and " else end
        joined = _JOINED.search(topic[: asked[0].start])
        return [topic[joined.start() if joined else asked[0].start : end]]
    if pronoun["he"]:
        answered = [name for name in answered if not is_no_person(name, answer)]
        persons = [name.words for name in reversed(asked) if name.words == _with_article(topic, name)]
        persons.sort(key=lambda name: " " not in name)  # "Kim Il Sung" is likelier a person than "Albania"
        found = [*persons, *answered]
        return list(dict.fromkeys([*found[:_MAX_ANTECEDENTS], *earlier[:1]]))
    if pronoun["it"]:
        if any(_JOINED.search(topic[: name.start]) for name in asked):
            return []  # "it" refers to neither of two joined names
        subjects = [name.words for name in stated_names(answer) if _OPENS_SENTENCE.search(answer[: name.start])]
        return list(dict.fromkeys([*(_with_article(topic, name) for name in asked), *subjects]))[:_MAX_ANTECEDENTS]
    return []


def _with_article(text: str, name: proper_names.Name) -> str:
    """Return a name, with "the" if it precedes the name in the text."""
    return f"the {name.words}" if text[: name.start].lower().endswith("the ") else name.words


def is_no_person(name: str, text: str) -> bool:
    """Return whether the first occurrence of a name follows a preposition of place, "the" or a number, so that it is no
    person: "in York", "the Czech pianist", "the November 1830 Uprising".
    """
    before = text[: text.find(name)]
    return _BEFORE_NO_PERSON.search(before) is not None


def _has_possessor(pronoun: re.Match[str], before: str) -> bool:
    """Return whether a possessive refers to the noun that is asked for, as in "Which country sent its troops"."""
    asks_by_verb = re.search(rf"\b{AUXILIARY}\b|^\w+['’]?s\s$", before, re.IGNORECASE)
    return pronoun[0].lower() in _POSSESSIVE and bool(before) and not asks_by_verb

"""What is taken off an utterance before it is read: greetings, politeness, the bot's name, emoji, mentions; and several
questions in one message told apart.

Words are taken off only at the ends, where a mark or the sense shows that they are no part of the question, and never
so that nothing is left: "hi bot, who signed it" is "who signed it", "who said hi to whom" and "hi" stay as they are.
"""

from __future__ import annotations

import re
from functools import lru_cache

from relbot.query.request.asides import without_asides
from relbot.query.request.stray_marks import without_stray_marks, without_unseen

MOST_QUESTIONS = 5
"""Questions of one message that are told apart; the rest is left with the last."""

_MARKUP = re.compile(
    r"<(?:a?:\w{1,40}:\d{1,30}|[@#][!&]?\d{1,30}|/[\w -]{1,60}:\d{1,30}|t:-?\d{1,20}(?::\w)?|id:\w{1,20})>"
)
"""Custom emoji, mentions of users, channels, roles and commands, and timestamps, as Discord writes them."""
_NAMED_EMOJI = re.compile(r"(?<![\w:]):[a-z][a-z0-9_+-]{1,40}:(?![\w:])", re.IGNORECASE)
_EMOJI = re.compile(
    r"[\U0001F000-\U0001F0FF\U0001F1E6-\U0001FAFF\u2600-\u2775\u2794-\u27BF\u2B00-\u2BFF\u2190-\u21FF\u2300-\u23FF\uFE0F\u200D\u20E3\U000E0020-\U000E007F]+"
)
_FACES = re.compile(r"(?<!\S)(?:[:;=]['’]?-?[)(DPpOo/|3*]+|<3+|[xX]D+|\^_?\^|\\o/|o/)(?!\S)")
_SPACE = re.compile(r"\s+")
_SPACE_BEFORE_MARK = re.compile(r"(?<=\w)\s([?!.,]+)(?=\s|$)")

_GREETING = (
    r"h+i+y*a*|h+e+y+a*|h+e+l+o+|hallo|hullo|hiya|yo+|sup|ahoy|howdy|greetings|hola|bonjour|ola|ciao|salut|moin|hei|hej|"
    r"good\s(?:morning|afternoon|evening|day)|gm|dear"
)
_WHOM = r"there|all|everyone|everybody|guys|folks|people|peeps|friends?|mate|man|dude|bro|bot|again|team|ai"
_ACKNOWLEDGED = (
    r"thanks(?:\sa\slot|\sso\smuch)?|thank\syou(?:\sso\smuch|\svery\smuch)?|thx|ty|ok(?:ay)?|cool|nice|great|got\sit|i\ssee|"
    r"alright|hm+|u+h+m*|u+m+|well|oh|ah|lol|lmao|haha+|wow|wait|yes|no|yeah|nah|sorry|excuse\sme|so|anyways?|right|now"
)
_I_ASK = (
    r"(?:can|could|would|will|may|might)\s(?:you|u|ya|some(?:one|body|1)|any(?:one|body|1))\s(?:please\s|pls\s|maybe\s|possibly\s|"
    r"kindly\s|perhaps\s|also\s|just\s|quickly\s)*(?:tell|inform|remind|enlighten|answer)(?:\s(?:me|us))?(?:\s(?:please|pls|again))?"
    r"|(?:please\s|pls\s|plz\s|just\s)?(?:tell|remind)\s(?:me|us)(?:\s(?:please|pls|again))?"
    r"|(?:do|does|did)\s(?:you|u|ya|any(?:one|body|1)|some(?:one|body|1))\s(?:guys\s|even\s|happen\sto\s|perhaps\s|maybe\s)*know"
    r"|any(?:one|body|1)\s(?:here\s)?knows?|(?:you|u)\sknow|any\s(?:idea|clue)|(?:got|have)\sany\sidea"
    r"|(?:i\s?(?:['’]?m|am|was|were)\s|was\s)?(?:just\s|still\s|only\s)?(?:wondering|curious)"
    r"|i\swonder|i\s?(?:['’]?d|would)\s(?:like|love|want)\sto\sknow|i\s(?:just\s|really\s)?(?:want|need|wanna)(?:ed)?(?:\sto)?\sknow"
    r"|(?:can|could|may)\s(?:i|we)\s(?:please\s)?(?:ask|know)|let\s?me\sknow|i\sdo\s?n['’]?o?t\sknow|idk|dunno|no\sidea"
    r"|(?:my|our)\s\w+(?:\s\w+)?\s(?:(?:keeps?\s)?ask(?:ed|s|ing)|want(?:s|ed)\sto\sknow|is\s(?:asking|wondering))(?:\s(?:me|us))?"
    r"|i\shave\sa\s(?:quick\s)?question|(?:(?:a|one|just\sa|another)\s)?(?:quick|short|simple|dumb|stupid|silly|random|"
    r"genuine|serious|noob|small|little)\squestion|question|my\squestion\sis|q|i\s(?:want|wanted)\sto\sask(?:\syou)?"
)
_CLAUSE = (
    r"(?:who|whom|whose|what|when|where|why|how|which|whats|whos|hows|wheres|whens|wat|in\swhich|by\swhom|to\swhom)\b"
)
"""What shows that the words before only lead to the question."""
_IMPERATIVE = (
    r"(?:tell|explain|list|name|give|show|describe|compare|define|summar\w+|sum|walk|run|fill|catch|bring|break|teach|"
    r"introduce)\b"
)

_POLITE = r"(?:please|pls|plz|plss+|kindly)"
_MARKS = r"[\s?.!…]"
_STOP = r"(?:\s?[,!;:…]{1,10}\s?|\s?[.–—-]{1,10}\s)"
"""What parts a courtesy from the question; "hi-fi", "no.5" and "so-called" are words."""
_POLITE_END = re.compile(
    rf"[\s,;.!?…-]{{1,10}}(?:{_POLITE}|thanks(?:\s(?:a\slot|in\sadvance|so\smuch|you))?|thank\syou(?:\s(?:so\smuch|very\smuch|"
    rf"in\sadvance))?|thx|tnx|ty|tysm|cheers|merci|danke|gracias|(?:(?:can|could)\s(?:you|u|any(?:one|body|1))\stell\sme"
    rf"|do\s(?:you|u)\sknow|any(?:one|body|1)\sknows?|any\sidea))(?P<marks>{_MARKS}{{0,10}})$",
    re.IGNORECASE,
)
_NEEDED_BEFORE_THANKS = re.compile(
    r"\b(?:say|said|says|saying|write|mean|his|her|their|a|an|the|of|for|with|word|your|my|and|or|no|many|to|they|you|he|she|we|i)$",
    re.IGNORECASE,
)
"""What shows that a thanks at the end is asked about: "how do you say thanks"."""
_GREETS = re.compile(
    rf"(?:{_GREETING})(?:\s(?:{_WHOM}))?(?:{_STOP}|\s(?={_CLAUSE}|(?:can|could|do|did|is|are|was|were)\s|"
    rf"{_POLITE}\b|{_IMPERATIVE}))",
    re.IGNORECASE,
)
_SAYS = re.compile(
    rf"(?:{_ACKNOWLEDGED})(?:\s(?:{_WHOM}))?{_STOP}|(?:(?:ok(?:ay)?|so|well|um+|uh+|hm+|oh|ah|lol)\s)(?={_CLAUSE}|"
    rf"(?:ok(?:ay)?|so|well)\s{_CLAUSE})",
    re.IGNORECASE,
)
_LEADS = re.compile(
    rf"{_POLITE}[\s,]{{1,3}}|(?:can|could|would|will)\s(?:you|u|ya|some(?:one|body|1)|any(?:one|body|1))\s(?:(?:please|pls|maybe|kindly|"
    rf"just|quickly)\s)?(?={_IMPERATIVE})|(?:some(?:one|body|1)|any(?:one|body|1))\s(?={_IMPERATIVE}\s(?:me|us|it|the|this|that)\b)|(?:{_I_ASK})(?:{_STOP}|\s(?={_CLAUSE})"
    rf"|\s(?:if|whether)\s(?:you|u|any(?:one|body|1))\s(?:(?:can|could|know|knew|would)\s)(?:tell\s(?:me|us)\s|know\s)?(?={_CLAUSE}))",
    re.IGNORECASE,
)
_END_WINDOW = 60
"""Characters at the end that a courtesy may take."""

_LISTED = re.compile(r"^\s*(?:[-*•–]|\(?\d{1,2}[.)]|\(?[a-e]\))\s+")
_ABBREVIATED = re.compile(
    r"(?:\b(?:no|nos|dr|mr|mrs|ms|st|vs|v|prof|gen|col|sgt|lt|capt|etc|approx|ca|cf|fig|vol|jr|sr|inc|ltd|co|u\.s|e\.g|i\.e)"
    r"|\b[a-z]|\d)\.$",
    re.IGNORECASE,
)
_ENDS = re.compile(r"(?<=[?!.])[?!.]{0,20}[\"”')\]]?\s+|\n+")
_ASKS = re.compile(
    rf"^[\W_]{{0,20}}(?:(?:and|but|so|or|also|then|ok|plus)\b[\s,]+)?(?:{_CLAUSE}|{_IMPERATIVE}|(?:is|are|was|were|do|does|did|can|"
    r"could|would|should|has|had)\s)",
    re.IGNORECASE,
)


_WHOLE_QUESTION = (
    r"(?:(?:who|when|where|why|what|which|how)(?:\s\w{1,20}){0,2}?\s(?:is|are|was|were|do|does|did|can|should)\s)"
)
_AND_ASKS = re.compile(rf",?\s(?:and|&)\s(?:also\s)?(?={_WHOLE_QUESTION})", re.IGNORECASE)
_OPENS_WHOLE = re.compile(_WHOLE_QUESTION, re.IGNORECASE)
_POINTS_BACK = re.compile(
    r"\b(?:he|she|it|they|him|her|them|his|hers|its|theirs?|this|that|these|those|there|one|ones|so)\b", re.IGNORECASE
)
"""What makes a question one with that before it."""
_ASKED_WITHIN = re.compile(_CLAUSE, re.IGNORECASE)


def cleared(text: str, name: str = "relbot") -> str:
    """The utterance without what is not asked; as it stands, but for white space, where nothing else would be left.

    A lone surrogate, which no model takes, becomes "?".
    """
    text = without_unseen(text).encode(errors="replace").decode()
    shorter = _cleared_once(text, name)
    while len(shorter) < len(text):  # what stood before may have kept the next from being seen: "@relbot hi!who was he"
        text, shorter = shorter, _cleared_once(shorter, name)
    return shorter


def _cleared_once(text: str, name: str) -> str:
    plain = _SPACE.sub(" ", text).strip()
    said = plain
    for pattern in (_MARKUP, _NAMED_EMOJI, _EMOJI, _FACES):
        said = _or_before(_SPACE.sub(" ", pattern.sub(" ", said)).strip(), said)
    said = without_stray_marks(_SPACE_BEFORE_MARK.sub(r"\1", said))
    start, end, asked = 0, len(said), False
    starts, ends = _called(name)
    changed = True
    while changed:
        changed = False
        for pattern in (_GREETS, _SAYS, starts, _LEADS):
            match = pattern.match(said, start, end)
            if match and _has_words(said[match.end() : end]):
                start, changed = match.end(), True
        end = start + len(said[start:end].rstrip(" ,;"))
        for pattern in (ends, _POLITE_END):
            match = pattern.search(said, max(start, end - _END_WINDOW), end)
            if match and _has_words(said[start : match.start()]) and not _needed(said[start : match.start()]):
                asked = asked or "?" in match[0]
                end, changed = match.start(), True
    shorter = without_asides(said[start:end].strip(" ,;"))
    return f"{shorter}?" if asked and not shorter.endswith("?") else shorter


def split_questions(text: str) -> tuple[str, ...]:
    """The questions of a message, in order, `MOST_QUESTIONS` at most; the whole where it is one or none.

    What leads up to a question ("I read about Zog. Who was he?") stays with it; so does what comes after the last.
    """
    parts: list[str] = []
    for line in text.splitlines():
        listed = _LISTED.match(line)
        for sentence in _sentences(line[listed.end() :] if listed else line):
            parts.extend(_joined_questions(sentence))
    questions: list[str] = []
    open_part = ""
    for part in parts:
        open_part = f"{open_part} {part}".strip()
        if (part.rstrip("\"”')] ").endswith("?") or _ASKS.match(part)) and _has_words(part):
            if len(questions) == MOST_QUESTIONS or (questions and _is_afterthought(part)):
                questions[-1] += f" {open_part}"
            else:
                questions.append(open_part)
            open_part = ""
    if len(questions) < 2:
        whole = _SPACE.sub(" ", text).strip()
        return (whole,) if whole else ()
    if open_part:
        questions[-1] += f" {open_part}"
    return tuple(questions)


def _sentences(line: str) -> list[str]:
    """A line cut behind marks, but not within "Dr. No? or …" and other abbreviations."""
    parts: list[str] = []
    start = 0
    for match in _ENDS.finditer(line):
        before, after = line[start : match.start()], line[match.end() :]
        goes_on = after[:1].islower() and not _ASKS.match(after[:60])
        abbreviated = before.endswith(".") and _ABBREVIATED.search(before[-8:]) is not None
        if not (abbreviated or goes_on) and before.strip():
            parts.append(line[start : match.end()].strip())
            start = match.end()
    return [*parts, rest] if (rest := line[start:].strip()) else parts


def _joined_questions(sentence: str) -> list[str]:
    """Two questions that "and" joins, where each is whole: "when is the meeting and who is the chair", not "who was Zog
    and what did he do".
    """
    match = _AND_ASKS.search(sentence)
    if match is None:
        return [sentence]
    first, second = sentence[: match.start()], sentence[match.end() :]
    if not _OPENS_WHOLE.match(first):
        return [sentence]
    is_within = len(_ASKED_WITHIN.findall(first)) > 1 or len(_ASKED_WITHIN.findall(second)) > 1
    return [sentence] if is_within or _POINTS_BACK.search(second) else [first, second]


def _is_afterthought(part: str) -> bool:
    """Whether a part asks nothing by itself: "right?", "or not?"."""
    return (
        re.fullmatch(r"\W*(?:right|correct|or not|or what|no|yes|ok|okay|huh|eh|please|true)\W*", part, re.IGNORECASE)
        is not None
    )


def _has_words(text: str) -> bool:
    return any(c.isalnum() for c in text)


def _or_before(shorter: str, before: str) -> str:
    """The shorter text, unless no words are left in it."""
    return shorter if _has_words(shorter) else before


def _needed(before: str) -> bool:
    return _NEEDED_BEFORE_THANKS.search(before[-20:]) is not None


@lru_cache(maxsize=16)
def _called(name: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The bot's name at the start and at the end, as it is called by it: "@relbot", "relbot, …", "…, relbot?"."""
    word = re.escape(name)
    start = (
        rf"(?:(?:{_GREETING}|ok|so)\s)?(?:@{word}(?:#\d{{4}})?(?:\s?[,:;!.…–—-]{{1,10}})?\s?(?!\w)|{word}\s?[,:;!…–—]{{1,10}}\s?"
        rf"|{word}\s(?={_CLAUSE}|{_IMPERATIVE}|{_POLITE}\b|(?:can|could)\s(?:you|u)\b))"
    )
    end = rf"(?:,\s?|\s@){word}{_MARKS}{{0,10}}$"
    return re.compile(start, re.IGNORECASE), re.compile(end, re.IGNORECASE)

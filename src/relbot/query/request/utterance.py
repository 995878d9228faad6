"""Extracts the question from a message: without greetings, politeness, the bot's name, emoji and mentions.

Words are removed only at the ends, only if punctuation or meaning shows that they are no part of the question, and
never all of them: "hi bot, who signed it" becomes "who signed it"; "who said hi to whom" and "hi" stay as they are.
"""

from __future__ import annotations

import re

from relbot.query.query import MAX_MESSAGE_CHARACTERS
from relbot.query.request.asides import without_asides
from relbot.query.request.stray_marks import without_stray_marks, without_unseen
from relbot.query.wording.chat_words import written_out
from relbot.text.terms import content_stems

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
_REACTION = (
    r"(?:many\s)?thanks(?!\sto\b)(?:\sa\s(?:lot|bunch)|\sso\smuch)?|thank\s(?:you|u)(?!\sto\b)(?:\s(?:so|very)\smuch)?"
    r"|thx|tnx|ty(?:sm)?|cheers|ok(?:ay|ey|ie)?|kk?|got\sit|gotcha|i\ssee|makes\ssense|understood|fair\senough|good\sto\sknow"
    r"|(?:very\s)?(?:cool|nice|great|perfect|awesome|brilliant|lovely|interesting)(?:\s(?:one|answer|stuff))?|alright|hm+"
    r"|u+h+m*|u+m+|o+h+|a+h+|lol+|lmf?ao+|rofl|haha+|hehe+|wow|wait|yes|yep|yeah|nah|no|sorry|omg|bruh|bro|damn|btw|tbh|ngl"
    r"|anyways?|also|plus|actually|basically|honestly|(?:good|right)(?=[,!.]|\s(?:and|but|so)\s)"
)
"""A reaction to the previous answer, which needs no punctuation before the next question: "thx and when was that"."""
_OPINED = r"tho(?:ugh)?|tbh|ngl|btw|lol+|lmf?ao+|rofl|haha+|hehe+"
"""Fillers after a question. They are removed only from a question without content words: "why tho" is a bare "why".
Of 13 longer questions, three were no longer answered without the filler, and none was answered only then."""
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
CLAUSE = (
    r"(?:who|whom|whose|what|when|where|why|how|which|whats|whos|hows|wheres|whens|wat|in\swhich|by\swhom|to\swhom)\b"
)
"""Words that begin a question, so that the words before it only lead to it."""
IMPERATIVE = (
    r"(?:tell|explain|list|name|give|show|describe|compare|define|summar\w+|sum|walk|run|fill|catch|bring|break|teach|"
    r"introduce)\b"
)
_VERB = r"(?:is|are|was|were|do|does|did|can|could|will|would|should|must|may|has|have|had)(?:n['’]?t)?"
_SOMEBODY = r"(?:i|we|you|u|he|she|it|they|there|the|an?|this|that|these|those|my|our|your|(?:any|some)(?:one|body))"
_ASKED_NEXT = (
    rf"(?:{CLAUSE}|{_VERB}\s{_SOMEBODY}\b|(?:and|but|so|&)\s(?:{CLAUSE}|{_VERB}\s|(?:the|an?|my|his|hers?|him|them|theirs?|its?"
    r"|in|on|for|at|with|without|about)\b))"
)
"""The start of a question or follow-up: "when was it", "was he there", "and in 1961"."""

_POLITE = r"(?:please|pls|plz|plss+|kindly)"
_MARKS = r"[\s?.!…]"
_STOP = r"(?:\s?[,!;:…]{1,10}\s?|\s?[.–—-]{1,10}\s)"
"""Punctuation that separates a courtesy from the question; "hi-fi", "no.5" and "so-called" are words."""
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
"""Words before a closing thanks that make it the topic: "how do you say thanks"."""
_GREETS = re.compile(
    rf"(?:{_GREETING})(?:\s(?:{_WHOM}))?(?:{_STOP}|\s(?={CLAUSE}|(?:can|could|do|did|is|are|was|were)\s|"
    rf"{_POLITE}\b|{IMPERATIVE}))",
    re.IGNORECASE,
)
_SAYS = re.compile(
    rf"(?:{_ACKNOWLEDGED})(?:\s(?:{_WHOM}))?{_STOP}|(?:(?:ok(?:ay)?|so|well|um+|uh+|hm+|oh|ah|lol)\s)(?={CLAUSE}|"
    rf"(?:ok(?:ay)?|so|well)\s{CLAUSE})",
    re.IGNORECASE,
)
_REACTS = re.compile(
    rf"(?:(?:{_REACTION})(?:\s(?:{_WHOM}))?(?:{_STOP}|\s)){{1,4}}(?={_ASKED_NEXT})",
    re.IGNORECASE,
)
_OPINED_END = re.compile(rf"(?:[\s,;.!?…-]{{1,10}}(?:{_OPINED})){{1,3}}(?P<marks>{_MARKS}{{0,10}})$", re.IGNORECASE)
_NEEDED_BEFORE_OPINION = re.compile(
    r"\b(?:is|are|was|were|be|of|the|an?|for|with|in|on|at|by|to|and|or|like|as|even|does|do|did)$", re.IGNORECASE
)
"""Words before a closing filler that make it the topic: "what is tbh"."""
_SOMEONE = r"some(?:one|body|1)|any(?:one|body|1)"
_LEADS = re.compile(
    "|".join(
        (
            rf"{_POLITE}[\s,]{{1,3}}",
            rf"(?:can|could|would|will)\s(?:you|u|ya|{_SOMEONE})\s"
            rf"(?:(?:please|pls|maybe|kindly|just|quickly)\s)?(?={IMPERATIVE})",
            rf"(?:{_SOMEONE})\s(?={IMPERATIVE}\s(?:me|us|it|the|this|that)\b)",
            rf"(?:(?:and|but|so|also)\s)?(?:{_I_ASK})(?:{_STOP}|\s(?={CLAUSE})"
            r"|\s(?:if|whether)\s(?:you|u|any(?:one|body|1))\s(?:(?:can|could|know|knew|would)\s)"
            rf"(?:tell\s(?:me|us)\s|know\s)?(?={CLAUSE}))",
        )
    ),
    re.IGNORECASE,
)
_CALLS = re.compile(
    rf"(?:(?:{_GREETING}|ok|so)\s)?(?:@relbot(?:#\d{{4}})?(?:\s?[,:;!.…–—-]{{1,10}})?\s?(?!\w)|relbot\s?[,:;!…–—]{{1,10}}\s?"
    rf"|relbot\s(?={CLAUSE}|{IMPERATIVE}|{_POLITE}\b|(?:can|could)\s(?:you|u)\b))",
    re.IGNORECASE,
)
"""The bot's name before the question: "@relbot", "relbot, …"."""
_CALLED_BEHIND = re.compile(rf"(?:,\s?|\s@)relbot{_MARKS}{{0,10}}$", re.IGNORECASE)
_END_WINDOW = 60
"""The longest closing courtesy, in characters."""


def cleared(text: str) -> str:
    """Return the question within an utterance, with its chat abbreviations written out; the utterance itself, with
    white space normalised, if nothing else would be left.

    A lone surrogate, which no model accepts, becomes "?". A text longer than any message that is answered is only
    single-spaced.
    """
    text = " ".join(without_unseen(text).encode(errors="replace").decode().split())
    if len(text) > MAX_MESSAGE_CHARACTERS:
        return text
    shorter = _cleared_once(text)
    while len(shorter) < len(text):  # what stood before may have kept the next from being seen: "@relbot hi!who was he"
        text, shorter = shorter, _cleared_once(shorter)
    return written_out(shorter)


def _cleared_once(text: str) -> str:
    plain = _SPACE.sub(" ", text).strip()
    said = plain
    for pattern in (_MARKUP, _NAMED_EMOJI, _EMOJI, _FACES):
        said = _or_before(_SPACE.sub(" ", pattern.sub(" ", said)).strip(), said)
    said = without_stray_marks(_SPACE_BEFORE_MARK.sub(r"\1", said))
    start, end, asked = 0, len(said), False
    changed = True
    while changed:
        changed = False
        for pattern in (_GREETS, _SAYS, _REACTS, _CALLS, _LEADS):
            match = pattern.match(said, start, end)
            if match and has_words(said[match.end() : end]):
                start, changed = match.end(), True
        end = start + len(said[start:end].rstrip(" ,;"))
        for pattern in (_CALLED_BEHIND, _POLITE_END, _OPINED_END):
            match = pattern.search(said, max(start, end - _END_WINDOW), end)
            if match and has_words(said[start : match.start()]) and not _needed(said[start : match.start()], pattern):
                asked = asked or "?" in match[0]
                end, changed = match.start(), True
    shorter = without_asides(said[start:end].strip(" ,;"))
    return f"{shorter}?" if asked and not shorter.endswith("?") else shorter


def has_words(text: str) -> bool:
    """Return whether a text has a letter or a digit."""
    return any(c.isalnum() for c in text)


def _or_before(shorter: str, before: str) -> str:
    """Return the shorter text, unless it has no words left."""
    return shorter if has_words(shorter) else before


def _needed(before: str, pattern: re.Pattern[str]) -> bool:
    if pattern is _OPINED_END:
        says_something = len(before) > _END_WINDOW or bool(content_stems(before))
        return says_something or _NEEDED_BEFORE_OPINION.search(before) is not None
    return _NEEDED_BEFORE_THANKS.search(before[-20:]) is not None

"""Recognises what a chat client writes into a log by itself, in the place of a message or at its end: nobody said it.

Clients write in the language of their user; the English of WhatsApp, Signal, Slack, Discord and IRC clients is known
here, and in WhatsApp that of any language by the invisible mark before it.
"""

from __future__ import annotations

import re

_MARKS = "\u200e\u200f"
_GROUP = r"(?:group|community|channel|chat|room|server|conversation|call)"
_IN_PLACE = re.compile(
    "|".join(
        (
            rf"[{_MARKS}]?<[^<>\n]{{2,80}}>|[{_MARKS}][^\n]*|\[\s?(?:photo|video|sticker|voice\smessage|file|gif|poll)\s?\]",
            r"(?:image|video|gif|sticker|audio|document|photo|media|contact\scard|video\snote|voice\smessage)\somitted",
            r"[^\s/]{1,120}\.[a-z0-9]{2,5}\s\(file\sattached\)",
            r"(?:this|the\soriginal|original|\[original)\smessage\s(?:was\s|has\sbeen\s)?deleted(?:\sby\s[^\n]{1,60})?\]?",
            r"(?:you\sdeleted\sthis\smessage|you(?:['’]re|\sare)\snow\san?\sadmin|null|waiting\sfor\sthis\smessage\.[^\n]{0,80})",
            r"(?:missed|silenced)\s(?:group\s)?(?:voice|video)\s(?:call|chat)(?:[,.\s][^\n]{0,60})?",
            r"messages\s(?:and\scalls\sare|(?:to|in)\sthis\s[^\n]{1,60}\sare(?:\snow)?\ssecured\swith)\send-to-end\sencr[^\n]*",
            r"your\ssecurity\scode\swith\s[^\n]{1,60}\schanged[^\n]*",
            r"this\s(?:chat\sis\swith\sa\sbusiness|business\s(?:uses|works\swith))\s[^\n]*",
        )
    ),
    re.IGNORECASE,
)
"""What is a whole message, whoever is said to have written it."""
_FORMULAS = (
    r"(?:has\s)?(?:joined|left)\s#\S+|joined\s(?:the\s)?(?:group|server|channel)|archived\sthe\schannel",
    r"(?:set\sthe\schannel\s(?:topic|description|purpose)|renamed\sthe\schannel\sfrom)\b[^\n]*",
    r"(?:pinned\sa\smessage\sto|added\san\sintegration\sto)\sthis\schannel[^\n]*|was\sadded\sto\s#\S+(?:\sby\s[^\n]{1,60})?",
    r"started\sa\s(?:(?:video|voice)\s)?(?:call|chat|huddle)(?:\sthat\slasted\s[^\n]*)?",
)
_FORMULA = re.compile(rf"(?:{'|'.join(_FORMULAS)})[.!]?", re.IGNORECASE)
"""What stands below the name of somebody who has done it in the client, as a message of theirs would."""
_OF_GROUP = rf"(?:{_GROUP}(?:['’]s)?\s)?(?:subject|icon|picture|description|settings|topic|name|phone\snumber|theme)"
_DEEDS = (
    rf"(?:created|joined|left|archived|renamed)\s(?:(?:this|the|a)\s)?{_GROUP}(?:\s(?:[\"“#]|from|using|via|with)[^\n]*)?",
    r"joined\susing\s[^\n]{1,40}\slink|(?:has\s)?(?:joined|quit|left|parted)\s[(\[][^\n]*|changed\sto\s\+[^\n]*",
    rf"(?:changed|deleted)\s(?:(?:the|this|their)\s)?{_OF_GROUP}(?:\s(?:to|from)\s[^\n]*|\.\s[^\n]*)?",
    r"(?:turned\so(?:n|ff)|updated|changed|set)\s(?:the\s)?disappearing\smessages?\b[^\n]*",
    r"(?:was|were)\s(?:added|removed|invited)(?:\sby\s[^\n]{1,60})?|is\snow\san?\sadmin|pinned\sa\smessage",
)
_DEED = re.compile(rf"(?:{'|'.join((*_DEEDS, *_FORMULAS))})[.!]?", re.IGNORECASE)
"""What a line without a speaker, or one that repeats them, says that somebody has done in the client."""
_TO_SOMEBODY = re.compile(r"(?:added|removed|invited)\s(?:you|[A-Z~@+][^\n.]{1,80})[.!]?|left[.!]?|joined[.!]?")
_SIGN = re.compile(r"(?:\*{2,3}|-!-|-{1,2}>|<-{1,2}|[→←⇐⇒]|=!=)\s")
"""What IRC clients begin such lines with; "* maja waves" is something that maja said."""
_REPORTING = frozenset({"system", "slackbot", "whatsapp", "signal"})
_AT_THE_END = re.compile(rf"\s*[{_MARKS}]?(?:<this\smessage\swas\sedited>|\(edited\))\s*", re.IGNORECASE)
_MAX_MARK, _MAX_NAME_WORDS = 40, 6


def is_of_client(words: str, speaker: str, *, may_report: bool) -> bool:
    """Return whether a client wrote the words of a message; `speaker` is whom it names as the writer, if anybody.

    `may_report` is whether a line without a speaker may report what somebody did: people write "18:05 Ben left" too.
    """
    words = words.strip()
    if _IN_PLACE.fullmatch(words.rstrip(".")) or _IN_PLACE.fullmatch(words) or (speaker and _FORMULA.fullmatch(words)):
        return True
    if speaker and speaker.lower() not in _REPORTING:
        own = words.removeprefix(speaker).lstrip()
        return own != words and _is_deed(own)
    if _SIGN.match(words) or not may_report:
        return _SIGN.match(words) is not None
    pieces = words.split(" ")
    return any(_is_deed(" ".join(pieces[count:])) for count in range(1, min(len(pieces), _MAX_NAME_WORDS + 1)))


def end_of_words(text: str, start: int, end: int) -> int:
    """Return where the words of a message end, without a client's note that they were edited."""
    for match in _AT_THE_END.finditer(text, max(start, end - _MAX_MARK), end):
        if match.end() == end and match.start() > start:
            return match.start()
    return end


def _is_deed(words: str) -> bool:
    return bool(_DEED.fullmatch(words) or _TO_SOMEBODY.fullmatch(words))

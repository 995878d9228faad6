"""Normalises a request to the wording that the rules expect ("whos", "wat r", "what the hell is" become "who is",
"what are", "what is"), and extracts a topic from the words around it.
"""

from __future__ import annotations

import re

_APOSTROPHES = str.maketrans({"’": "'", "`": "'", "´": "'", "ʼ": "'"})
_WORDS = {
    **dict.fromkeys(("whats", "what's", "wats", "wat's", "whatis", "wots", "whts", "what're"), "what is"),
    **dict.fromkeys(("whos", "who's", "hoos", "whois"), "who is"),
    **dict.fromkeys(("hows", "how's"), "how is"),
    **dict.fromkeys(("wheres", "where's"), "where is"),
    **dict.fromkeys(("whens", "when's"), "when is"),
    **dict.fromkeys(("whys", "why's"), "why is"),
    **dict.fromkeys(("howd", "how'd"), "how did"),
    **dict.fromkeys(("whyd", "why'd"), "why did"),
    **dict.fromkeys(("whatd", "what'd"), "what did"),
    **dict.fromkeys(("whod", "who'd"), "who did"),
    **dict.fromkeys(("wat", "wut", "wot", "waht", "whta", "whut", "wht"), "what"),
    "dat": "that",
    "dis": "this",
    **dict.fromkeys(("wich", "whitch", "whcih"), "which"),
    **dict.fromkeys(("wy", "why's"), "why"),
    **dict.fromkeys(("hw", "hwo", "howw"), "how"),
    **dict.fromkeys(("wen", "wehn"), "when"),
    **dict.fromkeys(("were's", "whre"), "where"),
    **dict.fromkeys(("wtf",), "what"),
    "gimme": "give me",
    "idk": "i don't know",
    **dict.fromkeys(("tel", "tll", "tlel"), "tell"),
    **dict.fromkeys(("abt", "bout", "abuot", "abot"), "about"),
    **dict.fromkeys(("tl;dr", "tl:dr", "tl,dr", "tl-dr"), "tldr"),
    **dict.fromkeys(("shud", "shoud", "shold"), "should"),
    **dict.fromkeys(("happend", "hapened", "hapend", "happned", "happent"), "happened"),
    **dict.fromkeys(("diffrence", "diff", "differnce", "diference"), "difference"),
    **dict.fromkeys(("sumary", "summery", "sumarry"), "summary"),
    **dict.fromkeys(("sumarize", "sumarise", "summarise", "sumup"), "summarize"),
    **dict.fromkeys(("explane", "expalin", "explian"), "explain"),
    **dict.fromkeys(("overveiw", "overwiev", "ovreview"), "overview"),
    **dict.fromkeys(("1st",), "first"),
    **dict.fromkeys(("lst", "lits"), "list"),
    **dict.fromkeys(("peeps", "poeple", "pepole"), "people"),
    **dict.fromkeys(("curently", "currantly"), "currently"),
}
"""Short forms and misspellings of the words of a request; none of them is another word."""
_SHORT = {"r": "are", "u": "you", "y": "why", "wer": "who", "da": "the", "n": "and"}
"""Letters that stand for a word, but only at the start of a request: elsewhere "R" is a language."""
_HEAD = 2
_COSTS = re.compile(r"\bsets?\s(?P<whom>me|us|you|one|(?:an?|the|my)\s\w+)\sback\b", re.IGNORECASE)
_LINK = re.compile(r"^(?:(?:and|but|so|or|also|then|ok|well)[, ]+)+(?=\w)", re.IGNORECASE)
_ASKING = r"\b(who|what|why|how|where|when|which)( is| are| was| were| did| does| do)?"
_EXPLETIVE = r"even|tf|the (?:hell|fuck|heck)|on earth"
"""What stresses a question word and adds nothing, where "exactly" asks for more."""
_STRESS = re.compile(rf"{_ASKING} (?:exactly|actually|really|precisely|again|{_EXPLETIVE})\b(?= )", re.IGNORECASE)
_EXPLETIVES = re.compile(rf"{_ASKING} (?:{_EXPLETIVE})\b(?= )", re.IGNORECASE)
_ENDINGS = re.compile(
    r"(?: (?:exactly|anyway|anyways|roughly|basically|though|tho|again|so far|then|simply|briefly|quickly|please|pls"
    r"|supposed to be|in (?:simple|plain|easy) (?:words|terms|english)|(?:to|for) (?:me|us)"
    r"|(?:to|for) an? (?:child|kid|beginner|dummy|layman|noob|\w+ year old)"
    r"|(?:like|as if) (?:i am|i'm|im|i was|i were) (?:a )?\w+(?: years? old)?|would be (?:great|nice|good|cool)))$",
    re.IGNORECASE,
)
_OPENS = re.compile(
    r"^(?:(?:all of )?(?:the|a|an|this|that|these|those|some|any|all the|both the)(?: (?:whole|entire)(?= \w+ ))?"
    r"|(?:it|they|them|everything|things|it all|they all|all of (?:it|this|them))(?= ))\s",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:(?:all |the |whole |of |this |that |these |those )*(?:it|this|that|these|those|them|they|he|she|here"
    r"|everything|articles?|documents?|pages?|texts?|servers?|channel|books?|things?|stuff|topic|subject|corpus|sources?|wiki|site"
    r"|people|place|one|paper|pdf|file)|all|the|whole|me|us|you)(?: about| here)?",
    re.IGNORECASE,
)
_PADDING = ' \t,;:.!?…"“”-–—'


def phrased(text: str) -> str:
    """Return a request with its own words spelt out, without a leading "and" and what surrounds it."""
    return _without_ending(_STRESS.sub(r"\1\2", spelt_out(text)))


def without_expletives(text: str) -> str:
    """Return a text without words that only stress its question words: "where even is it" asks where it is."""
    return _EXPLETIVES.sub(r"\1\2", text)


def spelt_out(text: str) -> str:
    """Return a request with its own words spelt out, without a leading "and" and closing punctuation."""
    words = _LINK.sub("", " ".join(text.translate(_APOSTROPHES).split())).strip(_PADDING).split(" ")
    spelt = [_WORDS.get(word.lower(), word) for word in words]
    spelt[:_HEAD] = [_SHORT.get(word.lower(), word) for word in spelt[:_HEAD]]
    return _COSTS.sub(r"cost \g<whom>", " ".join(spelt))


def _without_ending(text: str) -> str:
    """Return a text without a closing "exactly", "like I'm five" and the like."""
    while (match := _ENDINGS.search(text)) and match.start():
        text = text[: match.start()].rstrip(_PADDING)
    return text


def topic(words: str | None) -> str:
    """Return the topic of some words, without leading articles; "" if they mean the document as a whole."""
    about = _without_ending((words or "").strip(_PADDING))
    while match := _OPENS.match(about):
        if _GENERIC.fullmatch(about):
            return ""
        about = about[match.end() :].strip(_PADDING)
    return "" if _GENERIC.fullmatch(about) else about

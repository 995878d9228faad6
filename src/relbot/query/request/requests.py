"""Rules for requests that ask for more than one sentence: overview, comparison, change over time.

Each rule is a pattern for the whole of a request as `phrasing.phrased` spells it, with the topic in the group `topic`,
or the two sides of a comparison in `a` and `b`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from relbot.query.question_words import AUXILIARY, WH

Rule = re.Pattern[str]

YEAR = r"\b(?:1\d{3}|20\d\d|\d{2,3}0s)\b"
_NO_QUESTION = rf"(?!(?:{WH}|{AUXILIARY})\b)"
_TIME_PHRASE = (
    r"(?:over (?:time|the (?:years|centuries|decades|ages|course of .+))|through(?:out)? (?:time|history|the .+)"
    r"|with time|across the .+|(?:since|after|between|during|from|until|under) .+)"
)
_OVER_TIME = (
    r"(?:over (?:time|the (?:years|centuries|decades|ages))|through(?:out)? (?:time|history|the (?:years|ages)))"
)
_BRIEF = (
    r"(?:(?:quick|brief|briefly|short|small|general|simple|rough|little|good|basic|concise|full"
    r"|complete|high level|nice"
    r"|one (?:line|sentence|paragraph)|very|super|real|really) )*"
)
_DIGEST = (
    r"(?:overview|summary|summarization|summarisation|synopsis|recap|rundown|run-down|lowdown|outline|gist"
    r"|intro|introduction|primer"
    r"|breakdown|tldr|abstract|basics|essentials|basic facts|bare facts|crash course|highlights"
    r"|takeaways|cliff ?notes|roundup"
    r"|(?:short|brief|quick|simple|long|condensed|dumbed down|abridged) (?:version|explanation"
    r"|description|history|answer)"
    r"|(?:key|main|most important|important|basic|central) (?:points|facts|ideas|takeaways|things|info|information))"
)
_GIVE = (
    r"(?:(?:give|get|show|send|write|make|provide|tell|offer|hit)(?: (?:me|us|everyone))?(?: with)?"
    r"|(?:i|we)(?: just)? (?:want|need)"
    r"|(?:can|could|may) (?:i|we) (?:get|have|see)|i'?d (?:like|love)(?: to have)?|what (?:is|are|was"
    r"|were)|how about|(?:any|got any)"
    r"|just|only|got|looking for|let'?s (?:have|hear)|quick) "
)
_KNOW = (
    r"(?:what (?:should|do|must|would|can|could) (?:i|we|you|one|everyone|everybody|people|someone"
    r"|a (?:beginner|newcomer))"
    r"(?: (?:need|have|want|ought|got))?(?: to)? (?:know|learn|tell (?:me|us)|say)(?: about| on)?"
    r"|(?:is there |there is )?anything (?:else )?(?:(?:i|we|one|people) (?:should|need to|have to|must|ought to) know"
    r"|(?:interesting|special|noteworthy|remarkable|worth knowing)) about"
    r"|(?:should|must|do|would) (?:i|we|you|one|people) (?:(?:need|have|want|ought) to )?know"
    r" (?:anything|something|much|stuff|a lot|more|things) (?:about|on)"
    r"|(?:i|we)(?: really| just)?(?:'d| would)? (?:want|wanna|like|need|love)(?: to)? (?:know|learn"
    r"|hear|read|find out|understand)"
    r"(?: (?:more|everything|something|all|a (?:bit|little)))? about|want to know(?: more)? about"
    r"|what (?:you|u|we) (?:all )?(?:know|have|got) (?:about|on)|(?:do )?you know (?:anything"
    r"|something|much) about|know anything about|what is known about"
    r"|what is (?:there )?to know(?: about)?)"
)
_TELL = (
    r"(?:(?:tell|teach|inform|educate|talk)(?: to)?(?: me| us)?(?: (?:something|everything|anything"
    r"|all|more|stuff|things?"
    r"|a (?:bit|little)(?: more)?|what (?:you|u|we) know|the story))?(?: about| of)"
    r"|(?:get|got|have|give me|give us|is there|need|want|i need|i want|looking for|find)? ?"
    r"(?:any|some|more|general|basic|quick|all the|the)? ?"
    r"(?:info|infos|information|details|facts|background|knowledge) (?:on|about|for|regarding)"
    r"|(?:all|everything|anything|more|something) (?:about|on))"
)
_EXPLAIN = (
    r"(?:explain|describe|summarize|sum up|recap|outline|eli5|elaborate on|introduce (?:me|us) to|educate me on"
    r"|(?:walk|run|talk|guide) (?:me|us) through|(?:fill|clue) (?:me|us) in(?: on)?|catch (?:me|us) up(?: on)?"
    r"|(?:bring|get) (?:me|us) up to (?:speed|date)(?: (?:on|with))?|give me the lowdown on|break down)"
)
_SHORTLY = (
    r"(?:tldr|eli5|overview|summary|synopsis|recap|gist|in a nutshell|in (?:short|brief|summary"
    r"|a few words|one sentence|general)"
    r"|in (?:a )?(?:few|two|three|four|five|\d|couple(?: of)?|some) (?:short )?(?:lines?|words?|sentences?|points?)"
    r"|in (?:simple|plain|easy) (?:words|terms|english)|for (?:dummies|beginners|kids|idiots|newbies)"
    r"|explained|intro|101"
    r"|(?:the )?(?:short|brief|quick) (?:version|summary|overview|intro)|basics|the basics|introduction)"
)


_DOCUMENT = (
    r"(?:it|they|(?:the|this|these|your)(?: [\w-]+)? (?:articles?|texts?|pages?|documents?|papers?|books?|files?|pdfs?"
    r"|sources?|polic(?:y|ies)|minutes|faqs?|manuals?|guides?|guidelines|handbooks?|rules|terms|changelogs?|readme|docs"
    r"|documentation|notes|reports?|wiki|(?:web)?sites?))"
)
"""What is asked, and never a person: "the safety policy"."""

_AFFAIR = (
    r"(?:controvers(?:y|ies)|scandals?|dramas?|debates?|disputes?|fights?|rows?|uproar|outcry|backlash|feuds?|quarrels?|arguments?"
    r"|troubles?|incidents?|affairs?|business|lawsuits?|hype|craze)"
)
"""What there is a story to tell of: "the row about the tower"."""


def rules(*patterns: str) -> tuple[Rule, ...]:
    """Patterns, whatever the case of letters."""
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


OVERVIEW: Sequence[Rule] = rules(
    rf"(?:{_GIVE})*(?:(?:an?|the|your|some|this) )?(?:just )?{_BRIEF}{_DIGEST}"
    r"(?: (?:of|on|about|to|for|regarding|behind|in)(?P<topic> .+)?)?",
    rf"(?:{_TELL}) (?P<topic>.+)",
    r"(?:tell|teach|show) (?:me|us) (?:everything|it all|all of it|all there is)",
    rf"{_KNOW}(?P<topic> .+?)?(?: before .+)?",
    r"(?:summarize|sum up|recap|outline)(?P<topic> (?:how|what|why|who) .+)",
    rf"{_EXPLAIN}(?! (?:why|how|what|when|where|who|whether|to (?:me|us) (?:why|how|what))\b)(?P<topic> .+)?",
    r"(?:sum|break) (?P<topic>.+?) (?:up|down)(?: in .+)?(?: (?:for|to) (?:me|us))?(?: in .+)?",
    r"what (?:is|was|are|were) (?P<topic>.+?) (?:(?:all|really|mainly|mostly|roughly|even|actually) )*about",
    r"what (?P<topic>(?:the|this|that|it|an?|all)\b.*?) (?:is|was|are|were) (?:all )?about",
    r"what (?:does|do|did) (?P<topic>it|this|that|they|(?:the|this) (?:article|text|page|document|paper|book|file"
    r"|pdf|sources?))(?: all)? say",
    rf"what (?:does|do|did) {_DOCUMENT}(?: all)? (?:say|tell (?:me|us)|have to say) (?:about|on|regarding)"
    r"(?P<topic> .+)",
    rf"(?:does|do|did) {_DOCUMENT} (?:say|tell (?:me|us)|have) (?:anything|something|much) (?:about|on|regarding)"
    r"(?P<topic> .+)",
    rf"(?:does|do|did) {_DOCUMENT} mention(?P<topic> .+)",
    r"is there (?:anything|something|much) (?:in (?:here|there) )?(?:about|on|regarding)(?P<topic> .+)",
    r"what (?:is|are|was|were) (?P<topic>this(?: (?:thing|article|document|page|text|book|server|one"
    r"|place|stuff))?|all this)",
    r"what (?:is|was|are|were) (?:all )?(?:the |this |that )?(?:whole )?(?:deal|story|buzz|fuss|backstory) (?:with|of"
    r"|behind|about|on|over)(?P<topic> .+)",
    r"what (?:is|was|are|were) (?:all )?(?:this|that|the) (?:whole )?things? (?:about|with|over)(?P<topic> .+)",
    r"what (?:is|was|are|were) up with(?P<topic> .+)",
    r"what (?:is|was|are|were) (?:all )?(?:the|this|that|those) (?:whole )?(?P<topic>(?:[\w'-]+ ){0,2}?"
    rf"{_AFFAIR} (?:about|around|over|with|between|surrounding|against) .+)",
    rf"what (?:is|was|are|were) (?P<topic>[^,;.]+?)(?: like| about)?[,;.]+ ?(?:just )?(?:an? |the )?{_BRIEF}{_DIGEST}",
    r"(?:i have |i've |i )?(?:never heard of|know nothing about|don'?t know (?:anything|much) about"
    r"|have no idea about)"
    r" (?P<topic>[^,.;?!]+)(?:[,.;?!].*)?",
    r"i(?:'?m| am) new (?:here|to (?P<topic>[^,.;?!]+?))(?:[,.;?! ]+(?:so )?(?:what|where|can|could"
    r"|how|tell|give|please).*)?",
    _SHORTLY,
    rf"{_NO_QUESTION}(?P<topic>.+?)[,:;.-]* {_SHORTLY}(?: for (?:me|us|an? .+))?",
    r"(?:who|what) (?:is|are|was|were) (?P<topic>(?:these|this|they|it|those)\b)?.*[,;.]+ ?(?:the "
    r"|a )?(?:short|brief|quick) (?:version|summary)",
    r"who (?:are|were) (?P<topic>these people)(?: and .+)?",
    rf"(?:who|what) (?:is|are|was|were) (?P<topic>.+?)[,:;.-]* {_SHORTLY}(?: for (?:me|us|an? .+))?",
)

_VERSUS = r"(?:vs\.?|versus|v\.?)"
_MORE = (
    r"(?:better|worse|best|worst|more|less|(?:more|less|most|least) \w+|(?!(?:\w+ )?(?:other|over"
    r"|under|after|ever|never|member|leader"
    r"|number|power|order|water|river|paper)\b)\w{2,}er|\w{3,}est)"
)
COMPARISON: Sequence[Rule] = rules(
    r"(?:(?:what|how) (?:is|about) (?:the (?:deal|story|difference) (?:with|between"
    rf"|in) )?)?{_NO_QUESTION}(?P<a>.+?) {_VERSUS} (?P<b>.+)",
    r"(?:.{0,60}\b)?(?:differences?|distinctions?|similarit(?:y|ies)|comparisons?"
    r"|contrasts?) (?:between|of|among|with) (?P<a>.+?)"
    r" (?:and|&|to|from|vs\.?|versus|or) (?P<b>.+)",
    r"(?:.{0,60}\b)?(?:difference|similarity|comparison|contrast)s? (?:between|among|to|from|with) (?P<topic>.+)",
    r"(?:what|where) (?:is|are) the (?:main )?(?:difference|similarit)\w*",
    r"how (?:is|are|was|were) (?P<a>.+?) (?:any |so )?(?:different|distinct|distinguished) (?:from|to"
    r"|than) (?P<b>.+)",
    r"how (?:does|do|did|would) (?P<a>.+?) (?:and (?P<and>.+) )?(?:differ|compare)(?: (?:from|to|with"
    r"|against|and) (?P<b>.+))?",
    r"what (?:makes|made|sets|separates) (?P<a>.+?) (?:so )?(?:different|apart|distinct) from (?P<b>.+)",
    r"what (?:distinguishes|differentiates|separates) (?P<a>.+?) (?:from|and) (?P<b>.+)",
    r"(?:compare|contrast|comparing) (?P<a>.+?) (?:and|with|to|vs\.?|versus|against|&) (?P<b>.+)",
    rf"{_NO_QUESTION}(?P<a>.+?) (?:when )?compared (?:to|with) (?P<b>.+)",
    r"what (?:do|does|did) (?P<a>.+?) and (?P<b>.+) have in common",
    r"(?:what|which|who)(?: one)? (?:is|was|are|were|do|does|did|has|had"
    rf"|have) (?:the )?{_MORE}\b[^,:]*[,:]? (?P<a>[^,]+?),? or (?P<b>.+)",
    rf"{_NO_QUESTION}(?P<a>.+?) or (?P<b>.+?)[,:] ?(?:what|which|who)\b.*",
    rf"{_NO_QUESTION}(?P<a>.+?) (?:and|&) (?P<b>.+?)[,:] ?(?:what|how|any|where)\b.*(?:differ\w*|same"
    r"|common|compare)",
    r"(?:is|are|was|were) (?P<a>.+?) (?:and|&) (?P<b>.+?) (?:the same|similar|alike|different)(?: things?)?",
    r"(?:is|are|was|were) (?!(?:it|they|he|she|this|that)\b)(?P<a>.+?) (?:exactly )?the same(?:"
    r" thing)? (?:as|like) (?P<b>.+)",
)

CHANGE: Sequence[Rule] = rules(
    rf"how (?:much )?(?:did|has|have|had|does|do|is|are) (?P<topic>.+?) (?:been )?"
    r"(?:changed?|evolved?|develop(?:ed|ing)?|shift(?:ed)?|progress(?:ed)?|transform(?:ed)?|var(?:y"
    rf"|ied)|chang\w+|evolv\w+)(?: {_TIME_PHRASE})?",
    rf"how (?:did|has|have|had|does|do) (?P<topic>.+?) \w+(?: \w+)? {_OVER_TIME}",
    r"in (?:what|which) ways? (?:did|has|have|had|does|do) (?P<topic>.+?) (?:change|evolve|develop|shift)d?",
    r"what(?: all)? (?:has |have |had )?changed(?: (?:in|with|about|at|for|since|after|between|during"
    rf"|under)(?P<topic> .+?))?(?: {_OVER_TIME})?",
    r"what(?:['’]?s| is| was) new (?:in|with)(?P<topic> .+)",
    r"(?:did|has|have|is|are) (?P<topic>.+?) (?:get|got|gotten|become|change|changed|grow|grown"
    rf"|getting|\w+)(?: \w+)? {_OVER_TIME}",
    r"(?:the )?(?:histor(?:y|ies)|evolution|development|changes?|growth|decline|progress) (?:of|in"
    rf"|to) (?P<topic>.+?) {_OVER_TIME}",
    rf"(?:{_GIVE})?(?:an? |the )?(?:\w+ )?(?:evolution|timeline|chronology) of (?P<topic>.+)",
    r"(?:a |the |show (?:me )?(?:a |the )?|give me (?:a |the )?)?(?:timeline|chronology)(?: please)?",
    rf"(?:the )?changes? (?:in|to|of) (?P<topic>.+?)(?: {_TIME_PHRASE})?",
)

_ASIDE = re.compile(
    r"(?<=\w), (?:(?:that |it |they |he |she |i |i'm |im )(?:\w+ )?|)"
    r"(?:sounds?|seems?|looks?|looked|heard|guess|think|bet|apparently|(?:was|is|are|were|did|does|do|had|has)n'?t)\b.*"
    r"|(?<=\w), (?:short|shortly|quick|quickly|brief|briefly)$",
    re.IGNORECASE,
)
"""What is said behind a request without asking more: "…, sounds like it got nasty", "…, wasn't there a try already"."""
_HURRY = re.compile(r"(?<=\w) (?:(?:real|really|super|very) )?(?:quick|fast)$", re.IGNORECASE)
"""How somebody asks to be told: "explain it to me quick"."""

_NUMBER = r"(?:an?|one|two|three|four|five|six|ten|few|some|the|couple(?: of)?|handful of|\d{1,2})"
_LENGTH = re.compile(
    r"(?<=\w)(?: to (?:me|us))? (?:in|with|using) (?:(?:just|only|at most|about|under|less than) )?"
    rf"(?:(?:{_NUMBER} ){{0,2}}(?:(?:short|simple|plain|easy|own|quick) )*"
    r"(?:lines?|words?|sentences?|paragraphs?|bullet points?|bullets|minutes?|terms|english)"
    r"|short|brief|general|a nutshell)$",
    re.IGNORECASE,
)
"""How long it is to be: "explain it in two lines", "… to me in a few words"."""


def without_aside(request: str) -> str:
    """A request without a remark, or "real quick", behind it."""
    return _HURRY.sub("", _ASIDE.sub("", request))


def without_length(topic: str) -> str:
    """A topic without how long what is told of it is to be."""
    return _LENGTH.sub("", topic)

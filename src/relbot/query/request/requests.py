"""Rules for requests that ask for more than one sentence: overview, comparison, change over time.

Each rule is a pattern for a whole request as normalised by `phrasing.phrased`; its group `topic` holds the topic.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from relbot.query.question_words import AUXILIARY, WH
from relbot.query.request.length import COUNT

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
_NOTABLE = (
    r"(?:fun|interesting|random|cool|surprising|amazing|weird|crazy|special|noteworthy|remarkable|unusual|notable"
    r"|fascinating|exciting)"
)
_STRIKING = rf"(?:(?:so|most|really) )?{_NOTABLE}"
_SOME = rf"(?:{COUNT}|some|any|a few|a couple(?: of)?|the|an?|your|another|more|other)"
_BRIEF = (
    r"(?:(?:quick|brief|briefly|short|small|general|simple|rough|little|good|basic|concise|full"
    r"|complete|high level|nice"
    r"|one (?:line|sentence|paragraph)|very|super|real|really|key|main|most|important|top|best|new|useful"
    rf"|so|{_SOME}|{_NOTABLE}) )*"
)
_DIGEST = (
    r"(?:overview|summary|summarization|summarisation|synopsis|recap|rundown|run-down|lowdown|outline|gist"
    r"|intro|introduction|primer"
    r"|breakdown|tldr|abstract|basics|essentials|basic facts|bare facts|crash course|highlights"
    r"|take-?aways?|cliff ?notes|roundup|facts?|tidbits?|factoids?|bullet ?points?"
    r"|(?:short|brief|quick|simple|long|whole|entire|condensed|dumbed down|abridged) (?:version|explanation"
    r"|description|history|story|answer)"
    r"|(?:key|main|most important|important|basic|central) (?:points|facts|ideas|takeaways|things?|stuff|info"
    r"|information))"
)
_TO_KNOW = r"(?: (?:(?:that )?(?:i|we|you|one|everyone|people) (?:should|must|(?:need|have|ought) to)|to) know)?"
_GIVE = (
    r"(?:(?:give|get|show|send|write|make|provide|tell|offer|hit|teach)(?: (?:me|us|everyone))?(?: with)?"
    r"|(?:i|we)(?: just)? (?:want|need)"
    r"|(?:can|could|may) (?:i|we) (?:get|have|see)|i'?d (?:like|love)(?: to have)?|what (?:is|are|was"
    r"|were)|how about|(?:any|got any)"
    r"|just|only|got|looking for|let'?s (?:have|hear)|quick|(?:is|are) there|do you (?:have|know)|know|share|list"
    r"|name) "
)
_KNOW = (
    r"(?:what (?:should|do|must|would|can|could) (?:i|we|you|one|everyone|everybody|people|someone"
    r"|an? (?:(?:complete|total|absolute) )?(?:beginner|newcomer|newbie|noob|outsider))"
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
    r"|what is (?:there )?(?:(?:worth|important|good|best) )?(?:to know|knowing)(?: about)?)"
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
_SUM_UP = r"(?:summarize|sum up|recap|outline)"
_EXPLAIN = (
    r"(?:explain|describe|eli5|elaborate on|introduce (?:me|us) to|educate me on"
    r"|(?:walk|run|talk|guide) (?:me|us) through|(?:fill|clue) (?:me|us) in(?: on)?|catch (?:me|us) up(?: on)?"
    r"|(?:bring|get) (?:me|us) up to (?:speed|date)(?: (?:on|with))?|give me the lowdown on|break down)"
)
_UNKNOWN = r"(?:i|we) (?:do not|don'?t) know"
_ABOUT = r"(?: (?:about|on|of|from|regarding|in)(?P<topic> .+))"
_SHORTLY = (
    r"(?:tldr|eli5|overview|summary|synopsis|recap|gist|in a nutshell|in (?:short|brief|summary"
    r"|a few words|one sentence|general)"
    r"|in (?:a )?(?:few|two|three|four|five|\d|couple(?: of)?|some) (?:short )?(?:lines?|words?|sentences?|points?)"
    r"|in (?:simple|plain|easy) (?:words|terms|english)|for (?:dummies|beginners|kids|idiots|newbies)"
    r"|explained|intro|101"
    r"|(?:the )?(?:short|brief|quick) (?:version|summary|overview|intro)|basics|the basics|introduction)"
    r"(?: for (?:me|us|an? .+))?"
)
_FILL_IN = (
    r"(?:tell (?:me|us) (?:more|a (?:bit|little)(?: more)?|about (?:it|him|her|them))"
    r"|(?:fill|clue) (?:me|us) in|catch (?:me|us) up)"
)


_ANYTHING = r"(?:anything|something|much)"
_DOCUMENT = (
    r"(?:it|they|this|that|(?:the|this|these|your)(?: [\w-]+)? (?:articles?|texts?|pages?|documents?|papers?|books?"
    r"|files?|pdfs?|sources?|polic(?:y|ies)|minutes|faqs?|manuals?|guides?|guidelines|handbooks?|rules|terms|changelogs?|readme|docs"
    r"|documentation|notes|reports?|wiki|(?:web)?sites?))"
)
"""Names for the document, which answers and is never a person: "the safety policy"."""

_ALL_OF_IT = rf"(?:(?:all (?:of )?)?(?:this|that|it)|{_DOCUMENT})"
_IN_ALL_OF_IT = (
    rf"(?: (?:in|into|with|to) (?:{_ALL_OF_IT}(?: all)?|here|(?:the|this|that) (?:whole )?"
    r"(?:picture|story|thing|mess|conflict|history|topic|affair)))"
)
"""Phrases for all that a document is about, behind what is involved in it."""
_PRONOUN = r"(?:it|they|he|she|this|that|these|those|you|we|i|there|one|her|his|hers|its|their|your|my|our)\b"
_SOMEONE = rf"(?P<topic>(?!{_PRONOUN}).+?)"

_AFFAIR = (
    r"(?:controvers(?:y|ies)|scandals?|dramas?|debates?|disputes?|fights?|rows?|uproar|outcry|backlash|feuds?|quarrels?|arguments?"
    r"|troubles?|incidents?|affairs?|business|lawsuits?|hype|craze)"
)
"""Nouns for events that make a story: "the row about the tower"."""


def rules(*patterns: str) -> tuple[Rule, ...]:
    """Compile patterns that ignore case."""
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


OVERVIEW: Sequence[Rule] = rules(
    rf"(?:{_GIVE})*(?:(?:an?|the|your|some|this) )?(?:just )?{_BRIEF}{_DIGEST}{_TO_KNOW}"
    r"(?: (?:of|on|about|(?<!thing )(?<!things )(?<!stuff )to|for|regarding|behind|in)(?P<topic> .+)?)?",
    rf"(?:{_TELL}) (?P<topic>.+)",
    r"(?:what|how) about (?!you\b)(?P<topic>[^,;]+?)(?:[,;] .+)?",
    r"(?:what (?:is|was) )?(?:the )?(?:whole )?(?:history|story|background) (?:of|behind) (?P<topic>.+)",
    r"(?:tell|teach|show) (?:me|us) (?:everything|it all|all of it|all there is)",
    rf"(?:{_GIVE})+(?:something|anything|{_SOME} things?) (?:that is )?(?:{_STRIKING}|{_UNKNOWN}){_ABOUT}?",
    rf"(?:{_GIVE})+{COUNT} things?{_ABOUT}",
    rf"teach (?:me|us) something(?: new)?|surprise (?:me|us)|what (?:else )?(?:is|was) {_STRIKING}"
    rf"(?: (?:in )?(?:here|there)| (?:about|in) {_DOCUMENT})?",
    rf"what (?:should|must|do) (?:i|we|you|one|people) (?:remember|take away|keep in mind){_ABOUT}?",
    rf"{_KNOW}(?P<topic> .+?)?(?: before .+)?",
    rf"(?:{_SUM_UP}|{_EXPLAIN}(?! (?:to (?:me|us) )?(?:why|how|what|when|where|who|whether)\b))(?P<topic> .+)?",
    r"(?:sum|break) (?P<topic>.+?) (?:up|down)(?: in .+)?(?: (?:for|to) (?:me|us))?(?: in .+)?",
    rf"what (?:role|part) (?:did|does|do|has|have|had) {_SOMEONE} play(?:ed)?{_IN_ALL_OF_IT}?",
    rf"what (?:is|was) the (?:role|part) of {_SOMEONE}{_IN_ALL_OF_IT}",
    rf"what (?:is|was) {_SOMEONE}'s? (?:role|part){_IN_ALL_OF_IT}",
    rf"how (?:is|are|was|were) {_SOMEONE} involved{_IN_ALL_OF_IT}?",
    rf"how (?:is|are|was|were) {_SOMEONE} (?:connected|related|tied|linked){_IN_ALL_OF_IT}",
    rf"(?:how|where) (?:does|do|did) {_SOMEONE} (?:(?:fit|come|tie) in|(?:fit|come|tie|figure){_IN_ALL_OF_IT})",
    rf"what (?:does|do|did) {_SOMEONE} have to do{_IN_ALL_OF_IT}",
    rf"what (?:is|has|have) {_SOMEONE} got to do{_IN_ALL_OF_IT}",
    rf"what (?:has|have) {_SOMEONE} to do{_IN_ALL_OF_IT}",
    rf"what (?:does|do|did|has|have) {_ALL_OF_IT} (?:have |got )?to do with {_SOMEONE}",
    r"what (?:is|was|are|were) (?P<topic>.+?) (?:(?:all|really|mainly|mostly|roughly|even|actually) )*about",
    r"what (?P<topic>(?:the|this|that|it|an?|all)\b.*?) (?:is|was|are|were) (?:all )?about",
    rf"what (?:does|do|did) {_DOCUMENT}(?: all)? (?:say|tell (?:me|us)|have to say)"
    r"(?: (?:about|on|regarding)(?P<topic> .+))?",
    rf"(?:(?:does|do|did) {_DOCUMENT} (?:(?:say|tell (?:me|us)|have) {_ANYTHING} (?:about|on|regarding)|mention)"
    rf"|is there {_ANYTHING} (?:in (?:here|there) )?(?:about|on|regarding))(?P<topic> .+)",
    r"what (?:is|was|are|were) (?:up|(?:all )?(?:the |this |that )?(?:whole )?"
    r"(?:deal|story|buzz|fuss|backstory|things?)) (?:with|of|behind|about|on|over)(?P<topic> .+)",
    r"what (?:is|was|are|were) (?:all )?(?:the|this|that|those) (?:whole )?(?P<topic>(?:[\w'-]+ ){0,2}?"
    rf"{_AFFAIR} (?:about|around|over|with|between|surrounding|against) .+)",
    r"(?:i ?(?:have|'?ve|'?m|am)? )?(?:never heard of|know nothing about|don'?t know (?:anything|much) about"
    r"|no idea about|new to) (?P<topic>[^,.;?!]+)(?:[,.;?!].*)?",
    r"i ?(?:'?m|am) new here\b.*",
    rf"(?:so )?{_NO_QUESTION}(?P<topic>[^,.;:…]+?)[,.;:…?]+ ?"
    r"(?:so )?what (?:is|are|was|were)(?: (?:that|it|this|they))?"
    rf" ?(?:up with (?:it|that|them)|the (?:deal|story|gist)|[,.;:…]+ ?{_FILL_IN}|all about|about)",
    rf"(?:{_NO_QUESTION}(?P<topic>(?:(?!,\s{WH}\b).)+?)[,:;.-]* )?{_SHORTLY}",
    rf"(?:who|what) (?:is|are|was|were) (?P<topic>.+?)(?: like| about|,? and (?:what|how|why) .+)?"
    rf"(?:[,;.…]+ ?(?:(?:{_GIVE})*(?:just )?(?:an? |the )?{_BRIEF}{_DIGEST}|{_FILL_IN})|[,:;.-]* {_SHORTLY})",
)

_MORE = (
    r"(?:better|worse|best|worst|more|less|(?:more|less|most|least) \w+|(?!(?:\w+ )?(?:other|over"
    r"|under|after|ever|never|member|leader"
    r"|number|power|order|water|river|paper)\b)\w{2,}er|\w{3,}est)"
)
COMPARISON: Sequence[Rule] = rules(
    rf".+ (?:vs\.?|versus) .+|{_NO_QUESTION}.+ (?:v\.?|compared (?:to|with)) .+",
    r"(?:.{0,60}\b)?(?:difference|distinction|similarity|similaritie|comparison|contrast)s?"
    r" (?:between|of|among|with|to|from) .+",
    r"(?:.+[,:] ?)?(?:what|where) (?:is|are) (?:the )?(?:main )?(?:differen|similar|same\b)\w*",
    r"how (?:is|are|was|were) .+ (?:different|distinct|distinguished) (?:from|to|than) .+",
    r"how (?:does|do|did|would) (?!(?:it|they|he|she|this|that) compare$).+ (?:differ|compare)(?: .+)?",
    r"what (?:(?:makes?|made|sets?) .+ (?:different|apart|distinct)|distinguishes .+|differentiates .+|separates .+)"
    r" (?:from|and) .+",
    r"(?:compare|contrast|comparing) .+ (?:and|with|to|vs\.?|versus|against|&) .+",
    r"what (?:do|does|did) .+ have in common",
    rf"(?:what|which|who)(?: one)? {AUXILIARY} (?:the )?{_MORE}\b.* or .+",
    r"(?:what|which|who)(?: \w+){0,2} (?:came|happened|was|were|is|are|started|began|opened|existed)"
    r" (?:first|last|earlier|later|sooner|before)[,:]? .+ or .+",
    r"(?:is|are|was|were|did|does) .+ (?:before or after|after or before|earlier or later than) .+",
    rf"{_NO_QUESTION}.+ or .+[,:] ?(?:what|which|who)\b.*",
    r"(?:is|are|was|were) .+ (?:and|&) .+ (?:the same|similar|alike|different)(?: things?)?",
    r"(?:is|are|was|were) (?!(?:it|they|he|she|this|that)\b).+ the same(?: thing)? (?:as|like) .+",
)

CONNECTION: Sequence[Rule] = rules(
    r"how (?:is|are|was|were) (?P<one>.+?) (?:connected|related|linked|tied) (?:to|with) (?P<other>.+)",
    r"what (?:does|do|did) (?P<one>.+?) have to do with (?P<other>.+)",
    r"what (?:is|was) the (?:connection|link|relation(?:ship)?) (?:between|of) (?P<one>.+?)"
    r" (?:and|to|with) (?P<other>.+)",
)

CHANGE: Sequence[Rule] = rules(
    rf"(?:how(?: much)?|in (?:what|which) ways?) {AUXILIARY} (?P<topic>.+?) (?:been )?"
    rf"(?:chang|evolv|develop|shift|progress|transform|var(?:y|ied))\w*(?: {_TIME_PHRASE})?",
    rf"(?:how )?{AUXILIARY} (?P<topic>.+?) \w+(?: \w+)? {_OVER_TIME}",
    r"what(?: all)? (?:has |have |had )?changed(?: (?:in|with|about|at|for|since|after|between|during"
    rf"|under)(?P<topic> .+?))?(?: {_OVER_TIME})?",
    rf"(?:the )?(?:histor(?:y|ies)|evolution|development|changes?|growth|decline|progress) (?:of|in|to) (?P<topic>.+?)"
    rf" {_OVER_TIME}",
    rf"(?:{_GIVE})?(?:an? |the )?(?:\w+ )?(?:evolution|timeline|chronology)(?: of (?P<topic>.+))?(?: please)?",
    rf"(?:list |name |{_GIVE})(?:all|every|each|the)(?: the)? (?:(?:key|important|main) )?dates?"
    r"(?: (?:of|in|for) (?P<topic>.+))?",
)

_NUMBER = r"(?:an?|one|two|three|four|five|six|ten|few|some|the|couple(?: of)?|handful of|\d{1,2})"
_MANNER = re.compile(
    r"(?<=\w)(?: to (?:me|us))? (?:(?:in|with|using) (?:(?:just|only|at most|about|under|less than) )?"
    rf"(?:(?:{_NUMBER} ){{0,2}}(?:(?:short|simple|plain|easy|own|quick) )*"
    r"(?:lines?|words?|sentences?|paragraphs?|bullet points?|bullets|minutes?|terms|english)"
    r"|short|brief|general|a nutshell)|(?:(?:real|really|super|very) )?(?:quick|fast))$",
    re.IGNORECASE,
)
"""How the answer should be told: "explain it in two lines", "… to me in a few words", "… real quick"."""


def without_manner(topic: str) -> str:
    """Return a topic without the words for how the answer should be told."""
    return _MANNER.sub("", topic)

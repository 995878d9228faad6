"""Rules for requests to tell a story: what happened, how it was, how it began, went on or ended.

As in `requests`, the group `topic` of a pattern holds the topic.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from relbot.query.request.requests import YEAR, Rule, rules

_PHASE = (
    r"(?:(?:very )?(?:early|late|later|first|last|final|middle|previous|opening|closing|golden|dark) "
    r"(?:years?|days?|life|history|periods?|stages?|phases?|times?|decades?|centur(?:y|ies)|career|part)"
    r"|childhood|youth|adolescence|old age|aftermath|beginnings?|origins?|rise and fall|decline"
    r"|downfall|heyday|prehistory"
    r"|(?:time|times|years|days|period|weeks|months) (?:before|after|during|between|until|since|under|in|of))"
)
_END = (
    r"(?:end|ends|ended|start|starts|started|begin|begins|began|finish|come about|come to an end"
    r"|come to be|come into being"
    r"|(?:come|rise|get) (?:in)?to power|take (?:over|power)|become \w+(?: \w+)?"
    r"|come to nothing|fall apart|fall|collapse|(?:get|got) (?:started|going|off the ground)|originate"
    r"|break out|unfold|play out"
    r"|turn out|go (?:wrong|down|downhill|south|sour|bad|badly|well)|kick off|wrap up|die out|come together|end up)"
)
_LIVED = (
    r"(?:childhood|youth|life|lives|career|marriage|relationship|upbringing|education|schooling|trip|journey|voyage|tour"
    r"|stay|visit|summer|winter|spring|autumn|season|weather|climate|war|battle|siege|fight|trial|time|years?|days?"
    r"|weeks?|months?|start|beginning|end|ending|aftermath|reception|response|reaction|launch|release)"
)
"""Things that somebody lives through, so that "how was …" asks for a story: "how was that winter on the island"."""
_DURING = (
    r"(?:during|in|between|before|after|at|on|under|to|with|when|while|around|throughout|towards?"
    r"|since|following|by|from|inside|for|once)"
)
SECTION: Sequence[Rule] = rules(
    r"what (?:all |exactly |really )?(?:happened|happens|went on|went down|took place|occurred"
    r"|(?:was|is|has|have)(?: been)? (?:going on|happening)"
    rf"|were they doing|went wrong)(?: next| then| there| here)? {_DURING} (?P<topic>.+)",
    r"what(?:ever)? (?:has |had )?(?:happen(?:s|ed) (?:to|w)|bec[ao]me of|led up to)(?P<topic> .+)",
    r"what (?:followed|came (?:after|next|before|afterwards)) (?P<topic>.+)",
    rf"how (?:did|does|is|was) (?P<topic>.+? (?:all )?{_END})"
    r"(?: exactly| in the end| though| (?:for|with|between|in|at|after) .+)?",
    r"how (?:did|does|do) (?:it|this|that|they|things|everything) all (?P<topic>.+)",
    r"how (?:did|does|do) (?P<topic>(?!(?:i|we|you|it|this|that|they|things|everything)\b).+ go)",
    r"how (?:did|does|do|has|have) .+? (?:get on|get along|got on|got along|fare|fared|manage|cope|go)"
    r"(?: (?:in|during|under|after|before|at|over|since|for|with) (?P<topic>.+))?",
    rf"how (?:did|does|do) (?P<topic>(?!(?:i|we|you)\b).+ (?:do|fare|perform))(?: {_DURING} .+)?",
    r"how (?:did|does) (?P<topic>(?:he|she|they|it|\S+) (?:grow up|come of age|make (?:it|a name)))(?: .+)?",
    r"what (?:is|was|are|were) (?P<topic>.+?) like(?: (?:over |back |out )?there| here| then)?",
    r"what (?:is|was|are|were) (?P<topic>(?:(?!(?:it|life|things)\b)\S+ ){1,4}like (?:as|when|while|for"
    r"|before|after|during|in|at|on|around|with) .+)",
    r"what (?:was|were) (?:it|life|things|everyday life|daily life|the (?:mood|situation|world)) like"
    r"(?: (?:in|during|under|before|after|at|for|on|around|between|back in) (?P<topic>.+))?",
    rf"how (?:is|was|are|were) (?P<topic>(?:the |that |his |her |its |their )(?:(?!\S+(?:ed|en) )[\w'-]+ )?{_LIVED}"
    rf"(?: {_DURING} .+)?|life(?: {_DURING} .+)?|it (?:for|in|at|on|under|during|being) .+)(?: back then| back| then)?",
    r"how (?:did|does|was) (?:it|things|everything|life|that|this|all this)(?: all)? (?:go|look"
    r"|work out|turn out|pan out|going|be|feel)"
    r"(?: (?:for|in|after|with|at|during|under|before|on|over) (?P<topic>.+))?",
    r"(?:what about|how about|describe|and|(?:more|details) (?:about|on)|explain|what (?:was|were|did))"
    rf" (?P<topic>(?:\S+ ){{0,2}}{_PHASE}\b.*?)(?: (?:look )?like)?",
    rf"(?:the |his |her |its |their )?(?P<topic>{_PHASE}(?: (?:of|in|under|at|for) .+)?|life {_DURING} .+)",
)
_OF_A_TIME = re.compile(rf"{YEAR}|\b{_PHASE}(?=$| )", re.IGNORECASE)


def is_of_a_time(topic: str) -> bool:
    """Return whether a topic is a time or a phase: "the siege of 1453", "his early life"."""
    return _OF_A_TIME.search(topic) is not None

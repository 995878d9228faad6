"""Nouns, and endings of nouns, that show what kind of answer a question asks for."""

from __future__ import annotations

import re

from relbot.text.english import word_set

_ROLES = word_set("""
members leaders kings queens presidents generals allies people participants admins administrators moderators mods
characters heads founders authors heroes villains victims rulers emperors children kids sons daughters wives
brothers sisters parents teachers students friends enemies players men women winners losers survivors owners critics
guests soldiers witnesses candidates ministers officers monarchs popes partners sponsors staff bosses gods
""")
"""Plurals whose members can be listed; "the Vikings" and "the Kurds" are peoples to be described."""
SEVERAL = word_set("""
stuff info information evidence equipment furniture food data advice knowledge clothing gear
""")
"""Singular nouns that mean several things: "what stuff came from abroad"."""
ATTRIBUTES = word_set("""
capital population name names title number price cost height length width depth size age date year result results
outcome role effect effects impact currency language religion color colour speed distance weight value percentage
rate area temperature source origin location address author symbol motto nickname surname status score total amount
density frequency duration limit salary budget income profit code phone email website password deadline time day
month place position rank order shape material formula reaction relationship relation connection significance
importance influence response answer solution difference share percent maximum minimum average nationality occupation
job profession situation weather climate top bottom goal aim theme subject genre winner loser ratio diameter radius
volume mass process procedure method way point
""")
"""Attributes of a thing: "what is the capital" asks for a fact, "what is the Drake equation" for an explanation."""
OFFICES = word_set("""
king queen president leader head mother father author founder owner winner son daughter wife husband brother sister
captain director ceo boss mayor governor minister chancellor emperor pope bishop general commander inventor creator
architect designer composer singer writer editor chairman chair chairwoman secretary ruler victim successor
predecessor teacher manager coach champion host chief prince princess duke heir lover rival enemy killer discoverer
""")
"""Offices and relations: who holds one is a fact, while "who was Joan of Arc" asks for an introduction."""
_AGENT = re.compile(r"\w{2,}(?:ers|ors|ists|ees|ants|smen|eaders|men)", re.IGNORECASE)


def is_role(noun: str) -> bool:
    """Return whether a plural names people by what they do or are to others, so that they can be listed."""
    word = noun.lower()
    return word in _ROLES or _AGENT.fullmatch(word) is not None

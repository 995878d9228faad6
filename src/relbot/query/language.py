"""Detects a question in another language than the corpus, by its function words.

Function words ("wie", "ist", "combien", "una") identify the language of even a short question, while letter statistics
do not. A language counts as foreign only if the corpus lacks its words: German sources are asked in German.
"""

from __future__ import annotations

import unicodedata

from relbot.index.protocol import Generation
from relbot.text.english import everyday_words
from relbot.text.terms import STOPWORDS, fold, stem, tokenize

_SMALL_WORDS = {
    "German": """
        der die das den dem ein eine einen ist sind war wer wie was wo wann warum welche welcher viel viele
        kostet kann ich wir ihr sie es und oder nicht kein keine mit von bei auf für zu zum zur im am gibt hat
        habt haben mein meinen meine darf muss man euch mir hier offen geöffnet bist bin
    """,
    "French": """
        le la les un une des du de est sont qui que quoi quel quelle quels où quand comment pourquoi combien je
        tu il nous vous ils et ou pas ne avec pour dans sur au aux ce cette mon ma mes puis-je peut peux y a-t-
        il êtes est-ce c'est
    """,
    "Spanish": """
        el la los las un una es son está están quién qué cuál cómo dónde cuándo cuánto cuánta cuántos por para
        con de del en y o no se mi mis puedo puede hay cuesta tiene yo su que como donde cuando cuanto
    """,
    "Portuguese": """
        o a os as um uma é são está quem que qual como onde quando quanto quantos por para com de do da em no na
        e ou não se meu minha posso pode há custa tem você
    """,
    "Italian": """
        il lo la gli le un una è sono chi che cosa quale come dove quando quanto quanti perché per con di del
        della in nel e o non mi mio posso può c'è costa ha si
    """,
    "Dutch": """
        de het een is zijn was wie wat waar wanneer hoe hoeveel waarom welke kan ik wij jullie en of niet geen
        met van bij op voor naar te mijn mag moet kost er heeft hebben open
    """,
    "Swedish": """
        det den en ett är var vem vad när hur varför vilken kan jag vi ni och eller inte med av på för till min
        mitt får måste kostar finns har
    """,
    "Danish": """
        det den en et er var hvem hvad hvor hvornår hvordan hvorfor hvilken kan jeg vi i du og eller ikke med af
        på for til min mit må skal koster har åbent findes
    """,
    "Polish": """
        jest są kto co gdzie kiedy jak ile dlaczego który która czy mogę można nie z na do w i lub dla o od mój
        ma kosztuje się to
    """,
    "Turkish": """
        bu bir ne kim nerede nasıl kaç kadar mi mı ve veya ile için var yok ben
    """,
}
_LANGUAGES = {name: frozenset(fold(word) for word in words.split()) for name, words in _SMALL_WORDS.items()}
_READ = 300
"""The most characters of a question that are examined."""
_LEAST, _SHARE = 2, 0.4
"""The fewest function words of a language in a question, and their least share of its words, or of those that are not
English."""
_IN_CORPUS = 0.01
"""Share of the passages above which a function word belongs to a language of the corpus; a single document may be in
that language."""
_SCRIPTS = ("CYRILLIC", "GREEK", "ARABIC", "HEBREW", "DEVANAGARI", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI")

ASK_IN_ENGLISH = "The documents here are in English, and I search them for questions in English; please ask in English."


def is_foreign(question: str, generation: Generation) -> bool:
    """Return whether a question is neither in English nor in a language of the corpus."""
    question = question[:_READ]
    words = [fold(term.word) for term in tokenize(question)]
    if not words:
        return False
    return _is_in_other_script(question, generation) or any(
        _speaks(words, small) and not _is_of(generation, small) for small in _LANGUAGES.values()
    )


def _speaks(words: list[str], small: frozenset[str]) -> bool:
    """Return whether words are in a language rather than in English; those that both have count for neither."""
    english = STOPWORDS | everyday_words()
    own = [word for word in words if word in small and word not in STOPWORDS]
    told = [word for word in own if word not in english]
    others = [word for word in words if word in STOPWORDS and word not in small]
    return len(own) >= _LEAST and bool(told) and len(own) >= _SHARE * len(words) and len(others) < len(own)


def _is_of(generation: Generation, small: frozenset[str]) -> bool:
    """Return whether at least part of the corpus is in the language of some function words."""
    counts = generation.lexicon.frequencies({stem(word) for word in small - STOPWORDS - everyday_words()})
    least = max(1.0, _IN_CORPUS * generation.manifest.passages)
    return sum(count >= least for count in counts.values()) >= _LEAST


def _is_in_other_script(question: str, generation: Generation) -> bool:
    """Return whether most letters are of a script that the corpus has no words in."""
    letters = [letter for letter in question if letter.isalpha()]
    other = [letter for letter in letters if unicodedata.name(letter, "").startswith(_SCRIPTS)]
    if 2 * len(other) <= len(letters):
        return False
    stems = {term.stem for term in tokenize(question)}
    return not any(generation.lexicon.frequencies(stems).values())

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.query.small_talk.phrases import KINDS, PHRASES
from relbot.query.small_talk.recognition import small_talk

SAID = {
    "greeting": [
        *("hi", "Hello!", "HEY", "heyyyy", "hellooo there", "gm everyone", "good morning all", "hola", "bonjour!"),
        *("hallo zusammen", "Guten Tag", "привет", "こんにちは", "नमस्ते", "👋", "<@1234> hi", "hi <:wave:99>", "yo"),
        *("hola amigo", "Përshëndetje", "merhaba", "ciao"),
    ],
    "thanks": [
        "thanks",
        "thankssss",
        "Thank you so much!",
        "thx!",
        "ty",
        "THANKS A LOT",
        "thx you helped a lot",
        "cheers that was useful",
        "you helped me so much today",
        "thnaks",
        "ok thanks",
        "cheers mate",
        "thanks for your help",
        "merci beaucoup",
        "danke",
        "gracias",
        "谢谢",
        "🙏",
        "lol thanks",
        "that helped, thanks",
    ],
    "ability": [
        *("what can you do", "what can u do?", "hi! what can you do?", "wat can i ask", "can you answer anything"),
        "can u do anything or only this topic",
        "what questions can you answer",
        "what do you know",
        "How do you work?",
        *("which things can i ask you about", "whats this bot about"),
    ],
    "source": [
        *("source?", "SOURCE", "sources pls", "how do you know", "how do u know that?", "where did you get that"),
        "how do you know that",
        "where did you get that from",
        "did you just make this up",
        "are you sure?",
        "says who",
        "you made that up",
        "proof?",
        "really?",
    ],
    "help": ["help", "HELP!!", "help me pls", "i need help", "hlep", "how do i use this bot", "hi, can you help me?"],
    "maker": ["who made you", "who created u?", "who's your owner", "who wrote this bot"],
    "identity": [
        "who are you",
        "WHO ARE YOU",
        "what are you",
        "whats ur name",
        "are you human?",
        "r u a bot",
        "u there?",
    ],
    "insult": ["stupid bot", "you suck", "ur dumb", "you are the worst bot ever", "this bot is so useless", "shut up"],
    "bye": [
        "bye",
        "byeee",
        "goodbye!",
        "see you later",
        "cya",
        "gn all",
        "ok bye",
        "tschüss",
        "au revoir",
        "good night",
    ],
    "praise": ["good bot", "GOOD BOT", "nice one", "you're awesome", "awesome!", "well done", "what a smart bot", "❤️"],
    "mood": ["how are you", "how r u?", "hey how are you doing today", "what's up", "sup", "you ok?", "wie geht's"],
    "joke": ["tell me a joke", "say something funny"],
    "test": ["test", "testing 1 2 3", "is this thing on?", "ping"],
    "apology": ["sorry", "my bad", "never mind", "nvm"],
    "acknowledgement": ["ok", "k", "okayyy", "yes", "no", "hmm", "hmmmm", "i see", "got it", "wtf", "👍", "oh wow"],
    "nonsense": [
        "lol",
        "LOOOL",
        "lmao",
        "hahahahaha",
        "hehe",
        "???",
        "...",
        "!!",
        "asdf",
        "asdfghjkl",
        "qwertz",
        "xd",
        "🎉",
        "🤖🤖",
        *("<:kek:1234>", "aaaaaaa", "zzz", "sdfkjhdfgkjh", "blah blah", ":)"),
    ],
}
QUESTIONS = [
    *("who made the treaty", "help the refugees how?", "what can Albania do", "Hi-Fi Awards winners", "is it good"),
    *("thanks to whom was the bridge built", "Hoxha", "lol dynasty", "who are the Kurds", "how are tides made"),
    *("what do you know about saturn", "what is up with the tower", "who created the universe", "GM", "1961", "K2"),
    "source of the river",
    "where did you get that idea from in chapter 2",
    "test results",
    "bye law",
    "the great war",
    *("good friday agreement", "praise", "are you allowed to vote at 16", "how do you know a mushroom is poisonous"),
    "what are you allowed to bring",
    "who is your patron saint",
    "sorry day in australia",
    "yes minister",
    "ok corral",
    *("nice treaty", "Nice?", "night of the long knives", "are you sure the ship sank in 1912", "wert", "Werther"),
    "why",
    "and then?",
    "ok, and then?",
    "ok now?",
    "and today?",
    "who else",
    "more",
    "what about it",
    "when was that",
    *("is it safe", "does it work", "how does it work", "what is this", "who is this", "what is it", "where is it"),
    *("thank you letter rules", "hello kitty", "dumb waiter", "what can i do against rust", "haji", "vbns", "arpanet"),
    *("who made it", "who made this", "who built them", "can you vote by mail", "what do you need for a visa", "tanks"),
    *("did they make that up", "how old are the stones", "where are they from", "is it real", "joke", "trash", "man"),
    "proof of pythagoras",
    "test ban treaty",
    "what can you do against inflation",
    "help desk hours",
    "1111",
]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in SAID.items() for text in texts])
def test_small_talk_is_told_by_kind(kind: str, text: str) -> None:
    assert small_talk(text) == kind


@pytest.mark.parametrize("text", QUESTIONS)
def test_a_question_is_no_small_talk(text: str) -> None:
    assert small_talk(text) is None


@pytest.mark.parametrize("text", ["", "   ", "\n", "hi " * 200])
def test_nothing_said_and_too_much_are_no_small_talk(text: str) -> None:
    assert small_talk(text) is None


@pytest.mark.parametrize("phrase", sorted({p.strip() for text in PHRASES.values() for p in text.split("|")})[::5])
def test_case_and_marks_do_not_matter(phrase: str) -> None:
    for text in (f"{phrase}!", f"  {phrase.upper()} !! "):
        found = small_talk(phrase)
        shouted = small_talk(text)
        assert found is None or shouted is None or shouted == found


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    found = small_talk(text)
    assert found is None or found in KINDS


@given(
    st.sampled_from(["Zog", "treaty of kent", "1956", "borax"]), st.sampled_from(["hi", "thanks", "lol", "help", "ok"])
)
def test_a_word_beside_small_talk_is_asked_about(word: str, said: str) -> None:
    assert small_talk(f"{said} {word}") is None
    assert small_talk(f"{word} {said}") is None

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.query.request.asides import without_asides
from relbot.query.request.intent import read_intent

TAKEN_OFF = {
    "im american, what is a parish": "what is a parish",
    "I'm not religious. What is a bishop?": "What is a bishop?",
    "i'm Scottish so what is a parish": "what is a parish",
    "im confused, tell me the history": "tell me the history",
    "i'm lazy, can you explain us the war": "can you explain us the war",
    "i have a test tmrw, when was it signed": "when was it signed",
    "got a meeting in 5 mins, what does it say": "what does it say",
    "no time to read all that, whats it about": "whats it about",
    "too long didnt read, what does it say": "what does it say",
    "explain tides, im in class": "explain tides",
    "rundown on tides pls, i have a test tomorrow": "rundown on tides",
    "summary of the war pls, exam in 10 min": "summary of the war",
    "whats Lirz, never heard of it": "whats Lirz",
    "what is Lirz, i've no idea what it is": "what is Lirz",
    "What's Lirz? I don't know anything about it.": "What's Lirz?",
    "what is a prime, im just curious": "what is a prime",
    "who won? asking for a friend": "who won?",
    "who won, just curious": "who won",
    "what is a prime, help": "what is a prime",
}
LEFT_AS_IT_IS = [
    *("i'm new to chess, what are the rules", "I'm reading about the edict of Nantes, when was it signed"),
    *("my aunt moved to this place, what is it", "I am Spartacus, who said that", "im in Tirana, where do I eat"),
    "as a child, where did he live",
    "as a result, who left",
    "for a while, did they trade",
    "i have a test tomorrow",
    *("who had never heard of it", "what is known of Lirz, and who had no idea of that"),
    "how did they call for help",
    "what happened before the war",
    "what did he do for work",
    "who ran so fast",
    "can i see it before i buy it",
    *("i'm coeliac, what can i eat", "im celiac, is there something", "i'm a teacher, is that a problem"),
    *("im alone over xmas, anything going on", "can we pay less, we're students"),
    *("what did they do for the festival in May", "im american", "just curious", "what comes before breakfast"),
]


@pytest.mark.parametrize(("text", "question"), TAKEN_OFF.items())
def test_what_is_said_of_oneself_is_taken_off(text: str, question: str) -> None:
    assert without_asides(text) == question


@pytest.mark.parametrize("text", LEFT_AS_IT_IS)
def test_what_may_be_asked_about_stays(text: str) -> None:
    assert without_asides(text) == text


@given(st.text(alphabet="aim so,.;!?…'’-10 \nétx", max_size=200), st.sampled_from(list(TAKEN_OFF)))
def test_what_is_left_stands_in_the_text_and_loses_nothing_more(noise: str, text: str) -> None:
    for said in (noise, f"{noise}, {text}", f"{text}. {noise}"):
        left = without_asides(said)
        assert left.removesuffix("?") in said
        assert without_asides(left) == left


@pytest.mark.parametrize("text", ["im " * 5_000, "i have a " * 3_000, ", i'm so so so" * 1_000, "as a " + "a" * 50_000])
def test_long_nonsense_is_read_in_time(text: str) -> None:
    started = process_time()
    without_asides(f"{text}, who won")
    assert process_time() - started < 0.2


@pytest.mark.parametrize(
    ("text", "kind", "topic"),
    [
        ("should i know anything about this film before movie night? just basics", "overview", "film"),
        ("do i need to know anything about lirz before the trip", "overview", "lirz"),
        ("im american, can someone explain these british parishes to me quick", "overview", "british parishes"),
        ("explain the tides to me real quick", "overview", "tides"),
        ("quick rundown on tides pls, i have a test tmrw", "overview", "tides"),
        ("quick summary pls i got 2 mins", "overview", ""),
        ("sum it up pls, i'm lazy", "overview", ""),
        ("someone fill me in on the war", "overview", "war"),
        ("anyone know what this film is about", "overview", "film"),
        ("tides in 3 sentences", "overview", "tides"),
        ("explain the tides to me in a couple of lines", "overview", "tides"),
        ("tell me about the tides in a few short words", "overview", "tides"),
        ("describe the trade in goods in general", "overview", "trade in goods"),
        ("tell me about life in the old days", "overview", "life in the old days"),
        ("is there anything interesting about this dog", "overview", "dog"),
        ("what does this article say", "overview", ""),
        ("my kid asked me what a prime number is, help", "definition", "prime number"),
        ("im not religious, what is a bishop", "definition", "bishop"),
        ("what are vaccines and whats the problem with them", "definition", "vaccines"),
        ("who was Zog and what did he do", "who", "Zog"),
        ("whats this whole tide thing", "definition", "tide thing"),
        ("what does the article say about tides", "overview", "tides"),
        ("what makes it fast", "why", ""),
    ],
)
def test_a_request_with_words_around_it_is_understood(text: str, kind: str, topic: str) -> None:
    intent = read_intent(text)
    assert (intent.kind, intent.topic.lower()) == (kind, topic.lower())

from __future__ import annotations

from dataclasses import replace
from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.query.dialogue.about_the_answer import asks_for_confirmation, asks_for_more
from relbot.query.dialogue.followup import is_about_a_statement, may_be_in_previous_passage, reformulate
from relbot.query.dialogue.reformulation import DialogueContext, Reformulation, leading, read_in_previous_passage

TODAY = date(2024, 5, 17)
VISIT = DialogueContext(
    "Who came to Albania in 1959?", "On 6 June 1959, Hoxha and Mehmet Shehu received Choe Yong-gon."
)


def meant(text: str, context: DialogueContext | None = VISIT) -> list[str]:
    return [reformulation.text for reformulation in reformulate(text, context, TODAY)]


@pytest.mark.parametrize(
    "text",
    [
        "Who was Mehmet Shehu?",
        "When did Tesla die and where was he buried?",
        "Which country sent its troops?",
        "What happened in 1961?",
        "And who was the guest in 1956?",
        "Why did the embassy that opened in 1956 close?",
        "Hoxha",
        "1961",
        "diplomatic relations",
        "what did albania do to its embassy",
        "",
    ],
)
def test_a_question_that_stands_alone_is_left_as_it_is(text: str) -> None:
    assert meant(text) == [text]


@pytest.mark.parametrize("text", ["Why?", "And in 1961?", "What did he say about it?", "When was that?"])
def test_without_a_question_before_a_follow_up_is_left_as_it_is(text: str) -> None:
    assert meant(text, None) == [text]


@pytest.mark.parametrize(
    ("text", "completed"),
    [
        ("When was that exactly?", "When was that exactly: came to Albania in 1959?"),
        ("Why?", "Why: came to Albania in 1959?"),
        ("How many people?", "How many people: came to Albania in 1959?"),
    ],
)
def test_what_says_nothing_alone_is_only_searched_completed(text: str, completed: str) -> None:
    assert meant(text)[-1] == completed
    assert text not in meant(text)


@pytest.mark.parametrize(
    ("text", "time"), [("and today?", "today"), ("and last year?", "last year"), ("and 1961?", "in 1961")]
)
def test_a_time_takes_a_preposition_only_where_english_has_one(text: str, time: str) -> None:
    assert meant(text, DialogueContext("When was the visit?", "In 1959."))[0] == f"What happened {time}?"


@pytest.mark.parametrize("text", ["did they like each other", "had they met one another", "what went on between them"])
def test_what_is_said_of_several_is_asked_of_no_single_name(text: str) -> None:
    single = DialogueContext("Who hosted Kim?", "Enver Hoxha hosted the guest in Tirana.")
    assert not any("Kim" in put.removesuffix(": hosted Kim?") for put in meant(text, single))
    both = DialogueContext("When did Albania and North Korea set up ties?", "In 1948.")
    assert any("Albania and North Korea" in put for put in meant(text, both))


@pytest.mark.parametrize(
    ("before", "text", "no"),
    [
        ("so what were albania and North Korea to each other", "why did it go wrong", "Albania go"),
        ("what year did they open", "how long did it last", "the year last"),
        ("which day is it closed", "what does it cost", "the day cost"),
        ("who is the Albanian Prime Minister", "how many times did they meet", "Prime Minister meet"),
    ],
)
def test_a_pronoun_means_neither_one_of_two_names_nor_a_time_nor_one_person_where_it_is_of_several(
    before: str, text: str, no: str
) -> None:
    context = DialogueContext(before, "From 1948 on there were ties.", typed=before)
    assert not any(no.lower() in put.lower() for put in meant(text, context))


@pytest.mark.parametrize("text", ["And in 1961?", "what about 1961?", "ok, and 1961"])
def test_another_time_takes_the_place_of_the_one_before(text: str) -> None:
    assert meant(text) == ["Who came to Albania in 1961?", "What happened in 1961?"]


@pytest.mark.parametrize(
    ("text", "completed"),
    [
        ("And two years later?", "Who came to Albania in 1961?"),
        ("and before?", "Who came to Albania before 1959?"),
        ("What happened after that?", "What happened after 1959?"),
        ("What happened the following year?", "What happened in 1960?"),
    ],
)
def test_a_relative_time_is_counted_from_the_last_question(text: str, completed: str) -> None:
    assert meant(text)[0] == completed


def test_when_something_was_in_another_year_is_asked_as_what_happened_then() -> None:
    assert (
        meant("And in 1961?", DialogueContext("When was the visit?", "It was in 1959."))[0] == "What happened in 1961?"
    )


def test_a_short_question_may_go_on_but_only_where_it_finds_nothing_alone() -> None:
    alone, completed = reformulate("How many people came?", VISIT, TODAY)
    assert (alone.text, alone.is_fallback) == ("How many people came?", False)
    assert (completed.text, completed.is_fallback) == ("How many people came: came to Albania in 1959?", True)


@pytest.mark.parametrize("text", ["By whom?", "With whom?", "Since when?"])
def test_a_preposition_may_stand_before_what_is_asked(text: str) -> None:
    assert meant(text) == [f"{text[:-1]}: came to Albania in 1959?"]


def test_he_may_be_somebody_named_before_the_last_answer() -> None:
    context = DialogueContext("How long is the bridge?", "It is long.", earlier_names=("King Olav",))
    assert "What did King Olav say?" in meant("What did he say?", context)


@pytest.mark.parametrize(
    ("before", "text", "completed"),
    [
        ("who is the treasurer", "since when is he treasurer", "since when is Otto Brandt treasurer?"),
        ("who was elected treasurer", "how was he elected", "how was Otto Brandt elected?"),
    ],
)
def test_he_is_no_office_that_is_said_already_and_nothing_that_was_done(before: str, text: str, completed: str) -> None:
    asked = DialogueContext(before, "In March, Otto Brandt was elected treasurer.")
    assert completed in meant(text, asked)
    assert not any("treasurer treasurer" in way or "was elected treasurer elected" in way for way in meant(text, asked))


def test_he_is_whom_the_answer_names_where_that_was_asked() -> None:
    asked = DialogueContext(
        "which general did they send", "In York, six men met General Edward Braddock, the commander."
    )
    assert "what happened to General Edward Braddock?" in meant("what happened to him?", asked)
    assert not any("York" in text for text in meant("what happened to him?", asked))


@pytest.mark.parametrize(
    ("before", "text", "completed"),
    [
        ("who was buyantu khan", "what did he change", "what did buyantu khan change?"),
        ("when are the elections?", "can that be moved", "can the elections be moved?"),
        ("what are moles", "cant they hurt the roots too?", "cant moles hurt the roots too?"),
        ("what are moles", "and don't they bite?", "don't moles bite?"),
        ("did they ever land there", "how exactly?", "how did they ever land there?"),
        ("where did they settle", "and why?", "why did they settle?"),
        ("did they ever land there", "how many times?", "how many times did they land there?"),
        ("why did the fee go up", "by how much?", "by how much did the fee go up?"),
        ("who is montcalm", "and wolfe?", "who is wolfe?"),
        ("what's a moat?", "what about a portcullis", "what's a portcullis?"),
    ],
)
def test_what_was_asked_about_is_taken_over_without_capitals(before: str, text: str, completed: str) -> None:
    assert completed in meant(text, DialogueContext(before, "It was so."))


@pytest.mark.parametrize(
    ("before", "text", "completed"),
    [
        ("do they get a ring", "whats on it", "whats on the ring?"),
        ("did the council sign a treaty", "what was in it", "what was in the treaty?"),
        ("did they build a new bridge over the river", "is it long", "is the new bridge long?"),
        ("what car does bond have", "is it fast?", "is the car fast?"),
        ("did he have any sisters", "what were they called", "what were the sisters called?"),
        ("what did the king do", "and the queen?", "what did the queen do?"),
        ("how do they pick the first minister", "and the other ministers?", "how do they pick the other ministers?"),
        ("when was the ferry built", "what about the bridge", "when was the bridge built?"),
    ],
)
def test_a_noun_that_the_question_before_brought_up_is_taken_up(before: str, text: str, completed: str) -> None:
    found = reformulate(text, DialogueContext(before, "It was so in Lirz.", typed=before), TODAY)
    assert completed in [way.text for way in found]
    assert not any("Lirz" in way.text for way in found)


@pytest.mark.parametrize(
    ("before", "text"),
    [
        ("does it have a lid", "is it heavy"),
        ("did they free the slaves", "who were they"),
        ("who is in the club", "is it old"),
    ],
)
def test_a_pronoun_goes_on_to_mean_the_same_and_nothing_behind_a_preposition(before: str, text: str) -> None:
    assert not any(way.is_resolved for way in reformulate(text, DialogueContext(before, "Yes.", typed=before), TODAY))


@pytest.mark.parametrize(
    ("before", "text", "shown"),
    [
        (
            "Who came to Albania in 1959?",
            "When was that exactly?",
            "Who came to Albania in 1959, and when was that exactly?",
        ),
        (
            "who took over from shirley",
            "did he do any better?",
            "who took over from shirley, and did he do any better?",
        ),
        (
            "what car does bond have",
            "how many of those did they make?",
            "what car does bond have, and how many of those did they make?",
        ),
        ("were there any floods", "how many?", "were there any floods, and how many?"),
        ("And is he a poet?", "which one", "is he a poet, and which one?"),
        ("where did they settle", "and why?", "why did they settle?"),
        ("who was the architect", "why", "who was the architect, and why?"),
        ("what does it cost", "where", "what does it cost, and where?"),
        ("when was the king born", "and where", "where was the king born?"),
        ("how was that winter (Ada Lovelace)?", "why was that", "why was that (Ada Lovelace)?"),
    ],
)
def test_what_is_completed_is_shown_as_a_sentence_that_a_person_could_have_typed(
    before: str, text: str, shown: str
) -> None:
    found = reformulate(text, DialogueContext(before, "It was so.", said=before, typed=before), TODAY)
    assert shown in [way.shown or way.text for way in found]


def test_a_sentence_that_is_shown_does_not_grow_with_the_dialogue() -> None:
    said = "Who came to Albania in 1959, and when was that?"
    context = DialogueContext("when was that: came to Albania in 1959?", "On 6 June.", said=said)
    assert [way.shown for way in reformulate("Why?", context, TODAY)] == ["Who came to Albania in 1959, and why?"]


@pytest.mark.parametrize("beside", [": Town of Lirz", " (Town of Lirz)"])
def test_a_noun_takes_the_place_of_another_whatever_subject_stands_beside_the_question(beside: str) -> None:
    typed = "how do they choose the mayor"
    found = reformulate("and the judges?", DialogueContext(f"{typed}{beside}?", "By vote.", typed=typed), TODAY)
    assert found[0].text == "how do they choose the judges?"


@pytest.mark.parametrize("text", ["what about per week", "and hers?"])
def test_what_names_no_thing_takes_the_place_of_none(text: str) -> None:
    found = reformulate(text, DialogueContext("how much is the locker?", "It is £8."), TODAY)
    asked = text.removeprefix("and ").removeprefix("what about ").rstrip("?")
    assert [way.shown for way in found] == [f"how much is the locker, and {asked}?"]


@pytest.mark.parametrize("phrase", ["for guests", "with a card"])
def test_a_phrase_is_put_to_the_end_of_the_question_before(phrase: str) -> None:
    put, beside = reformulate(f"and {phrase}?", DialogueContext("how much is the locker?", "It is £8."), TODAY)
    assert put.text == f"how much is the locker {phrase}?"
    assert (beside.shown, beside.is_fallback) == (f"how much is the locker, and {phrase}?", True)


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("how much is the locker, and why?", "how much is the printer, and why?"),
        ("do you rent lockers, and why?", "do you rent lockers, and why, and the printer?"),
    ],
)
def test_a_noun_put_into_what_was_completed_is_shown_in_what_was_seen(said: str, shown: str) -> None:
    context = DialogueContext("why: the locker?", "A locker is £8.", said=said)
    found = reformulate("what about the printer", context, TODAY)
    assert (found[0].text, found[0].shown) == ("why: the printer?", shown)


@pytest.mark.parametrize(
    "text",
    ["Did the band tour?", "did he win any prizes?", "who else wrote poems", "how many people lived there"],
)
def test_what_points_back_is_bound_to_what_was_spoken_of(text: str) -> None:
    context = DialogueContext("Who founded Lirz?", "Otto Brandt did.", passage_id="p", source="a.md")
    as_typed = next(way for way in reformulate(text, context, TODAY) if way.text == text)
    assert as_typed.anchors == ("a.md", "Lirz")
    alone = reformulate("what is net metering", context, TODAY)[0]
    assert alone.anchors == ()


@pytest.mark.parametrize("text", ["Did the band tour?", "who else wrote poems", "where did the money come from"])
def test_after_a_refusal_it_is_bound_to_what_was_named_in_vain(text: str) -> None:
    refused = DialogueContext("Who painted Lirz?", "", passage_id="p", source="a.md")
    as_typed = next(way for way in reformulate(text, refused, TODAY) if way.text == text)
    assert as_typed.anchors == ("Lirz",)
    nameless = next(
        way for way in reformulate(text, replace(refused, question="Who paints?"), TODAY) if way.text == text
    )
    assert nameless.anchors == ("a.md",)


@pytest.mark.parametrize(
    ("text", "is_meant"),
    [
        *((text, True) for text in ("Why?", "and who said that?", "when was that", "how come?")),
        *(
            (text, False)
            for text in ("who was Hoxha", "what is this", "and in 1961?", "did Hoxha say that", "", "how many?")
        ),
    ],
)
def test_whether_a_question_is_about_a_statement_alone(text: str, is_meant: bool) -> None:
    assert is_about_a_statement(text, TODAY) is is_meant


def test_what_is_far_too_long_is_not_even_looked_at() -> None:
    text, began = "who is " * 70_000, process_time()
    assert not is_about_a_statement(text, TODAY)
    assert reformulate(text, VISIT, TODAY)[0].text == text
    assert process_time() - began < 0.2


def test_after_an_aside_only_a_question_with_words_of_its_own_goes_back() -> None:
    aside = DialogueContext(VISIT.question, VISIT.answer, is_interrupted=True)
    assert meant("Why?", aside) == ["Why?"]
    assert meant("When was that?", aside) == ["When was that?"]
    assert len(meant("What did he say about it?", aside)) > 1


@pytest.mark.parametrize("text", ["Really?", "are you sure?", "How do you know?", "source?"])
def test_a_question_for_confirmation_is_recognised(text: str) -> None:
    assert asks_for_confirmation(text)
    assert not asks_for_confirmation(f"{text} In 1961")


def test_another_name_takes_the_place_of_the_one_before() -> None:
    position = DialogueContext("What was North Korea's position in the split?", "North Korea took a neutral position.")
    assert meant("And Albania's?", position)[0] == "What was Albania's position in the split?"
    shorter = DialogueContext("What was North Korea's oldest position?", "North Korea took a neutral position.")
    assert meant("And Albania's?", shorter)[0] == "What was Albania's oldest position?"


def test_a_pronoun_is_read_as_the_name_before() -> None:
    shehu = DialogueContext("Who was Mehmet Shehu?", "Prime Minister Mehmet Shehu received Choe Yong-gon.")
    assert "Who did Mehmet Shehu receive?" in meant("Who did he receive?", shehu)
    assert "When did Mehmet Shehu's term end?" in meant("When did his term end?", shehu)
    pair = DialogueContext("Why were Hoxha and Kim Il Sung compared?", "For their isolation.")
    assert "Did Hoxha and Kim Il Sung ever meet?" in meant("Did they ever meet?", pair)


def test_a_question_with_words_of_its_own_is_searched_as_it_stands_too() -> None:
    assert meant("What did he say about the visit?")[0] == "What did he say about the visit?"


@pytest.mark.parametrize(
    ("before", "typed", "told", "text", "put"),
    [
        ("how did Erik Strand die?", "how did he die", (), "and her?", ["how did she die?"]),
        ("when did he sell her boat", "when did he sell it", (), "what about her", ["when did she sell it?"]),
        (
            "where is her house",
            "where is her house",
            ("Ann",),
            "and him",
            ["where is Ann's house?", "where is his house?"],
        ),
        ("how long did Bo stay?", "how long did he stay", ("Bo", "Ann"), "and she?", None),
        ("how old is Bo", "how old is Bo", ("Bo", "Ann"), "and her?", ["how old is Ann?"]),
        ("how did she die?", "and her?", (), "and him?", ["how did he die?"]),
        ("how did Erik Strand die?", "how did he die", ("Erik Strand", "Ann"), "and him?", ["and him?"]),
        ("when is the bar open", "when is the bar open", ("Bo", "Ann"), "and her?", ["and her?"]),
    ],
)
def test_a_pronoun_alone_asks_the_same_of_somebody_else(
    before: str, typed: str, told: tuple[str, ...], text: str, put: list[str] | None
) -> None:
    context = DialogueContext(before, "It was so.", typed=typed, told=told, passage_id="p")
    assert meant(text, context) == (put or ["how long did Ann stay?", "how long did she stay?"])
    assert not may_be_in_previous_passage(text, [], context)


def test_what_was_completed_once_is_not_completed_twice() -> None:
    context = DialogueContext("When was that exactly: came to Albania in 1959?", "On 6 June 1959.")
    assert meant("Why?", context) == ["Why: came to Albania in 1959?"]


def test_what_was_asked_last_is_not_lost_where_it_was_completed() -> None:
    context = DialogueContext("why did she leave: she study?", "She left for Oslo in 1940.")
    assert meant("where to", context)[0] == "where to: she leave she study?"


@pytest.mark.parametrize(
    "text", ["Tell me more", "more", "go on", "And then?", "can you tell me more about it please?", "What else?"]
)
def test_more_is_asked_for_in_many_ways(text: str) -> None:
    assert asks_for_more(text)


@pytest.mark.parametrize("text", ["Tell me more about Hoxha", "How many more?", "Who?", "", "What happened next year?"])
def test_a_question_is_no_wish_for_more(text: str) -> None:
    assert not asks_for_more(text)


WORDS = "and what about in 1961 he his that when did the Kim Il Sung embassy ? : , then Why"


@given(
    st.lists(st.sampled_from(WORDS.split(" ")), max_size=14),
    st.lists(st.sampled_from(WORDS.split(" ")), max_size=14),
    st.text(max_size=30),
)
def test_anything_after_anything_can_be_put_somehow(said: list[str], asked: list[str], answer: str) -> None:
    found = reformulate(" ".join(said), DialogueContext(" ".join(asked), answer), TODAY)
    assert 1 <= len(found) <= 5
    assert all(len(reformulation.text) < 800 for reformulation in found)


def test_what_says_what_it_is_about_is_asked_as_typed_too_where_its_place_is_not_answered() -> None:
    context = DialogueContext("do you have pandas", "Red pandas seldom raise two.", passage_id="p", source="report.md")
    ways = reformulate("can we have a birthday party there", context, TODAY)
    assert ways[-1].text == "can we have a birthday party there"
    assert ways[-1].is_fallback
    assert not ways[-1].anchors
    assert all(way.anchors or way.typed_stems for way in reformulate("did they sleep there", context, TODAY))


def test_her_is_whom_the_same_question_speaks_of() -> None:
    context = DialogueContext("how do i adopt an animal", "Stick insects cost 30 a year.", passage_id="p")
    assert "my kid lost her teddy" in {way.text for way in reformulate("my kid lost her teddy", context, TODAY)}
    assert not any("Stick" in way.text for way in reformulate("my kid lost her teddy", context, TODAY))


def test_a_question_is_read_beside_the_answer_as_typed_and_behind_the_question_before() -> None:
    beside = read_in_previous_passage("as good as that?", VISIT)
    assert beside.text == f"{VISIT.question.rstrip('?')}? as good as that?"
    assert beside.typed == "as good as that?"
    assert (beside.previous_answer, beside.previous_passage_id) == (VISIT.answer, VISIT.passage_id)
    assert leading([beside, Reformulation("as good as that?")]).text == "as good as that?"


@pytest.mark.parametrize(
    ("text", "context", "may_be"),
    [
        ("as good as that?", VISIT, True),
        ("And in 1961?", VISIT, False),
        ("", VISIT, False),
        ("who " * 17, VISIT, False),
        ("as good as that?", None, False),
        ("as good as that?", replace(VISIT, answer=""), False),
        ("as good as that?", replace(VISIT, is_interrupted=True), False),
    ],
)
def test_what_is_short_and_of_no_other_time_may_be_about_the_answer(
    text: str, context: DialogueContext | None, may_be: bool
) -> None:
    assert may_be_in_previous_passage(text, reformulate(text, context, TODAY), context) == may_be


@pytest.mark.parametrize(
    ("before", "text", "completed"),
    [
        ("who runs the shop", "no the cafe", "who runs the cafe?"),
        ("who runs the shop", "wait, the cafe", "who runs the cafe?"),
        ("who runs the shop", "i was asking about the cafe", "who runs the cafe?"),
        ("what happened in 1989", "no, 1990", "what happened in 1990?"),
        ("how many live in Oslo", "sorry, Bergen", "how many live in Bergen?"),
        ("who was his first wife", "no, the second one", "who was his second wife?"),
        ("where did she flee to", "i mean Brandauer", "where did Brandauer flee to?"),
        ("when did Kim die", "not him, his brother", "when did Kim's brother die?"),
        ("when did Kim die", "and his wife?", "when did Kim's wife die?"),
        ("what happened to Hartung", "and Rourke?", "what happened to Rourke?"),
        ("who took over", "and the mill?", "who took over, and the mill?"),
    ],
)
def test_who_corrects_themselves_or_goes_on_asks_the_same_of_something_else(
    before: str, text: str, completed: str
) -> None:
    ways = reformulate(text, DialogueContext(before, "It was so.", typed=before), TODAY)
    assert completed in [shown for way in ways for shown in (way.text, way.shown)]


@pytest.mark.parametrize(
    "text", ["no, thats wrong", "wait, what?", "sorry i dont get it", "actually nice", "no 7 bus", "no Parking"]
)
def test_what_only_doubts_corrects_nothing(text: str) -> None:
    assert meant(text, DialogueContext("who runs the shop", "Kim does.")) == [text]


@pytest.mark.parametrize(
    ("text", "put"),
    [
        ("and his troops, did they stay loyal", "did Kim's troops stay loyal?"),
        ("his brother, was he there, and why", "his brother, was he there, and why"),
    ],
)
def test_what_is_named_in_front_of_a_question_is_what_its_pronoun_means(text: str, put: str) -> None:
    assert put in meant(text, DialogueContext("what did Kim do", "Kim fought.", typed="what did Kim do"))


@pytest.mark.parametrize(
    ("before", "text", "put"),
    [
        ("who's in charge these days", "and before him?", "who was in charge before Amrit Gill?"),
        ("who took over from Thorne", "and after him?", "who took over after Amrit Gill?"),
        ("who was the first warden", "after him?", "who was the first warden after Amrit Gill?"),
    ],
)
def test_who_it_was_before_or_after_somebody_is_the_question_before_of_another_time(
    before: str, text: str, put: str
) -> None:
    context = DialogueContext(before, "It was Amrit Gill.", span="Amrit Gill", typed=before)
    assert meant(text, context)[0] == put


@pytest.mark.parametrize(
    ("text", "time"), [("What did it do before that?", "before 1849"), ("What happened after that?", "after 1978")]
)
def test_before_and_after_a_span_of_years_are_counted_from_its_ends(text: str, time: str) -> None:
    context = DialogueContext("What was the Hall Line?", "The Hall Line sailed between 1849 and 1978.")
    assert any(time in way for way in meant(text, context))
    assert not any("1849–1978" in way for way in meant(text, context))


def test_they_are_the_several_who_did_something_in_the_question_before() -> None:
    context = DialogueContext("Where did the four boys go in Europe?", "The boys landed in Portugal in 1584.")
    assert "When did the four boys get home?" in meant("When did they get home?", context)

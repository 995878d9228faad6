from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.query.answer_constraints.quantity import quantity_asked, tells
from relbot.query.answer_constraints.quantity_table import QUANTITIES
from relbot.temporal.date_mentions import extract_dates


def told(question: str, sentence: str) -> bool:
    quantity = quantity_asked(question)
    assert quantity is not None, "the question asks for a quantity"
    return tells(quantity, question, sentence, extract_dates(sentence))


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How long is the film?", "It runs for two and a half hours."),
        ("How long is the film?", "Running time (min): 148"),
        ("How long is the song?", "“Harbour Lights” – 4:17"),
        ("How long did the strike last?", "It lasted from 1953 to 1961."),
        ("How long did she teach there?", "She has taught there since 1931."),
        ("How long was the strike?", "It was over within a decade."),
        ("How long is the bridge?", "The bridge spans 1,280 m."),
        ("How long will the licence be valid?", "The licence is permanent."),
        ("how far is the airport", "It is a ten-minute walk away."),
        ("How far away is the star?", "It lies 4.2 light-years from us."),
        ("How tall is the tower?", "At 98 metres it is the second-highest."),
        ("How tall is the tower?", "It is twice as tall as the church."),
        ("How deep is the lake?", "Depth: 40"),
        ("How heavy is the drum?", "The drum weighs 35 kg."),
        ("How fast can it go?", "It reaches 120 km/h."),
        ("How old is the mayor?", "The mayor was born in 1950."),
        ("What age do pupils start?", "Pupils start when they are six."),
        ("How often does the ferry run?", "The ferry runs every hour."),
        ("How often does the board meet?", "The board meets twice a year."),
        ("How often is it cleaned?", "It is cleaned on Mondays."),
        ("How hot is the oven?", "The oven must be just below boiling."),
        ("How much does a ticket cost?", "A ticket costs 12."),
        ("How much does a ticket cost?", "Admission is free."),
        ("What did the first model cost?", "It was sold for $399."),
        ("What was the budget?", "The budget was five million pounds."),
        ("How much did the club pay for him?", "The fee was 500 kr."),
        ("How much water is left?", "Most of it is gone."),
        ("What percentage voted for it?", "A majority voted for it."),
        ("How many years was he king?", "He was king from 1953 to 1961."),
        ("How many people came?", "Hundreds came."),
        ("How many times was she elected?", "It was her fourth election."),
        ("How many men were in the team?", "A team of 1000 guarded it."),
        ("What is the population of the town?", "Some 5,000 people live in the town."),
        ("What is the temperature of the pool?", "The pool is heated to 28 °C."),
        ("What's the phone number of the office?", "Call us at 040 4457."),
        ("What is the email address of the office?", "Write to office@example.org."),
        ("What is the website of the office?", "See www.example.org."),
        ("In what year was it built?", "It was built in 1904."),
        ("How long is the warranty?", "A two-year warranty is included."),
        ("How long has she been mayor?", "She became mayor in 2010."),
        ("How long until it opens?", "It opens on May 5, 2027."),
        ("How often should I water it?", "Water it when the soil is dry."),
        ("How fast is delivery?", "Orders are sent overnight."),
        ("How high is the risk?", "The risk is low."),
        ("How much time do I have?", "You have until Friday."),
        ("What's the price of the pro plan?", "Pro — 12/month"),
        ("What is the population of the town?", "Population: 1904"),
        ("What was the duration of the siege?", "The siege took place between May 1941 and July 1942."),
        ("In what year was it built?", "It was built in the sixties."),
        ("How many cups of flour do I need?", "Add ½ cup of flour."),
        ("How many times a week does it run?", "The ferry runs daily."),
        ("What is the entrance fee of the museum?", "Entry is by donation."),
    ],
)
def test_a_sentence_tells_a_quantity_in_many_ways(question: str, sentence: str) -> None:
    assert told(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("How long is the film?", "Harbour (2015) is the twenty-fourth film of the series."),
        ("How long did the flight take?", "The flight was operated by Northern Air in 1974."),
        ("How far is the airport?", "The airport was opened by the mayor on 3 May 1998."),
        ("How tall is the tower?", "The tower was built in 1904 by a local firm."),
        ("How tall is the tower?", "It is the 3rd tower of the town."),
        ("How old is the mayor?", "The mayor supports the plan."),
        ("How often does the board meet?", "The board meets in the town hall."),
        ("How hot is the oven?", "The oven is made of brick."),
        ("How much was the captain paid?", "The captain took 300 men with him in 1812."),
        ("What was the budget of the game?", "The game had sold 5.82 million copies as of March 31, 2011."),
        ("What percentage voted for it?", "The vote was held in May 1979."),
        ("How many people came?", "They came by train on 5 May 1979."),
        ("What is the population of the town?", "The town lies on a river."),
        ("What is the phone number of the office?", "The office opens at 9."),
        ("What is the email address of the office?", "The office opens at 9."),
        ("In what year was it built?", "It was built after the war."),
    ],
)
def test_what_holds_only_dates_ordinals_or_another_quantity_tells_none(question: str, sentence: str) -> None:
    assert not told(question, sentence)


@pytest.mark.parametrize(
    "question",
    [
        "When was “How Deep Is Your Love” released?",
        "who sang the song how far is heaven",
        "What website hosted the auditions?",
        "How long ago was that?",
        "How big a part did luck have?",
        "How did it end?",
        "What languages share an alphabet?",
        "",
    ],
)
def test_some_questions_only_look_as_if_they_asked_for_a_quantity(question: str) -> None:
    assert quantity_asked(question) is None


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("how fast is the PurrFeed 2", "The PurrFeed 2 connects to your network."),
        ("how much is the Model 3", "The Model 3 comes in red."),
        ("how much is the model 3?", "The Model 3 carries 12 kg in four seconds."),
        ("how heavy is the X200", "The X200 is made in Gdansk."),
        ("how heavy is the X200", "Press the knob of the X-200."),
        ("how loud is the X200", "The X200 connects to 2.4 GHz networks."),
        ("how many stations does the R200 store", "The R200 remembers stations."),
        ("how long does the battery of the Pixel 8 last", "The Pixel 8 has a battery."),
    ],
)
def test_a_number_in_the_name_of_what_is_asked_about_tells_nothing(question: str, sentence: str) -> None:
    assert not told(question, sentence)


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("how fast is the PurrFeed 2", "The PurrFeed 2 drops a portion in four seconds."),
        ("how much is the Model 3", "The Model 3 costs 40,000 dollars."),
        ("how heavy is the X200", "The X200 weighs 2.4 kg."),
        ("how heavy is the X200", "Weight: 2400"),
        ("how loud is the X200", "The X200 is as quiet as a fridge."),
        ("how many stations does the R200 store", "The R200 remembers 40 stations."),
        ("how much water is in tank 2", "Tank 2 holds 300 l."),
        ("how many of the 12 boats sank", "All but 12 boats sank, which makes 3."),
        ("how long did World War 2 last", "World War II lasted six years."),
    ],
)
def test_another_number_beside_the_name_tells_it(question: str, sentence: str) -> None:
    assert told(question, sentence)


@given(st.text(max_size=80), st.integers(2, 999))
def test_a_number_that_counts_tells_all_that_a_number_can(words: str, number: int) -> None:
    sentence = f"{number} | {words}"
    assert all(tells(quantity, "how many", sentence, ()) for quantity in QUANTITIES if quantity.by_number)


@pytest.mark.parametrize("unit", ["1", "1,", "a", "half ", "a: "])
def test_a_long_run_of_anything_is_read_in_time(unit: str) -> None:
    for quantity in QUANTITIES:
        tells(quantity, "how many", unit * 5_000, ())

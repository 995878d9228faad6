from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.query.timeframe import asks_when, extract_timeframe, temporal_agreement, to_come
from relbot.temporal.calendar import Day
from relbot.temporal.date_mentions import extract_dates
from relbot.temporal.interval import Interval, a_day, years

TODAY = date(2026, 3, 15)


@pytest.mark.parametrize(
    ("question", "interval", "words"),
    [
        ("Who came to Albania in 1959?", "1959", "1959"),
        ("What happened before 1950?", "before 1950", "before 1950"),
        ("What was it like in the sixties?", "1960s", "sixties"),
        ("What was signed between 1956 and 1961?", "1956–1961", "between 1956 and 1961"),
        ("What are ties like in the 21st century?", "21st century", "21st century"),
        ("What are relations like after 1990?", "after 1990", "after 1990"),
        ("What was established on 28 November 1948?", "28 November 1948", "28 November 1948"),
        ("what did hoxha write in june 1977", "June 1977", "june 1977"),
        ("Who spoke in november 1948?", "November 1948", "november 1948"),
        ("What went wrong during the 70s?", "1970s", "70s"),
        ("Who lived there around 1960?", "about 1960", "around 1960"),
        ("In Sept 1760 who negotiated?", "September 1760", "Sept 1760"),
        ("What did they fight in 1960 or 1961?", "1960–1961", "1960 or 1961"),
        ("hoxha visits 1959", "1959", "1959"),
        ("What did he do last year?", "2025", "last year"),
        ("What did he do this decade?", "2020s", "this decade"),
        ("What happened ten years ago?", "2016", "ten years ago"),
        ("What happened 2 centuries ago?", "1826", "2 centuries ago"),
        ("What happened yesterday?", "14 March 2026", "yesterday"),
        ("What happened three months ago?", "December 2025", "three months ago"),
        ("What changed in the last five years?", "1 January 2021 – 15 March 2026", "in the last five years"),
        ("Where is its embassy today?", "1 January 2016 – 15 March 2026", "today"),
        ("How is it nowadays?", "1 January 2016 – 15 March 2026", "nowadays"),
    ],
)
def test_the_time_of_a_question_is_understood(question: str, interval: str, words: str) -> None:
    timeframe = extract_timeframe(question, TODAY)
    assert timeframe is not None
    assert str(timeframe.interval) == interval
    assert question[timeframe.start : timeframe.end] == words


@pytest.mark.parametrize(
    "question",
    [
        "When did Kim visit Tirana?",
        "What are ties like since the war ended?",
        "What was written after Hoxha died?",
        "How many of the 1500 soldiers fell?",
        "What is ISO 1234?",
        "and the 1200?",
        "How much does the 1200 cost?",
        "What did he do in the last year of his life?",
        "What does the current parliament do?",
        "",
    ],
)
def test_a_question_without_a_time_has_none(question: str) -> None:
    assert extract_timeframe(question, TODAY) is None


def hoxhas_death(words: str) -> Interval | None:
    return a_day(1985, 4, 11) if words == "Hoxha died" else None


@pytest.mark.parametrize(
    ("question", "interval"),
    [
        ("What changed after Hoxha died?", "after 11 April 1985"),
        ("Before Hoxha died, what was it like?", "before 11 April 1985"),
        ("Who ruled until Hoxha died?", "until 11 April 1985"),
    ],
)
def test_an_event_that_the_corpus_dates_is_a_time(question: str, interval: str) -> None:
    timeframe = extract_timeframe(question, TODAY, hoxhas_death)
    assert timeframe is not None
    assert str(timeframe.interval) == interval
    assert timeframe.interval.modifier == interval.split()[0]


def test_an_event_that_the_corpus_does_not_date_is_none() -> None:
    assert extract_timeframe("What changed after Kim resigned?", TODAY, hoxhas_death) is None


def test_a_date_in_the_question_goes_before_an_event() -> None:
    timeframe = extract_timeframe("What happened in 1961 after Hoxha died?", TODAY, hoxhas_death)
    assert timeframe is not None
    assert timeframe.interval == years(1961)


@pytest.mark.parametrize(
    "question",
    [
        "When did Kim visit Tirana?",
        "when was that",
        "And when was that?",
        "When didn't the term first come to be used?",
        "What year did it begin?",
        "In what year did it begin?",
        "In what era did they emigrate?",
        "The colonists declined after what year?",
        "Between what years was it fought?",
        "In which month was it signed?",
        "What was the date of the treaty?",
        "What century was it in?",
        "How long ago was it?",
        "Since when is it so?",
        "The price is stable until when?",
    ],
)
def test_a_question_for_a_date_asks_when(question: str) -> None:
    assert asks_when(question)


@pytest.mark.parametrize(
    "question",
    [
        "Where did he live when the war ended?",
        "When Hoxha died, who followed?",
        "Who came in 1959?",
        "How long did it last?",
        "Near what modern day city was it?",
        "What did he do last year?",
        "What happened to the 19th century castle?",
    ],
)
def test_other_questions_do_not_ask_when(question: str) -> None:
    assert not asks_when(question)


def test_the_sentence_of_the_time_asked_fits_best_and_another_time_speaks_against() -> None:
    timeframe = extract_timeframe("Who came to Albania in 1959?", TODAY)
    assert timeframe is not None
    sentences = ("On 6 June 1959, he came.", "In the 1950s many came.", "Many came.", "On 29 June 1956 he came.")
    agreements = [temporal_agreement(timeframe, extract_dates(sentence)) for sentence in sentences]
    assert agreements == sorted(agreements, reverse=True)
    assert (agreements[0], agreements[2], agreements[3]) == (1, 0, -1)


@pytest.mark.parametrize("question", ["missed three lessons what now", "the kiln is cold, what now?"])
def test_what_now_asks_for_no_time(question: str) -> None:
    assert extract_timeframe(question, TODAY) is None


def test_an_older_date_does_not_speak_against_the_present() -> None:
    timeframe = extract_timeframe("Where is its embassy today?", TODAY)
    assert timeframe is not None
    assert temporal_agreement(timeframe, extract_dates("Its embassy has been in Sofia since 1990.")) > 0
    assert temporal_agreement(timeframe, extract_dates("It was opened in 1961.")) == 0


def test_one_fitting_date_of_several_is_enough() -> None:
    timeframe = extract_timeframe("Who came to Albania before 1950?", TODAY)
    assert timeframe is not None
    assert temporal_agreement(timeframe, extract_dates("It was so in 1948, in 1961 and in 1977.")) == 1


@pytest.mark.parametrize("sentence", ["He lived until 1999.", "It has been so since 2004."])
def test_an_open_date_says_nothing_of_far_off_times(sentence: str) -> None:
    timeframe = extract_timeframe("What happened in the 2nd century?", TODAY)
    assert timeframe is not None
    assert temporal_agreement(timeframe, extract_dates(sentence)) <= 0
    assert temporal_agreement(timeframe, extract_dates("He built a canal in AD 110.")) == 1


def test_before_christ_is_a_time() -> None:
    timeframe = extract_timeframe("What happened before Christ?", TODAY)
    assert timeframe is not None
    assert temporal_agreement(timeframe, extract_dates("It was founded in the 7th century BC.")) == 1


@given(
    st.text()
    | st.sampled_from(["after ", "in the last ", " years ago", "1959 ", "today"]).flatmap(
        lambda w: st.text().map(w.__add__)
    )
)
def test_any_question_is_read_without_fault(question: str) -> None:
    timeframe = extract_timeframe(question, TODAY, lambda _: years(1985))
    assert timeframe is None or 0 <= timeframe.start < timeframe.end <= len(question)
    assert asks_when(question) in (True, False)


@pytest.mark.parametrize(
    ("question", "plain"),
    [
        ("What happened laſt year?", "What happened last year?"),
        ("What happened durıng the last sıx years?", "What happened during the last six years?"),
        ("What happened ten yearſ ago?", "What happened ten years ago?"),
    ],
)
def test_letters_that_a_pattern_takes_for_s_and_i_are_read_as_these(question: str, plain: str) -> None:
    found = extract_timeframe(question, date(2026, 1, 1))
    assert found
    assert found == extract_timeframe(plain, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("What happened after 1961 and before 1970?", Day(1962, 1, 1), Day(1969, 12, 31)),
        ("Who came since 1960, before 1970?", Day(1960, 1, 1), Day(1969, 12, 31)),
        ("what happened in march 62", Day(1962, 3, 1), Day(1962, 3, 31)),
        ("What happened in May '45?", Day(1945, 5, 1), Day(1945, 5, 31)),
    ],
)
def test_two_open_dates_bound_a_time_and_a_short_year_is_one(question: str, first: Day, last: Day) -> None:
    found = extract_timeframe(question, date(2026, 3, 1))
    assert found
    assert (found.interval.first, found.interval.last) == (first, last)


@pytest.mark.parametrize("question", ["They marched 62 miles", "Who led the march 62 soldiers took part in?"])
def test_another_number_after_a_month_is_no_year(question: str) -> None:
    assert extract_timeframe(question, date(2026, 3, 1)) is None


@pytest.mark.parametrize(
    "question", ["when is the next meeting?", "whens the next blitz", "next training", "is there an upcoming party"]
)
def test_the_next_of_its_kind_is_looked_for_from_today_on(question: str) -> None:
    ahead = to_come(question, TODAY)
    assert ahead is not None
    assert ahead.is_to_come
    assert ahead.interval.first == Day.of(TODAY)
    assert question[ahead.start : ahead.end] in ("next", "upcoming")


@pytest.mark.parametrize(
    "question",
    ["what happened next", "when did the next king come", "is there a shop next to it", "who was the next pope"],
)
def test_what_came_next_is_of_the_past(question: str) -> None:
    assert to_come(question, TODAY) is None

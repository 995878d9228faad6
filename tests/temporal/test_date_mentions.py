from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpu_time import within_seconds
from relbot.answer import Passage, Source, Span
from relbot.temporal.calendar import MONTHS
from relbot.temporal.date_mentions import dates_by_passage, dates_by_sentence, extract_dates
from relbot.temporal.interval import Interval, a_day, a_month, years


def dates_in(sentence: str, anchor: Interval | None = None) -> list[str]:
    return [str(mention.interval) for mention in extract_dates(sentence, anchor)]


@pytest.mark.parametrize(
    ("sentence", "dates"),
    [
        # Days
        ("From 29 June to 1 July 1956, Hoxha hosted Kim.", ["29 June – 1 July 1956"]),
        ("They met from 29 June – 1 July 1956.", ["29 June – 1 July 1956"]),
        ("It happened on November 28, 1948, in Tirana.", ["28 November 1948"]),
        ("It was signed on the 28th of November 1948.", ["28 November 1948"]),
        ("It was signed on 28 Nov. 1948.", ["28 November 1948"]),
        ("In Sept 1760 they left.", ["September 1760"]),
        ("The log of 1948-11-28 is lost.", ["28 November 1948"]),
        ("It was signed on 28/11/1948.", ["28 November 1948"]),
        ("It was signed on 11/28/1948.", ["28 November 1948"]),
        ("It was signed on 6.5.1959.", ["6 May 1959"]),
        ("Of 6/5/1959 only the year is sure.", ["1959"]),
        ("They met on 3–5 June 1956.", ["3–5 June 1956"]),
        ("They met on June 3–5, 1956.", ["3–5 June 1956"]),
        ("The massacre of 24 August – 3 October 1572 spread.", ["24 August – 3 October 1572"]),
        ("Caesar died on 15 March 44 BC.", ["15 March 44 BC"]),
        # Months and parts of the year
        ("Hoxha wrote it in June 1977.", ["June 1977"]),
        ("In October, 2007, it closed.", ["October 2007"]),
        ("It met in May of 2000.", ["May 2000"]),
        ("It met in June and July, 1754.", ["June 1754", "July 1754"]),
        ("It ran between June and November 1749.", ["June – November 1749"]),
        ("In early August 1757 they marched.", ["1–11 August 1757"]),
        ("It opened in late 1973.", ["September – December 1973"]),
        ("During his mid-2013 trip he fell ill.", ["May – August 2013"]),
        ("The first half of 1757 was cold.", ["January – June 1757"]),
        ("In the spring of 1753 they came.", ["March – May 1753"]),
        ("The winter of 1973–74 was hard.", ["December 1973 – February 1974"]),
        ("It sold well in Q3 2008.", ["July – September 2008"]),
        ("It lasted from June 5 to 7, 1967.", ["5–7 June 1967"]),
        ("It was logged at 1920-05-03T10:00.", ["3 May 1920"]),
        ("The issue of 2021-05 is lost.", ["May 2021"]),
        ("It was founded in August 1908 by workers.", ["August 1908"]),
        ("In mid-to-late 2016 the port was dredged.", ["2016"]),
        ("The ferry sank on the night of 4/5 November 1936.", ["4–5 November 1936"]),
        ("The deed of the 12th day of March, 1802, is lost.", ["12 March 1802"]),
        # Years and spans of them
        ("The tower was built around the year 1210.", ["about 1210"]),
        ("In the year of our Lord 1455 the bell was cast.", ["1455"]),
        ("The mill ran 1951 to 1963 without pause.", ["1951–1963"]),
        ("King Sverre reigned 1189–1199 in the north.", ["1189–1199"]),
        ("Membership doubled within 1998–2003.", ["1998–2003"]),
        ("In 1961, Albania signed it.", ["1961"]),
        ("1961 was a hard year.", ["1961"]),
        ("The Edict of Nantes of 1598 granted it.", ["1598"]),
        ("The Scotland Act 1998 extends it.", ["1998"]),
        ("Plague came in 1563, 1593 and 1603.", ["1563", "1593", "1603"]),
        ("A 1955 review found it.", ["1955"]),
        ("Portugal's 1974 revolution began it.", ["1974"]),
        ("After the disastrous 1757 British campaigns, he fell.", ["1757"]),
        ("He ruled between 1956 and 1961.", ["1956–1961"]),
        ("It stood from 1945 until 1991.", ["1945–1991"]),
        ("The war of 1939–45 ended.", ["1939–1945"]),
        ("The war of 1914-1918 ended.", ["1914–1918"]),
        ("In the season of 1999–00 it won.", ["1999–2000"]),
        ("Enver Hoxha (1908–1985) led it.", ["1908–1985"]),
        ("Al-Biruni (973–1050) wrote it.", ["973–1050"]),
        ("In 911, Rollo swore fealty.", ["AD 911"]),
        # Decades, centuries, eras
        ("In the 1970s, relations deteriorated.", ["1970s"]),
        ("It was popular in the 1970s and 80s.", ["1970s", "1980s"]),
        ("It was popular in the '70s.", ["1970s"]),
        ("It was popular in the 70s.", ["1970s"]),
        ("It was popular in the sixties.", ["1960s"]),
        ("In the early 1970s it grew.", ["1970–1973"]),
        ("In the mid-1950s it grew.", ["1953–1956"]),
        ("In the late 1950s it grew.", ["1956–1959"]),
        ("It began in the 880s.", ["880s"]),
        ("It was drained in the 1850s–60s.", ["1850–1869"]),
        ("It was drained in the 1850s and 60s.", ["1850s", "1860s"]),
        ("It was popular in the 1990s and 10s.", ["1990s", "2010s"]),
        ("It was new at the turn of the 20th century.", ["about 1900"]),
        ("Across the 1700s it spread.", ["1700s"]),
        ("It arose in the late 19th century.", ["1867–1900"]),
        ("In the 21st century it grew.", ["21st century"]),
        ("It is a 20th-century building.", ["20th century"]),
        ("It was known in the nineteenth century.", ["19th century"]),
        ("It grew in the first half of the 10th century.", ["901–950"]),
        ("In the 10th and 11th centuries it grew.", ["10th century", "11th century"]),
        ("Between the 10th and 13th centuries it grew.", ["901–1300"]),
        ("It arose in the 3rd century BC.", ["3rd century BC"]),
        ("It fell in 1066 AD.", ["1066"]),
        ("It fell in AD 70.", ["AD 70"]),
        ("He died in 44 BC.", ["44 BC"]),
        ("It was built in 2000 BCE.", ["2000 BC"]),
        ("They warred from 264 to 146 BC.", ["264–146 BC"]),
        ("He ruled from 27 BC to AD 14.", ["27 BC – AD 14"]),
        # Open ends and looser words
        ("It has been so since 1990.", ["since 1990"]),
        ("They are almost non-existent after 1990.", ["after 1990"]),
        ("It was poor before 1950.", ["before 1950"]),
        ("It fell to pre-1973 levels.", ["before 1973"]),
        ("They stayed frosty until the 1985 death of Hoxha.", ["until 1985"]),
        ("It rose after the 1973 crisis.", ["since 1973"]),
        ("From the 1340s onwards it spread.", ["since 1340"]),
        ("He has led it (1991–present).", ["since 1991"]),
        ("It was not until 1978 that it passed.", ["1978"]),
        ("A decade after the 1973 crisis, it recovered.", ["1973"]),
        ("By 1999, it was done.", ["by 1999"]),
        ("It was built circa 1500.", ["about 1500"]),
        ("A canal was built c. 110.", ["about AD 110"]),
        ("Around 1294, a version appeared.", ["about 1294"]),
    ],
)
def test_a_date_is_read_as_it_is_written(sentence: str, dates: list[str]) -> None:
    assert dates_in(sentence) == dates


@pytest.mark.parametrize(
    "sentence",
    [
        "The army had 400 soldiers.",
        "It has circa 400 soldiers.",
        "Cases fell from 1945 in the first year to 12.",
        "The code 2000 and the bus 1956 are known.",
        "It carries Route 1948, and flight 1961 crossed it.",
        "It got 1945 votes.",
        "There were 1956 soldiers in it.",
        "1956 soldiers fell.",
        "It was held by 2000 British troops.",
        "The dinner was attended by 2000 guests.",
        "About 1500 houses burnt.",
        "The town has 1,500 people.",
        "A population of 2011 was counted.",
        "Prices increased by 1200 in a week.",
        "It is seen in 1200 metres of depth.",
        "It lies between 1500 and 2000 metres deep.",
        "The river is 1990 km long.",
        "It cost $1900 then.",
        "See pages 1401 and 1402.",
        "They flew the F-16 and the P-1626.",
        "The film is shown in 1080p.",
        "It follows ISO 9001 and report RM 1420.",
        "Call +355 1234 for help.",
        "A year of 365.2425 days, of 1.1 × 1011 tonnes.",
        "You may march on in the second set.",
        "Of 400 men 25 may die.",
        "She was in her sixties.",
        "They ran 30 ad campaigns.",
        "31 June never was, nor was 30 February.",
        "Mars 12 decided it.",
        "It took a century, and then a decade.",
        "First, it rained.",
        "",
    ],
)
def test_a_number_that_is_no_date_is_not_read_as_one(sentence: str) -> None:
    assert dates_in(sentence, anchor=years(1956)) == []


@pytest.mark.parametrize(
    ("anchor", "sentence", "dates"),
    [
        (a_month(1961, 10), "That month, pamphlets were spread.", ["October 1961"]),
        (a_day(1961, 10, 3), "That same month, pamphlets were spread.", ["October 1961"]),
        (a_day(1961, 10, 3), "The following day it rained.", ["4 October 1961"]),
        (a_month(1961, 12), "A month later it snowed.", ["January 1962"]),
        (years(1961), "That year it rained.", ["1961"]),
        (years(1961), "In the same year it rained.", ["1961"]),
        (years(1961), "The following year it rained.", ["1962"]),
        (years(1961), "The previous year it rained.", ["1960"]),
        (years(1961), "Two years later it rained.", ["1963"]),
        (years(1961), "Ten years earlier it rained.", ["1951"]),
        (years(1961), "A decade later it rained.", ["1971"]),
        (years(1961), "That decade was wet.", ["1960s"]),
        (years(1961), "The following decade was dry.", ["1970s"]),
        (years(1961), "A century later it rained.", ["2061"]),
        (years(1961), "Half a century later it rained.", ["2011"]),
        (years(1961), "The year after, it rained.", ["1962"]),
        (years(1961), "That autumn it rained.", ["September – November 1961"]),
        (years(1961), "The following summer it rained.", ["June – August 1962"]),
        (years(1961), "The following fall it rained.", ["September – November 1962"]),
        (years(1961), "The subsequent fall of the republic was sudden.", []),
        (years(1961), "The following fall in prices was welcome.", []),
        (a_month(1961, 3), "The following summer it rained.", ["June – August 1961"]),
        (a_month(1962, 1), "That winter it snowed.", ["December 1961 – February 1962"]),
        (a_day(1961, 10, 3), "Two weeks later it rained.", ["14–20 October 1961"]),
        (years(1961), "On 6 June it rained.", ["6 June 1961"]),
        (years(1961), "In June it rained.", ["June 1961"]),
        (years(1961), "In June of the following year it rained.", ["June 1962"]),
        (years(1961), "That month it rained.", []),
        (years(1961), "That day it rained.", []),
        (years(1961), "On 29 February it rained.", []),
        (years(1961), "It meets every year in June.", []),
        (None, "That month, on 6 June, it rained.", []),
    ],
)
def test_a_relative_date_is_resolved_by_its_anchor(anchor: Interval, sentence: str, dates: list[str]) -> None:
    assert dates_in(sentence, anchor) == dates
    assert all(mention.inferred for mention in extract_dates(sentence, anchor))


@pytest.mark.parametrize(
    ("sentences", "dates"),
    [
        (["The beta starts on 16 April."], ["16 April 2026"]),
        (["On December 20 the server was switched off."], ["20 December 2025"]),
        (["Please answer by 2 January."], ["by 2 January 2026"]),
        (
            ["We meet on 16 April.", "The server was switched off on 20 December."],
            ["16 April 2026", "20 December 2025"],
        ),
        (["In 2019 we began.", "On 6 June we met."], ["2019", "6 June 2019"]),
        (["We meet every year on 6 June."], []),
        (["It was on 29 February."], ["29 February 2024"]),
        (["That month it rained."], []),
    ],
)
def test_a_day_without_a_year_in_a_mail_is_the_nearest_to_the_day_of_writing(
    sentences: list[str], dates: list[str]
) -> None:
    written = a_day(2025, 3, 1) if "29 February" in sentences[0] else a_day(2026, 4, 14)
    found = dates_by_sentence(sentences, written=written)
    assert [str(mention.interval) for mentions in found for mention in mentions] == dates


def test_a_passage_is_read_in_order_each_sentence_by_those_before() -> None:
    passage = [
        "The ambassador claimed in October 1961 that he was afraid.",
        "No date stands here.",
        "That month, the embassy spread pamphlets.",
        "In March 1962 Kim admitted it, and in May he left.",
        "Two years later, Enver Hoxha (1908–1985) answered.",
        "The same year he fell ill.",
    ]
    found = [[str(mention.interval) for mention in mentions] for mentions in dates_by_sentence(passage)]
    assert found == [
        ["October 1961"],
        [],
        ["October 1961"],
        ["March 1962", "May 1962"],
        ["1964", "1908–1985"],
        ["1964"],
    ]


def test_years_are_counted_from_the_end_that_a_sentence_names() -> None:
    found = dates_by_sentence(["She stayed until 1887.", "Five years later she left.", "Since 2004 it is listed."])
    assert [str(mention.interval) for mentions in found for mention in mentions] == ["until 1887", "1892", "since 2004"]


def test_a_long_paragraph_in_two_passages_is_read_as_one_and_two_paragraphs_are_not() -> None:
    text = "It was begun in 1923. That year she left. Two years later she died.\n\nThat year it rained."
    spans = [Span(0, 21), Span(22, 41), Span(42, 67), Span(69, 88)]
    source = Source("Bridge", "bridge.md")

    def passage(*within: Span) -> Passage:
        start, end = within[0].start, within[-1].end
        return Passage(source, start, end, text[start:end], (), within, "")

    found = list(dates_by_passage([passage(*spans[:2]), passage(spans[2]), passage(spans[3])]))
    assert [[[str(m.interval) for m in mentions] for mentions in part] for part in found] == [
        [["1923"], ["1923"]],
        [["1925"]],
        [[]],
    ]


def test_a_date_that_the_sentence_says_in_full_is_not_inferred() -> None:
    assert [mention.inferred for mention in extract_dates("In June and July 1754, in 1760 and in the 1770s.")] == [
        False
    ] * 4


def test_a_mention_holds_its_words() -> None:
    assert [
        mention.text for mention in extract_dates("So it was from 29 June to 1 July 1956, and is since the 1990s.")
    ] == [
        "from 29 June to 1 July 1956",
        "since the 1990s",
    ]


STYLES = (
    lambda day, month, year: f"{day} {month} {year}",
    lambda day, month, year: f"{month} {day}, {year}",
    lambda day, month, year: f"{day} {month[:3]}. {year}" if month != "May" else f"{day} {month} {year}",
    lambda day, month, year: f"{day:02} {month} {year}",
    lambda day, month, year: f"{year}-{MONTHS.index(month) + 1:02}-{day:02}",
    lambda day, month, year: f"{day}.{MONTHS.index(month) + 1}.{year}",
)


@given(st.dates(date(1000, 1, 1), date(2100, 12, 31)), st.sampled_from(STYLES))
def test_any_day_in_any_style_is_read_back(day: date, style) -> None:  # type: ignore[no-untyped-def]
    words = style(day.day, MONTHS[day.month - 1], day.year)
    (mention,) = extract_dates(f"It was signed on {words} in Tirana.")
    assert mention.interval == a_day(day.year, day.month, day.day)
    assert mention.text == words


@given(
    st.integers(1000, 2100),
    st.sampled_from(["In {}, it fell.", "It fell in {}.", "It fell ({}).", "The {} fall hurt."]),
)
def test_any_year_is_read_back(year: int, sentence: str) -> None:
    assert [mention.interval for mention in extract_dates(sentence.format(year))] == [years(year)]


@given(
    st.integers(0, 9999),
    st.sampled_from(["soldiers", "metres", "km", "guests", "%", "people", "years", "tonnes of iron"]),
)
def test_no_quantity_is_read_as_a_date(number: int, unit: str) -> None:
    assert extract_dates(f"It was held by {number} {unit} then.", years(1956)) == ()


WORDS = st.sampled_from(
    [
        "in",
        "on",
        "of",
        "and",
        "to",
        "from",
        "between",
        "since",
        "until",
        "by",
        "early",
        "mid-",
        "late",
        "that",
        "year",
        *("month", "following", "two", "later", "6", "June", "May", "1956", "1956–57", "70", "44", "BC", "AD", "1970s"),
        "19th",
        "century",
        "centuries",
        ",",
        "–",
        "(",
        ")",
        ".",
        "'s",
        "12",
        "31",
        "999",
        "99999",
        "decade",
        "winter",
    ]
)
texts = st.one_of(st.text(), st.lists(WORDS, max_size=25).map(" ".join))


@given(texts, st.sampled_from([None, years(1956), a_month(1961, 10), a_day(1956, 2, 29), years(-43), years(9_999)]))
def test_any_text_is_read_without_fault_and_mentions_stand_where_they_say(text: str, anchor: Interval | None) -> None:
    end = 0
    for mention in extract_dates(text, anchor):
        assert text[mention.start : mention.end] == mention.text != ""
        assert mention.start >= end
        assert str(mention.interval)
        end = mention.end


@given(st.lists(texts, max_size=6))
def test_any_passage_is_read_without_fault(passage: list[str]) -> None:
    assert len(dates_by_sentence(passage)) == len(passage)


@pytest.mark.parametrize(
    "words", ["1", "1 ", "the the ", " ", "1,", "1956–", "first and ", "early ", "(", "19th, ", "June ", "A.D."]
)
def test_long_monotonous_text_takes_no_long_time(words: str) -> None:
    text = (words * 100_000)[:100_000]
    with within_seconds(2):  # linear: a fraction of a second; a runaway pattern would take minutes
        extract_dates(text)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("ſince 1950", "since 1950"),
        ("It was in the ſpring of 1990.", "It was in the spring of 1990."),
        ("the fırst half of 1990", "the first half of 1990"),
        ("mİd-1950s", "mId-1950s"),
        ("In May 1948 it began. Two dayſ later it ended.", "In May 1948 it began. Two days later it ended."),
    ],
)
def test_case_variants_of_s_and_i_are_read_as_these(written: str, plain: str) -> None:
    found, wanted = extract_dates(written), extract_dates(plain)
    assert [(m.start, m.end, m.interval) for m in found] == [(m.start, m.end, m.interval) for m in wanted]
    assert all(written[m.start : m.end] == m.text for m in found)
    assert found

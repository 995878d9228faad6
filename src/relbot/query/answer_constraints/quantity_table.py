"""The table of quantities that people ask for, with the words that state them."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Quantity:
    """A kind of quantity: how a question asks for it, and what a sentence must contain to state it."""

    asked: re.Pattern[str]
    told: re.Pattern[str]
    """Words any of which states it."""
    by_number: bool
    """Whether a bare number states it, other than dates and ordinals; in a row or pair ("Length: 5") it always does."""
    by_date: bool
    """Whether a date states it: "born in 1950" says how old."""
    by_span: bool
    """Whether two dates state it, or one with an open end: "since 1931" says how long."""


def _of(asked: str, *told: str, by_number: bool = True, by_date: bool = False, by_span: bool = False) -> Quantity:
    question, sentence = re.compile(asked, re.IGNORECASE), re.compile("|".join(told), re.IGNORECASE)
    return Quantity(question, sentence, by_number, by_date, by_span)


_UNIT_OF_TIME = (
    r"(?:(?:milli|micro|nano)?sec(?:ond)?s?|minutes?|mins?|hours?|hrs?|\w*days?|nights?|weeks?|\w*weekends?|"
    r"fortnights?|months?|quarters?|years?|yrs?|decades?|century|centuries|millennia|millennium|generations?|seasons?|"
    r"semesters?|\w*times?)"
)
_LASTING = (
    rf"\b{_UNIT_OF_TIME}\b|\d\s?(?:s|m|h|d|ms)\b|\d:\d\d"
    r"|\b(?:since|until|till|throughout|permanent|indefinite|eternal|temporar|instant|immediate|annual|year|month|"
    r"week|brief|quick|slow|short|long)\w*|\b(?:forever|always|ever|never|overnight|life|lifelong|terms?|periods?|"
    r"rest\sof|entire)\b"
)
_UNIT_OF_LENGTH = (
    r"\b(?:(?:kilo|centi|milli|nano|micro)?met(?:er|re)s?|miles?|feet|foot|inch(?:es)?|yards?|leagues?|fathoms?|"
    r"blocks?|pages?|words?|lines?|chapters?|volumes?|light[\s-]?years?)\b|\d\s?(?:km|mi|m|ft|in|cm|mm)\b|\d\s?[\"'′″]"
)
_DISTANT = (
    rf"{_UNIT_OF_LENGTH}|\b(?:walk(?:ing)?|drive|ride|flight|{_UNIT_OF_TIME}|near(?:by|est)?|close|adjacent|next|"
    r"beside|opposite|across|within|far|beyond)\b"
)
_GRADED = (
    r"\b(?:low|high|small|large|big|short|little|tiny|huge|vast|moderate|limited|considerable|substantial|"
    r"negligible)\b"
)
_COMPARED = (
    r"\b(?:as\s\w+\sas|than|sizes?|twice|double[ds]?|triple[ds]?|quadrupled?|half|halved|times|enough|equal(?:s|ly)?|"
    r"similar|same|\w+est|maximum|minimum|most|very|too|extremely|average|immeasurable|unlimited|infinite|major|"
    r"minor)\b"
)
_SHARE = (
    r"%|\b(?:percent(?:age)?s?|per\scent|half|halves|thirds?|quarters?|fifths?|tenths?|majority|minority|most|mostly|"
    r"all|none|every|entire(?:ly)?|whole|total)\b"
)
_MONEY = (
    r"[$€£¥₹₽₩¢%]|\b(?:dollars?|euros?|pounds?|pence|cents?|pennies|penny|yen|yuan|rubles?|roubles?|rupees?|francs?|"
    r"marks?|lire|lira|pesos?|crowns?|kron[aeo]r?|shillings?|guilders?|florins?|ducats?|livres?|coins?|usd|eur|gbp|"
    r"chf|sek|nok|dkk|cad|aud|inr|rs|free|gratis|donations?|included|complimentary|per|nothing|no\s(?:charge|cost|fee|"
    r"money)|percent|half|expensive|cheap\w*)\b"
    r"|\A(?s:(?=.*\d).*)\b(?:cost|pric|fee|pay|paid|charg|worth|valu|budget|salar|wage|rent|fare|fine|earn|spen[dt])"
    r"|\d\s?/\s?\w"
)
_HEAVY = (
    r"\b(?:(?:kilo|milli)?gram(?:me)?s?|kilos?|tons?|tonnes?|pounds?|lbs?|ounces?|oz|stones?|carats?|heav\w+|"
    r"light\w*|weigh\w*|mass)\b|\d\s?(?:kg|g|mg|t|lb|oz|st)\b"
)
_LOUD = r"\bd(?:eci)?b(?:els?)?\b|\d\s?dB|\b(?:loud|quiet|nois|silen|sound|hear|volume|whisper)\w*"
_FREQUENT = (
    r"\b(?:every|each|per|once|twice|thrice|times?|\w*annual(?:ly)?|\w+ennial(?:ly)?|regular(?:ly)?|rare(?:ly)?|"
    r"seldom|often|frequent(?:ly)?|usual(?:ly)?|always|never|occasional(?:ly)?|sometimes|continu(?:al|ous)(?:ly)?|"
    r"constant(?:ly)?|permanent(?:ly)?|periodic(?:ally)?|when(?:ever)?|if|after|before|until|as\sneeded|alternat\w+|"
    r"recurr\w+|common(?:ly)?|typical(?:ly)?|general(?:ly)?|(?:bi|semi-?)?(?:hour|dai|night|week|fortnight|month|"
    r"quarter|year)ly|an?\s(?:day|week|month|year|decade|century)|summers?|winters?|springs?|autumns?|\w*days|weeks|"
    r"months|years)\b"
)
_WARM = r"°|\b(?:degrees?|freezing|boiling|celsius|fahrenheit|kelvin|(?:hot|cold|warm|cool|mild)\w*)\b"
_AGED = (
    rf"\b(?:age[ds]?|old(?:er|est)?|young(?:er|est)?|{_UNIT_OF_TIME}|birthday|born|teen\w*|adult\w*|infan\w*|"
    rf"child\w*|puberty|"
    r"ancient)\b"
)
_AMOUNT = (
    r"[$€£¥₹]|\b(?:much|more|less|little|few|enough|no|not|hardly|scarcely|barely|nothing|lots?|several|some|any|many|"
    r"almost|significant(?:ly)?|great(?:ly)?|large(?:ly)?|small)\b"
)
_COUNTED = (
    r"\b(?:both|pairs?|couples?|twins?|trio|duo|several|few|many|single|sole|no|none|nobody|only|each|numerous|"
    r"various|multiple|number|every|daily|weekly|monthly|yearly|last|dual|once|first|second|fourth|fifth|sixth|"
    r"seventh|eighth|ninth|\w+teenth|\w+tieth|tenth|eleventh|twelfth|debut|(?:includ|consist|compris)\w*)\b|\d(?:st|"
    r"nd|rd|th)\b"
)
_MEASURE = (
    r"(?:temperature|speed|velocity|distance|height|length|width|depth|weight|mass|thickness|altitude|elevation|"
    r"diameter|radius|circumference|population|(?:surface|land|total)\sarea|capacity|volume|density|frequency|"
    r"wavelength|half-life|lifespan|life\sexpectancy|(?:unemployment|literacy|birth|death|interest)\srate|death\stoll|"
    r"gdp|attendance|turnout|enrol?lment|duration|running\stime|(?:average|median)\sage)"
)
_PRICE = (
    r"(?:prices?|costs?|budgets?|salar(?:y|ies)|fees?|revenues?|incomes?|wages?|fines?|net\sworth|turnover|fares?|"
    r"rents?|tuition|prize\smoney)"
)
_WHAT_IS = r"\bwhat(?:['’]s|\s(?:is|are|was|were))\s(?:the|its|their|his|her|your)\s(?:\w+[\s-]){0,2}?"
_WHAT = r"(?:\bwhat.{0,30})?\b"
_FOLLOWS = r"\s?(?:\b(?:of|in|on|at|for|between|from|to)\b|\?|$)"

PRICE = _of(
    r"\bhow\smuch\s(?:money|funding|profit|revenue|debt)\b|\bhow\sexpensive\b|\bwhat\s(?:did|does|do|will|"
    r"would)\s.{1,60}\bcost\s?(?:\?|$)|\bhow\smuch\s.{0,80}"
    r"\b(?:costs?|pay|pays|paid|spen[dt]|earn(?:s|ed)?|worth|sell|sold|charged?|donated?|owed?|fined?|raised)\b",
    *(_MONEY, _COMPARED),
    by_number=False,
)
"""What something costs."""

QUANTITIES = (
    _of(
        r"\bhow\slong\s(?:has|have|had|until|till|before)\b",
        *(_LASTING, _COMPARED),
        by_number=False,
        by_date=True,
    ),
    _of(
        r"\bhow\smuch\stime\b|\bhow\s(?:much\s)?long(?:er)?\b(?!\s(?:ago|an?)\b)",
        *(_LASTING, _UNIT_OF_LENGTH, _COMPARED),
        by_number=False,
        by_span=True,
    ),
    _of(r"\bhow\s(?:far|distant)(?:\saway|\sapart|['’]s|\s(?:is|are|was|were|from))\b", _DISTANT),
    _of(
        r"\bhow\s(?:tall|high|big|large|wide|deep|thick|broad|steep)\b(?!\san?\b)",
        *(_GRADED, _COMPARED, _UNIT_OF_LENGTH),
    ),
    _of(
        r"\bhow\sheavy\b(?!\san?\b)|\bhow\smuch\s(?:does|did|do)\s.{2,60}\sweigh\b",
        *(_HEAVY, _GRADED, _COMPARED),
        by_number=False,
    ),
    _of(r"\bhow\sloud\b(?!\san?\b)", *(_LOUD, _COMPARED), by_number=False),
    _of(r"\bhow\s(?:fast|quickly|soon)\b", *(_GRADED, _COMPARED, _LASTING), by_date=True),
    _of(r"\bhow\s(?:old|young)\b|\b(?:what|which)\sage\b(?!\sgroup)", _AGED, by_date=True),
    _of(r"\bhow\s(?:often|frequently|regularly)\b", _FREQUENT, by_date=True),
    _of(r"\bhow\s(?:hot|cold|warm)\b", _WARM, by_number=False),
    PRICE,
    _of(r"\bhow\smuch\b", *(_AMOUNT, _SHARE, _COMPARED)),
    _of(
        r"\b(?:what|which)\s(?:\w+\s)?(?:percent(?:age)?|(?:proportion|fraction|share)\s(?:of|do|does|did|is|was|are|"
        r"were))\b",
        _SHARE,
    ),
    _of(
        rf"\bhow\smany\s(?:\w+\s)?{_UNIT_OF_TIME}\b(?!\sago)",
        *(_LASTING, _COUNTED, _COMPARED),
        by_date=True,
    ),
    _of(r"\bhow\smany\b", *(_COUNTED, _SHARE)),
    _of(
        rf"{_WHAT_IS}{_MEASURE}{_FOLLOWS}",
        *(_GRADED, _COMPARED, _SHARE, _WARM, _LASTING, _UNIT_OF_LENGTH),
        by_span=True,
    ),
    _of(
        rf"{_WHAT_IS}{_PRICE}{_FOLLOWS}|\bhow\s(?:high|large|big)\s(?:is|was|were|are)\s.{{0,40}}\b{_PRICE}\b",
        *(_MONEY, _COMPARED),
        by_number=False,
    ),
    _of(rf"{_WHAT}(?:phone|telephone|mobile|fax)\snumber\b", r"\d{3}|\d\d[\s-]\d", by_number=False),
    _of(rf"{_WHAT}cves?\b", r"\bcve-\d", by_number=False),
    _of(rf"{_WHAT}e-?mail\saddress\b", r"@|mail", by_number=False),
    _of(
        rf"{_WHAT}(?:url|web\saddress)\b|{_WHAT_IS}(?:web\s?site|home\s?page){_FOLLOWS}",
        r"\w\.\w{2}|site|page|web",
        by_number=False,
    ),
    _of(r"\b(?:what|which)\s(?:exact\s)?years?\b(?!['’])", r"\d|\b\w{3,5}ties\b", by_number=False, by_date=True),
)
"""In order of precedence: "how much did it cost" before "how much"."""

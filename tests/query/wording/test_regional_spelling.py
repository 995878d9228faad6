"""The two English spellings of a word lead to each other, and no word leads to another."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from relbot.query.wording.regional_spelling import other_spellings
from relbot.text.english import frequent_words

BOTH = """
licence/license colour/color favourites/favorites neighbouring/neighboring honourable/honorable behaviour/behavior
centre/center theatres/theaters metre/meter kilometres/kilometers calibre/caliber centred/centered
organise/organize organisations/organizations civilised/civilized analysed/analyzed paralysing/paralyzing
defence/defense offences/offenses licenced/licensed practise/practice grey/gray programme/program programmes/programs
travelled/traveled cancelling/canceling counsellor/counselor fuelled/fueled pencilled/penciled councillors/councilors
marvellous/marvelous labelled/labeled enrol/enroll fulfils/fulfills instalment/installment skilful/skillful
catalogue/catalog dialogues/dialogs catalogued/cataloged sulphur/sulfur judgement/judgment
anaemia/anemia paediatric/pediatric haemorrhage/hemorrhage foetus/fetus oestrogen/estrogen diarrhoea/diarrhea
manoeuvre/maneuver anaesthetise/anesthetize colourised/colorized
tyres/tires aluminium/aluminum plough/plow sceptical/skeptical jewellery/jewelry artefact/artifact
mum/mom mums/moms mum/mam
"""
APART = """
or/our four/for tour/tor hour/hor size/sise prise/prize rise/rize wise/wize tense/tence story/storey holly/holy
filling/filing refilling/refiling polled/poled pilled/piled taller/taler willing/wiling tiller/tiler timber/timbre
tire/tier fire/fier number/numbre course/corse court/cort flour/flor shoe/she poet/pet canoe/cane does/des advice/advise
device/devise prophecy/prophesy vogue/vog rogue/rog boulder/bolder grey/grew desert/dessert angle/angel planed/planned
stared/starred mummy/mommy diary/dairy quiet/quite trail/trial lead/led meat/meet check/cheque
"""
FREQUENT = """
aluminium/aluminum analog/analogue archaeological/archeological armor/armour armored/armoured artefacts/artifacts
authorised/authorized baptised/baptized behavior/behaviour canceled/cancelled catalog/catalogue center/centre
centered/centred centers/centres centimeters/centimetres characterised/characterized color/colour colored/coloured
colorful/colourful colors/colours criticised/criticized defence/defense defences/defenses endeavor/endeavour
favor/favour favorable/favourable favored/favoured favorite/favourite favorites/favourites fiber/fibre flavor/flavour
gray/grey harbor/harbour honor/honour honorable/honourable honored/honoured honors/honours humor/humour
jewellery/jewelry judgement/judgment kilometer/kilometre kilometers/kilometres labeled/labelled labor/labour
laborers/labourers licence/license liter/litre marshal/marshall meter/metre meters/metres mom/mum modeled/modelled
modeling/modelling neighbor/neighbour neighborhood/neighbourhood neighborhoods/neighbourhoods neighboring/neighbouring
neighbors/neighbours offence/offense offences/offenses organisation/organization organisations/organizations
organise/organize organised/organized organising/organizing practiced/practised program/programme programmes/programs
realise/realize realised/realized realises/realizes realising/realizing recognise/recognize recognised/recognized
reorganisation/reorganization rumors/rumours saber/sabre signaling/signalling specialised/specialized
specialising/specializing theater/theatre theaters/theatres tire/tyre tires/tyres traveled/travelled
traveler/traveller travelers/travellers traveling/travelling
"""


def pairs(text: str) -> list[tuple[str, ...]]:
    return [tuple(pair.split("/")) for pair in text.split()]


@pytest.mark.parametrize(("one", "other"), pairs(BOTH))
def test_either_spelling_leads_to_the_other(one: str, other: str) -> None:
    assert other in other_spellings(one)
    assert one in other_spellings(other)


@pytest.mark.parametrize(("one", "other"), pairs(APART))
def test_two_words_are_no_spellings_of_one(one: str, other: str) -> None:
    assert other not in other_spellings(one)
    assert one not in other_spellings(other)


def test_of_the_frequent_words_of_english_those_that_lead_to_another_have_two_spellings_but_for_few() -> None:
    words = {word for word in frequent_words() if word.isascii()}
    found = {(one, other) for one in words for other in other_spellings(one) if other in words and one < other}
    assert found == set(pairs(FREQUENT)) | set(
        pairs("amor/amour caesar/cesar daemon/demon neil/neill nicholls/nichols")
    )


@given(st.text(st.characters(categories=["Ll", "Nd"]), max_size=80))
def test_any_text_has_few_other_spellings_and_itself_is_none_of_them(text: str) -> None:
    found = other_spellings(text)
    assert text not in found
    assert len(found) == len(set(found)) < 100
    if not re.search("[a-z]{2}", text):
        assert not found

"""Abbreviations and their context words, with which `sentence_boundaries` decides whether a period ends a sentence.

All are written without their last period, and compared without case unless stated otherwise.
"""

from __future__ import annotations

from relbot.text.english import word_set

TITLES = word_set(
    "Lt Ltn Col Sgt Cpl Pvt Pfc Maj Gen Brig Capt Cmdr Cdr Cmdt Adm Rev Revd Hon Gov Sen Rep Pres Amb Supt Insp Det"
    " Fr Msgr Messrs Mme Mlle Mr Mrs Ms Mx Dr Drs Prof St Ste Mt Ft Pt Hr Fam Sr Sra Srta Dn Dna"
)
"""Capitalised abbreviations before a name: titles, ranks, and first parts of place names."""
REFERENCES = word_set(
    "p pp pg pgs ch chs chap chaps sec secs sect para paras par ed eds vol vols no nos nr fig figs tab tabs art arts"
    " eq eqs ex ext app fol ff l ll v vv cap lit col cols pl pt pts ser bd s zif abb abs"
)
"""Abbreviations before a number, a Roman numeral or a letter: "pp. 12", "Fig. A", "Art. IV"."""
ORDINARY_WORDS = word_set("art arts cap caps fig figs lit tab tabs alt col gal mag med nat sun sat mar max mos as do")
"""Abbreviations that are also ordinary English words or names: "Press Tab. Users see a list."."""
UNITS = word_set("min sec hr hrs mo mos yr yrs in ft yd mi lb lbs oz gal qt pt mg g kg ml l cm mm km m kw kwh")
"""Units, which may end a sentence after a number."""
STREETS = word_set("St Ave Rd Blvd Ln Sq Pl Ct Hwy Pkwy Dr")
"""Kinds of street, which may end a sentence after a number and a name: "12 Main St."."""
LABELLED = word_set(
    "annex apartment appendix area axis band bay berth block blood board book box building bus camp case category"
    " cell chamber chapter class clause coach column compartment component condition corridor course deck dimension"
    " district division dock door drive element entrance entry exhibit exit factor figure file flat floor form gate"
    " grade group hall hangar hepatitis hypothesis influenza item key lane layer league letter level line list lot"
    " machine method mode model module note number office option order outcome page panel part path pattern phase plan"
    " plane platform point pool port position product programme program protocol question road room round route row"
    " sample scale scenario schedule section sector segment series server session set shed shelf side signal site size"
    " slot solution space species stage stand station step stop strain strategy stream street string switch system"
    " table task team terminal test theorem theory tier track tract tray trial tunnel type unit valve variable variant"
    " vector version vitamin volume ward wing yard zone"
)
"""Nouns that may be followed by a single letter as a label: "plan B". After other words a letter is an initial."""
OPENERS = word_set(
    "A The This That These Those There Here It Its He She They We You His Her Their Our Your My Him Them Who Whose"
    " What When Where Why How Which Whether While Whereas Whenever Then Thus Therefore Hence However Moreover"
    " Furthermore Nevertheless Nonetheless Otherwise Meanwhile Instead Indeed Finally Later Earlier Afterwards"
    " Eventually Since Because Although Though Unless Until If As At After Before During Despite By For From In Into"
    " On Of Over Under With Within Without Upon Throughout Through Between Among Against About Above Below Across"
    " Along Around Beyond To Toward Towards And But Or Nor Yet So Also Both Each Either Neither Every Everyone"
    " Everybody Everything Some Someone Many Most Much Several Few All Another Any Anyone Other Others Such Only Even"
    " Once Now Today Still Again Often Sometimes Usually Perhaps Maybe No None Nobody Nothing Not Is Are Was Were Do"
    " Does Did Can Could Has Have Had Should Would Please One Two Three Several Additionally Consequently Accordingly"
    " Similarly Likewise Besides Dann Der Die Das Er Sie Es Wir Ihr Im Am Nach Seit Danach Dort Hier Diese Dieser"
    " Dieses Ein Eine"
)
"""Words that begin a sentence if capitalised after a period. Words that are also names ("Will", "May") are left out."""
CLOCK = word_set("a.m p.m")
AFTER_CLOCK = word_set(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays Wednesdays Thursdays Fridays Saturdays"
    " Sundays Eastern Central Mountain Pacific Greenwich Standard Local UTC GMT BST CET CEST EET ET EST EDT CT CST CDT"
    " MT MST MDT PT PST PDT January February March April May June July August September October November December"
)
"""Words that may follow a time of day within a sentence: "6 a.m. Eastern"."""
GERMAN_BEFORE_ORDINAL = word_set(
    "am vom zum im der den dem des die das beim seit bis ab zur und oder bis ein eine einen einer jeder jede jedes"
    " ihr ihre ihren sein seine seinen seinem seiner unser unsere"
)
GERMAN_MONTHS = word_set("Januar Jänner Februar März April Mai Juni Juli August September Oktober November Dezember")
ENDING = word_set(
    "Inc Ltd Co Corp Bros Jr Sr Esq Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Wed Thu Fri Sat Sun al"
    " incl approx univ Univ Assn Dept Mfg Pty Plc GmbH vs St Ave min max Min Max tel"
)
"""Abbreviations that end a sentence if the next word is one of `OPENERS`; compared with case."""

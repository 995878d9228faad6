"""Replaces informal English with plain words: "which boss was sacked for being skint" means a bankrupt, dismissed
manager.

A small encoder knows little slang, so it neither finds a document in plain words nor believes that it answers. The
table lists British and American words that dictionaries mark as informal and that hardly have another meaning, unlike
"nick", "bust" and "roast". WordNet synonyms were tried before, without gain.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from relbot.temporal.date_patterns import lowered

_TABLE = """
people: folks, peeps
man: bloke, dude, fella, geezer, chap
men: blokes, dudes, fellas, geezers, chaps
child: kiddo, sprog, nipper
children: kiddos, sprogs, nippers, rugrats
baby: bairn
friend: buddy, pal, bestie, chum
friends: buddies, pals, besties, chums
friendly: chummy, pally, matey
father: dad, daddy
mother: mum, mom, mummy, mommy, mam
grandfather: grandad, granddad, grandpa, gramps
grandmother: nan, gran, granny, grandma
brother: bro
sister: sis
wife: missus, wifey
husband: hubby
leader: big man, top dog, strongman, head honcho, big cheese
leaders: top dogs, bigwigs, big shots
manager: boss, gaffer
elderly people: oaps, old folks, oldies, wrinklies
beginner: newbie, noob, rookie
beginners: newbies, noobs, rookies
expert: boffin, whizz
experts: boffins
police: cops
soldiers: squaddies
communists: commies
Americans: yanks
British: brits
Australians: aussies
spies: spooks
money: moolah, dosh, wonga
pounds: quid
dollars: bucks, greenbacks
expensive: pricey
cheap: dirt cheap, cheapo
pay: cough up, shell out, fork out, stump up
paid: coughed up, shelled out, forked out, stumped up
bankrupt: skint, belly up
went bankrupt: went bust, went under, went belly up
rich: minted, filthy rich
poor: hard up
discount: money off
rescued: bailed out
rescue: bail out
die: kick the bucket, pass away, snuff it, bite the dust
died: kicked the bucket, passed away, snuffed it, bit the dust
dying: kicking the bucket, passing away, snuffing it, biting the dust
kill: bump off, do away with
killed: bumped off, did away with
executed: put to death
execute: put to death
quarrel: fall out, have a row, bicker, squabble
quarrelled: fell out, fallen out, had a row, bickered, squabbled
quarrelling: bickering, squabbling, having a row
quarrel with: beef with
quarrelled with: had beef with
criticise: diss, slag off, have a go at
criticised: dissed, slagged off, had a go at
criticising: dissing, slagging off, having a go at
complain: moan, gripe, grumble, whinge, kvetch
complained: moaned, griped, grumbled, whinged, kvetched
complaining: griping, whinging, kvetching
mocked: made fun of, took the piss out of, took the mickey out of
mock: make fun of, take the piss out of, take the mickey out of
ignored: snubbed, given the cold shoulder, gave the cold shoulder
was ignored: got the cold shoulder
annoyed: ticked off, cheesed off, pissed off
angry: livid, fuming
afraid: scared stiff, bricking it
frightened: freaked out, spooked
defeated: thrashed, trounced, clobbered
fight: punch-up, brawl, dust-up
reconcile: patch things up, bury the hatchet
reconciled: patched things up, buried the hatchet
reconciling: patching things up, burying the hatchet
betrayed: stabbed in the back, ratted on
betray: stab in the back, rat on
stole: nicked, swiped, half-inched
dismissed: sacked, given the boot, given the sack
was dismissed: got the sack, got the boot
dismiss: sack, give the boot, give the sack
dismissing: sacking, giving the boot, giving the sack
expelled: kicked out, chucked out, booted out
expel: kick out, chuck out, boot out
expelling: kicking out, chucking out, booting out
resigned: threw in the towel
resign: throw in the towel
retire: pack it in, call it a day
retired: packed it in, called it a day
arrested: nabbed, collared
prison: the slammer, the clink
cancelled: called off, axed
cancel: call off
escape: leg it, do a runner, scarper
escaped: legged it, did a runner, scarpered
thrown away: binned, chucked away
throw away: chuck away
abandoned: ditched
begin: kick off, get going, get off the ground
began: kicked off, got going, got off the ground
invented: dreamt up, dreamed up, thought up
invent: dream up, think up
deteriorated: went sour, turned sour
deteriorate: go sour, turn sour
died suddenly: dropped dead
withdrew: bowed out
withdraw: bow out
flattered: sucked up to, buttered up
flatter: suck up to, butter up
deceived: duped, hoodwinked
survived: made it out alive
recovered: bounced back
recover: bounce back
became famous: made it big, hit the big time
become famous: make it big, hit the big time
supported: rooted for, stuck up for
support: root for, stick up for
joined forces: teamed up
join forces: team up
nervous: antsy, jittery
rarely: once in a blue moon
everything: the whole shebang, the whole nine yards
rejected: knocked back
reject: knock back
agreed: gave the nod, gave the green light
tolerate: put up with
tolerated: put up with
understand: get the hang of
repaired: patched up
broken: knackered, kaput, on the blink, on the fritz
tired: pooped, zonked
vomit: puke
sleep: kip, snooze
drunk: sloshed, tipsy, legless
alcohol: booze
pub: boozer
food: grub, nosh, tucker, scran
eat: scoff, munch, nosh
vegetables: veggies, veg
vegetarian: veggie
breakfast: brekkie
barbecue: barbie
toilet: loo, lav, dunny
toilets: loos, lavs, dunnies
bicycle: pushbike
television: telly
photographs: pics
clothes: clobber, togs
umbrella: brolly
sunglasses: sunnies
house: gaff
university: uni, varsity
advertisement: advert
advertisements: adverts
celebrities: celebs
celebrity: celeb
information: lowdown
rumour: tittle-tattle
lied: fibbed, told porkies
secretly: on the sly, on the quiet, on the down low
mistake: screwup, screw-up, cock-up, blunder, slip-up, boo-boo
mistakes: screwups, screw-ups, cock-ups, blunders, slip-ups, boo-boos
failed: flopped, fell through
failure: washout, damp squib
crazy: bonkers, barmy
stupid: daft
excellent: awesome, top-notch
terrible: lousy, crummy
small: teeny, itsy-bitsy
huge: ginormous, humongous
married: hitched, tied the knot
marry: get hitched, tie the knot
separated: split up, broke up
pregnant: knocked up
dog: pooch, doggo, mutt
dogs: pooches, doggos, mutts
cat: moggy
immediately: asap, straight away, pronto, in a jiffy
countryside: the sticks, the boonies
far away: in the middle of nowhere
"""
_FORMS = {
    form: plain
    for line in _TABLE.strip().splitlines()
    for plain, forms in [line.split(": ")]
    for form in forms.split(", ")
}
_INFORMAL = re.compile(
    rf"(?<![\w'’-])(?:{'|'.join(re.escape(form) for form in sorted(_FORMS, key=len, reverse=True))})(?![\w'’-])",
    re.IGNORECASE,
)
_LONGEST = 500
"""The longest text that is reworded, in characters."""


def in_plain_words(text: str, is_known: Callable[[str], bool]) -> str | None:
    """Return a text with its informal words replaced, except those that the corpus knows; None if it has no others."""
    if len(text) > _LONGEST:
        return None
    known = cache(is_known)
    plain = _INFORMAL.sub(lambda match: match[0] if known(match[0]) else _FORMS[lowered(match[0])], text)
    return plain if plain != text else None

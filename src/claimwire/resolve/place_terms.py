"""What the words around a name say about the kind of place: "the town of X", "X province", "north of X".

Feature prefixes are GeoNames classes and codes; the first that a candidate has fits best.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_KINDS = (
    ("town city village hamlet settlement metropolis capital suburb hometown township community", ("P.",)),
    ("neighbourhood neighborhood quarter ward square", ("P.PPLX", "P.")),
    ("province governorate oblast state emirate wilayat vilayet prefecture", ("A.ADM1", "A.")),
    ("district raion county municipality canton subdistrict", ("A.ADM2", "A.", "P.")),
    ("region area territory enclave zone", ("L.", "A.", "T.", "P.")),
    ("country nation republic kingdom", ("A.PCL",)),
    ("river lake sea gulf strait channel canal bay reservoir stream ocean", ("H.",)),
    ("mountain mount hill valley desert peninsula island plain plateau ridge", ("T.", "L.", "H.")),
    ("airport airbase base airfield dam hospital crossing refinery prison camp port", ("S.", "L.", "P.")),
    ("strip bank corridor heights height", ("L.", "A.", "T.")),
)
FEATURES: dict[str, tuple[str, ...]] = {noun: features for nouns, features in _KINDS for noun in nouns.split()}

# Nouns that tell an administrative unit or a river from the town of the same name.
UNITS = _words("province governorate oblast state district raion county canton region river lake")

COMPASS = _words("""north south east west northeast northwest southeast southwest north-east north-west south-east south-west""")
DIRECTIONS = COMPASS | _words(
    """northern southern eastern western central north-eastern northeastern north-western northwestern south-eastern
    southeastern south-western southwestern downtown rural upper lower inner outer greater mid opposition-held rebel-held
    government-held occupied besieged"""
)
ABOUT = COMPASS | _words("outskirts outskirt countryside suburb suburbs vicinity surroundings environs periphery hinterland")
# Nouns that name a part of the place that follows in "of X": the mention reaches from them to the name.
PARTS = ABOUT | _words(
    """edge part side heart centre center bank shore coast area town city village district province governorate region
    territory state county neighbourhood neighborhood quarter capital port streets street entrance gate airspace sky waters
    sector enclave rest border island gulf strait sea bay valley mountain mount hill plain desert road residential airport
    base camp university hospital municipality oblast hometown community canton settlement stronghold peninsula"""
)
NEAR = _words("near outside around beside off nearby towards toward close")
LOCATIVE = _words(
    """in at near outside inside around across into throughout towards toward through along off within onto beyond beside
    via over above"""
)
MOTION = _words("from to")
GROUNDED = _words("on")  # before a noun that means a place; before a name it is as often "about"
BOUND = _words("leave head bind bound depart sail set flee make embark")  # what goes "for X" goes there
# Verbs whose object is where something happens even when it is a country: "entered Syria", "shelled Damascus".
PLACE_VERBS = _words(
    """enter leave reach invade cross visit flee quit exit occupy bomb shell strike hit pound capture seize retake recapture
    liberate take storm attack besiege control hold overrun surround evacuate raid rock shake sweep defend abandon target
    bombard tour encircle overtake lose win regain secure approach blockade annex infiltrate traverse ravage devastate
    re-enter reenter penetrate block carpet-bomb flatten"""
)
# Words that take a government with "to" or "from": "told Moscow", "aid to Kyiv", "threat from Iran".
ADDRESSES = _words(
    """tell say speak give offer hand send pledge promise propose accuse urge call appeal warn ask belong respond reply sell
    supply provide listen submit grant lend owe according thank talk aid aide help support threat message letter ally
    allegiance committed close closer similar opposed due thanks unacceptable
    loyal hostile sympathetic answerable indebted appeal opponent critic enemy foe rival pressure demand backing address
    present convey relay transmit addressed"""
)
# Capitalised words that a gazetteer somewhere lists as a town, and that reports use for something else.
NOT_PLACES = _words(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun god allah
    islam ramadan eid christmas internet facebook twitter youtube congress parliament senate cabinet state union english
    arabic russian french german chinese spanish kurdish turkish hebrew muslim christian sunni shia shiite jewish i he she it
    they we you the a an this that these those mr mrs ms dr gen lt col maj capt sgt prof president minister general colonel
    captain major king prince queen pope sheikh imam reuters afp ap cnn bbc news media police army navy today yesterday
    tomorrow but and if when while after before according other others most many several more some all no not new one two
    three day week month year ebola covid coronavirus sars mers republican democrat democratic republicans democrats bank
    university school hospital center centre college house street council court church company county city town village
    district avenue road park bridge station airport act
    interstate highway route exit drive commerce central lane boulevard
    nato un asean opec oas who imf vice united time red homeland nino nina
    isil isis daesh hezbollah hamas taliban yazidi yezidi alawite druze turkmen takfiri salafi
     houthi maronite coptic arab bedouin rohingya hazara pashtun tatar nazi soviet"""
)
# Printed short after the name of a town ("Austin, Tex."); elsewhere they are words or other places ("Miss", "La", "Kan").
SHORT_STATES = _words(
    """ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass mich minn miss mo mont neb nev nh nj nm ny nc nd okla
    ore pa ri sc sd tenn tex vt va wash wva wis wyo"""
)
CALENDAR = _words(
    """january february march april may june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun"""
)
# Words that say what kind of office, unit or building a name belongs to, and never where it is.
GENERIC = _words(
    """national metropolitan regional international community general central middle high elementary primary secondary public
    state county city town village municipal circuit superior supreme fire highway patrol medical convention conservation
    civic interpretive shopping health detention arts cultural educational memorial federal provincial royal civil criminal
    appeals district environmental protection scout girl boy bible gaming park hall board room palace chapel summit
    festival garden gardens parade capitol gymnasium library museum theatre theater gallery arena plaza mall inn resort casino
    war world club pool lot ministry department commission wildlife nature reserve recreation sports science history"""
)
# Buildings and grounds, beside the ontology's facility nouns.
BUILDINGS = _words(
    """center centre institute academy theatre theater museum gallery library arena hall plaza park gardens garden zoo armory
    armoury casino inn resort clinic lab laboratories raceway racetrack speedway auditorium gymnasium amphitheatre amphitheater
    pavilion coliseum cinema chapel abbey convent seminary sanatorium barracks aquarium observatory"""
)
# Sites that are called after the town that they serve; a hospital, a school or a church is as often called after a person.
TOWN_SITES = _words(
    "airport airbase base airfield airstrip crossing refinery port harbour harbor dam prison terminal station depot camp"
)
# Words in the name of a paper or a broadcaster: the place before them is in its name alone.
MEDIA = _words(
    """post times herald tribune gazette journal news daily star telegraph chronicle observer guardian courier enterprise
    register inquirer dispatch sentinel bulletin mirror sun globe echo argus advertiser weekly magazine television
    tv radio fm press media channel broadcasting independent citizen record reporter review monitor"""
)
# Words in the name of an organisation or before an office-holder's, beside the ontology's bodies and titles.
OFFICIAL = _words(
    """department commission council board authority association society club chamber institute foundation trust bank agency
    service services bureau union federation partnership company corporation inc ltd co corp systems group holdings airlines
    airways railways energy power electric gas insurance university college school schools academy team fc united rovers
    democrat democrats republican republicans party campaign congress senate legislature assembly court courts deputies
    deputy detectives firefighters troopers sheriff police rescue ambulance health exchange stock observatory network
    initiative program programme project fund lottery delegation embassy consulate mission minister ministry office
    executive selectman superintendent commissioner director coroner treasurer clerk auditor lawmakers coordinator band
    orchestra choir lions rotary fraternity sorority brigade regiment army navy forces guard militia liberation"""
)
# What a name is the name of in "Marburg fever": no place.
UNDER = _words(
    "fire attack bombardment shelling siege assault control curfew blockade water rule occupation"
)  # "X came under fire"
SUFFERS = _words("fall burn lie")  # verbs whose subject is a place rather than its government
AILMENTS = _words("virus fever disease syndrome strain flu influenza outbreak variant vaccine bacterium bacillus encephalitis")
# Persons lend their names to these: "the Clinton administration", "the Hailey family".
PERSONAL = _words("administration family foundation campaign era presidency doctrine brothers sisters clan")
# Those who live or serve at a place: it is where they are, whatever they do.
INHABITANTS = _words(
    """resident inhabitant people citizen population villager elder native youth garrison populace dweller notable townspeople
    defender"""
)
SPEECH = _words(
    "say add tell ask explain write think believe recall tweet reply joke laugh admit smile shrug know want feel love hope"
)
# Nouns that stand before the name that they belong to: "Camp Speicher", "Lake Chad", "Mount Hermon".
LEADING = _words(
    """camp lake mount port fort cape river lough loch gulf isle tell tel tall wadi jabal jebel mt st san district sector zone
    highway route road"""
)
# What surrounds a place or leads to it, and is named after it: the happening is by the place rather than in it.
AROUND = _words(
    """countryside outskirts outskirt suburb vicinity surroundings environs periphery hinterland axis front frontline area
    desert hills orchards farms farmland belt approaches perimeter plain coast edge border-area surrounds"""
)
SETTLEMENTS = _words("town city village hamlet")
OPERATIONS = _words("operation exercise")  # "Operation Damascus Steel" is a name of its own
# Places that lie in the country whose adjective they bear: "the Syrian town of X"; an Israeli settlement need not.
NATIONAL = _words(
    "town city village hamlet province governorate oblast raion district county capital metropolis region state port"
)
STATE_OWNED = _words("border frontier airspace embassy consulate territory waters coast soil")  # a country's, never its capital's
SIDES = _words("bank banks shore shores coast edge street streets side centre center border gate entrance")
GROUND = _words(
    """road highway line railway route area village town land zone valley territory stretch border frontier crossing pass
    desert field checkpoint midway halfway located lie situate somewhere corridor front strip gap river sea strait bridge hill"""
)
ROADS = _words("road highway motorway route autostrada autobahn")
ALONG = _words("on along near via off onto")
CONNECTORS = _words(
    """of the - – ' ’ de la del da do des du le les los las san dos di von al el as ash ad ar at az an es ez et er ed ul bin
    au aux sur en upon"""
)
ARTICLE_WORDS = _words("al el ash as ad ar at az an es ez et er ed esh")
TITLES = _words(
    """mr mr. mrs mrs. ms ms. dr dr. gen gen. lt lt. col col. maj maj. capt capt. sgt sgt. prof prof. president minister
    general colonel captain major king prince queen pope imam sir lady senator sen sen. rep rep. gov gov. governor judge
    justice premier chancellor representative congressman attorney officer sheriff mayor secretary brigadier admiral
    lieutenant sergeant commander ayatollah rev rev. coach detective"""
)

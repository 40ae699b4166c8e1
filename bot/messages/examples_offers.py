"""Examples of what households and officers read of offers, for `examples`."""

from bot.messages.base import Message
from bot.messages.households import (
    WRONG_LABEL,
    AskHome,
    AskLabel,
    AskLives,
    AskLow,
    AskPersons,
    FoundHome,
    PhoneRow,
    WhoLeft,
)
from bot.messages.offers import (
    ENDED,
    NEWS,
    REFUSED,
    STATES,
    Flat,
    LeftHousehold,
    OfferCard,
    OfferForHelper,
    OfferGone,
    OfferNews,
    OfferRefused,
)
from bot.messages.officers import (
    LIVES,
    TASKS,
    CaseList,
    CaseRow,
    HouseholdCard,
    HouseholdCode,
    PeopleRefused,
    PeopleRoom,
    TaskList,
    TaskRow,
)
from bot.messages.unit_offers import NEWS as OFFICER_NEWS
from bot.messages.unit_offers import (
    OVER,
    Candidate,
    FlatCard,
    FlatList,
    FlatRow,
    NoOfficer,
    OfferDesk,
    OfficerNews,
)
from bot.messages.unit_offers import STATES as AT_UNIT

Example = tuple[str, Message]

FLAT = Flat("Björkvägen 5, Granvik", "1103", "2027-03-01", 3, 74.5, 1, False, 7850)
BARE = Flat(
    "Gamla Stationssamhällets Väg 128 C, uppgång Norra gården, 834 99 Övre Exempelby", "0904", "2027-03-01"
)
BY = "2026-12-23"
REFUSED_THERE = ("not_yours", "has_contract", "not_officer")


def _household() -> list[Example]:
    def card(state: str = "open", **more: object) -> OfferCard:
        return OfferCard(12, state, FLAT, BY, **more)  # type: ignore[arg-type]

    return [
        *((f"Push about an offer: {what}", OfferNews(12, what, BY)) for what in NEWS),
        ("Push about an offer, to a helper", OfferNews(12, "new", BY, adult=False)),
        ("Push about an offer, without a day", OfferNews(12, "news")),
        ("An offer of a home", card()),
        ("An offer of a home of which little is known", OfferCard(12, "open", BARE, BY)),
        (
            "An offer of a home, with a lift",
            OfferCard(12, "open", Flat("Storgatan 14", "1001", BY, 1, 30, 0, True, 0), BY),
        ),
        ("An offer, called", card(called=True)),
        ("An offer: sure of yes?", card(asks="yes")),
        ("An offer: sure of no?", card(asks="no")),
        ("An offer: why no?", card("declined", mine="no", asks="why")),
        *((f"An offer: {state}", card(state, may=state in ("accepted", "declined"))) for state in STATES),
        ("An offer: I have said yes", card("accepted", mine="yes")),
        ("An offer: I have said no", card("declined", mine="no")),
        ("An offer: the adults differ", card("accepted", mine="no", differ=True)),
        *((f"An offer is over: {why}", card("ended", ended=why, may=False)) for why in ENDED),
        ("An offer, for who may not answer", OfferForHelper(12, "open", BY)),
        ("An offer, for who may not answer, later", OfferForHelper(12, "accepted", BY)),
        *((f"An answer that does not count: {why}", OfferRefused(why, 12, BY)) for why in REFUSED),
        ("Her phone belongs to no household any more", LeftHousehold()),
        ("In place of an offer", OfferGone(12)),
    ]


def _officer() -> list[Example]:
    tasks = [TaskRow(n, 7, kind, "Familjen vid ån", 12) for n, kind in enumerate(TASKS, 1)]
    rows = [CaseRow(7, "Familjen vid ån", 5), CaseRow(8, "Blå dörren", 1, waits=False)]
    found = [FoundHome(3, "Björkvägen 5, Granvik", "1103", "0421-07")]
    phones = [PhoneRow(31, True, "fa_AF", "2026-11-03"), PhoneRow(32, False, "sv", "2026-11-04")]
    whole = HouseholdCard(
        7,
        "Familjen vid ån",
        5,
        True,
        "evacuation",
        "Storgatan 14, 1101",
        True,
        2,
        1,
        True,
        12,
        "silent",
        tasks,
    )
    return [
        ("The officer's room", PeopleRoom(3, 1, 12, 2)),
        ("The officer's room, empty", PeopleRoom(0, 0, 0, 0)),
        ("Tasks of an officer", TaskList(tasks, 4)),
        ("Tasks of an officer: none", TaskList([])),
        ("Her households", CaseList(rows, 2, more=True)),
        ("Her households: none", CaseList([])),
        ("Households without an officer", CaseList(rows, free=True)),
        ("A household", whole),
        *(
            (f"A household lives: {place}", HouseholdCard(7, "Blå dörren", 1, False, place))
            for place in LIVES
        ),
        ("A household, just added", HouseholdCard(7, "Blå dörren", 2, False, "own", added=True)),
        (
            "A household that does not wait",
            HouseholdCard(7, "Blå dörren", 2, False, "home", "Storgatan 14, 1101", False, 1),
        ),
        (
            "A household whose contract has ended",
            HouseholdCard(
                7,
                "Blå dörren",
                2,
                False,
                "elsewhere",
                "",
                False,
                1,
                can_wait=True,
                contract=7,
                tasks=[TaskRow(33, 7, "ended", "Blå dörren")],
            ),
        ),
        ("Has a household left?", HouseholdCard(7, "Blå dörren", 2, False, "own", asks="sure_close")),
        ("Adding a household: what is it called?", AskLabel()),
        *((f"Adding a household: {wrong}", AskLabel(wrong)) for wrong in WRONG_LABEL),
        ("Adding a household: how many?", AskPersons("Blå dörren")),
        ("How many are they now?", AskPersons("Blå dörren", 7)),
        ("Adding a household: lift?", AskLow("Blå dörren")),
        ("Adding a household: where?", AskLives("Blå dörren")),
        ("Where do they live now?", AskLives("Blå dörren", 7)),
        ("Adding a household: which home?", AskHome("Blå dörren")),
        ("Adding a household: is it this home?", AskHome("Blå dörren", found)),
        ("Which home do they live in now?", AskHome("Blå dörren", [], True, True, 7)),
        ("Whose phone has left?", WhoLeft(7, "Blå dörren", phones)),
        ("Whose phone has left? There is none", WhoLeft(7, "Blå dörren", [])),
        ("Whose phone has left? Sure?", WhoLeft(7, "Blå dörren", phones, phones[0])),
        ("Under the picture of a code", HouseholdCode("Blå dörren", "ABCDEFGHJK", 14)),
        ("Under the picture of a helper's code", HouseholdCode("Blå dörren", "ABCDEFGHJK", 1, adult=False)),
        *(
            (f"Not for this officer: {why}", PeopleRefused(why))
            for why in ("not_yours", "has_contract", "not_officer")
        ),
        ("Not for this officer: has an offer", PeopleRefused("has_offer", 12)),
    ]


def _unit() -> list[Example]:
    chosen = Candidate(7, "Familjen vid ån", 5, low=True)
    desks = [
        OfferDesk(12, 7, "Blå dörren", state, FLAT, BY, can=["confirm", "said", "more", "withdraw"])
        for state in AT_UNIT
    ]
    return [
        (
            "Flats for the unit",
            FlatList([FlatRow(3, FLAT.address, FLAT.number, BY), FlatRow(4, BARE.address, "0904", BY, True)]),
        ),
        ("Flats for the unit: none", FlatList([])),
        (
            "A flat for the unit",
            FlatCard(3, FLAT, "open", BY, candidates=[chosen, Candidate(8, "Blå dörren", 1)], more=2, page=2),
        ),
        ("A flat for the unit, and nobody waits", FlatCard(3, BARE, "open", BY)),
        ("A flat for the unit: offered", FlatCard(3, FLAT, "matched", BY, "Blå dörren", 12)),
        ("A flat for the unit: a colleague's household is asked", FlatCard(3, FLAT, "matched", BY)),
        *((f"A flat for the unit: {state}", FlatCard(3, FLAT, state, BY)) for state in OVER),
        (
            "A flat for the unit: to this household?",
            FlatCard(3, FLAT, "open", BY, asks="sure", chosen=chosen, answer_by=BY),
        ),
        ("A flat for the unit: why back?", FlatCard(3, FLAT, "open", BY, asks="decline")),
        *((f"An offer at the unit: {desk.state}", desk) for desk in desks),
        (
            "An offer at the unit: the adults differ",
            OfferDesk(
                12,
                7,
                "Blå dörren",
                "accepted",
                FLAT,
                BY,
                ["yes", "no"],
                differ=True,
                unreached=True,
                can=["said", "withdraw"],
            ),
        ),
        (
            "An offer at the unit: told by phone",
            OfferDesk(12, 7, "Blå dörren", "accepted", FLAT, BY, by_phone="yes"),
        ),
        (
            "An offer at the unit: no by phone, and why",
            OfferDesk(12, 7, "Blå dörren", "declined", FLAT, BY, by_phone="no", why="rent"),
        ),
        *(
            (
                f"An offer at the unit: sure to {asks}?",
                OfferDesk(12, 7, "Blå dörren", "accepted", FLAT, BY, asks=asks),
            )
            for asks in ("confirm", "withdraw")
        ),
        *(
            (
                f"An offer at the unit: not now, {why}",
                OfferDesk(12, 7, "Blå dörren", "ended", FLAT, BY, why_not=why),
            )
            for why in ("over", "differ", "void")
        ),
        *((f"Push to an officer: {what}", OfficerNews(what, flat=3)) for what in OFFICER_NEWS),
        *(
            (f"Push to an officer about a household: {what}", OfficerNews(what, household=7))
            for what in TASKS
        ),
        ("Push to an officer: households without one", OfficerNews("free")),
        ("To the desk: a flat, and no officer", NoOfficer("flat")),
        ("To the desk: households without an officer", NoOfficer("households", 3)),
    ]


OFFERS: list[Example] = [*_household(), *_officer(), *_unit()]

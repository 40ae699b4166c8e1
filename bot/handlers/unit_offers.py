"""Flats whose turn it is for the unit: an officer names a household, confirms its yes, or gives it back."""

import datetime
import sqlite3

from telegram import Update

from bot import hours
from bot.engine.turn import Event, Turn
from bot.handlers.deadlines import moment_of
from bot.handlers.offer_news import (
    call_if_unreached,
    end_all,
    flat_of,
    span,
    stage,
    tell,
    tell_officers,
    today,
    unreached,
)
from bot.handlers.officers import CARD, number_of, officer_here, refuse
from bot.messages import unit_offers as messages
from storage import (
    audit,
    contracts,
    households,
    offers,
    officer_tasks,
    unit_offers,
    vacancies,
)
from storage.households import Case
from storage.offers import Offer, Refused
from storage.people import Person
from storage.unit_offers import UnitOffer

MOST_CANDIDATES = 12
MOST_FLATS = 12
BUSY = frozenset(offers.LIVE)
# An offer about which the household can still be asked.
ASKED = BUSY | {"declined"}


# -- Flats -------------------------------------------------------------------------------------------


async def flats(update: Update, turn: Turn) -> None:
    """unit.flats:now"""
    if officer_here(turn) is not None:
        _show_flats(turn)


def _show_flats(turn: Turn) -> None:
    rows = []
    for flat in unit_offers.live(turn.db)[:MOST_FLATS]:
        said = flat_of(turn, flat)
        rows.append(
            messages.FlatRow(flat.id, said.address, said.number, flat.match_by, flat.state == "matched")
        )
    turn.card_here(CARD, messages.FlatList(rows))


async def flat(update: Update, turn: Turn) -> None:
    """unit.flat:3"""
    found = _flat(turn, turn.value)
    if found is not None:
        _show_flat(turn, *found)


def _flat(turn: Turn, value: str) -> tuple[UnitOffer, Person] | None:
    """The flat that a button is about, and the officer; one that is not there shows those that are."""
    person = officer_here(turn)
    if person is None:
        return None
    found = unit_offers.get(turn.db, number_of(value))
    if found is None:
        _show_flats(turn)
        return None
    return found, person


def _show_flat(
    turn: Turn, flat: UnitOffer, person: Person, asks: str = "", chosen: Case | None = None
) -> None:
    named = next((each for each in offers.of_unit_offer(turn.db, flat.id) if each.state in BUSY), None)
    case = households.get(turn.db, named.household) if named is not None else None
    mine = case is not None and households.may(case, person)
    candidates = _candidates(turn, person) if flat.state == "open" else []
    policy = turn.company.offering_on(today(turn))
    turn.card_here(
        CARD,
        messages.FlatCard(
            id=flat.id,
            flat=flat_of(turn, flat),
            state=flat.state,
            match_by=flat.match_by,
            named=case.label if case is not None and mine else "",
            offer=named.id if named is not None and mine else 0,
            candidates=[_candidate(each) for each in candidates[:MOST_CANDIDATES]],
            asks=asks,
            chosen=_candidate(chosen) if chosen is not None else None,
            answer_by=span(turn, policy.household_days)[0],
            more=len(candidates[MOST_CANDIDATES:]),
        ),
    )


def _candidates(turn: Turn, person: Person) -> list[Case]:
    """Her households that wait and are asked about no other flat, the longest first."""
    mine = households.of_officer(turn.db, person.id)
    return [
        case
        for case in mine
        if case.waits and households.may(case, person) and offers.live_of(turn.db, case.household) is None
    ]


def _candidate(case: Case) -> messages.Candidate:
    return messages.Candidate(case.household, case.label, case.persons, case.low)


async def match(update: Update, turn: Turn) -> None:
    """unit.match:3.7 (sure?), unit.match:3.7.sure: the flat is offered to this household."""
    place, _, rest = turn.value.partition(".")
    household, _, sure = rest.partition(".")
    found = _flat(turn, place)
    if found is None:
        return
    flat, person = found
    case = households.get(turn.db, number_of(household))
    if case is None or not households.may(case, person):
        refuse(turn, "not_yours")
        return
    busy = offers.live_of(turn.db, case.household)
    if busy is not None:
        refuse(turn, "has_offer", busy.id)
    elif flat.state != "open" or vacancies.is_void(turn.db, flat.vacancy) or not case.waits:
        _show_flat(turn, flat, person)
    elif sure != "sure":
        _show_flat(turn, flat, person, "sure", case)
    else:
        _match(turn, flat, case, person)


def _match(turn: Turn, flat: UnitOffer, case: Case, person: Person) -> None:
    before = [each for each in offers.of_unit_offer(turn.db, flat.id) if each.state == "declined"]
    before += [each for each in offers.of_household(turn.db, case.household) if each.state == "declined"]
    policy = turn.company.offering_on(today(turn))
    try:
        offer = offers.match(
            turn.db, flat, case.household, person, *span(turn, policy.household_days), turn.now
        )
    except Refused:
        _show_flat(turn, flat, person)
        return
    held = hours.after_working_days(turn.company, moment_of(flat.at), policy.hold_days).date()
    last = hours.working_day(turn.company, hours.working_day_before(held))[0].timestamp()
    unit_offers.match_until(turn.db, flat.id, max(flat.match_by, held.isoformat()), last)
    for old in before:
        officer_tasks.settle(turn.db, old.id, turn.now)
        over = offers.get(turn.db, old.id)
        if over is not None:
            tell(turn, over, "passed_on")
    tell(turn, offer, "named")
    call_if_unreached(turn, offer)
    show_offer(turn, offer, person)


async def decline(update: Update, turn: Turn) -> None:
    """unit.decline:3: the unit has nobody for this flat. Why?"""
    found = _flat(turn, turn.value)
    if found is not None:
        flat, person = found
        _show_flat(turn, flat, person, "decline" if flat.state == "open" else "")


async def decline_as(update: Update, turn: Turn) -> None:
    """unit.decline_as:3.too_small: it goes back to the ordinary queue."""
    place, _, reason = turn.value.partition(".")
    found = _flat(turn, place)
    if found is None:
        return
    flat, person = found
    if flat.state != "open" or reason not in unit_offers.REASONS:
        _show_flat(turn, flat, person)
        return
    try:
        vacancies.unit_answered(turn.db, flat.vacancy, "declined", reason, person, turn.now)
    except (vacancies.NotAllowed, vacancies.NotNow):
        _show_flat(turn, flat, person)
        return
    declined = unit_offers.move(turn.db, flat.id, "decline", person, reason, turn.now)
    end_all(turn, declined, "given_back", person)
    _show_flat(turn, declined, person)


# -- One offer ---------------------------------------------------------------------------------------


async def offer(update: Update, turn: Turn) -> None:
    """unit.offer:12"""
    found = _offer(turn, turn.value)
    if found is not None:
        show_offer(turn, *found)


def _offer(turn: Turn, value: str) -> tuple[Offer, Person] | None:
    """The offer that a button is about, and its officer."""
    person = officer_here(turn)
    if person is None:
        return None
    found = offers.get(turn.db, number_of(value))
    case = households.get(turn.db, found.household) if found is not None else None
    if found is None or case is None or not households.may(case, person):
        refuse(turn, "not_yours")
        return None
    return found, person


def show_offer(turn: Turn, offer: Offer, person: Person, asks: str = "", why_not: str = "") -> None:
    case, flat = households.get(turn.db, offer.household), unit_offers.get(turn.db, offer.unit_offer)
    assert case is not None
    assert flat is not None
    audit.read(turn.db, person.id, "offer", offer.id, turn.now)
    can = {
        "open": ["said", "withdraw"],
        "silent": ["said", "more", "withdraw"],
        "accepted": ["confirm", "said", "withdraw"],
        "declined": ["said", "withdraw"],
    }.get(offer.state, [])
    differ = offers.differ(turn.db, offer) and offer.state in ASKED
    turn.card_here(
        CARD,
        messages.OfferDesk(
            number=offer.id,
            household=offer.household,
            label=case.label,
            state=offer.state,
            flat=flat_of(turn, flat),
            answer_by=offer.answer_by,
            answers=list(offers.answers(turn.db, offer).values()),
            by_phone=offer.by_phone,
            differ=differ,
            why=offers.why(turn.db, offer) if offer.state in ("declined", "ended") else "",
            unreached=offer.state in ASKED and unreached(turn.db, offer.household),
            can=[act for act in can if act != "confirm" or not differ],
            asks=asks,
            why_not=why_not,
        ),
    )


async def said(update: Update, turn: Turn) -> None:
    """unit.said:12.yes, unit.said:12.no: the household has told its officer."""
    number, _, says = turn.value.partition(".")
    found = _offer(turn, number)
    if found is None:
        return
    offer, person = found
    if says not in ("yes", "no"):
        show_offer(turn, offer, person)
        return
    try:
        after = offers.answer_for(turn.db, offer, person, says, turn.now)
    except Refused as refused:
        show_offer(turn, offer, person, why_not=refused.why)
        return
    officer_tasks.settle(turn.db, offer.id, turn.now)
    officer_tasks.add(turn.db, offer.household, offer.id, after.state, turn.now)
    tell(turn, after, "phone")
    show_offer(turn, after, person)


async def confirm(update: Update, turn: Turn) -> None:
    """unit.confirm:12 (sure?), unit.confirm:12.sure: the yes stands, and the household has a contract."""
    number, _, sure = turn.value.partition(".")
    found = _offer(turn, number)
    if found is None:
        return
    offer, person = found
    flat = unit_offers.get(turn.db, offer.unit_offer)
    assert flat is not None
    try:
        offers.may_confirm(turn.db, offer, person)
        if vacancies.is_void(turn.db, flat.vacancy):
            raise Refused("void", offer)
        if sure == "sure":
            _sign(turn, offer, flat, person)
            offer = offers.get(turn.db, offer.id) or offer
    except Refused as refused:
        show_offer(turn, offer, person, why_not=refused.why)
        return
    show_offer(turn, offer, person, "" if sure == "sure" else "confirm")


def _sign(turn: Turn, offer: Offer, flat: UnitOffer, person: Person) -> None:
    """The second-hand contract, the ledger's line and the offer's end, all together. Raises Refused."""
    start = max(datetime.date.fromisoformat(flat.free_from), today(turn))
    if vacancies.lives_in(turn.db, person, flat.home):
        raise Refused("over", offer)
    try:
        contracts.sign_second_hand(turn.db, offer.household, flat.home, start, flat.vacancy, person, turn.now)
    except contracts.NotNow as error:
        raise Refused("void", offer) from error
    vacancies.unit_answered(turn.db, flat.vacancy, "let", "", person, turn.now)
    signed = offers.confirm(turn.db, offer, person, turn.now)
    unit_offers.move(turn.db, flat.id, "let", person, "", turn.now)
    households.has_home(turn.db, offer.household, person.id, turn.now)
    officer_tasks.settle(turn.db, offer.id, turn.now)
    tell(turn, signed, "confirm")


async def more(update: Update, turn: Turn) -> None:
    """unit.more:12: after silence they have been reached, and think it over."""
    found = _offer(turn, turn.value)
    if found is None:
        return
    offer, person = found
    days = turn.company.offering_on(today(turn)).household_days
    try:
        after = offers.give_more_time(turn.db, offer, person, *span(turn, days), turn.now)
    except Refused as refused:
        show_offer(turn, offer, person, why_not=refused.why)
        return
    officer_tasks.settle(turn.db, offer.id, turn.now)
    tell(turn, after, "more")
    show_offer(turn, after, person)


async def withdraw(update: Update, turn: Turn) -> None:
    """unit.withdraw:12 (sure?), unit.withdraw:12.sure: the flat is free for another household."""
    number, _, sure = turn.value.partition(".")
    found = _offer(turn, number)
    if found is None:
        return
    offer, person = found
    if sure != "sure":
        show_offer(turn, offer, person, "withdraw" if offer.state in ASKED else "")
        return
    try:
        after = offers.withdraw(turn.db, offer, person, turn.now)
    except Refused as refused:
        show_offer(turn, offer, person, why_not=refused.why)
        return
    officer_tasks.settle(turn.db, offer.id, turn.now)
    tell(turn, after, "withdrawn")
    show_offer(turn, after, person)


# -- What happens of itself --------------------------------------------------------------------------


def owed(db: sqlite3.Connection, now: float) -> list[int]:
    """Entries of the ledger whose turn it is for the unit and that are not offered to it yet."""
    return [
        each.vacancy
        for each in vacancies.owed(db)
        if not unit_offers.was_offered(db, each.vacancy) and not unit_offers.is_live(db, each.home)
    ]


async def opened(event: Event, turn: Turn) -> None:
    """unit.owed: the flat is offered to the unit, and its officers are told."""
    found = next((each for each in vacancies.owed(turn.db) if each.vacancy == event.id), None)
    if found is None or event.id not in owed(turn.db, turn.now):
        return
    days = turn.company.offering_on(today(turn)).unit_days
    flat = unit_offers.add(
        turn.db,
        found.vacancy,
        found.home,
        found.free_from.isoformat(),
        found.rent,
        *span(turn, days),
        turn.now,
    )
    tell_officers(turn, messages.OfficerNews("flat", flat.id), messages.NoOfficer("flat"))


def void(db: sqlite3.Connection, now: float) -> list[int]:
    """Flats that are offered and are not free after all."""
    return [each.id for each in unit_offers.live(db) if vacancies.is_void(db, each.vacancy)]


async def voided(event: Event, turn: Turn) -> None:
    """unit.void: whoever lives there stays, so what was offered is over."""
    if event.id not in void(turn.db, turn.now):
        return
    flat = unit_offers.move(turn.db, event.id, "void", None, "", turn.now)
    end_all(turn, flat, "void", None)
    tell_officers(turn, messages.OfficerNews("flat_void", flat.id), messages.NoOfficer("flat"))


def to_remind(db: sqlite3.Connection, now: float) -> list[int]:
    """Flats of which the officers are to be reminded, or whose time is over."""
    return unit_offers.due(db, now, moment_of(now).date().isoformat())


async def due(event: Event, turn: Turn) -> None:
    """unit.due: the officers are reminded; after the last day the flat goes to the ordinary queue."""
    flat = unit_offers.get(turn.db, event.id)
    if flat is None or flat.id not in to_remind(turn.db, turn.now):
        return
    if flat.match_by < today(turn).isoformat():
        if not vacancies.is_void(turn.db, flat.vacancy):
            vacancies.unit_answered(turn.db, flat.vacancy, "expired", "no_answer", None, turn.now)
        expired = unit_offers.move(turn.db, flat.id, "expire", None, "", turn.now)
        end_all(turn, expired, "expired", None)
        tell_officers(turn, messages.OfficerNews("flat_over", flat.id), messages.NoOfficer("flat"))
        return
    reached, what = stage(turn.now, flat.half, flat.last)
    unit_offers.remind(turn.db, flat.id, reached)
    tell_officers(turn, messages.OfficerNews(f"flat_{what}", flat.id), messages.NoOfficer("flat"))

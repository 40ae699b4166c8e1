"""Flats whose turn it is for the unit: an officer names a household, or gives it back."""

import sqlite3

from telegram import Update

from bot import hours
from bot.engine.turn import Event, Turn
from bot.handlers.deadlines import moment_of
from bot.handlers.offer_desk import show_offer
from bot.handlers.offer_news import (
    call_if_unreached,
    end_all,
    flat_of,
    span,
    stage,
    tell,
    tell_officers,
    today,
)
from bot.handlers.officers import CARD, number_of, officer_here, refuse
from bot.messages import unit_offers as messages
from bot.messages.offers import Flat
from storage import (
    households,
    offers,
    officer_tasks,
    unit_offers,
    vacancies,
)
from storage.households import Case
from storage.offers import Refused
from storage.people import Person
from storage.unit_offers import UnitOffer

A_PAGE = 12
MOST_FLATS = 12
BUSY = frozenset(offers.LIVE)


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
    """unit.flat:3, unit.flat:3.2: with a page of those that it may be for."""
    place, _, page = turn.value.partition(".")
    found = _flat(turn, place)
    if found is not None:
        _show_flat(turn, *found, page=number_of(page))


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
    turn: Turn, flat: UnitOffer, person: Person, asks: str = "", chosen: Case | None = None, page: int = 1
) -> None:
    named = next((each for each in offers.of_unit_offer(turn.db, flat.id) if each.state in BUSY), None)
    case = households.get(turn.db, named.household) if named is not None else None
    mine = case is not None and households.may(case, person)
    said = flat_of(turn, flat)
    candidates = _candidates(turn, person, said) if flat.state == "open" else []
    page = min(max(1, page), max(1, -(-len(candidates) // A_PAGE)))
    policy = turn.company.offering_on(today(turn))
    turn.card_here(
        CARD,
        messages.FlatCard(
            id=flat.id,
            flat=said,
            state=flat.state,
            match_by=flat.match_by,
            named=case.label if case is not None and mine else "",
            offer=named.id if named is not None and mine else 0,
            candidates=[_candidate(each) for each in candidates[(page - 1) * A_PAGE : page * A_PAGE]],
            asks=asks,
            chosen=_candidate(chosen) if chosen is not None else None,
            answer_by=span(turn, policy.household_days)[0],
            more=len(candidates[page * A_PAGE :]),
            page=page,
        ),
    )


def _candidates(turn: Turn, person: Person, flat: Flat) -> list[Case]:
    """Her households that wait and are asked about no other flat: those that can get to this one first, and
    of these the longest waiting.
    """
    mine = households.of_officer(turn.db, person.id)
    found = [
        case
        for case in mine
        if case.waits and households.may(case, person) and offers.live_of(turn.db, case.household) is None
    ]
    return sorted(found, key=lambda case: messages.is_out_of_reach(_candidate(case), flat))


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
    """Flats that are offered, or let on a contract that has not begun, and are not free after all."""
    return [each.id for each in _not_lived_in(db) if vacancies.is_void(db, each.vacancy)]


def _not_lived_in(db: sqlite3.Connection) -> list[UnitOffer]:
    return [*unit_offers.live(db), *unit_offers.before_keys(db)]


async def voided(event: Event, turn: Turn) -> None:
    """unit.void: whoever lives there stays, so what was offered is over."""
    if event.id not in void(turn.db, turn.now):
        return
    flat = unit_offers.move(turn.db, event.id, "void", None, "", turn.now)
    end_all(turn, flat, "void", None)
    tell_officers(turn, messages.OfficerNews("flat_void", flat.id), messages.NoOfficer("flat"))


def another_day(db: sqlite3.Connection, now: float) -> list[int]:
    """Flats that are offered, or let on a contract that has not begun, and become free on another day than
    was said.
    """
    return [each.id for each in _not_lived_in(db) if _free_from(db, each) != each.free_from]


def _free_from(db: sqlite3.Connection, flat: UnitOffer) -> str:
    vacancy = vacancies.get(db, flat.vacancy)
    return vacancy.free_from.isoformat() if vacancy is not None else flat.free_from


async def day_changed(event: Event, turn: Turn) -> None:
    """unit.day: the households that are asked, were and can still say yes, or have signed, learn of the new
    day.
    """
    if event.id not in another_day(turn.db, turn.now):
        return
    before = unit_offers.get(turn.db, event.id)
    assert before is not None
    flat = unit_offers.free_on(turn.db, before.id, _free_from(turn.db, before), turn.now)
    for offer in offers.of_unit_offer(turn.db, flat.id):
        if offer.state != "ended":
            tell(turn, offer, "day")
            call_if_unreached(turn, offer)


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

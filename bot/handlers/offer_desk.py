"""One offer as the household's officer acts on it: what they told her, confirming, taking it back."""

import datetime

from telegram import Update

from bot.engine.turn import Turn
from bot.handlers.leaving import ASKED
from bot.handlers.offer_news import flat_of, span, tell, today, unreached
from bot.handlers.officers import CARD, number_of, officer_here, refuse
from bot.messages import unit_offers as messages
from storage import contracts, households, offers, officer_tasks, unit_offers, vacancies
from storage.offers import Offer, Refused
from storage.people import Person
from storage.unit_offers import UnitOffer


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
            can=[act for act in can if act != "confirm" or offers.stands(turn.db, offer)],
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

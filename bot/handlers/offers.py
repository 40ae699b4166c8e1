"""An offer of a home, and the household's answer: shown, asked once more, given, changed."""

import sqlite3

from telegram import Update

from bot.engine.turn import Event, Turn
from bot.handlers.deadlines import moment_of
from bot.handlers.offer_news import (
    call_if_unreached,
    card_key,
    shown_to,
    span,
    stage,
    task,
    tell,
    today,
)
from bot.handlers.people import who
from bot.messages.offers import OfferRefused
from storage import offers, officer_tasks, people, unit_offers
from storage.offers import Offer, Refused
from storage.people import Person


async def show(update: Update, turn: Turn) -> None:
    """offer.show:12"""
    found = _hers(turn, turn.value)
    if found is not None:
        offer, person = found
        offers.ask_no_more(turn.db, offer, person)
        _show(turn, offer, person)


async def accept(update: Update, turn: Turn) -> None:
    """offer.accept:12"""
    _ask(turn, "yes")


async def decline(update: Update, turn: Turn) -> None:
    """offer.decline:12"""
    _ask(turn, "no")


def _ask(turn: Turn, says: str) -> None:
    """Yes and no are asked once more, with what follows."""
    found = _hers(turn, turn.value)
    if found is None:
        return
    offer, person = found
    try:
        offers.may_answer(turn.db, offer, person, today(turn).isoformat())
    except Refused as refused:
        _refuse(turn, refused, offer, person)
        return
    offers.ask(turn.db, offer, person, says)
    _show(turn, offer, person, says)


async def sure(update: Update, turn: Turn) -> None:
    """offer.sure:12: the answer that was asked about counts."""
    found = _hers(turn, turn.value)
    if found is None:
        return
    offer, person = found
    says = offers.asked(turn.db, offer, person)
    if not says:
        # A button from before: nothing is asked any more.
        _show(turn, offer, person)
        return
    try:
        after = offers.answer(turn.db, offer, person, says, today(turn).isoformat(), turn.now)
    except Refused as refused:
        _refuse(turn, refused, offer, person)
        return
    _show(turn, after, person, "why" if says == "no" and after.state == "declined" else "")
    _answered(turn, after, says, person)


def _answered(turn: Turn, offer: Offer, says: str, by: Person) -> None:
    officer_tasks.settle(turn.db, offer.id, turn.now)
    if offers.differ(turn.db, offer):
        tell(turn, offer, "differ", by)
        task(turn, offer.household, offer.id, "differ")
    else:
        tell(turn, offer, says, by)
        task(turn, offer.household, offer.id, offer.state)


async def why(update: Update, turn: Turn) -> None:
    """offer.why:12.size, offer.why:12.skip: why she has declined, if she likes."""
    number, _, reason = turn.value.partition(".")
    found = _hers(turn, number)
    if found is None:
        return
    offer, person = found
    if reason in offers.REASONS:
        try:
            offers.say_why(turn.db, offer, person, reason, turn.now)
        except Refused as refused:
            _refuse(turn, refused, offer, person)
            return
    _show(turn, offer, person)


async def call(update: Update, turn: Turn) -> None:
    """offer.call:12: she does not understand it, and a person calls."""
    found = _hers(turn, turn.value)
    if found is None:
        return
    offer, person = found
    if not person.adult or offer.state == "ended":
        _refuse(turn, Refused("over" if person.adult else "adult"), offer, person)
        return
    task(turn, offer.household, offer.id, "call")
    _show(turn, offer, person)
    tell(turn, offer, "called", person)


def _hers(turn: Turn, value: str) -> tuple[Offer, Person] | None:
    """The offer that a button is about and who presses; None if it is not to her household, which is said."""
    person = who(turn)
    number = int(value) if value.isdecimal() and len(value) < 16 else 0
    offer = offers.get(turn.db, number)
    if offer is None or person is None or person.household != offer.household:
        turn.say(OfferRefused("not_yours" if offer is not None else "unknown"))
        return None
    return offer, person


def _show(turn: Turn, offer: Offer, person: Person, asks: str = "") -> None:
    turn.card_here(card_key(offer.id), shown_to(turn, offer, person, asks))


def _refuse(turn: Turn, refused: Refused, offer: Offer, person: Person) -> None:
    """Why it did not count, and the offer as it is now."""
    offers.ask_no_more(turn.db, offer, person)
    _show(turn, offer, person)
    turn.say(OfferRefused(refused.why, offer.id, offer.answer_by))


# -- What falls due ----------------------------------------------------------------------------------


def to_remind(db: sqlite3.Connection, now: float) -> list[int]:
    """Offers of which somebody is to be reminded, or whose last day has passed."""
    return offers.due(db, now, moment_of(now).date().isoformat())


async def due(event: Event, turn: Turn) -> None:
    """offer.due: the adults are reminded; after the last day a person of the unit calls."""
    offer = offers.get(turn.db, event.id)
    if offer is None or offer.id not in to_remind(turn.db, turn.now):
        return
    if offer.answer_by < today(turn).isoformat():
        _missed(turn, offer)
        return
    reached, what = stage(turn.now, offer.half, offer.last)
    offers.remind(turn.db, offer, reached)
    tell(turn, offer, what)
    call_if_unreached(turn, offer)


def _missed(turn: Turn, offer: Offer) -> None:
    """No penalty: the officer calls, and the flat is kept for it long enough."""
    silent = offers.miss(turn.db, offer, turn.now)
    flat = unit_offers.get(turn.db, offer.unit_offer)
    assert flat is not None
    until, _, last = span(turn, turn.company.offering_on(today(turn)).call_days)
    unit_offers.match_until(turn.db, flat.id, max(flat.match_by, until), last)
    tell(turn, silent, "miss")
    task(turn, offer.household, offer.id, "silent")


async def unreachable(event: Event, turn: Turn) -> None:
    """chat.unreachable: where no adult of a household with an offer can be reached, its officer hears at
    once.
    """
    person = people.by_chat(turn.db, event.id)
    if person is None or person.household is None:
        return
    for offer in offers.of_household(turn.db, person.household):
        call_if_unreached(turn, offer)

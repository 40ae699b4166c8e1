"""Who learns of what about an offer: what stands in its cards, pushes that point, tasks for the officer."""

import datetime
import sqlite3
from typing import Literal

from bot import hours
from bot.engine.turn import Turn
from bot.handlers.deadlines import moment_of
from bot.messages.base import Message
from bot.messages.offers import Flat, OfferCard, OfferForHelper, OfferNews
from bot.messages.unit_offers import NoOfficer, OfficerNews
from storage import cards, chats, facts, homes, households, offers, officer_tasks, people, unit_offers
from storage.offers import Offer
from storage.people import Person
from storage.unit_offers import UnitOffer

How = Literal["push", "edit"]

# What has happened -> how the adults learn of it, how the rest of the household does, and the push. Who did
# it reads it on the card. An edit is seen where the offer was opened, and makes no sound.
TELLING: dict[str, tuple[How, How, str]] = {
    "named": ("push", "push", "new"),
    "half": ("push", "edit", "half"),
    "last": ("push", "edit", "last"),
    "yes": ("push", "edit", "news"),
    "no": ("push", "edit", "news"),
    "differ": ("edit", "edit", "news"),
    "called": ("edit", "edit", "news"),
    "miss": ("edit", "edit", "news"),
    "more": ("push", "edit", "more"),
    "phone": ("push", "edit", "news"),
    "confirm": ("push", "edit", "news"),
    "withdrawn": ("push", "edit", "news"),
    "void": ("push", "edit", "news"),
    "expired": ("push", "edit", "news"),
    "given_back": ("push", "edit", "news"),
    "day": ("push", "edit", "news"),
    "passed_on": ("edit", "edit", "news"),
    "left": ("edit", "edit", "news"),
    "not_coming": ("push", "edit", "news"),
}
# With what the day stands for which the answer is awaited.
WITH_A_DAY = frozenset({"new", "half", "last", "more"})


def card_key(number: int) -> str:
    return f"offer.{number}"


def flat_of(turn: Turn, flat: UnitOffer) -> Flat:
    """What is said of the home."""
    home = homes.get(turn.db, flat.home)
    if home is None:
        raise LookupError(flat.home)
    address = homes.house(turn.db, home.house).address
    return Flat(address, home.flat, flat.free_from, home.rooms, home.size, home.floor, home.lift, flat.rent)


def shown_to(turn: Turn, offer: Offer, person: Person, asks: str = "") -> Message:
    """The offer as this person of the household may read it. `asks` is yes, no (sure?) or why."""
    if not person.adult:
        return OfferForHelper(offer.id, offer.state, offer.answer_by)
    flat = unit_offers.get(turn.db, offer.unit_offer)
    assert flat is not None
    other = offers.live_of(turn.db, offer.household)
    free = other is None or other.id == offer.id
    in_time = offer.state in ("accepted", "declined") or (
        offer.state == "open" and offer.answer_by >= today(turn).isoformat()
    )
    return OfferCard(
        number=offer.id,
        state=offer.state,
        flat=flat_of(turn, flat),
        answer_by=offer.answer_by,
        ended=offer.ended,
        mine=offers.answers(turn.db, offer).get(person.id, ""),
        asks=asks,
        may=free and in_time,
        differ=offers.differ(turn.db, offer) and offer.state not in ("signed", "ended"),
        called=officer_tasks.is_open(turn.db, offer.id, "call"),
    )


def tell(turn: Turn, offer: Offer, what: str, by: Person | None = None) -> None:
    """The household learns of what has happened to its offer; `by` is who did it, and sees it already."""
    adults, others, push = TELLING[what]
    for person in people.of_household(turn.db, offer.household):
        if by is not None and person.id == by.id:
            continue
        if cards.get(turn.db, person.chat, card_key(offer.id)) is not None:
            turn.card(card_key(offer.id), shown_to(turn, offer, person), to=person.chat)
        if (adults if person.adult else others) == "push":
            day = offer.answer_by if push in WITH_A_DAY else ""
            turn.say(OfferNews(offer.id, push, day, bool(person.adult)), to=person.chat)


def tell_newcomer(turn: Turn, person: Person) -> None:
    """Who has just come in learns of the offer that her household has. Where she can answer it, nobody need
    call for it any more.
    """
    offer = offers.live_of(turn.db, person.household) if person.household is not None else None
    if offer is None:
        return
    is_open = offer.state == "open"
    day = offer.answer_by if is_open else ""
    turn.say(OfferNews(offer.id, "new" if is_open else "news", day, bool(person.adult)))
    if person.adult:
        officer_tasks.settle(turn.db, offer.id, turn.now, ("unreached",))


# -- Officers ----------------------------------------------------------------------------------------


def task(turn: Turn, household: int, offer: int | None, kind: str) -> None:
    """There is something to do about a household: its officer is told, once."""
    if not officer_tasks.add(turn.db, household, offer, kind, turn.now):
        return
    case = households.get(turn.db, household)
    officer = people.get(turn.db, case.officer) if case is not None and case.officer is not None else None
    if officer is not None:
        turn.say(OfficerNews(kind, household=household), to=officer.chat, silent=not at_work(turn))
    else:
        tell_officers(turn, OfficerNews("free"), NoOfficer("households"))


def tell_officers(turn: Turn, news: OfficerNews, nobody: NoOfficer, but: int | None = None) -> None:
    """All officers are told, `but` one; where there is none, the desk."""
    officers = [each for each in people.with_work(turn.db, "officer") if each.id != but]
    for each in officers or people.with_work(turn.db, "staff"):
        turn.say(news if officers else nobody, to=each.chat, silent=not at_work(turn))


def unreached(db: sqlite3.Connection, household: int) -> bool:
    """Whether no adult of a household can be reached here: none has come in, or all have blocked the bot."""
    adults = [person for person in people.of_household(db, household) if person.adult]
    return not any(chats.get(db, person.chat).reachable for person in adults)


def call_if_unreached(turn: Turn, offer: Offer) -> None:
    """No message replaces a call where nobody reads it."""
    if offer.state not in ("signed", "ended") and unreached(turn.db, offer.household):
        task(turn, offer.household, offer.id, "unreached")


def call_about(turn: Turn, household: int, matter: str) -> None:
    """Nobody at a household reads what it was pushed of its road: its officer is to call, once a matter.
    `matter` is the key of the push's card.
    """
    name = f"to_call.{household}.{matter}"
    if households.get(turn.db, household) is None or facts.get(turn.db, name) is not None:
        return
    if unreached(turn.db, household):
        facts.put(turn.db, name, str(turn.now))
        task(turn, household, None, "unreached")


def end_all(turn: Turn, flat: UnitOffer, why: str, by: Person | None) -> None:
    """The flat is no longer offered: what was asked of households for it is over, and they learn so."""
    for offer in offers.of_unit_offer(turn.db, flat.id):
        if offer.state == "signed" and why == "void":
            tell(turn, offers.fall(turn.db, offer, turn.now), "not_coming")
            task(turn, offer.household, offer.id, "void")
        if offer.state in ("signed", "ended"):
            continue
        declined = offer.state == "declined"
        ended = offers.end(turn.db, offer, why, by.id if by is not None else None, turn.now)
        officer_tasks.settle(turn.db, offer.id, turn.now)
        tell(turn, ended, "passed_on" if declined else why)
        if why == "void" and not declined:
            task(turn, offer.household, offer.id, "void")


# -- Days --------------------------------------------------------------------------------------------


def today(turn: Turn) -> datetime.date:
    return moment_of(turn.now).date()


def at_work(turn: Turn) -> bool:
    return hours.is_working_time(turn.company, moment_of(turn.now))


def span(turn: Turn, days: int) -> tuple[str, float, float | None]:
    """The last day (ISO) of an answer that has so many working days from now, and when it is reminded of."""
    day, half, last = hours.days_to_answer(turn.company, moment_of(turn.now), days)
    return day.isoformat(), half.timestamp(), last.timestamp() if last is not None else None


def stage(now: float, half: float, last: float | None) -> tuple[int, str]:
    """Which reminder is due: that of the last day but one goes before that of half the time."""
    return (2, "last") if last is not None and last <= now else (1, "half")

"""/home: a household's road and contract; that she is registered; the good news, and what she says to it."""

import datetime

from telegram import Update

from bot import hours, road
from bot.engine.turn import Turn
from bot.handlers.deadlines import moment_of
from bot.handlers.offer_news import task
from bot.handlers.people import lives_at, who
from bot.messages import home as messages
from bot.messages.general import NotUsed
from storage import contracts, conversion_news, conversions, households, offers, proofs, tracks
from storage.conversions import Conversion
from storage.people import Person

CARD = "home"


def _today(turn: Turn) -> datetime.date:
    return moment_of(turn.now).date()


def _at_home(turn: Turn, adult: bool = False) -> tuple[Person, int] | None:
    """Who wrote or pressed, and her household; None if this is not for her, who is then told so."""
    person = who(turn)
    if person is None or person.household is None:
        turn.say(NotUsed("not_at_home"))
        return None
    if adult and not person.adult:
        turn.say(NotUsed("helper"))
        return None
    return person, person.household


async def show(update: Update, turn: Turn) -> None:
    """/home, the keyboard's word, or back from anywhere."""
    found = _at_home(turn)
    if found is not None:
        turn.card_here(CARD, home_message(turn, *found))


def home_message(turn: Turn, person: Person, household: int) -> messages.Home:
    """The road and the contract as they are today, with what this person can do."""
    day = _today(turn)
    address, flat = lives_at(turn, person)
    contract = contracts.of_household(turn.db, household, day) or contracts.to_come(turn.db, household, day)
    conversion = conversions.of_contract(turn.db, contract.id) if contract is not None else None
    said = proofs.waiting(turn.db, contract.id) if contract is not None else []
    adult = bool(person.adult)
    steps = road.steps(turn.db, household, person.id, day)
    may_offer = turn.company.rooms.offers and adult
    mine = [each for each in said if each.person == person.id]
    return messages.Home(
        address=address,
        flat=flat,
        road=steps,
        contract=road.facts(turn.db, contract, day) if contract is not None else None,
        check_by=said[0].check_by.isoformat() if said else "",
        hers=road.hers(conversion) if conversion is not None and adult else [],
        can_register=may_offer and contract is not None and contract.state == "second" and not mine,
        news=_news(turn, conversion, person),
        picture=bool(steps),
        shares=_shares(turn, person, household) if may_offer else None,
        adult=adult,
        offer=_offer(turn, household) if turn.company.rooms.offers else 0,
    )


def _offer(turn: Turn, household: int) -> int:
    """The offer of a home that waits for an answer, or whose answer can still be changed; 0 for none."""
    latest = next(iter(offers.of_household(turn.db, household)), None)
    return latest.id if latest is not None and latest.state not in ("signed", "ended") else 0


def _news(turn: Turn, conversion: Conversion | None, person: Person) -> int:
    """The conversion that an adult can read about; 0 for none."""
    if conversion is None or not person.adult or conversion.state != "approved":
        return 0
    return conversion.id


def _shares(turn: Turn, person: Person, household: int) -> bool | None:
    """Whether her dates may be kept; None where nobody would note any."""
    if households.get(turn.db, household) is None:
        return None
    return tracks.consents(turn.db, person.id)


async def picture(update: Update, turn: Turn) -> None:
    """home.picture: the road as a picture, drawn when it is sent."""
    found = _at_home(turn)
    if found is None:
        return
    if not road.steps(turn.db, found[1], found[0].id, _today(turn)):
        turn.say(NotUsed("old_button"))
        return
    turn.document(f"hem-{_today(turn)}.png", messages.Picture(), f"{CARD}.picture")


# -- Registered ------------------------------------------------------------------------------------


async def registered(update: Update, turn: Turn) -> None:
    """home.registered:ask, then :yes. Her word goes to the unit; no document comes with it."""
    found = _at_home(turn, adult=True)
    if found is None:
        return
    person, household = found
    now = moment_of(turn.now)
    policy = turn.company.conversion_on(now.date())
    check_by = hours.after_working_days(turn.company, now, policy.check_days).date()
    contract = contracts.of_household(turn.db, household, now.date())
    can = contract is not None and contract.state == "second"
    if turn.value == "ask" and can:
        turn.card_here(CARD, messages.SureRegistered(check_by.isoformat()))
        return
    if turn.value == "yes" and contract is not None:
        try:
            proofs.say_registered(turn.db, person, check_by, turn.now, now.date())
        except proofs.NotNow:
            pass  # said before, or the contract has moved on: what is true is shown
        else:
            task(turn, household, None, "registered")
    turn.card_here(CARD, home_message(turn, person, household))


# -- The good news ---------------------------------------------------------------------------------


async def news(update: Update, turn: Turn) -> None:
    """home.news:12: what changes, for an adult of the household."""
    found = _conversion(turn)
    if found is None:
        return
    person, conversion = found
    conversion_news.open_by(turn.db, conversion.id, person, turn.now)
    _show_news(turn, person, conversion)


async def understood(update: Update, turn: Turn) -> None:
    """home.understood:12"""
    found = _conversion(turn)
    if found is not None:
        person, conversion = found
        if conversion.state == "approved":
            conversion_news.answer(turn.db, conversion.id, person, "understood", turn.now)
        _show_news(turn, person, conversion)


async def call(update: Update, turn: Turn) -> None:
    """home.call:12: the unit calls, with an interpreter."""
    found = _conversion(turn)
    if found is None:
        return
    person, conversion = found
    before = conversion_news.readers(turn.db, conversion.id).get(person.id)
    if conversion.state == "approved" and (before is None or before.answer != "call"):
        conversion_news.answer(turn.db, conversion.id, person, "call", turn.now)
        assert person.household is not None
        task(turn, person.household, None, "conversion_call")
    _show_news(turn, person, conversion)


def _conversion(turn: Turn) -> tuple[Person, Conversion] | None:
    """The conversion that was pressed, if it is her household's and she is an adult."""
    found = _at_home(turn)
    if found is None:
        return None
    person, household = found
    number = int(turn.value) if turn.value.isdecimal() and len(turn.value) < 16 else 0
    conversion = conversions.get(turn.db, number)
    contract = contracts.get(turn.db, conversion.contract, _today(turn)) if conversion is not None else None
    is_news = conversion is not None and conversion.state in ("approved", "undone")
    if conversion is None or contract is None or contract.household != household or not is_news:
        turn.say(NotUsed("old_button"))
        return None
    if not person.adult:
        turn.say(messages.NewsForAdults())
        return None
    return person, conversion


def _show_news(turn: Turn, person: Person, conversion: Conversion) -> None:
    reader = conversion_news.readers(turn.db, conversion.id).get(person.id)
    assert conversion.effective is not None
    message = messages.FirstHand(
        conversion.id,
        conversion.effective.isoformat(),
        reader.answer if reader is not None else "",
        conversion.state == "undone",
    )
    turn.card_here(f"{CARD}.news.{conversion.id}", message)

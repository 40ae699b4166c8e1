"""The checklist of a conversion: ticking, the contract's number, the day, two who approve, and undoing."""

import datetime
from collections.abc import Callable

from telegram import Update

from bot import days
from bot.engine.turn import Turn
from bot.handlers.contracts import death_written, notice_written
from bot.handlers.conversions import (
    ask,
    do,
    news_key,
    pressed,
    show_card,
    tell_adults,
    tell_desk,
    tell_unit,
    today,
    typed_at,
)
from bot.handlers.proofs import day_of_proof_written
from bot.messages import conversions as messages
from bot.messages.home import Push
from storage import conversion_news, conversions, officer_tasks
from storage.contracts import Contract
from storage.conversions import POINTS, Conversion
from storage.people import Person


def _current(turn: Turn, side: str = "") -> tuple[Person, Contract, Conversion, list[str]] | None:
    """As `pressed`, with the conversion that is open or approved; where there is none, the card is shown."""
    found = pressed(turn, side)
    if found is None:
        return None
    person, contract, rest = found
    current = conversions.of_contract(turn.db, contract.id)
    if current is None or current.state not in ("open", "approved"):
        show_card(turn, person, contract.id)
        turn.say(messages.NotNow("state"))
        return None
    return person, contract, current, rest


async def tick(update: Update, turn: Turn) -> None:
    """conversion.tick:7.identity switches one point; .unit and .company tick all of theirs."""
    found = _current(turn)
    if found is None:
        return
    person, contract, current, rest = found
    point = rest[0] if rest else ""

    def act() -> object:
        if point in messages.GROUPS:
            left = [
                each for each, sees_to in POINTS.items() if sees_to == point and each not in current.ticked
            ]
            ready = [each for each in left if each != "lease_made" or current.number]
            return conversions.tick(turn.db, current.id, ready, person, turn.now)
        if point in current.ticked:
            return conversions.untick(turn.db, current.id, point, person, turn.now)
        if point == "lease_made" and not current.number:
            raise conversions.NotNow("number")
        return conversions.tick(turn.db, current.id, [point], person, turn.now) if point in POINTS else None

    do(turn, person, contract, act)


async def number(update: Update, turn: Turn) -> None:
    """conversion.number:7: the new contract's number is written next."""
    found = _current(turn)
    if found is not None:
        ask(turn, found[0], found[1], "number")


async def date(update: Update, turn: Turn) -> None:
    """conversion.date:7: from which first of a month?"""
    found = _current(turn)
    if found is not None:
        show_card(turn, found[0], found[1].id, "effective")


async def effective(update: Update, turn: Turn) -> None:
    """conversion.effective:7.20261201"""
    found = _current(turn)
    if found is None:
        return
    person, contract, current, rest = found
    day = days.day_meant(rest[0], today(turn)) if rest else None

    def act() -> object:
        if day is None:
            raise conversions.NotNow("effective")
        return conversions.set_effective(turn.db, current.id, day, person, turn.now, today(turn))

    do(turn, person, contract, act)


async def approve(update: Update, turn: Turn) -> None:
    """conversion.approve:7: with both sides it is decided, and the household hears of good news."""
    found = _current(turn)
    if found is None:
        return
    person, contract, current, _ = found

    def act() -> object:
        return conversions.approve(turn.db, current.id, person, turn.now, today(turn))

    if not do(turn, person, contract, act):
        return
    after = conversions.get(turn.db, current.id)
    assert after is not None
    if after.state == "approved":
        tell_adults(turn, contract.household, Push(good=True, news=current.id), news_key(current.id))
        show_card(turn, person, contract.id)
    else:
        _tell_other_side(turn, contract, set(after.votes))


def _tell_other_side(turn: Turn, contract: Contract, said: set[str]) -> None:
    tell = tell_desk if "officer" in said else tell_unit
    tell(turn, contract.id, contract.household)


async def refuse(update: Update, turn: Turn) -> None:
    """conversion.refuse:7: why?"""
    found = _current(turn)
    if found is not None:
        show_card(turn, found[0], found[1].id, "refuse")


async def refuse_as(update: Update, turn: Turn) -> None:
    """conversion.refuse_as:7.rent_unpaid: second-hand as before; the household hears that there is news."""
    _decide(turn, lambda current, person, why: conversions.refuse(
        turn.db, current.id, why, person, turn.now, today(turn)))  # fmt: skip


async def undo(update: Update, turn: Turn) -> None:
    """conversion.undo:7: what was wrong?"""
    found = _current(turn)
    if found is not None:
        show_card(turn, found[0], found[1].id, "undo")


async def undo_as(update: Update, turn: Turn) -> None:
    """conversion.undo_as:7.wrong_day: one side says so, and with the other it is undone."""
    _decide(turn, lambda current, person, why: conversions.undo(
        turn.db, current.id, why, person, turn.now, today(turn)))  # fmt: skip


async def keep(update: Update, turn: Turn) -> None:
    """conversion.keep:7: it is not undone after all; who had said so hears it from the other side."""
    found = _current(turn)
    if found is None:
        return
    person, contract, current, _ = found
    said = current.undo_votes
    kept = do(turn, person, contract, lambda: conversions.keep(turn.db, current.id, person, turn.now))
    if kept and person.id not in said.values():
        tell = tell_unit if "officer" in said else tell_desk
        tell(turn, contract.id, contract.household)


def _decide(turn: Turn, act: Callable[[Conversion, Person, str], Conversion]) -> None:
    found = _current(turn)
    if found is None:
        return
    person, contract, current, rest = found
    if not do(turn, person, contract, lambda: act(current, person, rest[0] if rest else "")):
        return
    after = conversions.get(turn.db, current.id)
    assert after is not None
    if after.state == "undone":
        tell_adults(turn, contract.household, Push(good=False, news=current.id), f"home.undone.{current.id}")
    elif after.state == "refused":
        tell_adults(turn, contract.household, Push(good=False), f"home.refused.{current.id}")
    else:
        _tell_other_side(turn, contract, set(after.undo_votes))


async def called(update: Update, turn: Turn) -> None:
    """conversion.called:7: those who wanted a call have had one."""
    found = _current(turn, "officer")
    if found is not None:
        conversion_news.call_all(turn.db, found[2].id, turn.now)
        officer_tasks.settle_kind(turn.db, found[1].household, "conversion_call", turn.now)
        show_card(turn, found[0], found[1].id)


def written(turn: Turn, said: str) -> bool:
    """What is written while a contract's card asks for it. Returns whether it was."""
    found = typed_at(turn)
    if found is None:
        return False
    person, contract, asks = found
    if asks == "number":
        _number_written(turn, person, contract, said.strip())
    elif asks == "arrived":
        notice_written(turn, person, contract, said)
    elif asks.startswith("died."):
        death_written(turn, person, contract, asks, said)
    else:
        day_of_proof_written(turn, person, contract, asks, said)
    return True


def _number_written(turn: Turn, person: Person, contract: Contract, said: str) -> None:
    current = conversions.of_contract(turn.db, contract.id)
    if current is None or not is_number(said):
        turn.say(messages.NotNow("number"))
        return
    do(turn, person, contract, lambda: conversions.set_number(turn.db, current.id, said, person, turn.now))


def is_number(said: str) -> bool:
    """Whether a text can be a contract's number, and is no personal number: those are never kept."""
    digits = [sign for sign in said if sign.isdecimal()]
    birthday = "".join(digits)[:8] if len(digits) == 12 else "19" + "".join(digits)[:6]
    personal = len(digits) in (10, 12) and _is_day(birthday)
    one_line = "\n" not in said and 0 < len(said) <= conversions.LONGEST_NUMBER
    return one_line and bool(digits) and not personal


def _is_day(text: str) -> bool:
    try:
        datetime.date(int(text[:4]), int(text[4:6]), int(text[6:8]))
    except ValueError:
        return False
    return True

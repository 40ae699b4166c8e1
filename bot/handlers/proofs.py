"""What opens a conversion, for the officer: what was seen, which day is on it, and who saw it."""

import datetime
import sqlite3

from telegram import Update

from bot import days, hours
from bot.engine.turn import Event, Turn
from bot.handlers.conversions import (
    ask,
    day_written,
    do,
    leave_typing,
    pressed,
    show_card,
    tell_desk,
    tell_unit,
    today,
)
from bot.handlers.deadlines import moment_of
from bot.handlers.offer_news import call_about
from bot.handlers.officers import number_of
from bot.messages import conversions as messages
from bot.messages.general import NotUsed
from bot.messages.home import Push
from bot.settings import Company
from storage import contracts, conversions, facts, officer_tasks, people
from storage import proofs as stored
from storage.contracts import Contract
from storage.people import Person


async def record(update: Update, turn: Turn) -> None:
    """conversion.record:7: what was seen?"""
    found = pressed(turn, "officer")
    if found is not None:
        show_card(turn, found[0], found[1].id, "ground")


async def ground(update: Update, turn: Turn) -> None:
    """conversion.ground:7.registered: which day is on it?"""
    found = pressed(turn, "officer")
    if found is None:
        return
    person, contract, rest = found
    if rest and rest[0] in messages.GROUNDS:
        ask(turn, person, contract, f"day.{rest[0]}")
    else:
        show_card(turn, person, contract.id)


async def day(update: Update, turn: Turn) -> None:
    """conversion.day:7.registered.20261125: who saw it?"""
    found = pressed(turn, "officer")
    if found is None:
        return
    person, contract, rest = found
    if len(rest) == 2 and rest[0] in messages.GROUNDS:
        _day_chosen(turn, person, contract, rest[0], days.day_meant(rest[1], today(turn)))
    else:
        show_card(turn, person, contract.id)


def _day_chosen(
    turn: Turn, person: Person, contract: Contract, what: str, seen: datetime.date | None
) -> None:
    if seen is None or seen > today(turn):
        turn.say(NotUsed("no_such_day") if seen is None else messages.NotNow("day"))
        return
    leave_typing(turn)
    show_card(turn, person, contract.id, f"saw.{what}.{seen:%Y%m%d}")


async def saw(update: Update, turn: Turn) -> None:
    """conversion.saw:7.registered.20261125.3: noted; where that is enough the checklist opens. Where every
    adult is to be registered it is asked whose it is: conversion.saw:7.registered.20261125.3.31
    """
    found = pressed(turn, "officer")
    if found is None:
        return
    person, contract, rest = found
    seen = days.day_meant(rest[1], today(turn)) if len(rest) in (3, 4) else None
    by = people.get(turn.db, number_of(rest[2])) if seen else None
    if seen is None or by is None or rest[0] not in messages.GROUNDS:
        show_card(turn, person, contract.id)
        return
    what: stored.Ground = "registered" if rest[0] == "registered" else "decision"
    policy = turn.company.conversion_on(today(turn))
    whose = number_of(rest[3]) if len(rest) == 4 and what == "registered" else None
    is_shared = policy.whose == "all" and len(stored.adults(turn.db, contract.household)) > 1
    if what == "registered" and whose is None and is_shared:
        show_card(turn, person, contract.id, f"whose.{what}.{seen:%Y%m%d}.{by.id}")
        return

    def act() -> None:
        stored.record(turn.db, contract.id, what, seen, by, person, turn.now, today(turn), whose)
        if stored.is_enough(turn.db, contract, policy.whose):
            conversions.open_for(turn.db, contract.id, list(policy.required), person, turn.now, today(turn))
            tell_desk(turn, contract.id, contract.household)

    if do(turn, person, contract, act):
        _looked_at(turn, contract)


def _looked_at(turn: Turn, contract: Contract) -> None:
    """Once nobody's word waits any more there is nothing left to do about it."""
    if not stored.waiting(turn.db, contract.id):
        officer_tasks.settle_kind(turn.db, contract.household, "registered", turn.now)


def to_check(company: Company, db: sqlite3.Connection, now: float) -> list[int]:
    """What was said, whose day has come and which nobody has looked at; told once, in working hours."""
    moment = moment_of(now)
    if not hours.is_working_time(company, moment):
        return []
    return [
        said.id
        for said in stored.waiting(db)
        if said.check_by <= moment.date() and facts.get(db, _reminded(said.id)) is None
    ]


async def check(event: Event, turn: Turn) -> None:
    """proof.check: the day that she was told has come, and her word still waits: its officer is reminded."""
    if event.id not in to_check(turn.company, turn.db, turn.now):
        return
    facts.put(turn.db, _reminded(event.id), str(turn.now))
    said = next(each for each in stored.waiting(turn.db) if each.id == event.id)
    contract = contracts.get(turn.db, said.contract, today(turn))
    if contract is not None and contract.state == "second":
        tell_unit(turn, contract.id, contract.household)


def _reminded(said: int) -> str:
    return f"proof.check.{said}"


async def not_yet(update: Update, turn: Turn) -> None:
    """conversion.not_yet:7: it could not be seen yet; she is told that there is news."""
    found = pressed(turn, "officer")
    if found is None:
        return
    person, contract, _ = found
    said = stored.settle(turn.db, contract.id, "not_yet", person)
    for each in said:
        adult = people.get(turn.db, each.person)
        if adult is not None and adult.household == contract.household:
            turn.card(f"home.not_yet.{each.id}", Push(good=False), to=adult.chat)
            call_about(turn, contract.household, f"home.not_yet.{each.id}")
    _looked_at(turn, contract)
    show_card(turn, person, contract.id)


def day_of_proof_written(turn: Turn, person: Person, contract: Contract, asks: str, said: str) -> None:
    """The day on a proof, written."""
    _day_chosen(turn, person, contract, asks.partition(".")[2], day_written(turn, said))

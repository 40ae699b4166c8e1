"""A contract's own life: what the clock does, notice, and second-hand that lasts too long."""

import datetime
import sqlite3

from telegram import Update

from bot import days, hours
from bot.engine.turn import Event, Turn
from bot.handlers import taken_back
from bot.handlers.conversions import (
    ask,
    day_written,
    do,
    leave_typing,
    pressed,
    show_card,
    tell_adults,
    tell_desk,
    tell_unit,
    today,
)
from bot.handlers.deadlines import moment_of
from bot.handlers.offer_news import task
from bot.messages import conversions as messages
from bot.messages.general import NotUsed
from bot.messages.home import Push
from bot.settings import Company
from storage import contract_ends, contract_lists, contracts, households, people, vacancy_acts
from storage.contracts import Contract
from storage.leases import is_death_notice, notice_ends
from storage.people import Person


def due(company: Company, db: sqlite3.Connection, now: float) -> list[int]:
    """Contracts to which the clock does something now."""
    return list(_due(company, db, now))


def _due(company: Company, db: sqlite3.Connection, now: float) -> dict[int, str]:
    moment = moment_of(now)
    keys_from = company.contract_on(moment.date()).keys_from

    def has_keys(begins: datetime.date) -> bool:
        day = hours.keys_on(begins)
        return moment.date() > day or (moment.date() == day and f"{moment:%H:%M}" >= keys_from)

    return contract_lists.due(db, moment.date(), has_keys)


async def day_has_come(event: Event, turn: Turn) -> None:
    """contract.day: the keys are handed over, first-hand begins, or the last day is over."""
    act = _due(turn.company, turn.db, turn.now).get(event.id)
    if act is None:
        return
    before = contracts.get(turn.db, event.id, today(turn))
    lived_there = people.households_of_home(turn.db, before.home) if before is not None else []
    contract = contracts.move(turn.db, event.id, act, None, turn.now, today(turn))
    taken_back.moved(turn, contract.household)
    if act == "end":
        _ask_where(turn, contract.household)
    elif act == "access":
        for household in lived_there:
            if household != contract.household:
                taken_back.moved(turn, household)
                _ask_where(turn, household)


def _ask_where(turn: Turn, household: int) -> None:
    """A household that is out of its home and has no other is asked where it lives."""
    if not contracts.keeps_home(turn.db, household, today(turn)):
        task(turn, household, None, "ended")


def too_long(company: Company, db: sqlite3.Connection, now: float) -> list[int]:
    """Contracts that have been second-hand for so long that somebody looks at them, told in working hours."""
    moment = moment_of(now)
    if not hours.is_working_time(company, moment):
        return []
    return list(contract_lists.too_long(db, moment.date(), company.contract_on(moment.date()).alarm_months))


async def is_long(event: Event, turn: Turn) -> None:
    """contract.long: the unit and the office hear of it."""
    policy = turn.company.contract_on(today(turn))
    months = contract_lists.too_long(turn.db, today(turn), policy.alarm_months).get(event.id)
    contract = contracts.get(turn.db, event.id, today(turn))
    if months is not None and contract is not None:
        contract_lists.told_too_long(turn.db, event.id, months, turn.now)
        tell_unit(turn, contract.id, contract.household)
        tell_desk(turn, contract.id, contract.household)


async def seen(update: Update, turn: Turn) -> None:
    """contract.seen:7: somebody has looked at how long it is."""
    found = pressed(turn)
    if found is not None:
        person, contract, _ = found
        do(turn, person, contract, lambda: contract_lists.settle_alarm(turn.db, contract.id, person))


def untold(db: sqlite3.Connection, now: float) -> list[int]:
    """What has happened about the end of a contract, and nobody was told of."""
    return contract_lists.untold(db)


async def news(event: Event, turn: Turn) -> None:
    """contract.news: notice was given, dated otherwise or taken back, here, with the flat or by a file: every
    adult of the household reads it at home, and its officer on the contract.
    """
    if event.id not in untold(turn.db, turn.now):
        return
    contract = contract_lists.tell(turn.db, event.id, today(turn))
    if contract is None:
        return
    tell_adults(turn, contract.household, Push(good=False), f"home.contract.{event.id}")
    if households.get(turn.db, contract.household) is not None:
        tell_unit(turn, contract.id, contract.household)


# -- Notice ----------------------------------------------------------------------------------------


async def notice(update: Update, turn: Turn) -> None:
    """contract.notice:7: when did it arrive?"""
    found = pressed(turn, "staff")
    if found is not None:
        ask(turn, found[0], found[1], "arrived")


async def notice_on(update: Update, turn: Turn) -> None:
    """contract.notice_on:7.20270103"""
    found = pressed(turn, "staff")
    if found is None:
        return
    person, contract, rest = found
    _arrived(turn, person, contract, days.day_meant(rest[0], today(turn)) if rest else None)


def notice_written(turn: Turn, person: Person, contract: Contract, said: str) -> None:
    """The day on which notice arrived, written."""
    _arrived(turn, person, contract, day_written(turn, said))


def _arrived(turn: Turn, person: Person, contract: Contract, day: datetime.date | None) -> None:
    if day is None or day > today(turn):
        turn.say(NotUsed("no_such_day"))
        return
    leave_typing(turn)
    show_card(turn, person, contract.id, f"notice.{day:%Y%m%d}")


async def notice_as(update: Update, turn: Turn) -> None:
    """contract.notice_as:7.20270103.usual, or .death, after which the notice is shorter."""
    found = pressed(turn, "staff")
    if found is None:
        return
    person, contract, rest = found
    day = days.day_meant(rest[0], today(turn)) if len(rest) == 2 else None
    if day is None or day > today(turn) or rest[1] not in messages.NOTICES:
        show_card(turn, person, contract.id)
    elif rest[1] == "death":
        ask(turn, person, contract, f"died.{day:%Y%m%d}")
    else:
        _give(turn, person, contract, day, turn.company.contract_on(day).notice_months)


async def died(update: Update, turn: Turn) -> None:
    """contract.died:7.20270103.20261220: on which day. The day itself is not kept."""
    found = pressed(turn, "staff")
    if found is None:
        return
    person, contract, rest = found
    arrived, day = (days.day_meant(each, today(turn)) for each in rest) if len(rest) == 2 else (None, None)
    if arrived is None or arrived > today(turn):
        show_card(turn, person, contract.id)
    else:
        _after_death(turn, person, contract, arrived, day)


def death_written(turn: Turn, person: Person, contract: Contract, asks: str, said: str) -> None:
    """The day of the death, written."""
    arrived = days.day_meant(asks.partition(".")[2], today(turn))
    if arrived is not None:
        _after_death(turn, person, contract, arrived, day_written(turn, said))


def _after_death(
    turn: Turn, person: Person, contract: Contract, arrived: datetime.date, day: datetime.date | None
) -> None:
    """Within a month of the death the notice is shorter; after that it is an ordinary one, which is said."""
    if day is None or day > arrived:
        turn.say(NotUsed("no_such_day"))
        return
    policy = turn.company.contract_on(arrived)
    shorter = is_death_notice(arrived, day)
    given = _give(
        turn, person, contract, arrived, policy.death_notice_months if shorter else policy.notice_months
    )
    if given and not shorter:
        turn.say(messages.NotNow("late_after_death"))


def _give(turn: Turn, person: Person, contract: Contract, arrived: datetime.date, months: int) -> bool:
    ends = notice_ends(arrived, months)
    return do(
        turn,
        person,
        contract,
        lambda: contract_ends.give_notice(turn.db, contract.id, ends, person, turn.now, today(turn), arrived),
    )


async def withdraw(update: Update, turn: Turn) -> None:
    """contract.withdraw:7: both sides agree that it goes on; the flat is not free then."""
    found = pressed(turn, "staff")
    if found is not None:
        person, contract, _ = found
        do(
            turn,
            person,
            contract,
            lambda: vacancy_acts.take_back(turn.db, contract, person, turn.now),
        )

"""The families of the made-up company: two that wait, one with an offer open, one second-hand and ready
for conversion, one converted.

Two colleagues set them up and have left since: the officer who comes in first looks after them.
"""

import datetime
import sqlite3

from bot import hours
from bot.settings import Company
from bot.speech import STOCKHOLM
from storage import contracts, conversions, homes, households, offers, people, proofs, unit_offers, vacancies
from storage.leases import add_months
from storage.people import Person

# Chats that Telegram gives to nobody.
_ULLA, _BO = 1, 2
# Where each family lives, what it is called, how many they are, whether it needs a lift, and where that is.
WITHOUT_HOME = ("Utan bostad", 5, False, "with_others")
AT_EVACUATION = ("0421-03", "Evakueringen", 4, True, "evacuation")
OFFERED = ("0421-01", "Med erbjudande", 3, False, "asylum")
SECOND_HAND = ("0312-07", "Andra hand", 4, False, "home")
CONVERTED = ("0313-11", "Första hand", 2, False, "home")
MONTHS_SECOND_HAND, MONTHS_CONVERTED, MONTHS_SINCE = 10, 16, 2
DAYS_SINCE_REGISTERED = 5


def add(db: sqlite3.Connection, company: Company, living: dict[str | None, int], now: float) -> None:
    """Adds them to the store; `living` is the household of each home, and the one without under None."""
    officer, desk = _colleague(db, _ULLA, "Ulla Lind", "officer"), _colleague(db, _BO, "Bo Ek", "staff")
    _case(db, living[None], WITHOUT_HOME, officer, now)
    _case(db, living[AT_EVACUATION[0]], AT_EVACUATION[1:], officer, now)
    offered = _case(db, living[OFFERED[0]], OFFERED[1:], officer, now)
    _offer(db, company, offered, officer, now)
    second = _case(db, living[SECOND_HAND[0]], SECOND_HAND[1:], officer, now)
    contract = _moved_in(db, SECOND_HAND[0], second, MONTHS_SECOND_HAND, officer, now)
    _ready(db, company, contract, officer, now)
    converted = _case(db, living[CONVERTED[0]], CONVERTED[1:], officer, now)
    contract = _moved_in(db, CONVERTED[0], converted, MONTHS_CONVERTED, officer, now)
    _converted(db, company, contract, officer, desk, now)
    households.let_go(db, officer.id, now)


def _colleague(db: sqlite3.Connection, chat: int, name: str, work: str) -> Person:
    """One who worked here and has left: no role is kept."""
    person = people.add(db, chat, 0.0)
    people.set_name(db, person, name)
    return Person(person, chat, name, None, None, None, frozenset({work}), frozenset())


def _case(
    db: sqlite3.Connection,
    household: int,
    facts: tuple[str, int, bool, str],
    officer: Person,
    now: float,
) -> int:
    label, persons, low, lives = facts
    households.follow(db, household, officer, label, persons, low, lives, now)
    return household


def _offer(db: sqlite3.Connection, company: Company, household: int, officer: Person, now: float) -> None:
    """The flat that the ledger owes the unit is offered to the family; where it owes none, it waits."""
    owed = next(iter(vacancies.owed(db)), None)
    if owed is None:
        return
    moment = datetime.datetime.fromtimestamp(now, STOCKHOLM)
    policy = company.offering_on(moment.date())
    until, half, last = hours.days_to_answer(company, moment, policy.hold_days)
    end = last.timestamp() if last is not None else None
    flat = unit_offers.add(
        db, owed.vacancy, owed.home, owed.free_from.isoformat(), owed.rent, until.isoformat(),
        half.timestamp(), end, now,
    )  # fmt: skip
    until, half, last = hours.days_to_answer(company, moment, policy.household_days)
    end = last.timestamp() if last is not None else None
    offers.match(db, flat, household, officer, until.isoformat(), half.timestamp(), end, now)
    unit_offers.match_until(db, flat.id, flat.match_by, flat.last)


def _moved_in(
    db: sqlite3.Connection, object_number: str, household: int, months: int, officer: Person, now: float
) -> int:
    """A second-hand contract from the first of a month so long ago. Returns it."""
    home = homes.by_object(db, object_number)
    if home is None:
        raise LookupError(object_number)
    start = _first(now, -months)
    at = _at(start)
    contract = contracts.sign_second_hand(db, household, home.id, start, None, officer, at)
    contracts.move(db, contract, "access", None, at, start)
    households.has_home(db, household, officer.id, at)
    return contract


def _ready(db: sqlite3.Connection, company: Company, contract: int, officer: Person, now: float) -> None:
    """That an adult is registered with Arbetsförmedlingen was seen: what comes next is the checklist."""
    today = datetime.datetime.fromtimestamp(now, STOCKHOLM).date()
    day = today - datetime.timedelta(days=DAYS_SINCE_REGISTERED)
    proofs.record(db, contract, "registered", day, officer, officer, now, today)
    required = company.conversion_on(today).required
    conversions.open_for(db, contract, list(required), officer, now, today)


def _converted(
    db: sqlite3.Connection, company: Company, contract: int, officer: Person, desk: Person, now: float
) -> None:
    """It became first-hand some months ago, as two people approved a month before."""
    effective = _first(now, -MONTHS_SINCE)
    day = _first(now, -MONTHS_SINCE - 1)
    at = _at(day)
    required = company.conversion_on(day).required
    proofs.record(db, contract, "registered", day, officer, officer, at, day)
    opened = conversions.open_for(db, contract, list(required), officer, at, day)
    conversions.tick(db, opened.id, list(conversions.POINTS), officer, at)
    conversions.set_number(db, opened.id, "H-3131", desk, at)
    conversions.set_effective(db, opened.id, effective, officer, at, day)
    conversions.approve(db, opened.id, officer, at, day)
    conversions.approve(db, opened.id, desk, at, day)
    contracts.move(db, contract, "become", None, _at(effective), effective)


def _first(now: float, months: int) -> datetime.date:
    """The first of the month so many months from now."""
    today = datetime.datetime.fromtimestamp(now, STOCKHOLM).date()
    return add_months(today.replace(day=1), months)


def _at(day: datetime.date) -> float:
    """The middle of a day in Sweden."""
    return datetime.datetime.combine(day, datetime.time(12), STOCKHOLM).timestamp()

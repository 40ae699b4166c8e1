"""A made-up company: sixty homes in five houses in three areas, fourteen flats given notice on, and one-time
codes for everybody.
"""

import datetime
import sqlite3
from typing import Literal

import msgspec

from bot import demo_families
from bot.contract_policies import ContractPolicy
from bot.settings import Company
from storage import codes, homes, people, stock, vacancies, vacancy_acts
from storage.leases import notice_ends
from storage.ledger import SWEDEN, Policy

AREAS = {"centrum": "Centrum", "granvik": "Granvik", "sjosidan": "Sjösidan"}

# Area, address, first half of the object numbers, lowest floor (one house stands on a slope).
HOUSES = (
    ("centrum", "Storgatan 14, Exempelby", "0312", 0),
    ("centrum", "Älgstigen 3, Exempelby", "0313", -1),
    ("granvik", "Björkvägen 5, Granvik", "0421", 0),
    ("granvik", "Renvägen 8, Granvik", "0422", 0),
    ("sjosidan", "Strandvägen 21, Exempelby", "0507", 0),
)
FLOORS = 3
ROOMS = (2, 3, 1, 4)  # of the flats on a floor, from the left of the stairs
SIZES = {1: 38.5, 2: 58.0, 3: 74.5, 4: 92.0}
RENTS = {1: 4890, 2: 6350, 3: 7680, 4: 9120}
WITH_LIFT = frozenset({"0312", "0507"})
# Houses with a stair for each two flats of a floor.
STAIRS = {"0312": "AABB", "0421": "AABB"}
# How homes are let that are not let to a tenant. Those to come are on a floor that is being built.
EMPTY = frozenset({"0312-12", "0313-04", "0421-09", "0422-02", "0507-06"})
LETTINGS = {
    **dict.fromkeys(EMPTY, "empty"),
    **dict.fromkeys(("0421-01", "0421-02"), "agency"),
    **dict.fromkeys(("0421-03", "0421-04"), "evacuation"),
    **dict.fromkeys(("0507-11", "0507-12"), "municipality"),
}
SPECIAL = frozenset({"0313-01"})
COMING = frozenset({"0422-09", "0422-10", "0422-11", "0422-12"})
NOT_LIVED_IN = EMPTY | COMING | {home for home, letting in LETTINGS.items() if letting in homes.ASYLUM}

# Flats given notice on, in this order: so many days ago, and why one does not count. Of those that count the
# fifth was withdrawn, so the sixth is the unit's, and to the tenth it said no.
NOTICES = (
    ("0312-12", 92, ""),
    ("0313-04", 85, ""),
    ("0421-09", 80, ""),
    ("0422-02", 71, ""),
    ("0312-01", 64, ""),
    ("0507-06", 58, ""),
    ("0313-08", 50, "exchange"),
    ("0422-05", 44, ""),
    ("0507-03", 37, ""),
    ("0421-07", 33, ""),
    ("0312-09", 27, ""),
    ("0507-08", 20, ""),
    ("0313-06", 12, ""),
    ("0421-10", 6, ""),
)
WITHDRAWN, DECLINED = 5, 10

# Homes of the agency's in which families of the demo live.
FAMILIES = frozenset({demo_families.AT_EVACUATION[0], demo_families.OFFERED[0]})
# Home, language to suggest, who. None is the household that waits for a home.
INVITED: tuple[tuple[str | None, str, Literal["adult", "helper"]], ...] = (
    ("0312-07", "fa_AF", "adult"),
    ("0312-07", "fa_AF", "helper"),
    ("0313-02", "ar", "adult"),
    ("0421-05", "sv", "adult"),
    ("0507-10", "en", "adult"),
    ("0422-08", "fa_AF", "adult"),
    ("0313-11", "ar", "adult"),
    ("0422-08", "fa_AF", "helper"),
    ("0421-12", "ar", "adult"),
    ("0312-03", "sv", "adult"),
    ("0507-01", "en", "adult"),
    ("0313-09", "fa_AF", "adult"),
    (None, "fa_AF", "adult"),
    (demo_families.AT_EVACUATION[0], "fa_AF", "adult"),
    (demo_families.OFFERED[0], "ar", "adult"),
)
# The two on duty in the sample profile are among them.
CARETAKERS = (
    ("Lars Nilsson", tuple(AREAS)),
    ("Maria Berg", ("centrum",)),
    ("Hassan Karimi", ("granvik", "sjosidan")),
)
WORKERS = (
    ("staff", "Karin Åström"),
    ("staff", "Peter Lund"),
    ("officer", "Elin Sjöberg"),
    ("admin", "Anna Dahl"),
)


class HouseholdCode(msgspec.Struct, frozen=True):
    """`home` is an object number, None for those who wait for one."""

    code: str
    home: str | None
    language: str
    person: Literal["adult", "helper"]


class CaretakerCode(msgspec.Struct, frozen=True):
    code: str
    areas: tuple[str, ...]


class WorkCode(msgspec.Struct, frozen=True):
    code: str


class Codes(msgspec.Struct, frozen=True):
    """The codes by role. Only here are they readable: the store keeps their hashes."""

    household: list[HouseholdCode]
    caretaker: list[CaretakerCode]
    staff: list[WorkCode]
    officer: list[WorkCode]
    admin: list[WorkCode]


def is_empty(db: sqlite3.Connection) -> bool:
    """Whether nobody's homes, households, people or codes are there."""
    tables = ("areas", "houses", "homes", "households", "people", "codes", "vacancies")
    return not any(db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in tables)


def fill(
    db: sqlite3.Connection,
    now: float,
    days: float,
    rule: Policy | None = None,
    company: Company | None = None,
) -> Codes:
    """Adds the company to an empty store; its codes are valid for `days`. With the one-in-five rule that is
    in force, flats given notice on too; with the profile, families on their way to a home.
    """
    living = _add_homes(db, now)
    if rule is not None:
        _add_notices(db, now, rule, company)
    if company is not None:
        demo_families.add(db, company, living, now)
    return Codes(
        household=_household_codes(db, living, now, days),
        caretaker=[
            CaretakerCode(
                codes.make(db, codes.Invitation("caretaker", areas=areas, name=name), now, days), areas
            )
            for name, areas in CARETAKERS
        ],
        **{
            role: [
                WorkCode(codes.make(db, codes.Invitation(role, name=name), now, days))
                for each, name in WORKERS
                if each == role
            ]
            for role in ("staff", "officer", "admin")
        },
    )


def _add_homes(db: sqlite3.Connection, now: float) -> dict[str | None, int]:
    """Returns the household of each home by its object number, and that without a home under None."""
    for area, name in AREAS.items():
        homes.add_area(db, area, name)
    living: dict[str | None, int] = {}
    for area, address, number, lowest in HOUSES:
        house = homes.add_house(db, area, address)
        for place in range(FLOORS * len(ROOMS)):
            floor, door = divmod(place, len(ROOMS))
            flat = f"{10 + lowest + floor:02}{door + 1:02}"
            object_number = f"{number}-{place + 1:02}"
            stair = STAIRS[number][door] if number in STAIRS else ""
            stock.put(db, _facts(object_number, house, flat, lowest + floor, ROOMS[door], stair, now))
            home = homes.by_object(db, object_number)
            if home is not None and (object_number not in NOT_LIVED_IN or object_number in FAMILIES):
                living[object_number] = people.add_household(db, home.id, now)
    living[None] = people.add_household(db, None, now)
    return living


def _facts(
    object_number: str, house: int, flat: str, floor: int, rooms: int, stair: str, now: float
) -> stock.Facts:
    next_year = datetime.datetime.fromtimestamp(now, SWEDEN).year + 1
    return stock.Facts(
        object=object_number,
        house=house,
        flat=flat,
        floor=floor,
        rooms=rooms,
        size=SIZES[rooms],
        lift=object_number.partition("-")[0] in WITH_LIFT,
        special=object_number in SPECIAL,
        letting=LETTINGS.get(object_number, "ordinary"),
        ready=f"{next_year}-Q2" if object_number in COMING else None,
        rent=RENTS[rooms],
        stair=stair,
    )


def _add_notices(db: sqlite3.Connection, now: float, rule: Policy, company: Company | None) -> None:
    """The ledger, as it came about: each notice confirmed by itself."""
    today = datetime.datetime.fromtimestamp(now, SWEDEN).date()
    numbers: dict[int, int] = {}
    for place, (object_number, ago, excluded) in enumerate(NOTICES, 1):
        home = homes.by_object(db, object_number)
        if home is None:
            raise LookupError(object_number)
        arrived = today - datetime.timedelta(days=ago)
        holds = ContractPolicy(arrived) if company is None else company.contract_on(arrived)
        ends = notice_ends(arrived, holds.notice_months)
        contract = f"K-{2000 + place}"
        registered = vacancy_acts.register(db, home, contract, arrived.isoformat(), ends, excluded, None, now)
        settled = vacancy_acts.confirm(db, [registered.id], rule, None, now)[0]
        if settled.number is not None:
            numbers[settled.number] = settled.id
        if settled.number == WITHDRAWN:
            vacancy_acts.withdraw(db, settled.id, "stays", None, now)
    if numbers[DECLINED] in {each.vacancy for each in vacancies.owed(db)}:
        vacancies.unit_answered(db, numbers[DECLINED], "declined", "too_large", None, now)


def _household_codes(
    db: sqlite3.Connection, living: dict[str | None, int], now: float, days: float
) -> list[HouseholdCode]:
    made = []
    for home, language, person in INVITED:
        invitation = codes.Invitation("household", living[home], adult=person == "adult")
        made.append(HouseholdCode(codes.make(db, invitation, now, days), home, language, person))
    return made

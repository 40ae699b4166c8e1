"""A made-up company: sixty homes in five houses in three areas, and one-time codes for everybody."""

import sqlite3
from typing import Literal

import msgspec

from storage import codes, homes, people

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
EMPTY = frozenset({"0312-12", "0313-04", "0421-09", "0422-02", "0422-11", "0507-06"})

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
    tables = ("areas", "houses", "homes", "households", "people", "codes")
    return not any(db.execute(f"SELECT 1 FROM {table} LIMIT 1").fetchone() for table in tables)


def fill(db: sqlite3.Connection, now: float, days: float) -> Codes:
    """Adds the company to an empty store; its codes are valid for `days`."""
    living = _add_homes(db, now)
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
            home = homes.add_home(db, object_number, house, flat, lowest + floor, ROOMS[door])
            if object_number not in EMPTY:
                living[object_number] = people.add_household(db, home, now)
    living[None] = people.add_household(db, None, now)
    return living


def _household_codes(
    db: sqlite3.Connection, living: dict[str | None, int], now: float, days: float
) -> list[HouseholdCode]:
    made = []
    for home, language, person in INVITED:
        invitation = codes.Invitation("household", living[home], adult=person == "adult")
        made.append(HouseholdCode(codes.make(db, invitation, now, days), home, language, person))
    return made

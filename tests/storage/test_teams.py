"""Groups of an area, and which orders may stand in them."""

from __future__ import annotations

import sqlite3

import pytest

from storage import faults, homes, people, teams
from storage.faults import Fault, NewFault
from storage.teams import Team

NOW = 1_000_000.0
GROUP, OTHER = -700, -800


class Place:
    """Two areas, a home in one of them, and the household that lives there."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        for area in ("norr", "soder"):
            homes.add_area(db, area, area.capitalize())
        self.house = homes.add_house(db, "norr", "Norra vägen 1")
        self.home = homes.add_home(db, "001-07", self.house, "1001", 1, 3)
        self.household = people.add_household(db, self.home, NOW)
        self.reporter = people.add(db, 50, NOW)
        people.join(db, self.reporter, self.household, True, NOW)

    def report(self, item: str = "kitchen.stove", *, shared: bool = False) -> Fault:
        new = NewFault(
            item, "E2", "shared" if shared else "home", self.house, None if shared else self.home,
            self.household, self.reporter, "sv",
        )  # fmt: skip
        return faults.add(self.db, new, [], NOW)


@pytest.fixture
def place(db: sqlite3.Connection) -> Place:
    return Place(db)


def test_a_group_is_for_one_area_and_an_area_may_have_several_groups(place: Place) -> None:
    db = place.db
    assert teams.get(db, GROUP) is None
    teams.bind(db, GROUP, "soder", NOW)
    teams.bind(db, GROUP, "norr", NOW)
    teams.bind(db, OTHER, "norr", NOW)
    assert teams.get(db, GROUP) == Team(GROUP, "norr")
    assert teams.showing(db, place.report()) == [OTHER, GROUP]
    teams.end(db, OTHER)
    assert teams.showing(db, place.report()) == [GROUP]
    assert teams.get(db, OTHER) is None


def test_an_area_that_does_not_exist_has_no_group(place: Place) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        teams.bind(place.db, GROUP, "nowhere", NOW)


def test_a_group_that_moves_keeps_its_area_whichever_is_heard_first(place: Place) -> None:
    db = place.db
    teams.bind(db, GROUP, "norr", NOW)
    teams.move(db, GROUP, OTHER)
    assert teams.get(db, GROUP) is None
    assert teams.get(db, OTHER) == Team(OTHER, "norr")
    teams.move(db, GROUP, OTHER)
    assert teams.get(db, OTHER) == Team(OTHER, "norr")
    teams.bind(db, GROUP, "soder", NOW)
    teams.move(db, GROUP, OTHER)
    assert teams.get(db, OTHER) == Team(OTHER, "soder")


def test_an_order_stands_in_no_group_of_another_area(place: Place) -> None:
    teams.bind(place.db, GROUP, "soder", NOW)
    assert teams.showing(place.db, place.report()) == []


def test_what_only_the_desk_reads_stands_in_no_group(place: Place) -> None:
    teams.bind(place.db, GROUP, "norr", NOW)
    assert teams.showing(place.db, place.report("noise.now")) == []


@pytest.mark.parametrize("work", ["caretaker", "staff"])
@pytest.mark.parametrize("shared", [False, True])
def test_what_is_broken_where_a_colleague_lives_stands_in_no_group(
    place: Place, work: str, shared: bool
) -> None:
    teams.bind(place.db, GROUP, "norr", NOW)
    fault = place.report(shared=shared)
    colleague = people.add(place.db, 51, NOW)
    people.give_work(place.db, colleague, work, frozenset({"soder"}))
    assert teams.showing(place.db, fault) == [GROUP]
    people.join(place.db, colleague, place.household, True, NOW)
    assert teams.showing(place.db, fault) == []

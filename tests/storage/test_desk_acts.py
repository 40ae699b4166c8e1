"""What the desk writes on a report: only the desk, in the right state, and nothing half."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable

import pytest

from storage import desk_acts, faults, people
from storage.desk_acts import NotTogether
from storage.faults import Fault, NotAllowed, NotNow
from storage.people import Person
from tests.storage.test_faults import DESK_ITEM, NOW, STANDING, STATES, Cast


@pytest.fixture
def cast(db: sqlite3.Connection) -> Cast:
    return Cast(db)


def the(cast: Cast, who: str) -> Person:
    person = cast.people[who]
    assert person is not None
    return person


ACTS: dict[str, Callable[[sqlite3.Connection, int, Person], Fault]] = {
    "reclass": lambda db, fault, person: desk_acts.reclass(db, fault, "E3", person, NOW),
    "plan": lambda db, fault, person: desk_acts.plan(db, fault, "2026-11-27", person, NOW),
    "wrote": lambda db, fault, person: desk_acts.write(db, fault, "sv", "Vi kommer", person, NOW),
    "firm": lambda db, fault, person: desk_acts.give_to_firm(db, fault, "Rör AB", "A-1", person, NOW),
    "merge": lambda db, fault, person: desk_acts.merge(db, fault, _other(db), person, NOW),
}
# In which states each act is possible.
POSSIBLE = {act: set(desk_acts.UNDER_WAY) for act in ACTS} | {"wrote": set(faults.OPEN)}


def _other(db: sqlite3.Connection) -> int:
    return int(db.execute("SELECT min(id) FROM faults").fetchone()[0])


@pytest.mark.parametrize("who", [who for who in STANDING if who != "clock"])
@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_the_desks_alone_and_is_done_whole_or_not_at_all(cast: Cast, act: str, who: str) -> None:
    cast.report()  # what it can become part of
    for state in STATES:
        fault = cast.in_state(state, "holder" if state in ("taken", "started", "waiting") else None)
        if who == "staff" and state in POSSIBLE[act]:
            after = ACTS[act](cast.db, fault.id, the(cast, who))
            assert after == faults.get(cast.db, fault.id)
            assert faults.way(cast.db, fault.id)[-1].act == act
            assert faults.way(cast.db, fault.id)[-1].person == cast.id_of("staff")
            continue
        with pytest.raises((NotAllowed, NotNow, NotTogether)):
            ACTS[act](cast.db, fault.id, the(cast, who))
        assert faults.get(cast.db, fault.id) == fault
        assert [step.act for step in faults.way(cast.db, fault.id)] == ["report"]


@pytest.mark.parametrize("act", ACTS)
def test_a_report_that_is_not_there_is_a_lookup_error(cast: Cast, act: str) -> None:
    cast.report()
    with pytest.raises(LookupError):
        ACTS[act](cast.db, 99_999, the(cast, "staff"))


@pytest.mark.parametrize("urgency", ["E0", "E5", "", "e2"])
def test_there_are_four_classes_to_choose_from(cast: Cast, urgency: str) -> None:
    fault = cast.report()
    with pytest.raises(NotAllowed):
        desk_acts.reclass(cast.db, fault.id, urgency, the(cast, "staff"), NOW)
    assert faults.get(cast.db, fault.id) == fault


def test_words_keep_the_language_they_were_written_in(cast: Cast) -> None:
    fault = cast.report()
    desk_acts.write(cast.db, fault.id, "fa_AF", "سلام  دو\nخط", the(cast, "staff"), NOW)
    step = faults.way(cast.db, fault.id)[-1]
    assert (step.locale, step.note) == ("fa_AF", "سلام  دو\nخط")


def test_a_day_can_be_taken_back(cast: Cast) -> None:
    fault = cast.report()
    desk_acts.plan(cast.db, fault.id, "2026-11-27", the(cast, "staff"), NOW)
    assert desk_acts.plan(cast.db, fault.id, None, the(cast, "staff"), NOW).planned is None


# -- Two reports become one --------------------------------------------------------------------------


def _neighbour(cast: Cast) -> tuple[Person, Fault]:
    """Somebody else of the house, and what she has reported."""
    home = cast.db.execute(
        "INSERT INTO homes (object, house, flat) VALUES ('2', ?, '1002') RETURNING id", (cast.house,)
    ).fetchone()[0]
    household = people.add_household(cast.db, home, NOW)
    person = cast.person(household=household)
    new = faults.NewFault(
        "heating.radiator_cold", "E2", "home", cast.house, home, household, person.id, "sv", words="kallt"
    )
    return person, faults.add(cast.db, new, [], NOW)


def test_who_reported_the_same_follows_the_other_and_so_do_her_followers(cast: Cast) -> None:
    other = cast.report()
    person, fault = _neighbour(cast)
    cast.db.execute("INSERT INTO fault_followers VALUES (?, ?, ?)", (fault.id, cast.id_of("neighbour"), NOW))

    desk_acts.merge(cast.db, fault.id, other.id, the(cast, "staff"), NOW)

    merged = faults.get(cast.db, fault.id)
    assert merged is not None
    assert (merged.state, merged.merged, merged.words) == ("closed", other.id, "kallt")
    assert faults.way(cast.db, fault.id)[-1].note == str(other.id)
    assert desk_acts.merged_into(cast.db, other.id) == [fault.id]
    for follower in (person, the(cast, "neighbour")):
        assert faults.standing(cast.db, other, follower) == {"follower"}


def test_what_had_become_part_of_a_report_goes_on_with_it(cast: Cast) -> None:
    third, other = cast.report(), cast.report()
    person, fault = _neighbour(cast)
    desk_acts.merge(cast.db, fault.id, other.id, the(cast, "staff"), NOW)
    desk_acts.merge(cast.db, other.id, third.id, the(cast, "staff"), NOW)
    assert desk_acts.merged_into(cast.db, third.id) == [other.id, fault.id]
    assert faults.standing(cast.db, third, person) == {"follower"}


def test_two_of_one_household_become_one_and_nobody_follows_herself(cast: Cast) -> None:
    other, fault = cast.report(), cast.report()
    desk_acts.merge(cast.db, fault.id, other.id, the(cast, "staff"), NOW)
    assert cast.db.execute("SELECT count(*) FROM fault_followers").fetchone() == (0,)


def test_a_report_is_not_part_of_itself_of_another_house_or_of_what_is_over(cast: Cast) -> None:
    fault, closed, done, case = cast.report(), cast.report(), cast.report(), cast.report(DESK_ITEM)
    for each, state in ((closed, "closed"), (done, "done")):
        cast.db.execute("UPDATE faults SET state = ? WHERE id = ?", (state, each.id))
    away = cast.report()
    far = cast.db.execute(
        "INSERT INTO houses (area, address) VALUES ('soder', 'Södra 1') RETURNING id"
    ).fetchone()[0]
    cast.db.execute("UPDATE faults SET house = ? WHERE id = ?", (far, away.id))
    for into, why in (
        (fault.id, "same"),
        (99_999, "unknown"),
        (0, "unknown"),
        (closed.id, "closed"),
        (done.id, "closed"),
        (case.id, "closed"),
        (away.id, "other_house"),
    ):
        with pytest.raises(NotTogether) as caught:
            desk_acts.merge(cast.db, fault.id, into, the(cast, "staff"), NOW)
        assert caught.value.why == why
    with pytest.raises(NotAllowed):  # a case that only the desk reads
        desk_acts.merge(cast.db, case.id, fault.id, the(cast, "staff"), NOW)
    assert faults.get(cast.db, fault.id) == fault


def test_what_may_be_the_same_is_open_in_the_house_its_own_kind_first(cast: Cast) -> None:
    fault = cast.report()
    lift = cast.report("lift.stopped")
    same, done, case = cast.report(), cast.in_state("done", "holder"), cast.report(DESK_ITEM)
    assert [each.id for each in desk_acts.others_in_house(cast.db, fault)] == [same.id, lift.id]
    assert done.id != case.id


def test_what_was_put_together_by_mistake_is_taken_apart(cast: Cast) -> None:
    other = cast.report()
    person, fault = _neighbour(cast)
    desk_acts.merge(cast.db, fault.id, other.id, the(cast, "staff"), NOW)
    again = faults.move(cast.db, fault.id, "reopen", the(cast, "staff"), NOW)
    assert again == faults.get(cast.db, fault.id)
    assert (again.state, again.merged) == ("received", None)
    assert not faults.standing(cast.db, other, person)
    # From now on it is the tenant's again to say so.
    cast.db.execute("UPDATE faults SET state = 'done' WHERE id = ?", (fault.id,))
    with pytest.raises(NotAllowed):
        faults.move(cast.db, fault.id, "reopen", the(cast, "staff"), NOW)


# -- A household that reported by phone ----------------------------------------------------------------


def test_the_desk_speaks_for_a_household_that_reported_by_phone_and_for_no_other(cast: Cast) -> None:
    fault = cast.in_state("done", "holder")
    for act in ("fixed", "reopen"):
        with pytest.raises(NotAllowed):
            faults.move(cast.db, fault.id, act, the(cast, "staff"), NOW)
    cast.db.execute("UPDATE faults SET reporter = NULL WHERE id = ?", (fault.id,))
    by_phone = faults.get(cast.db, fault.id)
    assert by_phone is not None
    assert faults.standing(cast.db, by_phone, the(cast, "staff")) == {"staff", "speaker"}
    for who in ("caretaker", "admin", "neighbour"):
        with pytest.raises((NotAllowed, NotNow)):
            faults.move(cast.db, fault.id, "fixed", the(cast, who), NOW)
    assert faults.move(cast.db, fault.id, "reopen", the(cast, "staff"), NOW).state == "received"
    cast.db.execute("UPDATE faults SET state = 'done' WHERE id = ?", (fault.id,))
    assert faults.move(cast.db, fault.id, "fixed", the(cast, "staff"), NOW).state == "closed"


def test_the_number_of_a_caller_is_kept_with_the_case_and_goes_with_it(cast: Cast) -> None:
    fault, part = cast.report(), cast.report()
    for each in (fault, part):
        desk_acts.keep_phone(cast.db, each.id, "+46701740605")
    desk_acts.merge(cast.db, part.id, fault.id, the(cast, "staff"), NOW)
    # Whoever reported it too is called when it is done.
    assert desk_acts.phone_of(cast.db, part.id) == "+46701740605"
    faults.move(cast.db, fault.id, "close", the(cast, "staff"), NOW)
    assert desk_acts.phone_of(cast.db, fault.id) == desk_acts.phone_of(cast.db, part.id) == ""


def test_the_number_of_a_caller_is_erased_by_the_desk_at_any_time(cast: Cast) -> None:
    fault = cast.report()
    desk_acts.keep_phone(cast.db, fault.id, "+46701740605")
    with pytest.raises(NotAllowed):
        desk_acts.erase_phone(cast.db, fault.id, the(cast, "caretaker"))
    assert desk_acts.phone_of(cast.db, fault.id)
    desk_acts.erase_phone(cast.db, fault.id, the(cast, "staff"))
    assert desk_acts.phone_of(cast.db, fault.id) == ""

"""The one-in-five ledger: the twelve vectors of the domain facts (1.5), and whatever else may happen to a
flat.
"""

from __future__ import annotations

import datetime
import math
import sqlite3
from collections.abc import Callable, Iterator
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storage import audit, homes, ledger, ledger_check, people, vacancies, vacancy_acts, vacancy_lists
from storage.database import known_migrations
from storage.ledger import Policy
from storage.people import Person
from storage.vacancies import NotAllowed, NotNow, Vacancy
from storage.vacancy_acts import Known

NOW = 1_795_418_040.0  # 23 November 2026
DAY = 24 * 3600.0
FIFTH = Policy("2026-01-01", 1, 5)
LAST = datetime.date(2027, 2, 28)


class Desk:
    """A company with a desk, a second person at it and an officer of the unit."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db
        self.policy = FIFTH
        self.now = NOW
        self.made = 0
        homes.add_area(db, "norr", "Norr")
        self.house = homes.add_house(db, "norr", "Norra vägen 1")
        self.karin, self.peter = self.person("staff"), self.person("staff")
        self.elin = self.person("officer")

    def person(self, work: str, household: int | None = None) -> Person:
        number = people.add(
            self.db, 1000 + int(self.db.execute("SELECT count(*) FROM people").fetchone()[0]), NOW
        )
        people.give_work(self.db, number, work)
        if household is not None:
            people.join(self.db, number, household, True, NOW)
        found = people.get(self.db, number)
        assert found is not None
        return found

    def home(self, object_number: str = "", **more: object) -> homes.Home:
        self.made += 1
        number = object_number or f"2000-{self.made}"
        home = homes.add_home(self.db, number, self.house, f"{1000 + self.made}", 1, 2)
        for column, value in more.items():
            self.db.execute(f"UPDATE homes SET {column} = ? WHERE id = ?", (value, home))
        found = homes.get(self.db, home)
        assert found is not None
        return found

    def register(
        self, excluded: str = "", home: homes.Home | None = None, notice: str = "2026-11-20"
    ) -> Vacancy:
        chosen = home or self.home()
        contract = f"K-{chosen.id}"
        return vacancy_acts.register(self.db, chosen, contract, notice, LAST, excluded, self.karin, self.now)

    def confirm(self) -> list[Vacancy]:
        batch = [each.id for each in vacancies.drafts(self.db)]
        return vacancy_acts.confirm(self.db, batch, self.policy, self.karin, self.now)

    def eligible(self, n: int) -> list[Vacancy]:
        """So many more flats that count, each confirmed."""
        return [(self.register(), self.confirm()[0])[1] for _ in range(n)]

    def withdraw(self, number: int, reason: str = "stays") -> None:
        vacancy_acts.withdraw(self.db, self.numbered(number).id, reason, self.karin, self.now)

    def answer(self, number: int, outcome: str, reason: str = "") -> None:
        vacancies.unit_answered(self.db, self.numbered(number).id, outcome, reason, self.elin, self.now)

    def numbered(self, number: int) -> Vacancy:
        row = self.db.execute("SELECT vacancy FROM ledger WHERE number = ?", (number,)).fetchone()
        found = vacancies.get(self.db, row[0])
        assert found is not None
        return found

    def offered(self) -> list[int]:
        """The numbers that the rule sent to the unit."""
        found = self.db.execute(
            "SELECT number FROM ledger WHERE act = 'numbered' AND goes = 'unit' ORDER BY 1"
        )
        return [number for (number,) in found]

    def owed(self) -> list[int | None]:
        found = [vacancies.get(self.db, each.vacancy) for each in vacancies.owed(self.db)]
        return [each.number for each in found if each is not None]


@pytest.fixture
def desk(db: sqlite3.Connection) -> Desk:
    return Desk(db)


@pytest.fixture(autouse=True)
def the_ledger_is_right(db: sqlite3.Connection) -> Iterator[None]:
    """Whatever a test does by the store's own functions."""
    yield
    assert list(ledger_check.problems(db)) == []
    assert audit.broken(db) is None


@pytest.fixture
def open_to_all() -> Iterator[Desk]:
    """Another company, whose database lets everything be changed."""
    connection = memory()
    for trigger in ("ledger_stays", "ledger_remains"):
        connection.execute(f"DROP TRIGGER {trigger}")
    yield Desk(connection)
    connection.close()


# -- The twelve vectors ------------------------------------------------------------------------------


def test_1_of_five_the_fifth_is_offered(desk: Desk) -> None:
    desk.eligible(5)
    assert desk.offered() == desk.owed() == [5]
    assert [desk.numbered(n).state for n in range(1, 5)] == ["queue"] * 4


def test_2_an_exchange_has_no_number(desk: Desk) -> None:
    desk.eligible(3)
    swap = desk.register("exchange")
    assert desk.confirm()[0].state == "excluded"
    desk.eligible(2)
    assert desk.offered() == [5]
    assert vacancies.get(desk.db, swap.id) == vacancy_lists.entries(desk.db)[3].vacancy
    assert vacancy_lists.entries(desk.db)[3].vacancy.number is None
    assert vacancy_lists.entries(desk.db)[5].vacancy.number == 5


def test_3_of_one_day_they_are_ordered_by_the_object_number_as_people_read_it(desk: Desk) -> None:
    desk.eligible(3)
    eleven = desk.register(home=desk.home("1002-11"))
    three = desk.register(home=desk.home("1002-3"))
    assert [each.id for each in vacancies.drafts(desk.db)] == [three.id, eleven.id]
    desk.confirm()
    assert (desk.numbered(4).id, desk.numbered(5).id) == (three.id, eleven.id)


def test_4_what_is_offered_stays_when_an_earlier_one_is_withdrawn(desk: Desk) -> None:
    desk.eligible(5)
    desk.withdraw(3)
    desk.eligible(6)
    assert desk.offered() == [5, 10]


def test_5_the_next_makes_up_for_one_that_was_withdrawn(desk: Desk) -> None:
    desk.eligible(5)
    desk.withdraw(5)
    assert desk.owed() == []
    desk.eligible(6)
    assert desk.offered() == [5, 6, 10]
    assert desk.numbered(6).settles == desk.numbered(5).id


@pytest.mark.parametrize(("substitutes", "offered"), [(0, [5, 10]), (2, [5, 6, 10])])
def test_6_too_small_is_made_up_for_only_where_the_company_says_so(
    desk: Desk, substitutes: int, offered: list[int]
) -> None:
    desk.policy = Policy("2026-01-01", 1, 5, substitutes)
    desk.eligible(5)
    desk.answer(5, "declined", "too_small")
    desk.eligible(6)
    assert desk.offered() == offered


def test_7_a_new_rule_counts_its_own_and_moves_no_number(desk: Desk) -> None:
    desk.eligible(7)
    desk.policy = Policy("2026-12-01", 1, 4)
    desk.eligible(5)
    assert desk.offered() == [5, 11]
    assert (desk.numbered(8).number, desk.numbered(8).place) == (8, 1)


def test_8_the_same_notice_again_gives_no_new_number(desk: Desk) -> None:
    kept = desk.register()
    desk.confirm()
    home = homes.get(desk.db, kept.home)
    with pytest.raises(Known) as known:
        desk.register(home=home)
    assert known.value.vacancy.id == kept.id
    assert vacancies.drafts(desk.db) == []


def test_what_was_registered_by_mistake_is_registered_rightly(desk: Desk) -> None:
    wrong = desk.register("exchange")
    desk.confirm()
    vacancy_acts.withdraw(desk.db, wrong.id, "mistake", desk.karin, NOW)
    home = homes.get(desk.db, wrong.home)
    right = desk.register(home=home)
    assert (right.id != wrong.id, right.contract, right.state) == (True, wrong.contract, "draft")
    with pytest.raises(Known) as known:
        desk.register(home=home)
    assert known.value.vacancy.id == right.id
    assert [each.number for each in desk.confirm()] == [1]
    assert vacancies.get(desk.db, wrong.id).state == "void"  # type: ignore[union-attr]


def test_the_store_itself_keeps_a_notice_once_but_for_a_mistake(desk: Desk) -> None:
    kept = desk.register()
    again = (
        "INSERT INTO vacancies (home, contract, notice, last_day, at)"
        f" VALUES ({kept.home}, '{kept.contract.lower()}', '2026-11-20T09:10', '2027-02-28', 0)"
    )
    with pytest.raises(sqlite3.IntegrityError, match="registered already"):
        desk.db.execute(again)
    vacancy_acts.withdraw(desk.db, kept.id, "stays", desk.karin, NOW)
    with pytest.raises(sqlite3.IntegrityError, match="registered already"):
        desk.db.execute(again)


@pytest.mark.parametrize(
    "changed",
    [Policy("2026-01-01", 1, 4), Policy("2026-01-01", 2, 5), Policy("2026-01-01", 1, 5, substitutes=1)],
)
def test_a_rule_that_was_changed_in_its_place_numbers_nothing(desk: Desk, changed: Policy) -> None:
    desk.eligible(2)
    desk.register()
    desk.policy = changed
    before = list(ledger.lines(desk.db))
    with pytest.raises(vacancy_acts.RuleChanged):
        desk.confirm()
    assert list(ledger.lines(desk.db)) == before
    desk.policy = Policy("2026-11-01", changed.part, changed.whole, changed.substitutes)
    assert [(each.number, each.place) for each in desk.confirm()] == [(3, 1)]


def test_9_two_clerks_register_one_notice_once(desk: Desk) -> None:
    home = desk.home()
    first = vacancy_acts.register(desk.db, home, "K-1", "2026-11-20", LAST, "", desk.karin, NOW)
    for contract, notice in (("k-1", "2026-11-20T10:00"), ("K-2", "2026-11-20"), ("K-1", "2026-11-21")):
        with pytest.raises(Known) as known:
            vacancy_acts.register(desk.db, home, contract, notice, LAST, "", desk.peter, NOW)
        assert known.value.vacancy == first
    assert [each.number for each in desk.confirm()] == [1]


# Vector 10, a deadline on 24 December, is about offers.


def test_11_a_debt_leaves_a_regular_turn_alone(desk: Desk) -> None:
    desk.eligible(9)
    desk.withdraw(5)
    desk.eligible(3)
    assert desk.offered() == [5, 10, 11]
    assert desk.numbered(10).settles is None
    assert desk.numbered(11).settles == desk.numbered(5).id


def test_12_a_debt_is_settled_by_the_first_of_a_new_rule_which_keeps_its_count(desk: Desk) -> None:
    desk.eligible(5)
    desk.withdraw(5)
    desk.policy = Policy("2026-12-01", 1, 4)
    desk.eligible(5)
    assert desk.offered() == [5, 6, 9]
    assert (desk.numbered(6).settles, desk.numbered(6).place) == (desk.numbered(5).id, 1)


# -- Beyond the vectors ------------------------------------------------------------------------------


def test_what_makes_up_for_another_is_made_up_for_too(desk: Desk) -> None:
    desk.eligible(5)
    desk.withdraw(5)
    desk.eligible(1)
    desk.withdraw(6)
    desk.eligible(1)
    assert desk.offered() == [5, 6, 7]
    assert desk.numbered(7).settles == desk.numbered(6).id


@pytest.mark.parametrize("outcome", ["declined", "expired"])
def test_a_turn_that_the_unit_let_pass_is_used_whatever_happens_later(desk: Desk, outcome: str) -> None:
    desk.eligible(5)
    desk.answer(5, outcome, "other" if outcome == "declined" else "no_answer")
    assert desk.owed() == []
    desk.withdraw(5)
    desk.eligible(5)
    assert desk.offered() == [5, 10]


def test_one_that_was_let_and_then_withdrawn_is_made_up_for(desk: Desk) -> None:
    desk.eligible(5)
    desk.answer(5, "let")
    assert vacancies.is_void(desk.db, desk.numbered(5).id) is False
    desk.withdraw(5)
    assert vacancies.is_void(desk.db, desk.numbered(5).id) is True
    desk.eligible(1)
    assert desk.offered() == [5, 6]


def test_unsuitable_ones_are_made_up_for_so_often_a_year_and_no_oftener(desk: Desk) -> None:
    desk.policy = Policy("2026-01-01", 1, 2, 1)
    desk.eligible(2)
    desk.answer(2, "declined", "too_large")
    desk.eligible(2)  # 3 makes up for 2, 4 is regular
    desk.answer(3, "declined", "not_accessible")  # the second of the year: no more
    desk.eligible(1)
    assert desk.offered() == [2, 3, 4]
    desk.now += 60 * DAY  # the next year
    desk.answer(4, "declined", "too_small")
    desk.eligible(2)
    assert desk.offered() == [2, 3, 4, 6, 7]
    assert desk.numbered(7).settles == desk.numbered(4).id


def test_no_notice_of_a_later_day_comes_before_one_with_a_number(desk: Desk) -> None:
    desk.register(notice="2026-11-20")
    desk.confirm()
    late = desk.register(notice="2026-11-01")
    assert desk.confirm()[0].number == 2
    assert vacancies.get(desk.db, late.id) == desk.numbered(2)


def test_those_with_a_time_come_first_on_a_day(desk: Desk) -> None:
    dated = desk.register(home=desk.home("1-1"), notice="2026-11-20")
    noon = desk.register(home=desk.home("1-2"), notice="2026-11-20T12:00")
    nine = desk.register(home=desk.home("1-3"), notice="2026-11-20T09:00")
    before = desk.register(home=desk.home("1-4"), notice="2026-11-19")
    assert [each.id for each in vacancies.drafts(desk.db)] == [before.id, nine.id, noon.id, dated.id]


def test_one_withdrawn_before_it_is_confirmed_gets_no_number(desk: Desk) -> None:
    gone = desk.register()
    vacancy_acts.withdraw(desk.db, gone.id, "mistake", desk.karin, NOW)
    desk.eligible(5)
    assert desk.offered() == [5]
    found = vacancies.get(desk.db, gone.id)
    assert found is not None and (found.number, found.state, found.reason) == (None, "void", "mistake")


def test_after_a_withdrawal_the_home_can_be_given_notice_on_again(desk: Desk) -> None:
    first = desk.register(notice="2026-11-20")
    vacancy_acts.withdraw(desk.db, first.id, "stays", desk.karin, NOW)
    home = homes.get(desk.db, first.home)
    assert desk.register(home=home, notice="2026-11-22").id != first.id


def test_an_older_notice_that_was_over_before_this_one_came_is_no_double(desk: Desk) -> None:
    now = desk.register(notice="2026-11-20")
    home = homes.get(desk.db, now.home)
    assert home is not None
    over = datetime.date(2026, 3, 31)
    old = vacancy_acts.register(desk.db, home, "K-old", "2025-12-01", over, "", desk.karin, NOW)
    assert {each.id for each in vacancies.drafts(desk.db)} == {old.id, now.id}


@pytest.mark.parametrize(
    ("facts", "excluded"),
    [
        ({"special": 1}, "special_housing"),
        ({"letting": "agency"}, "block_return"),
        ({"letting": "municipality"}, "block_return"),
        ({"ready": "2027-Q3"}, "new_production"),
    ],
)
def test_what_the_home_is_goes_before_what_somebody_says(
    desk: Desk, facts: dict[str, object], excluded: str
) -> None:
    kept = desk.register("", desk.home(**facts))
    assert kept.excluded == excluded
    with pytest.raises(NotAllowed):
        vacancy_acts.exclude(desk.db, kept.id, "", desk.karin, NOW)
    assert desk.confirm()[0].number is None


def test_the_last_day_can_become_another_and_what_is_owed_is_free_the_day_after(desk: Desk) -> None:
    desk.eligible(5)
    flat = desk.numbered(5).id
    assert vacancies.owed(desk.db)[0].free_from == datetime.date(2027, 3, 1)
    for day in (datetime.date(2027, 1, 31), datetime.date(2027, 4, 30)):
        moved = vacancy_acts.set_last_day(desk.db, flat, day, desk.karin, NOW)
        assert moved.last_day == day
        assert vacancies.owed(desk.db)[0].free_from == moved.free_from == day + datetime.timedelta(days=1)
    with pytest.raises(ValueError):
        vacancy_acts.set_last_day(desk.db, flat, datetime.date(2026, 11, 1), desk.karin, NOW)
    assert desk.offered() == [5]
    # Another notice on the same home is one too many as long as this one runs.
    home = homes.get(desk.db, desk.numbered(5).home)
    assert home is not None
    with pytest.raises(Known):
        vacancy_acts.register(
            desk.db, home, "K-new", "2027-04-01", datetime.date(2027, 7, 31), "", desk.karin, NOW
        )
    desk.withdraw(5)
    with pytest.raises(NotNow):
        vacancy_acts.set_last_day(desk.db, flat, datetime.date(2027, 5, 31), desk.karin, NOW)


@pytest.mark.parametrize(
    ("number", "is_one"),
    [
        ("19801224-1234", True),
        ("801224-1234", True),
        ("8012241234", True),
        ("801284-1234", True),
        ("K-801224-1234", False),
        ("801324-1234", False),
        ("0312-07", False),
    ],
)
def test_the_number_of_a_person_is_none_of_a_lease(desk: Desk, number: str, is_one: bool) -> None:
    assert vacancy_acts.is_persons(number) is is_one
    home = desk.home()
    if is_one:
        with pytest.raises(ValueError):
            vacancy_acts.register(desk.db, home, number, "2026-11-20", LAST, "", desk.karin, NOW)
    assert desk.db.execute("SELECT count(*) FROM vacancies").fetchone() == (0,)


def test_before_it_is_confirmed_it_can_be_excluded_and_count_again(desk: Desk) -> None:
    kept = desk.register()
    assert vacancy_acts.exclude(desk.db, kept.id, "exchange", desk.karin, NOW).excluded == "exchange"
    assert vacancy_acts.exclude(desk.db, kept.id, "", desk.peter, NOW).excluded == ""
    assert desk.confirm()[0].number == 1
    with pytest.raises(NotNow):
        vacancy_acts.exclude(desk.db, kept.id, "exchange", desk.karin, NOW)


def test_a_batch_that_changed_meanwhile_is_not_confirmed(desk: Desk) -> None:
    seen = desk.register()
    desk.register()
    with pytest.raises(LookupError):
        vacancy_acts.confirm(desk.db, [seen.id], FIFTH, desk.karin, NOW)
    with pytest.raises(LookupError):
        vacancy_acts.confirm(desk.db, [], FIFTH, desk.karin, NOW)
    assert desk.offered() == [] and len(vacancies.drafts(desk.db)) == 2


@pytest.mark.parametrize(
    ("contract", "notice", "last", "excluded"),
    [
        (" ", "2026-11-20", LAST, ""),
        ("K", "2026-13-20", LAST, ""),
        ("K", "2027-03-01", LAST, ""),
        ("K", "2026-11-20", LAST, "because"),
    ],
)
def test_what_cannot_be_a_notice_is_not_registered(
    desk: Desk, contract: str, notice: str, last: datetime.date, excluded: str
) -> None:
    with pytest.raises(ValueError):
        vacancy_acts.register(desk.db, desk.home(), contract, notice, last, excluded, desk.karin, NOW)
    assert vacancy_lists.entries(desk.db) == []


# -- Who may -----------------------------------------------------------------------------------------

ACTS: dict[str, Callable[[Desk, Vacancy, Person], object]] = {
    "last day": lambda desk, flat, by: vacancy_acts.set_last_day(desk.db, flat.id, flat.free_from, by, NOW),
    "exclude": lambda desk, flat, by: vacancy_acts.exclude(desk.db, flat.id, "exchange", by, NOW),
    "confirm": lambda desk, flat, by: vacancy_acts.confirm(desk.db, [flat.id], FIFTH, by, NOW),
    "withdraw": lambda desk, flat, by: vacancy_acts.withdraw(desk.db, flat.id, "stays", by, NOW),
}


@pytest.mark.parametrize("work", ["officer", "admin", "caretaker", "tenant"])
@pytest.mark.parametrize("act", ACTS)
def test_only_the_desk_acts(desk: Desk, act: str, work: str) -> None:
    flat = desk.register()
    before = list(ledger.lines(desk.db))
    with pytest.raises(NotAllowed):
        ACTS[act](desk, flat, desk.person(work) if work != "tenant" else _tenant(desk))
    assert list(ledger.lines(desk.db)) == before


@pytest.mark.parametrize("act", ACTS)
def test_nobody_acts_on_the_home_of_their_own_household(desk: Desk, act: str) -> None:
    flat = desk.register()
    living = desk.person("staff", people.add_household(desk.db, flat.home, NOW))
    with pytest.raises(NotAllowed):
        ACTS[act](desk, flat, living)
    own = people.household(desk.db, living.household or 0)
    assert own is not None and own.home is not None
    with pytest.raises(NotAllowed):
        vacancy_acts.register(desk.db, desk_home(desk, own.home), "K", "2026-11-22", LAST, "", living, NOW)


def desk_home(desk: Desk, home: int) -> homes.Home:
    found = homes.get(desk.db, home)
    assert found is not None
    return found


def _tenant(desk: Desk) -> Person:
    number = people.add(desk.db, 5, NOW)
    people.join(desk.db, number, people.add_household(desk.db, None, NOW), True, NOW)
    found = people.get(desk.db, number)
    assert found is not None
    return found


def test_only_an_officer_says_what_the_unit_made_of_a_flat_of_its_own(desk: Desk) -> None:
    desk.eligible(5)
    fifth, fourth = desk.numbered(5), desk.numbered(4)
    for by in (
        desk.karin,
        desk.person("admin"),
        desk.person("officer", people.add_household(desk.db, fifth.home, NOW)),
    ):
        with pytest.raises(NotAllowed):
            vacancies.unit_answered(desk.db, fifth.id, "let", "", by, NOW)
    with pytest.raises(NotNow):
        vacancies.unit_answered(desk.db, fourth.id, "let", "", desk.elin, NOW)
    with pytest.raises(ValueError):
        vacancies.unit_answered(desk.db, fifth.id, "declined", "", desk.elin, NOW)
    with pytest.raises(ValueError):
        vacancies.unit_answered(desk.db, fifth.id, "lost", "other", desk.elin, NOW)
    with pytest.raises(LookupError):
        vacancies.unit_answered(desk.db, 99_999, "let", "", desk.elin, NOW)
    vacancies.unit_answered(desk.db, fifth.id, "expired", "no_answer", None, NOW)
    with pytest.raises(NotNow):
        vacancies.unit_answered(desk.db, fifth.id, "let", "", desk.elin, NOW)


# -- Against the rule --------------------------------------------------------------------------------


def test_against_the_rule_it_goes_only_by_two_people_and_with_a_reason(desk: Desk) -> None:
    desk.eligible(5)
    flat = desk.numbered(5).id
    with pytest.raises(ValueError):
        vacancy_acts.ask_override(desk.db, flat, "queue", " ", desk.karin, NOW)
    with pytest.raises(NotNow):
        vacancy_acts.ask_override(desk.db, flat, "unit", "Den är redan där", desk.karin, NOW)
    asked = vacancy_acts.ask_override(desk.db, flat, "queue", "Trappan byggs om", desk.karin, NOW)
    assert asked.asked is not None and asked.state == "unit" and desk.owed() == [5]
    with pytest.raises(NotAllowed):
        vacancy_acts.answer_override(desk.db, flat, asked.asked, True, desk.karin, NOW)
    with pytest.raises(NotNow):
        vacancy_acts.answer_override(desk.db, flat, asked.asked - 1, True, desk.peter, NOW)
    agreed = vacancy_acts.answer_override(desk.db, flat, asked.asked, True, desk.peter, NOW)
    assert (agreed.state, agreed.override, agreed.why) == ("queue", "queue", "Trappan byggs om")
    assert desk.owed() == [] and vacancies.is_void(desk.db, flat)
    assert vacancy_lists.totals(vacancy_lists.entries(desk.db)).overridden == 1
    desk.withdraw(5)
    desk.eligible(5)
    assert desk.offered() == [5, 10]


def test_a_flat_of_the_queue_can_be_the_units_against_the_rule_and_changes_no_count(desk: Desk) -> None:
    desk.eligible(2)
    flat = desk.numbered(2).id
    asked = vacancy_acts.ask_override(desk.db, flat, "unit", "Familj med rullstol", desk.karin, NOW).asked
    assert asked is not None
    vacancy_acts.answer_override(desk.db, flat, asked, True, desk.peter, NOW)
    assert desk.owed() == [2]
    desk.withdraw(2)
    desk.eligible(8)
    assert desk.offered() == [5, 10]


def test_an_override_that_is_refused_or_taken_back_changes_nothing(desk: Desk) -> None:
    desk.eligible(5)
    flat = desk.numbered(5).id
    for by in (desk.peter, desk.karin):
        asked = vacancy_acts.ask_override(desk.db, flat, "queue", "Skäl", desk.karin, NOW).asked
        assert asked is not None
        refused = vacancy_acts.answer_override(desk.db, flat, asked, False, by, NOW)
        assert (refused.state, refused.override, refused.asked) == ("unit", "", None)
    assert desk.owed() == [5]


def test_there_and_back_against_the_rule(desk: Desk) -> None:
    desk.eligible(5)
    flat = desk.numbered(5).id
    for goes, owed in (("queue", []), ("unit", [5]), ("queue", [])):
        asked = vacancy_acts.ask_override(desk.db, flat, goes, "Skäl", desk.karin, NOW).asked
        assert asked is not None
        vacancy_acts.answer_override(desk.db, flat, asked, True, desk.peter, NOW)
        assert desk.owed() == owed


# -- The ledger itself -------------------------------------------------------------------------------


@pytest.mark.parametrize("table", ["vacancies", "ledger", "audit"])
def test_the_database_refuses_to_change_or_delete_a_line(desk: Desk, table: str) -> None:
    desk.eligible(1)
    for statement in (f"UPDATE {table} SET at = 1", f"DELETE FROM {table}"):
        with pytest.raises(sqlite3.IntegrityError):
            desk.db.execute(statement)


@pytest.mark.parametrize(
    ("spoils", "found"),
    [
        ("UPDATE ledger SET goes = 'unit' WHERE number = 4", "number 4 goes to the unit"),
        ("UPDATE ledger SET goes = 'queue' WHERE number = 5", "number 5 goes to the queue"),
        ("UPDATE ledger SET part = 2 WHERE number = 3", "is not the one that it was before"),
        ("UPDATE ledger SET number = 99 WHERE number = 5", "has number 99"),
        ("DELETE FROM ledger WHERE number = 2", "has number 3, the next was 2"),
        ("DELETE FROM ledger WHERE vacancy = 3", "no line says how it was registered"),
        ("UPDATE ledger SET act = 'let' WHERE act = 'withdrawn'", "'let' cannot come after 'queue'"),
        (
            "INSERT INTO ledger (vacancy, act, goes, reason, at) VALUES (5, 'agreed', 'queue', 'x', 1)",
            "nobody had asked for",
        ),
    ],
)
def test_what_was_written_past_the_rule_is_found(open_to_all: Desk, spoils: str, found: str) -> None:
    open_to_all.eligible(5)
    open_to_all.withdraw(1)
    assert list(ledger_check.problems(open_to_all.db)) == []
    open_to_all.db.execute(spoils)
    assert any(found in wrong for wrong in ledger_check.problems(open_to_all.db))


def test_an_override_by_one_person_is_found(open_to_all: Desk) -> None:
    open_to_all.eligible(5)
    for act in ("asked", "agreed"):
        ledger.write(open_to_all.db, 5, act, open_to_all.karin.id, NOW, "Skäl", "queue")
    assert any("two people" in wrong for wrong in ledger_check.problems(open_to_all.db))


# -- Whatever may happen -----------------------------------------------------------------------------


def memory() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for _, script in known_migrations():
        connection.executescript(script.read_text())
    return connection


HAPPENINGS = st.lists(
    st.one_of(
        st.just(("eligible", 0)),
        st.just(("eligible", 0)),
        st.just(("eligible", 0)),
        st.just(("excluded", 0)),
        st.tuples(
            st.sampled_from(["withdraw", "let", "declined", "too_small", "expired"]), st.integers(0, 30)
        ),
    ),
    max_size=40,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HAPPENINGS, st.integers(1, 3), st.integers(3, 7), st.integers(0, 2))
def test_for_every_prefix_the_unit_has_its_share_and_recomputing_gives_history(
    happenings: list[tuple[str, int]], part: int, whole: int, substitutes: int
) -> None:
    db = memory()
    try:
        desk = Desk(db)
        desk.policy = Policy("2026-01-01", part, whole, substitutes)
        n = 0
        for what, which in happenings:
            n = _happen(desk, what, which, n)
            # Offers neither void nor made up for, and what makes up for them, are the unit's share; what is
            # still owed is missing from it.
            regular = [desk.numbered(each) for each in desk.offered()]
            assert sum(each.settles is None for each in regular) == n * part // whole
            made_up = {each.settles for each in regular if each.settles is not None}
            standing = [each for each in regular if each.id not in made_up]
            assert len(standing) == n * part // whole
            debts = ledger.book(db).debts
            assert {each.id for each in standing if each.state == "void" and _by_turn(desk, each)} <= set(
                debts
            )
            assert not made_up & set(debts)
        assert list(ledger_check.problems(db)) == []
        assert audit.broken(db) is None
        numbers = db.execute("SELECT number FROM ledger WHERE number IS NOT NULL ORDER BY line").fetchall()
        assert numbers == [(each,) for each in range(1, n + 1)]
    finally:
        db.close()


@settings(max_examples=40, deadline=None)
@given(HAPPENINGS, st.integers(1, 3), st.integers(3, 7), st.integers(0, 2))
def test_what_is_offered_is_what_somebody_would_count_by_hand(
    happenings: list[tuple[str, int]], part: int, whole: int, substitutes: int
) -> None:
    db = memory()
    try:
        desk = Desk(db)
        desk.policy = Policy("2026-01-01", part, whole, substitutes)
        n = 0
        for what, which in happenings:
            n = _happen(desk, what, which, n)
        assert desk.offered() == _by_hand(happenings, Fraction(part, whole), substitutes)
    finally:
        db.close()


def _by_hand(happenings: list[tuple[str, int]], share: Fraction, substitutes: int) -> list[int]:
    """The numbers of the unit, on paper: fractions, and a tally of what it still has coming."""
    with_unit: dict[int, str] = {}  # number -> waits, let or passed
    coming, n = 0, 0
    for what, which in happenings:
        if what == "eligible":
            n += 1
            is_turn = math.floor(n * share) > math.floor((n - 1) * share)
            if is_turn or coming:
                with_unit[n] = "waits"
                coming -= not is_turn
        number = which % n + 1 if n else 0
        stands = with_unit.get(number)
        if what == "withdraw" and stands in ("waits", "let"):
            with_unit[number] = "passed"
            coming += 1
        elif what == "let" and stands == "waits":
            with_unit[number] = "let"
        elif what in ("declined", "too_small", "expired") and stands == "waits":
            with_unit[number] = "passed"
            if what == "too_small" and substitutes:
                substitutes -= 1
                coming += 1
    return sorted(with_unit)


def _by_turn(desk: Desk, flat: Vacancy) -> bool:
    """Whether it was still the unit's when it was withdrawn."""
    acts = [line.act for line in ledger.of_vacancy(desk.db, flat.id)]
    return not {"declined", "expired"} & set(acts)


def _happen(desk: Desk, what: str, which: int, n: int) -> int:
    if what in ("eligible", "excluded"):
        desk.register("exchange" if what == "excluded" else "")
        desk.confirm()
        return n + (what == "eligible")
    if not n:
        return n
    flat = desk.numbered(which % n + 1)
    outcome, reason = {"too_small": ("declined", "too_small"), "let": ("let", "")}.get(what, (what, "other"))
    try:
        if what == "withdraw":
            vacancy_acts.withdraw(desk.db, flat.id, "stays", desk.karin, NOW)
        else:
            vacancies.unit_answered(desk.db, flat.id, outcome, reason, desk.elin, NOW)
    except NotNow:
        assert (flat.state, "withdrawn" if what == "withdraw" else outcome) not in vacancies.TRANSITIONS
    return n


@given(st.lists(st.from_regex(r"[0-9]{1,4}-[0-9]{1,3}", fullmatch=True), min_size=1, max_size=12))
def test_object_numbers_are_ordered_by_their_numbers(objects: list[str]) -> None:
    ordered = sorted(objects, key=vacancies.natural)
    assert [tuple(map(int, each.split("-"))) for each in ordered] == sorted(
        tuple(map(int, each.split("-"))) for each in objects
    )


@given(st.integers(1, 400), st.integers(1, 9), st.integers(1, 9))
def test_the_rule_gives_exactly_its_share(n: int, part: int, whole: int) -> None:
    part = min(part, whole)
    policy = Policy("2026-01-01", part, whole)
    assert sum(ledger.is_turn(place, policy) for place in range(1, n + 1)) == n * part // whole


# -- Lists and totals --------------------------------------------------------------------------------


def test_the_totals_count_what_there_is(desk: Desk) -> None:
    desk.eligible(5)
    desk.register("exchange")
    desk.confirm()
    desk.answer(5, "let")
    desk.withdraw(2)
    desk.register()
    found = vacancy_lists.entries(desk.db)
    assert vacancy_lists.totals(found) == vacancy_lists.Totals(5, 1, 1, 1, 1, 0)
    assert [vacancy_lists.year_of(entry) for entry in found] == [2026] * 6 + [None]
    assert [each.vacancy.number for each in vacancy_lists.page(desk.db, 0, 3)] == [None, 5, 4]


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ({"a": 12, "b": 9}, {"a": 12, "b": 9}),
        ({"a": 12, "b": 9, "c": 4}, {"a": 12, "b": None, "c": None}),
        ({"a": 12, "b": 3, "c": 4}, {"a": 12, "b": None, "c": None}),
        ({"a": 4}, {"a": None}),
        ({}, {}),
    ],
)
def test_a_small_number_is_hidden_and_cannot_be_worked_out(
    counts: dict[str, int], shown: dict[str, int | None]
) -> None:
    assert vacancy_lists.suppressed(counts) == shown

"""`seed`: a made-up company in an empty database, and nothing in any other."""

import contextlib
import re
import sqlite3

from storage import audiences, codes, homes, households, ledger_check, people, stock, vacancies, vacancy_lists
from tests.commands.conftest import CODE, SAMPLE


def test_seed_prints_codes_for_every_role_in_the_documented_form(seeded):
    assert list(seeded) == ["household", "caretaker", "staff", "officer", "admin"]
    assert {tuple(each) for each in seeded["household"]} == {("code", "home", "language", "person")}
    assert {tuple(each) for each in seeded["caretaker"]} == {("code", "areas")}
    assert {tuple(each) for role in ("staff", "officer", "admin") for each in seeded[role]} == {("code",)}
    assert len(seeded["staff"]) == 2
    all_codes = [each["code"] for role in seeded.values() for each in role]
    assert all(CODE.fullmatch(code) for code in all_codes)
    assert len(set(all_codes)) == len(all_codes)


def test_seed_invites_households_in_every_language_with_a_helper_and_one_without_a_home(seeded):
    invited = seeded["household"]
    in_a_home = {each["home"] for each in invited if each["home"]}

    assert {each["language"] for each in invited} == {"sv", "ar", "fa_AF", "en"}
    assert len(in_a_home) >= 8
    assert sum(each["home"] is None for each in invited) == 1
    together = [each["person"] for each in invited if each["home"] == invited[0]["home"]]
    assert sorted(together) == ["adult", "helper"]


def test_seed_makes_sixty_homes_and_a_caretaker_for_each_area(seeded, db):
    areas = homes.areas(db)

    assert homes.count(db) == 60
    assert db.execute("SELECT count(*) FROM houses").fetchone() == (5,)
    assert len(areas) == 3
    covers = [set(each["areas"]) for each in seeded["caretaker"]]
    assert set(areas) in covers
    assert set().union(*(each for each in covers if each != set(areas))) == set(areas)


def test_seeded_houses_of_several_stairs_have_tenants_on_each(seeded, db):
    stairs = {house.address: audiences.stairs(db, house.id) for house in homes.houses(db)}

    assert stairs["Storgatan 14, Exempelby"] == ["A", "B"]
    assert stairs["Renvägen 8, Granvik"] == []
    for contract in audiences.CONTRACTS:
        rented = audiences.doors_without(db, audiences.Audience("all", contract=contract))
        assert len(rented) >= 1, contract


def test_seed_makes_a_ledger_of_fourteen_with_one_withdrawn_excluded_and_declined(seeded, command, db):
    states = [each.vacancy.state for each in vacancy_lists.entries(db)]

    assert len(states) == 14
    assert {state: states.count(state) for state in states} == {
        "queue": 10, "void": 1, "unit": 1, "excluded": 1, "declined": 1,
    }  # fmt: skip
    assert [vacancies.get(db, each.vacancy).number for each in vacancies.owed(db)] == [6]
    assert list(ledger_check.problems(db)) == []
    code, out, _ = command("check", "--ledger")
    assert code == 0
    assert "14 flats settled" in out


def test_seeded_homes_are_let_in_every_way_and_some_are_to_come(db):
    counts = stock.counts(db)

    assert set(counts.standing) == set(homes.LETTINGS)
    assert sum(counts.to_come.values()) == 4
    lived_in = db.execute(
        "SELECT count(*) FROM households JOIN homes ON homes.id = home WHERE ready IS NOT NULL"
    )
    assert lived_in.fetchone() == (0,)


def test_seed_makes_no_ledger_where_the_room_is_closed(command, database, tmp_path, monkeypatch):
    profile = tmp_path / "company.toml"
    profile.write_text(SAMPLE.read_text().replace("allocation = true", "allocation = false"))
    monkeypatch.setenv("HELAVAGEN_COMPANY", str(profile))

    assert command("seed", "--json")[0] == 0
    with sqlite3.connect(database) as db:
        assert db.execute("SELECT count(*) FROM vacancies").fetchone() == (0,)
    db.close()


def test_seeded_homes_have_numbers_as_the_registers_write_them(db):
    rows = db.execute("SELECT object, flat, floor FROM homes").fetchall()

    assert all(re.fullmatch(r"0\d{3}-\d\d", number) for number, _, _ in rows)
    assert all(flat[:2] == f"{10 + floor:02}" and re.fullmatch(r"\d{4}", flat) for _, flat, floor in rows)
    assert any(flat.startswith("0") for _, flat, _ in rows)


def test_a_seeded_code_lets_its_holder_in(seeded, db):
    helper = next(each for each in seeded["household"] if each["person"] == "helper")

    invitation = codes.redeem(db, helper["code"], 1, 0.0)

    assert isinstance(invitation, codes.Invitation)
    assert (invitation.role, invitation.adult) == ("household", False)
    home = people.household(db, invitation.household).home
    assert db.execute("SELECT object FROM homes WHERE id = ?", (home,)).fetchone() == (helper["home"],)


def test_those_on_duty_in_the_sample_profile_are_invited_by_seed(db):
    names = {name for (name,) in db.execute("SELECT name FROM codes WHERE name IS NOT NULL")}

    assert set(re.findall(r'^name = "(\w+ \w+)"$', SAMPLE.read_text(), re.MULTILINE)) <= names


def test_seeding_twice_is_refused_and_changes_nothing(seeded, command, db):
    before = db.execute("SELECT hash FROM codes").fetchall()

    code, out, err = command("seed", "--json")

    assert (code, out) == (2, "")
    assert "is not empty" in err
    assert err.count("\n") == 1
    assert db.execute("SELECT hash FROM codes").fetchall() == before


def test_seed_for_people_shows_each_code(command, database):
    code, out, _ = command("seed")

    assert code == 0
    with contextlib.closing(sqlite3.connect(database)) as db:
        assert len(CODE.findall(out)) == db.execute("SELECT count(*) FROM codes").fetchone()[0]


def test_there_are_families_on_their_way_to_a_home(seeded, db):
    waiting = db.execute(
        "SELECT home IS NULL FROM cases JOIN households ON households.id = household WHERE waits"
        " AND household NOT IN (SELECT household FROM offers) ORDER BY 1"
    ).fetchall()
    assert waiting == [(0,), (1,)]
    assert db.execute("SELECT state FROM offers").fetchall() == [("open",)]
    assert db.execute("SELECT state FROM contracts ORDER BY id").fetchall() == [("convert",), ("first",)]
    assert db.execute("SELECT contract, ground FROM proofs").fetchall() == [
        (1, "registered"), (2, "registered"),
    ]  # fmt: skip
    assert db.execute("SELECT state FROM conversions ORDER BY id").fetchall() == [("open",), ("approved",)]
    # Each has an adult who can come in.
    invited = {each["home"] for each in seeded["household"] if each["person"] == "adult"}
    assert {"0421-03", "0421-01", "0312-07", "0313-11", None} <= invited


def test_the_first_officer_looks_after_the_families(seeded, database, db):
    now = 1_795_000_000.0
    person = people.add(db, 77, now)
    people.give_work(db, person, "officer")

    assert households.take_all(db, people.get(db, person), now) == 5
    assert households.take_all(db, people.get(db, person), now) == 0
    assert len(households.of_officer(db, person)) == 5


def test_a_company_without_offers_has_no_families(command, database, tmp_path, monkeypatch):
    profile = tmp_path / "company.toml"
    profile.write_text(SAMPLE.read_text().replace("offers = true", "offers = false"))
    monkeypatch.setenv("HELAVAGEN_COMPANY", str(profile))

    assert command("seed", "--json")[0] == 0
    with contextlib.closing(sqlite3.connect(database)) as db:
        assert db.execute("SELECT count(*) FROM cases").fetchone() == (0,)

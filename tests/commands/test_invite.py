"""`invite`: codes for households and for those who work here."""

import sqlite3

import msgspec
import pytest

from storage import codes, facts, homes, people
from tests.commands.conftest import CODE


def _invitation(db, printed: str) -> codes.Invitation:
    found = codes.redeem(db, CODE.search(printed)[0], 1, 0.0)
    assert isinstance(found, codes.Invitation)
    return found


def test_an_invitation_to_a_home_joins_the_household_that_lives_there(command, seeded, db):
    code, out, _ = command("invite", "household", "--home", "0312-07", "--json")

    ticket = msgspec.json.decode(out)
    assert code == 0
    assert (ticket["home"], ticket["person"], ticket["days"]) == ("0312-07", "adult", 14)
    living = people.household_of_home(db, homes.by_object(db, "0312-07").id)
    assert _invitation(db, out) == codes.Invitation("household", living)


def test_an_invitation_to_an_empty_home_makes_its_household(command, seeded, db):
    out = command("invite", "household", "--home", "0312-12")[1]

    home = homes.by_object(db, "0312-12").id
    assert people.household(db, _invitation(db, out).household) == people.Household(
        people.household_of_home(db, home), home
    )
    assert "home 0312-12" in out


@pytest.mark.parametrize("helper", [("household", "--helper"), ("helper",)])
def test_a_helper_is_invited_to_a_household_by_its_id(command, seeded, db, helper):
    out = command("invite", *helper, "--household", "3")[1]

    assert _invitation(db, out) == codes.Invitation("household", 3, adult=False)
    assert "helper of household 3" in out


def test_a_family_that_waits_for_a_home_is_invited_before_it_has_one(command, database):
    code, out, _ = command("invite", "household")

    assert code == 0
    assert "waits for a home" in out


def test_a_caretaker_is_invited_to_the_named_areas_else_to_all(command, seeded, db):
    some = command("invite", "caretaker", "--areas", "granvik, sjosidan", "--name", "Nils Ek")[1]
    every = command("invite", "caretaker")[1]

    assert _invitation(db, some) == codes.Invitation(
        "caretaker", areas=("granvik", "sjosidan"), name="Nils Ek"
    )
    assert set(_invitation(db, every).areas) == set(homes.areas(db))


@pytest.mark.parametrize("role", ["staff", "officer", "admin"])
def test_those_who_work_here_are_invited_by_role(command, seeded, db, role):
    assert _invitation(db, command("invite", role)[1]) == codes.Invitation(role)


def test_an_invitation_expires_after_the_days_that_were_asked_for(command, database):
    out = command("invite", "staff", "--days", "2", "--json")[1]

    with sqlite3.connect(database) as db:
        left = db.execute("SELECT expires - unixepoch() FROM codes").fetchone()[0]
    db.close()
    assert msgspec.json.decode(out)["days"] == 2
    assert abs(left - 2 * codes.DAY) < 3600


def test_a_moved_clock_moves_what_an_invitation_expires_by(command, database, tmp_path, monkeypatch):
    (tmp_path / "clock").write_text(f"{30 * codes.DAY}")
    monkeypatch.setenv("HELAVAGEN_API_URL", "http://127.0.0.1:1")
    monkeypatch.setenv("HELAVAGEN_CLOCK", str(tmp_path / "clock"))

    command("invite", "staff", "--days", "1")

    with sqlite3.connect(database) as db:
        left = db.execute("SELECT expires - unixepoch() FROM codes").fetchone()[0]
    db.close()
    assert abs(left - 31 * codes.DAY) < 3600


def test_the_link_is_printed_once_the_name_of_the_bot_is_known(command, seeded, db, monkeypatch):
    assert "link: not yet" in command("invite", "staff")[1]
    facts.put(db, "me.42", '{"id": 42, "is_bot": true, "first_name": "H", "username": "hela_bot"}')

    out = command("invite", "staff")[1]

    assert f"https://t.me/hela_bot?start={CODE.search(out)[0]}" in out
    monkeypatch.setenv("HELAVAGEN_TOKEN", "43:another")
    assert "link: not yet" in command("invite", "staff")[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("king",), "there is no role 'king': household, caretaker, staff, officer, admin, helper"),
        (("staff", "--home", "0312-07"), "--home does not go with staff"),
        (("admin", "--household", "1"), "--household does not go with admin"),
        (("officer", "--helper"), "--helper does not go with officer"),
        (("household", "--areas", "centrum"), "--areas does not go with household"),
        (("household", "--name", "Zahra"), "--name does not go with household"),
        (("household", "--home", "0312-07", "--household", "1"), "--home or --household"),
        (("household", "--home", "312-07"), "there is no home '312-07'"),
        (("household", "--household", "999"), "there is no household 999"),
        (("caretaker", "--areas", "centrum,moon"), "no area moon; there are: centrum, granvik, sjosidan"),
    ],
)
def test_an_invitation_that_does_not_fit_is_refused_in_one_line(command, seeded, db, arguments, said):
    before = db.execute("SELECT count(*) FROM codes").fetchone()

    code, out, err = command("invite", *arguments)

    assert (code, out) == (2, "")
    assert err.startswith("error: ")
    assert said in err
    assert err.count("\n") == 1
    assert db.execute("SELECT count(*) FROM codes").fetchone() == before


def test_a_caretaker_cannot_be_invited_before_there_are_areas(command):
    code, _, err = command("invite", "caretaker")

    assert code == 2
    assert "a caretaker needs an area; there are: none yet" in err

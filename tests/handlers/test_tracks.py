"""The two tracks beside the contract: three words of a household, and days that an adult lets be kept."""

from __future__ import annotations

import datetime
import sqlite3

import msgspec
import pytest
import pytest_asyncio

from bot.settings import Stock
from storage import codes, households, people, tracks
from storage.codes import Invitation
from storage.people import Person
from tests.settled import Settled, settled
from tests.talk import Talk


@pytest_asyncio.fixture
async def home(talk: Talk) -> Settled:
    return await settled(talk)


async def test_the_officer_notes_a_word_and_the_log_keeps_all_of_them(talk: Talk, home: Settled) -> None:
    await talk.forge(home.elin, f"track.of:{home.household}")
    await talk.press(
        home.elin, f"track.word:{home.household}.waiting", f"track.word:{home.household}.settled"
    )
    await talk.forge(
        home.elin, f"track.word:{home.household}.settled", f"track.word:{home.household}.refused"
    )
    assert tracks.a_of(talk.database.reader, home.household) == "settled"
    assert talk.count("track_a") == 2


async def test_days_of_work_are_kept_with_her_consent_only(talk: Talk, home: Settled) -> None:
    zahra = await home.adult("sv")
    person = home.person(zahra).id
    await talk.forge(home.elin, f"track.on:{person}.work.20270201")
    assert talk.count("track_c") == 0
    await talk.type(zahra, "/home")
    await talk.press(zahra, "track.consent:ask", "track.consent:yes")
    await talk.forge(home.elin, f"track.of:{home.household}")
    await talk.press(home.elin, f"track.adult:{person}", f"track.note:{person}.work")
    await talk.press(home.elin, f"track.on:{person}.work.20270201")
    assert [each.act for each in tracks.c_of(talk.database.reader, person)] == ["work"]
    await talk.press(zahra, "home.show:now") if zahra.shown("home.show:now") else await talk.type(
        zahra, "/home"
    )
    road = {step["id"]: step for step in talk.saw(zahra, "home.road")[-1]["road"]}
    assert (road["work"]["state"], road["work"]["day"]) == ("done", "2027-02-01")
    other = await home.adult("sv")  # to everybody else in the household her days are not shown
    await talk.type(other, "/home")
    assert {step["id"]: step for step in talk.saw(other, "home.road")[-1]["road"]}["work"]["state"] == "next"
    await talk.press(zahra, "track.consent:no")
    assert tracks.c_of(talk.database.reader, person) == []
    assert talk.count("track_c", "act NOT IN ('consent', 'withdraw')") == 0
    assert talk.count("track_c") == 2  # that she had consented, and no longer does


def _known(person: Person | None) -> Person:
    assert person is not None
    return person


async def _agrees(talk: Talk, home: Settled) -> int:
    zahra = await home.adult("sv")
    await talk.forge(zahra, "track.consent:yes")
    return home.person(zahra).id


async def test_a_day_that_is_longer_ago_is_written(talk: Talk, home: Settled) -> None:
    person = await _agrees(talk, home)
    await talk.forge(home.elin, f"track.of:{home.household}")
    await talk.press(home.elin, f"track.adult:{person}", f"track.note:{person}.intern")
    await talk.type(home.elin, "2027-03-14")
    assert talk.saw(home.elin, "general.not_used")[-1]["why"] == "no_such_day"
    await talk.type(home.elin, "2026-09-14")
    (noted,) = tracks.c_of(talk.database.reader, person)
    assert (noted.act, noted.day) == ("intern", datetime.date(2026, 9, 14))
    await talk.press(home.elin, f"track.adult:{person}", f"track.note:{person}.work")
    await talk.forge(home.elin, f"track.of:{home.household}")
    await talk.type(home.elin, "2026-09-15")  # she has gone elsewhere: no day is asked
    assert len(tracks.c_of(talk.database.reader, person)) == 1


async def test_a_day_that_was_noted_wrongly_no_longer_counts_and_stays_in_the_log(
    talk: Talk, home: Settled
) -> None:
    person = await _agrees(talk, home)
    await talk.forge(home.elin, f"track.on:{person}.work.20270201", f"track.on:{person}.af.20270201")
    wrong = tracks.c_of(talk.database.reader, person)[0]
    await talk.press(home.elin, f"track.adult:{person}", f"track.not_so:{person}.{wrong.id}")
    await talk.forge(home.elin, f"track.not_so:{person}.{wrong.id}", f"track.not_so:{person}.x")
    assert [each.act for each in tracks.c_of(talk.database.reader, person)] == ["af"]
    assert talk.count("track_c", "act = 'work'") == 2
    other = await talk.enrolled("sv", Invitation("officer", name="Olle"))
    left = tracks.c_of(talk.database.reader, person)[0]
    assert await talk.forge(other, f"track.not_so:{person}.{left.id}") == ["general.not_used:not_for_you"]
    async with talk.database.transaction() as db:
        tracks.withdraw(db, _known(people.get(db, person)), home.today, talk.clock.now())
    assert talk.count("track_c", "act NOT IN ('consent', 'withdraw')") == 0


@pytest.mark.parametrize("how", ["separated", "closed", "another household"])
async def test_who_leaves_a_household_takes_her_days_with_her(talk: Talk, home: Settled, how: str) -> None:
    async with talk.database.transaction() as db:
        elin = home.person(home.elin)
        household = households.add(db, elin, "Sjön", 2, False, "own", None, talk.clock.now()).household
    zahra = await talk.enrolled("sv", Invitation("household", household=household, adult=True))
    person = home.person(zahra).id
    await talk.forge(zahra, "track.consent:yes")
    await talk.forge(home.elin, f"track.on:{person}.work.20270201")
    if how == "separated":
        await talk.forge(home.elin, f"people.separate:{household}.{person}.sure")
    elif how == "closed":
        await talk.forge(home.elin, f"people.close:{household}.sure")
    else:
        other = Invitation("household", household=await talk.household(), adult=True)
        async with talk.database.transaction() as db:
            code = codes.make(db, other, talk.clock.now(), 1)
        await talk.type(zahra, f"/start {code}")
    assert not tracks.consents(talk.database.reader, person)
    assert talk.count("track_c", "act NOT IN ('consent', 'withdraw')") == 0
    assert talk.count("track_c", "act = 'withdraw'") == 1


async def test_anybody_takes_her_own_agreement_back(talk: Talk, home: Settled) -> None:
    zahra = await home.adult("sv")
    person = home.person(zahra).id
    await talk.forge(zahra, "track.consent:yes")
    async with talk.database.transaction() as db:
        people.leave(db, person)
    assert await talk.forge(zahra, "track.consent:no") == ["general.not_used:not_at_home"]
    assert not tracks.consents(talk.database.reader, person)


async def test_neither_the_desk_nor_another_officer_sees_the_tracks(talk: Talk, home: Settled) -> None:
    for phone in (home.stina, await talk.caretaker()):
        assert await talk.forge(phone, f"track.of:{home.household}") == ["general.not_used:not_for_you"]
    assert await talk.forge(home.elin, "track.of:999") == ["general.not_used:not_for_you"]


async def test_where_nobody_waits_for_asylum_no_word_is_noted(talk: Talk, home: Settled) -> None:
    talk.start_again(msgspec.structs.replace(talk.company, homes=Stock(asylum=False)))
    await talk.forge(home.elin, f"track.of:{home.household}")
    assert not home.elin.shown(f"track.word:{home.household}.waiting")
    heard = await talk.forge(home.elin, f"track.word:{home.household}.waiting")
    assert heard == ["general.not_used:old_button"]
    assert talk.count("track_a") == 0


async def test_a_neighbour_without_an_officer_is_asked_for_nothing(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    assert await talk.forge(zahra, "track.consent:yes") == ["general.not_used:old_button"]
    assert talk.count("track_c") == 0


async def test_the_database_keeps_the_logs_as_they_are(talk: Talk, home: Settled) -> None:
    zahra = await home.adult("sv")
    await talk.forge(home.elin, f"track.word:{home.household}.waiting")
    await talk.forge(zahra, "track.consent:yes")
    await talk.forge(home.elin, f"track.on:{home.person(zahra).id}.af.20270201")
    for change in ("DELETE FROM track_a", "UPDATE track_a SET word = 'closed'", "UPDATE track_c SET day = ''",
                   "DELETE FROM track_c"):  # fmt: skip
        with pytest.raises(sqlite3.IntegrityError, match="track"):
            async with talk.database.transaction() as db:
                db.execute(change)

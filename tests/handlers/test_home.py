"""/home: where the household stands on its road, its contract in plain words, and the road as a picture."""

from __future__ import annotations

import datetime

import msgspec
import pytest
import pytest_asyncio

from bot.messages.menu import WORDS
from bot.settings import Rooms
from bot.speech import words
from storage import homes, people, vacancies, vacancy_acts
from storage.codes import Invitation
from tests.settled import Settled, settled
from tests.talk import Talk
from tests.unit import unit_of


@pytest_asyncio.fixture
async def home(talk: Talk) -> Settled:
    return await settled(talk)


def _road(talk: Talk, phone: object) -> dict[str, str]:
    return {step["id"]: step["state"] for step in talk.saw(phone, "home.road")[-1]["road"]}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("locale", "says"),
    [
        ("sv", "inte till oss"),
        ("en", "not to us"),
        ("ar", "وليس إلينا"),
        ("fa_AF", "نه به ما"),
    ],
)
async def test_second_hand_says_in_plain_words_to_whom_rent_is_paid(
    talk: Talk, home: Settled, locale: str, says: str
) -> None:
    zahra = await home.adult(locale)
    await talk.type(zahra, words(locale)(WORDS["home"]))
    assert says in zahra.last.text
    assert "Integrationsenheten i Exempelby kommun" in zahra.last.text
    facts = talk.saw(zahra, "home.road")[-1]["contract"]
    assert (facts["kind"], facts["rent_by"]) == ("second_hand", "2027-02-26")
    assert _road(talk, zahra)["registered"] == "now"


async def test_a_household_that_waits_sees_that_a_home_is_looked_for(talk: Talk) -> None:
    unit = await unit_of(talk)
    zahra = await unit.adult(await unit.household(), "sv")
    await talk.type(zahra, "/home")
    road = _road(talk, zahra)
    assert road["arrived"] == "done" and road["found"] == "now" and road["first_hand"] == "next"


async def test_of_a_household_that_does_not_wait_nobody_looks_for_a_home_now(talk: Talk) -> None:
    unit = await unit_of(talk)
    household = await unit.household()
    zahra = await unit.adult(household, "sv")
    async with talk.database.transaction() as db:
        db.execute("UPDATE cases SET waits = 0 WHERE household = ?", (household,))
    await talk.type(zahra, "/home")
    assert _road(talk, zahra)["found"] == "next"


async def test_the_keys_are_handed_over_at_noon_of_the_first_working_day(talk: Talk) -> None:
    # The first of May is a holiday and a Saturday.
    home = await settled(talk, datetime.date(2027, 5, 1))
    zahra = await home.adult("sv")
    await talk.type(zahra, "/home")
    assert talk.saw(zahra, "home.road")[-1]["contract"]["keys"] == "2027-05-03"
    await home.until(datetime.date(2027, 5, 3), 11)
    assert home.now().state == "signed2"
    await home.until(datetime.date(2027, 5, 3), 12)
    assert home.now().state == "second"
    household = people.household(talk.database.reader, home.household)
    assert household is not None and household.home == home.now().home


async def test_the_road_is_drawn_for_who_walks_it_only(talk: Talk, home: Settled) -> None:
    zahra, neighbour = await home.adult("fa_AF"), await talk.tenant("sv")
    await talk.type(zahra, "/home")
    await talk.press(zahra, "home.picture:now")
    assert zahra.last.photo
    assert await talk.forge(neighbour, "home.picture:now") == ["general.not_used:old_button"]


async def test_a_tenant_whose_contract_the_bot_does_not_know_is_told_so(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    await talk.type(zahra, "/home")
    assert talk.saw(zahra, "home.road")[-1]["contract"] is None
    assert "+46 980 319 230" in zahra.last.text


async def test_a_helper_sees_the_road_and_does_nothing_there(talk: Talk, home: Settled) -> None:
    helper = await home.adult("sv", adult=False)
    await talk.type(helper, "/home")
    assert not helper.shown("home.registered:ask")
    assert await talk.forge(helper, "home.registered:yes") == ["general.not_used:helper"]
    assert talk.count("registrations") == 0


async def test_who_lives_nowhere_here_has_no_road(talk: Talk) -> None:
    karl = await talk.caretaker()
    assert await talk.answers(karl, "/home") == ["general.not_used:not_at_home"]


async def test_a_closed_room_is_not_seen(talk: Talk, home: Settled) -> None:
    zahra = await home.adult("sv")
    rooms = Rooms(faults=True, questions=True, offers=True, home=False)
    talk.start_again(msgspec.structs.replace(talk.company, rooms=rooms))
    await talk.type(zahra, "/menu")
    assert "home" not in zahra.commands
    assert await talk.answers(zahra, "/home") == ["general.not_used:command"]
    assert "general.not_used:text" in await talk.answers(zahra, "Mitt hem")
    said = len(talk.said)
    await talk.later(400 * 86400)
    assert not [m for _, m in talk.said[said:] if m["message"].startswith("moving.")]


async def test_notice_ends_the_contract_by_the_calendar(talk: Talk, home: Settled) -> None:
    zahra, number = await home.adult("sv"), home.contract
    await talk.forge(home.stina, f"conversion.show:{number}", f"contract.notice:{number}")
    await talk.type(home.stina, "31/1")
    await talk.press(home.stina, f"contract.notice_as:{number}.20270131.usual")
    assert (home.now().state, home.now().ends) == ("notice", datetime.date(2027, 4, 30))
    await talk.type(zahra, "/home")
    assert "30 april 2027" in zahra.last.text
    await talk.forge(home.stina, f"contract.withdraw:{number}")
    assert (home.now().state, home.now().ends) == ("second", None)
    await talk.forge(home.stina, f"contract.notice_as:{number}.20270131.death")
    await talk.press(home.stina, f"contract.died:{number}.20270131.20270129")
    assert home.now().ends == datetime.date(2027, 2, 28)
    await home.until(datetime.date(2027, 3, 1))
    assert home.now().state == "ended"


async def test_long_second_hand_is_told_at_18_and_at_23_months_and_once(talk: Talk, home: Settled) -> None:
    number = home.contract
    await home.until(datetime.date(2028, 6, 30), 10)
    assert not talk.saw(home.elin, "conversion.news")
    await home.until(datetime.date(2028, 7, 3), 10)
    await home.until(datetime.date(2028, 7, 4), 10)
    for who in (home.elin, home.stina):
        assert len(talk.saw(who, "conversion.news")) == 1
    await talk.type(home.stina, "/conversions")
    (row,) = talk.saw(home.stina, "conversion.list")[-1]["rows"]
    assert (row["why"], row["months"]) == ("long", 18)
    await talk.press(home.stina, f"conversion.show:{number}", f"contract.seen:{number}")
    await talk.type(home.stina, "/conversions")
    assert talk.saw(home.stina, "conversion.list")[-1]["rows"] == []
    await home.until(datetime.date(2028, 12, 1), 10)
    assert len(talk.saw(home.elin, "conversion.news")) == 2


@pytest.mark.parametrize(
    ("kind", "says"),
    [("second_hand", "kommunen"), ("first_hand", "Exempelbostäder"), ("", "andrahandskontrakt")],
)
async def test_answers_are_worded_by_the_contract_of_who_asks(
    talk: Talk, home: Settled, kind: str, says: str
) -> None:
    if kind == "second_hand":
        zahra = await home.adult("sv")
    elif kind == "first_hand":
        zahra = await home.adult("sv")
        await home.open()
        await home.tick_all("20270301")
        await home.approve()
        await home.until(datetime.date(2027, 3, 2))
    else:
        zahra = await talk.tenant("sv")
    await talk.forge(zahra, "answer.topic:rent.how_to_pay")
    answer = talk.saw(zahra, "questions.answer")[-1]
    assert answer["contract"] == kind
    assert says in zahra.last.text
    if kind == "first_hand":
        assert "kommun" not in zahra.last.text
    assert zahra.shown("home.show:now")


async def test_an_officers_invitation_gives_no_road(talk: Talk) -> None:
    elin = await talk.enrolled("sv", Invitation("officer", name="Elin"))
    assert await talk.forge(elin, "home.registered:yes") == ["general.not_used:not_at_home"]


async def test_a_notice_and_that_it_was_taken_back_are_told_to_every_adult_and_the_officer(
    talk: Talk, home: Settled
) -> None:
    zahra, ali, child = await home.adult("fa_AF"), await home.adult("sv"), await home.adult("sv", adult=False)
    number = home.contract
    before = len(talk.saw(home.elin, "conversion.news"))
    await talk.forge(home.stina, f"contract.notice_as:{number}.20270131.usual")
    await talk.later(1)
    for adult in (zahra, ali):
        assert len(talk.saw(adult, "home.push")) == 1
        assert not any(sign.isdigit() for sign in adult.sounds[-1].text)
    assert talk.saw(child, "home.push") == []
    assert len(talk.saw(home.elin, "conversion.news")) == before + 1
    await talk.type(ali, "/home")
    assert talk.saw(ali, "home.road")[-1]["contract"]["ends"] == "2027-04-30"
    await talk.forge(home.stina, f"contract.withdraw:{number}")
    await talk.later(1)
    assert len(talk.saw(ali, "home.push")) == 2
    assert len(talk.saw(home.elin, "conversion.news")) == before + 2
    await talk.type(ali, "/home")
    contract = talk.saw(ali, "home.road")[-1]["contract"]
    assert (contract["ends"], contract["goes_on"]) == ("", True)
    assert "kontraktet fortsätter" in ali.last.text
    await talk.later(40 * 86400)
    await talk.type(ali, "/home")
    assert not talk.saw(ali, "home.road")[-1]["contract"]["goes_on"]
    assert len(talk.saw(ali, "home.push")) == 2


async def test_a_notice_that_is_registered_with_the_flat_is_told_too_and_taken_back_with_it(
    talk: Talk, home: Settled
) -> None:
    zahra = await home.adult("sv")
    stina, day = home.person(home.stina), datetime.date(2027, 5, 31)
    async with talk.database.transaction() as db:
        known = homes.get(db, home.now().home)
        assert known is not None
        made = vacancy_acts.register(db, known, "K-1", "2027-02-02", day, "", stina, talk.clock.now())
    await talk.later(1)
    assert (home.now().state, home.now().ends, made.excluded) == ("notice", day, "block_return")
    assert len(talk.saw(zahra, "home.push")) == 1
    await talk.forge(home.stina, f"contract.withdraw:{home.contract}")
    assert (home.now().state, home.now().ends) == ("second", None)
    entry = vacancies.get(talk.database.reader, made.id)
    assert entry is not None and entry.state == "void"


@pytest.mark.parametrize(
    ("day", "ends", "late"),
    [("20270103", datetime.date(2027, 2, 28), False), ("20261230", datetime.date(2027, 4, 30), True)],
)
async def test_the_shorter_notice_holds_within_a_month_of_the_death_only(
    talk: Talk, home: Settled, day: str, ends: datetime.date, late: bool
) -> None:
    number = home.contract
    await talk.forge(home.stina, f"contract.notice_as:{number}.20270131.death")
    assert home.card(home.stina)["asks"] == "died.20270131"
    assert home.now().state == "second"
    assert "general.not_used:no_such_day" in await talk.forge(
        home.stina, f"contract.died:{number}.20270131.20270201"
    )
    heard = await talk.answers(home.stina, f"{day[:4]}-{day[4:6]}-{day[6:]}")
    assert ("conversion.not_now:late_after_death" in heard) is late
    assert (home.now().state, home.now().ends) == ("notice", ends)


@pytest.mark.parametrize("value", ["", ".x.y", ".20270131", ".20270131.", ".20290131.20270101"])
async def test_a_death_that_no_button_shows_gives_no_notice(talk: Talk, home: Settled, value: str) -> None:
    await talk.forge(home.stina, f"contract.died:{home.contract}{value}")
    assert home.now().state == "second"

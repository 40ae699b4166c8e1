"""The made-up company in the running bot: its families can be walked on from where `seed` has left them."""

from __future__ import annotations

import datetime

import pytest_asyncio

from bot import demo
from bot.demo_families import AT_EVACUATION, CONVERTED, OFFERED, SECOND_HAND, WITHOUT_HOME
from bot.sandbox.phones import Phone
from storage import contracts, conversions, households, offers, people, proofs
from storage.contracts import Contract
from storage.ledger import Policy
from tests.talk import DAY, MORNING, Talk

RULE = Policy("2026-01-01", 1, 5)
TODAY = datetime.date(2027, 2, 2)


class Demo:
    """A house that was filled by `seed` and its codes."""

    def __init__(self, talk: Talk, codes: demo.Codes) -> None:
        self.talk = talk
        self.codes = codes

    async def comes_in(self, code: str, locale: str) -> Phone:
        phone = self.talk.telegram.phone(language_code=locale.partition("_")[0], first_name="Test")
        await self.talk.type(phone, f"/start {code}")
        await self.talk.press(phone, f"language.set:{locale}", "privacy.ok:yes")
        return phone

    async def adult(self, home: str | None, locale: str) -> Phone:
        code = next(c.code for c in self.codes.household if (c.home, c.person) == (home, "adult"))
        return await self.comes_in(code, locale)

    async def worker(self, role: str) -> Phone:
        return await self.comes_in(getattr(self.codes, role)[0].code, "sv")


@pytest_asyncio.fixture
async def seeded(talk: Talk) -> Demo:
    async with talk.database.transaction() as db:
        codes = demo.fill(db, MORNING, 14, RULE, talk.company)
    await talk.later(1)
    return Demo(talk, codes)


async def test_nothing_is_sent_to_the_colleagues_who_have_left(seeded: Demo) -> None:
    await seeded.talk.later(DAY)
    assert seeded.talk.said == []
    assert seeded.talk.count("outbox") == 0


async def test_the_officer_who_comes_in_has_the_families_and_the_flat(seeded: Demo) -> None:
    talk, elin = seeded.talk, await seeded.worker("officer")
    await talk.type(elin, "/people")
    room = talk.saw(elin, "people.room")[-1]
    assert (room["flats"], room["households"], room["free"]) == (1, 5, 0)


async def test_the_offer_that_is_open_is_answered_and_confirmed(seeded: Demo) -> None:
    talk, elin = seeded.talk, await seeded.worker("officer")
    omar = await seeded.adult(OFFERED[0], "ar")
    await talk.press(omar, "offer.show:1", "offer.accept:1", "offer.sure:1")
    await talk.type(elin, "/people")
    await talk.press(elin, "people.tasks:now")
    await talk.press(elin, next(data for data in elin.last.data if data.startswith("people.household:")))
    await talk.press(elin, "unit.offer:1", "unit.confirm:1", "unit.confirm:1.sure")
    signed = contracts.get(talk.database.reader, 3, TODAY)
    assert signed is not None
    assert signed.state == "signed2"


async def test_the_others_stand_where_they_are_said_to(seeded: Demo) -> None:
    talk, elin = seeded.talk, await seeded.worker("officer")
    waits, nowhere = await seeded.adult(AT_EVACUATION[0], "fa_AF"), await seeded.adult(None, "fa_AF")
    second, first = await seeded.adult(SECOND_HAND[0], "fa_AF"), await seeded.adult(CONVERTED[0], "ar")
    for phone in (waits, nowhere, second, first):
        assert await talk.answers(phone, "/home") == ["home.road"]
    homes = [talk.saw(phone, "home.road")[-1] for phone in (waits, nowhere, second, first)]
    assert [each["contract"] and each["contract"]["kind"] for each in homes] == [
        None, None, "second_hand", "first_hand",
    ]  # fmt: skip
    assert await talk.answers(nowhere, "/report") != ["fault.first"]
    assert await talk.answers(waits, "/report") == ["fault.first"]
    # Her registration has been seen, so what comes next is the checklist.
    await talk.type(elin, "/conversions")
    rows = talk.saw(elin, "conversion.list")[-1]["rows"]
    assert [(row["about"], row["why"]) for row in rows] == [(SECOND_HAND[1], "open")]
    await talk.press(elin, f"conversion.show:{rows[0]['contract']}")
    card = talk.saw(elin, "conversion.card")[-1]
    assert (card["state"], card["stage"], card["ticked"]) == ("convert", "open", ["registration"])
    assert [each["by"] for each in card["proofs"]] == ["Ulla Lind"]
    assert "tick" in card["can"]


async def test_the_store_holds_what_the_demo_promises(seeded: Demo) -> None:
    db = seeded.talk.database.reader
    cases = {case.label: case for case in households.without_officer(db)}
    assert len(cases) == 5

    def home_of(label: str) -> int | None:
        found = people.household(db, cases[label].household)
        assert found is not None
        return found.home

    def contract_of(label: str) -> Contract | None:
        return contracts.of_household(db, cases[label].household, TODAY)

    # Two wait and are offered nothing, one of them without a home.
    waiting = [label for label, case in cases.items() if case.waits]
    offered = {label for label in waiting if offers.live_of(db, cases[label].household) is not None}
    assert sorted(set(waiting) - offered) == sorted([WITHOUT_HOME[0], AT_EVACUATION[1]])
    assert home_of(WITHOUT_HOME[0]) is None
    assert home_of(AT_EVACUATION[1]) is not None
    # One has an offer that is open.
    assert offered == {OFFERED[1]}
    offer = offers.live_of(db, cases[OFFERED[1]].household)
    assert offer is not None and offer.state == "open" and offer.answer_by > TODAY.isoformat()
    # One lives second-hand and is ready: her proof was seen, and the checklist is open.
    second = contract_of(SECOND_HAND[1])
    assert second is not None and (second.kind, second.state) == ("second_hand", "convert")
    (proof,) = proofs.proofs(db, second.id)
    assert proof.ground == "registered" and proof.day < TODAY
    begun = conversions.of_contract(db, second.id)
    assert begun is not None and begun.state == "open"
    assert begun.ticked == ("registration",) and begun.missing and not begun.votes
    # One was converted, by two people.
    first = contract_of(CONVERTED[1])
    assert first is not None and (first.kind, first.state) == ("first_hand", "first")
    done = conversions.of_contract(db, first.id)
    assert done is not None and done.state == "approved" and set(done.votes) == {"officer", "staff"}
    assert [each.ground for each in proofs.proofs(db, first.id)] == ["registered"]

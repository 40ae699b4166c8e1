"""The desk reports for a household that has no Telegram, and speaks for it until it is fixed."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.phones import Phone
from storage import desk_acts, people
from storage.codes import Invitation
from tests.talk import DAY, Talk, picture

NOT_USED = "general.not_used"


async def _home(talk: Talk, area: str = "norr") -> tuple[int, str]:
    """A home whose household has no phone here: its id and object number."""
    household = await talk.household(area)
    row = talk.database.reader.execute(
        "SELECT homes.id, object FROM homes JOIN households ON home = homes.id WHERE households.id = ?",
        (household,),
    ).fetchone()
    return int(row[0]), str(row[1])


async def _report(talk: Talk, stina: Phone, written: str, home: int, *presses: str) -> int:
    await talk.type(stina, "/report")
    await talk.type(stina, written)
    await talk.press(stina, f"fault.home:{home}", "fault.speaks:ar", "fault.item:kitchen.stove")
    await talk.press(stina, "fault.more:skip", "fault.enter:yes", *presses, "fault.send:yes")
    return int(talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])


def _last(talk: Talk, phone: Phone, kind: str) -> dict[str, Any]:
    return talk.saw(phone, kind)[-1]


async def test_the_desk_reports_for_a_household_and_reads_out_what_is_promised(talk: Talk) -> None:
    karl, stina = await talk.caretaker(), await talk.staff()
    home, number_of_home = await _home(talk)
    await talk.type(stina, "/report")
    assert talk.step(stina) == "fault.find"
    await talk.type(stina, number_of_home)
    assert [each["home"] for each in _last(talk, stina, "behalf.home")["found"]] == [home]
    await talk.press(stina, f"fault.home:{home}")
    assert _last(talk, stina, "behalf.language")["flat"] == "1001"
    await talk.press(stina, "fault.speaks:ar")
    assert _last(talk, stina, "fault.first")["reported_for"] == "Norra vägen 1, Testby, 1001"
    await talk.press(stina, "fault.item:kitchen.stove", "fault.more:skip")
    assert _last(talk, stina, "fault.enter")["asked_by_phone"] is True
    await talk.press(stina, "fault.enter:yes", "fault.set:pet", "fault.send:yes")

    fault = talk.fault(int(talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0]))
    assert (fault.reporter, fault.locale, fault.home, fault.place) == (None, "ar", home, "home")
    assert (fault.master_key, fault.pet, fault.state) == (True, True, "received")
    said = _last(talk, stina, "behalf.sent")
    assert (said["number"], said["due"]) == (fault.id, fault.due)
    assert fault.due is not None
    assert talk.step(stina) == ""
    order = _last(talk, karl, "order.card")
    assert (order["number"], order["locale"], order["view"]) == (fault.id, "ar", "open")
    assert not karl.last.silent
    way = _last(talk, stina, "order.card")["desk"]
    assert [(step["act"], step["name"]) for step in way["steps"]] == [("report", "Stina")]
    assert way["for_household"] is True
    # Nobody has a phone here to read what would be written.
    assert "write" not in way["can"]


async def test_when_it_is_done_the_desk_calls_and_says_what_the_household_says(talk: Talk) -> None:
    karl, stina = await talk.caretaker(), await talk.staff()
    home, written = await _home(talk)
    number = await _report(talk, stina, written, home)
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    assert _last(talk, stina, "order.news") == {
        "message": "order.news",
        "number": number,
        "what": "ask_if_fixed",
    }
    await talk.type(stina, "/triage")
    await talk.press(
        stina, "triage.list:to_call.1", f"order.show:{number}.to_call.1", f"order.reopen:{number}"
    )
    assert talk.fault(number).state == "received"
    assert f"order.show:{number}" in karl.sounds[-1].data
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    await talk.forge(stina, f"order.show:{number}")
    await talk.press(stina, f"order.fixed:{number}")
    assert talk.fault(number).state == "closed"
    assert talk.saw(stina, "order.card")[-1]["desk"]["steps"][-1] == {
        "act": "fixed", "at": talk.clock.now(), "name": "Stina", "more": "",
    }  # fmt: skip


async def test_for_a_report_of_a_tenant_the_desk_does_not_speak(talk: Talk) -> None:
    karl, stina = await talk.caretaker(), await talk.staff()
    number = await talk.report(await talk.tenant())
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    await talk.forge(stina, f"order.show:{number}")
    assert not stina.shown(f"order.fixed:{number}") and not stina.shown(f"order.reopen:{number}")
    assert not talk.saw(stina, "order.news")
    for act in ("fixed", "reopen"):
        assert await talk.forge(stina, f"order.{act}:{number}") == [f"{NOT_USED}:not_yours"]
    assert talk.fault(number).state == "done"


@pytest.mark.parametrize("days", [29, 31])
async def test_it_is_back_after_thirty_days_is_a_new_report_of_the_same_household(
    talk: Talk, days: int
) -> None:
    karl, stina = await talk.caretaker(), await talk.staff()
    home, written = await _home(talk)
    number = await _report(talk, stina, written, home)
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    await talk.forge(stina, f"order.fixed:{number}")
    await talk.later(days * DAY)
    await talk.forge(stina, f"order.reopen:{number}")
    if days < 30:
        assert talk.fault(number).state == "received"
        return
    assert talk.step(stina) == "fault.more"
    await talk.press(stina, "fault.more:skip", "fault.enter:no", "fault.send:yes")
    again = talk.fault(number + 1)
    assert (again.earlier, again.home, again.reporter, again.locale) == (number, home, None, "ar")


async def test_a_household_with_phones_gets_the_card_too_and_may_say_it_itself(talk: Talk) -> None:
    karl, stina = await talk.caretaker(), await talk.staff()
    household = await talk.household()
    zahra = await talk.tenant("fa_AF", household=household)
    lina = await talk.helper("sv", household)
    number = await _report(talk, stina, "Norra vägen 1, 1001", 1)
    assert _last(talk, zahra, "faults.card")["number"] == number
    assert not talk.saw(lina, "faults.card")
    assert "write" in _last(talk, stina, "order.card")["desk"]["can"]
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    assert f"fault.show:{number}" in zahra.sounds[-1].data
    await talk.press(zahra, f"fault.fixed:{number}")
    assert talk.fault(number).state == "closed"


async def test_what_is_broken_is_told_to_those_who_live_there_now(talk: Talk) -> None:
    household = await talk.household()
    zahra, karl = await talk.tenant(household=household), await talk.caretaker()
    number = await talk.report(zahra)
    async with talk.database.transaction() as db:
        home = people.household(db, household)
        assert home is not None and home.home is not None
        people.move(db, household, None)
        after = people.add_household(db, home.home, talk.clock.now())
    omar = await talk.tenant("ar", household=after)
    sounds = len(zahra.sounds)
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    assert f"fault.show:{number}" in omar.sounds[-1].data
    assert len(zahra.sounds) == sounds
    await talk.press(omar, f"fault.show:{number}", f"fault.fixed:{number}")
    assert talk.fault(number).state == "closed"


async def test_the_callers_number_is_for_the_holder_and_the_desk_and_goes_with_the_case(talk: Talk) -> None:
    karl, kim, stina = await talk.caretaker("Karl"), await talk.caretaker("Kim"), await talk.staff()
    home, written = await _home(talk)
    await talk.type(stina, "/report")
    await talk.type(stina, written)
    await talk.press(stina, f"fault.home:{home}", "fault.speaks:sv", "fault.item:kitchen.stove")
    await talk.press(stina, "fault.more:skip", "fault.enter:no", "fault.set:call")
    assert talk.step(stina) == "fault.phone"
    assert stina.keyboard  # her own four words stay
    assert await talk.answers(stina, "hej") == [f"{NOT_USED}:wrong_number"]
    stina.share_contact()
    assert await talk.heard(stina) == [f"{NOT_USED}:own_number"]
    await talk.type(stina, "070-174 06 05")
    assert talk.step(stina) == "fault.summary"
    await talk.press(stina, "fault.send:yes")
    number = int(talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])

    await talk.press(karl, f"order.take:{number}")
    assert _last(talk, karl, "order.card")["phone"] == "0701740605"
    assert _last(talk, kim, "order.card")["phone"] == ""
    assert _last(talk, stina, "order.card")["phone"] == "0701740605"
    assert talk.person(stina).phone is None
    await talk.press(karl, f"order.done:{number}")
    assert _last(talk, karl, "order.card")["phone"] == ""
    await talk.forge(stina, f"order.fixed:{number}")
    assert talk.count("fault_phones") == 0


async def test_the_callers_number_can_be_erased_or_left_out(talk: Talk) -> None:
    karl, stina = await talk.caretaker(), await talk.staff()
    home, written = await _home(talk)
    await talk.type(stina, "/report")
    await talk.type(stina, written)
    await talk.press(stina, f"fault.home:{home}", "fault.speaks:sv", "fault.item:kitchen.stove")
    await talk.press(stina, "fault.more:skip", "fault.enter:no", "fault.set:call", "fault.go:back")
    assert talk.draft(stina)["call"] is False
    await talk.press(stina, "fault.set:call")
    await talk.type(stina, "+46 70 174 06 05")
    await talk.press(stina, "fault.send:yes")
    number = int(talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])
    await talk.press(karl, f"order.take:{number}")
    await talk.forge(stina, f"order.show:{number}")
    await talk.press(stina, f"order.erase_phone:{number}")
    assert desk_acts.phone_of(talk.database.reader, number) == ""
    assert _last(talk, karl, "order.card")["phone"] == ""
    assert not stina.shown(f"order.erase_phone:{number}")


async def test_a_home_that_is_not_found_or_found_too_often_is_asked_for_again(talk: Talk) -> None:
    stina = await talk.staff()
    for _ in range(10):
        await _home(talk)
    await talk.type(stina, "/report")
    await talk.type(stina, "Ingenstans 5")
    assert _last(talk, stina, "behalf.home")["tried"] is True
    await talk.type(stina, "x" * 300)
    assert _last(talk, stina, "behalf.home")["tried"] is True
    await talk.type(stina, "Norra vägen 1")
    screen = _last(talk, stina, "behalf.home")
    assert (len(screen["found"]), screen["too_many"]) == (8, True)
    await talk.type(stina, "norra vägen 1 ۱۰۰۳")
    assert [each["flat"] for each in _last(talk, stina, "behalf.home")["found"]] == ["1003"]
    for forged in ("99999", "x", "", "²"):
        await talk.forge(stina, f"fault.home:{forged}")
        assert talk.step(stina) == "fault.find"
    await talk.type(stina, "Norra vägen 1 1003")
    await talk.press(stina, "fault.home:3")
    await talk.forge(stina, "fault.speaks:xx")
    assert talk.step(stina) == "fault.speaks"
    await talk.press(stina, "fault.go:back")
    assert talk.step(stina) == "fault.find"
    await talk.forge(stina, "fault.go:back", "fault.item:kitchen.stove", "fault.send:yes")
    assert (talk.step(stina), talk.count("faults")) == ("fault.find", 0)


async def test_starting_again_asks_for_the_home_again_and_cancel_ends_it(talk: Talk) -> None:
    stina = await talk.staff()
    home, written = await _home(talk)
    await talk.type(stina, "/report")
    await talk.type(stina, written)
    await talk.press(stina, f"fault.home:{home}", "fault.speaks:sv", "fault.go:again")
    assert talk.step(stina) == "fault.find"
    await talk.press(stina, "fault.go:cancel")
    assert talk.step(stina) == ""
    await talk.press(stina, "fault.go:again")
    assert talk.step(stina) == "fault.find"


async def test_a_photo_and_a_voice_note_of_the_desk_are_part_of_what_it_reports(talk: Talk) -> None:
    karl, stina = await talk.caretaker(), await talk.staff()
    home, written = await _home(talk)
    stina.send_photo(picture())
    await talk.quiet()
    assert talk.step(stina) == "fault.find"
    await talk.type(stina, written)
    await talk.press(stina, f"fault.home:{home}", "fault.speaks:sv", "fault.item:kitchen.stove")
    stina.send_voice(b"OggS")
    await talk.quiet()
    await talk.type(stina, "Luktar bränt")
    await talk.press(stina, "fault.more:skip", "fault.enter:no", "fault.send:yes")
    number = int(talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])
    assert talk.count("fault_files") == 2
    assert talk.fault(number).words == "Luktar bränt"
    assert [m for m in karl.messages if m.photo] and [m for m in karl.messages if m.voice]
    stina.send_voice(b"OggS")
    assert await talk.heard(stina) == ["general.voice_offered"]
    await talk.press(stina, "voice.use:fault")
    assert talk.step(stina) == "fault.find"


async def test_one_of_the_desk_who_lives_here_reports_for_herself_and_by_the_list_for_others(
    talk: Talk,
) -> None:
    stina = await talk.staff()
    household = await talk.household()
    await talk.type(stina, await talk.code(Invitation("household", household=household)))
    home, written = await _home(talk)
    await talk.type(stina, "/report")
    assert talk.step(stina) == "fault.first"
    await talk.type(stina, "/triage")
    await talk.press(stina, "triage.report:home")
    await talk.type(stina, written)
    await talk.press(stina, f"fault.home:{home}")
    assert talk.step(stina) == "fault.speaks"
    # For her own home she reports as everybody does: nobody works on their own household's case.
    await talk.press(stina, "fault.go:back")
    await talk.type(stina, "Norra vägen 1 1001")
    await talk.press(stina, "fault.home:1")
    assert (talk.step(stina), talk.draft(stina)["behalf"]) == ("fault.first", False)
    await talk.press(stina, "fault.item:kitchen.stove", "fault.more:skip", "fault.enter:no", "fault.send:yes")
    number = int(talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])
    assert talk.fault(number).reporter == talk.person(stina).id


async def test_a_home_without_a_household_gets_one_and_a_shared_place_needs_no_key(talk: Talk) -> None:
    stina = await talk.staff()
    async with talk.database.transaction() as db:
        home = db.execute(
            "INSERT INTO homes (object, house, flat) VALUES ('0999-01', 1, '1999') RETURNING id"
        ).fetchone()[0]
    await talk.type(stina, "/report")
    await talk.type(stina, "0999-01")
    await talk.press(stina, f"fault.home:{home}", "fault.speaks:en", "fault.place:shared")
    await talk.press(
        stina, "fault.category:lift", "fault.item:lift.stopped", "fault.more:skip", "fault.send:yes"
    )
    number = int(talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])
    fault = talk.fault(number)
    assert (fault.place, fault.home, fault.master_key) == ("shared", None, False)
    assert people.household_of_home(talk.database.reader, home) == fault.household


async def test_what_is_most_urgent_is_not_told_to_call_the_desk_which_was_called(talk: Talk) -> None:
    karl, stina, peter = await talk.caretaker(), await talk.staff("Stina"), await talk.staff("Peter")
    home, written = await _home(talk)
    await talk.type(stina, "/report")
    await talk.type(stina, written)
    await talk.press(stina, f"fault.home:{home}", "fault.speaks:sv", "fault.place:home")
    await talk.press(stina, "fault.category:kitchen", "fault.item:kitchen.water_streams")
    assert _last(talk, stina, "fault.more")["urgent"] is False
    await talk.press(stina, "fault.more:skip", "fault.enter:yes", "fault.send:yes")
    assert _last(talk, stina, "behalf.sent")["urgent"] is True
    for phone in (karl, peter):
        assert _last(talk, phone, "order.card")["urgency"] == "E1"
        assert not phone.last.silent


async def test_one_whose_work_has_ended_meanwhile_reports_for_nobody(talk: Talk) -> None:
    stina = await talk.staff()
    home, written = await _home(talk)
    await talk.type(stina, "/report")
    await talk.type(stina, written)
    await talk.press(stina, f"fault.home:{home}", "fault.speaks:sv", "fault.item:kitchen.stove")
    await talk.press(stina, "fault.more:skip", "fault.enter:no")
    async with talk.database.transaction() as db:
        db.execute("DELETE FROM roles")
    stina.press("fault.send:yes")
    assert f"{NOT_USED}:no_home" in await talk.heard(stina)
    assert (talk.count("faults"), talk.step(stina)) == (0, "")

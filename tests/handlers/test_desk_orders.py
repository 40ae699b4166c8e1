"""What the desk does to one order, and what the tenant and those at work on it hear of it."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from bot.messages.desk_orders import WAY
from bot.sandbox.phones import Phone
from bot.speech import STOCKHOLM
from storage import desk_acts, people
from storage.codes import Invitation
from storage.faults import TRANSITIONS
from tests.talk import DAY, Talk, picture

NOT_USED = "general.not_used"
CARD = "order.card"


def _order(talk: Talk, phone: Phone) -> dict[str, Any]:
    return talk.saw(phone, CARD)[-1]


def _report(talk: Talk, phone: Phone) -> dict[str, Any]:
    return talk.saw(phone, "faults.card")[-1]


def _way(talk: Talk, number: int) -> list[str]:
    rows = talk.database.reader.execute("SELECT act FROM fault_events WHERE fault = ? ORDER BY id", (number,))
    return [act for (act,) in rows]


async def _open(talk: Talk, stina: Phone, number: int) -> None:
    await talk.forge(stina, f"order.show:{number}")
    assert stina.shown(f"order.close:{number}") or talk.fault(number).state == "closed"


# -- Class -------------------------------------------------------------------------------------------


async def test_another_class_begins_the_promised_time_anew_and_is_told_to_the_holder(talk: Talk) -> None:
    zahra, karl, stina = await talk.tenant(), await talk.caretaker(), await talk.staff()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}")
    await _open(talk, stina, number)
    sounds = len(zahra.sounds)
    await talk.press(stina, f"order.reclass:{number}")
    assert not stina.shown(f"order.reclass_as:{number}.e0")
    await talk.press(stina, f"order.reclass_as:{number}.e3")

    assert talk.fault(number).urgency == "E3"
    due = talk.fault(number).due
    assert due is not None and due > talk.clock.now() + 5 * DAY
    assert talk.saw(karl, "order.news")[-1]["what"] == "reclassed"
    assert _order(talk, karl)["urgency"] == "E3"
    assert len(zahra.sounds) == sounds
    # The same class once more is nothing new.
    before = _way(talk, number)
    await talk.forge(stina, f"order.reclass_as:{number}.e3")
    assert _way(talk, number) == before


async def test_what_has_become_acute_and_nobody_has_sounds_at_the_caretakers(talk: Talk) -> None:
    karl, stina = await talk.caretaker(), await talk.staff()
    number = await talk.report(await talk.tenant())
    await talk.forge(stina, f"order.reclass_as:{number}.e1")
    assert talk.saw(karl, "order.news")[-1]["what"] == "urgent"
    assert f"order.show:{number}" in karl.sounds[-1].data


@pytest.mark.parametrize("chosen", ["e0", "e9", "", "E1x", "²"])
async def test_no_other_class_can_be_forged(talk: Talk, chosen: str) -> None:
    stina = await talk.staff()
    number = await talk.report(await talk.tenant())
    assert await talk.forge(stina, f"order.reclass_as:{number}.{chosen}") == [CARD]
    assert _order(talk, stina)["asks"] == "reclass"
    assert talk.fault(number).urgency == "E2"


# -- A day -------------------------------------------------------------------------------------------


async def test_a_planned_day_is_on_her_card_in_her_calendar_and_pushed(talk: Talk) -> None:
    zahra, karl, stina = await talk.tenant("fa_AF"), await talk.caretaker(), await talk.staff()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}")
    await _open(talk, stina, number)
    await talk.press(stina, f"order.plan:{number}")
    # It is Tuesday 2 February 2027: today, tomorrow, and four working days.
    days = _order(talk, stina)["desk"]["days"]
    assert days == ["2027-02-02", "2027-02-03", "2027-02-04", "2027-02-05", "2027-02-08", "2027-02-09"]
    await talk.press(stina, f"order.plan_on:{number}.20270204")

    assert talk.fault(number).planned == "2027-02-04"
    assert f"fault.show:{number}" in zahra.sounds[-1].data
    await talk.press(zahra, f"fault.show:{number}")
    assert "15 دلو" in zahra.last.text
    assert talk.saw(karl, "order.news")[-1]["what"] == "planned"
    assert _order(talk, karl)["planned"] == "2027-02-04"
    assert talk.step(stina) == ""
    # That day is what is promised from now on.
    assert talk.fault(number).due == _day(2027, 2, 4, 16)
    await _open(talk, stina, number)
    await talk.press(stina, f"order.plan:{number}", f"order.plan_on:{number}.none")
    assert talk.fault(number).planned is None
    assert talk.fault(number).due == talk.saw(zahra, "faults.card")[-1]["due"] != _day(2027, 2, 4, 16)


def _day(year: int, month: int, day: int, hour: int) -> float:
    return datetime.datetime(year, month, day, hour, tzinfo=STOCKHOLM).timestamp()


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("27/11", "2027-11-27"),
        ("3/2", "2027-02-03"),
        ("2/2", "2027-02-02"),
        ("1/2", "2028-02-01"),
        ("۲۷/۱۱", "2027-11-27"),
        ("27.11.", "2027-11-27"),
        ("2027-11-27", "2027-11-27"),
        ("20271127", "2027-11-27"),
        ("fredag", "2027-02-05"),
        ("i morgon", "2027-02-03"),
    ],
)
async def test_a_day_can_be_written(talk: Talk, written: str, day: str) -> None:
    stina = await talk.staff()
    number = await talk.report(await talk.tenant())
    await _open(talk, stina, number)
    await talk.press(stina, f"order.plan:{number}")
    assert CARD in await talk.answers(stina, written)
    assert talk.fault(number).planned == day
    assert talk.step(stina) == ""


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("31/2", "no_such_day"),
        ("29/2", "no_such_day"),
        ("snart", "no_such_day"),
        ("2027-13-01", "no_such_day"),
        ("0/0", "no_such_day"),
        ("2027-02-01", "day_not_to_come"),
        ("2029-01-01", "day_not_to_come"),
        ("x" * 200, "too_long"),
    ],
)
async def test_what_is_no_day_to_come_is_asked_for_again(talk: Talk, written: str, why: str) -> None:
    stina = await talk.staff()
    number = await talk.report(await talk.tenant())
    await _open(talk, stina, number)
    await talk.press(stina, f"order.plan:{number}")
    assert await talk.answers(stina, written) == [f"{NOT_USED}:{why}"]
    assert (talk.fault(number).planned, talk.step(stina)) == (None, "desk.plan")


@pytest.mark.parametrize("forged", ["20270201", "x", "99999999", ""])
async def test_no_other_day_can_be_forged(talk: Talk, forged: str) -> None:
    stina = await talk.staff()
    number = await talk.report(await talk.tenant())
    heard = await talk.forge(stina, f"order.plan_on:{number}.{forged}")
    assert heard[0].startswith(NOT_USED)
    assert talk.fault(number).planned is None


# -- A firm ------------------------------------------------------------------------------------------


async def test_an_order_goes_to_an_outside_firm_and_comes_back_done(talk: Talk) -> None:
    zahra, karl, stina = await talk.tenant("sv"), await talk.caretaker(), await talk.staff()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}")
    await _open(talk, stina, number)
    await talk.press(stina, f"order.firm:{number}")
    await talk.type(stina, " Rör  & VVS\nAB ")
    assert (talk.step(stina), _order(talk, stina)["desk"]["typed"]) == ("desk.firm_reference", "Rör & VVS AB")
    await talk.type(stina, "=A-0017")

    fault = talk.fault(number)
    assert (fault.state, fault.firm, fault.firm_reference) == ("outside", "Rör & VVS AB", "=A-0017")
    assert fault.holder is None
    assert talk.saw(karl, "order.news")[-1]["what"] == "firm"
    assert (_order(talk, karl)["firm"], _order(talk, karl)["firm_reference"]) == ("Rör & VVS AB", "=A-0017")
    assert _report(talk, zahra)["state"] == "outside"
    # Her card names no firm.
    assert "VVS" not in str(_report(talk, zahra))
    await talk.press(stina, f"order.firm_done:{number}")
    assert talk.fault(number).state == "done"
    assert f"fault.show:{number}" in zahra.sounds[-1].data


async def test_a_firm_without_a_number_and_one_that_gets_it_after_another(talk: Talk) -> None:
    stina = await talk.staff()
    number = await talk.report(await talk.tenant())
    await _open(talk, stina, number)
    await talk.press(stina, f"order.firm:{number}")
    await talk.type(stina, "Elfirman")
    await talk.press(stina, f"order.firm_as:{number}.none")
    assert (talk.fault(number).firm, talk.fault(number).firm_reference) == ("Elfirman", "")
    await talk.press(stina, f"order.firm:{number}")
    await talk.type(stina, "Takfirman")
    await talk.type(stina, "7")
    assert (talk.fault(number).firm, talk.fault(number).firm_reference) == ("Takfirman", "7")


async def test_no_firm_no_order(talk: Talk) -> None:
    stina = await talk.staff()
    number = await talk.report(await talk.tenant())
    await talk.forge(stina, f"order.firm_as:{number}.none")
    assert (talk.fault(number).state, talk.step(stina)) == ("received", "desk.firm")


# -- Two reports become one --------------------------------------------------------------------------


async def test_two_reports_of_one_fault_become_one_and_both_hear_when_it_is_done(talk: Talk) -> None:
    zahra, omar = await talk.tenant("fa_AF"), await talk.tenant("ar")
    karl, stina = await talk.caretaker(), await talk.staff()
    other = await talk.report(zahra)
    await talk.press(karl, f"order.take:{other}")
    number = await talk.report(omar)
    await _open(talk, stina, number)
    await talk.press(stina, f"order.merge:{number}", f"order.merge_into:{number}.{other}")

    assert (talk.fault(number).state, talk.fault(number).merged) == ("closed", other)
    assert f"fault.show:{number}" in omar.sounds[-1].data
    assert (_report(talk, omar)["number"], _report(talk, omar)["merged"]) == (number, other)
    await talk.press(omar, f"fault.show:{number}")
    assert not omar.shown(f"fault.reopen:{number}")
    assert omar.shown(f"fault.show:{other}")
    # On the other's card it is named by its number, and opens from there.
    assert _order(talk, karl)["joined"] == [number]
    await _open(talk, stina, other)
    await talk.press(stina, f"order.show:{number}")
    assert _order(talk, stina)["desk"]["merged"] == other
    assert not [m for m in zahra.messages if str(number) in m.text]


async def test_the_other_ones_number_can_be_written_and_is_then_pressed(talk: Talk) -> None:
    stina = await talk.staff()
    other = await talk.report(await talk.tenant())
    number = await talk.report(await talk.tenant())
    far = await talk.report(await talk.tenant(area="soder"))
    await _open(talk, stina, number)
    await talk.press(stina, f"order.merge:{number}")
    offered = [each["number"] for each in _order(talk, stina)["desk"]["others"]]
    assert offered == [other]  # of the same house
    for written in ("hej", "99999", "999999999999999"):
        assert await talk.answers(stina, written) == [f"{NOT_USED}:merge_unknown"]
    await talk.type(stina, f"#{far}")
    assert [each["number"] for each in _order(talk, stina)["desk"]["others"]] == [far]
    stina.press(f"order.merge_into:{number}.{far}")
    assert await talk.heard(stina) == [f"{NOT_USED}:merge_other_house"]
    await talk.type(stina, f" {other}. ")
    await talk.press(stina, f"order.merge_into:{number}.{other}")
    assert talk.fault(number).merged == other
    assert talk.step(stina) == ""


@pytest.mark.parametrize(
    ("into", "why"), [("own", "same"), ("0", "unknown"), ("x", "unknown"), ("", "unknown")]
)
async def test_nothing_becomes_part_of_what_cannot_be(talk: Talk, into: str, why: str) -> None:
    stina = await talk.staff()
    number = await talk.report(await talk.tenant())
    into = str(number) if into == "own" else into
    assert await talk.forge(stina, f"order.merge_into:{number}.{into}") == [f"{NOT_USED}:merge_{why}"]
    assert talk.fault(number).state == "received"


async def test_what_was_put_together_by_mistake_is_open_again_with_one_press(talk: Talk) -> None:
    omar, stina = await talk.tenant("ar"), await talk.staff()
    other = await talk.report(await talk.tenant())
    number = await talk.report(omar)
    await talk.forge(stina, f"order.merge_into:{number}.{other}")
    await _open(talk, stina, number)
    await talk.press(stina, f"order.reopen:{number}")
    assert (talk.fault(number).state, talk.fault(number).merged) == ("received", None)
    assert _report(talk, omar)["merged"] == 0


# -- Words to the tenant -----------------------------------------------------------------------------


async def test_what_the_office_writes_is_shown_as_written_with_its_language(talk: Talk) -> None:
    zahra, stina = await talk.tenant("fa_AF"), await talk.staff()
    number = await talk.report(zahra)
    await _open(talk, stina, number)
    await talk.press(stina, f"order.write:{number}")
    await talk.type(stina, "Vi kommer på fredag.\nHar du en stege?")
    # Nothing is sent before its language is known.
    assert _way(talk, number) == ["report"]
    await talk.type(stina, "Vi kommer på fredag.")
    await talk.press(stina, f"order.wrote_in:{number}.sv")

    assert f"fault.show:{number}" in zahra.sounds[-1].data
    assert "fredag" not in zahra.sounds[-1].text
    await talk.press(zahra, f"fault.show:{number}")
    assert "”Vi kommer på fredag.”" in zahra.last.text
    assert "سویدنی" in zahra.last.text
    assert talk.step(stina) == ""
    assert _order(talk, stina)["desk"]["wrote"] == "Vi kommer på fredag."
    # The latest is shown.
    await talk.press(stina, f"order.write:{number}")
    await talk.type(stina, "سلام")
    await talk.press(stina, f"order.wrote_in:{number}.fa_af")
    assert (_report(talk, zahra)["wrote"], _report(talk, zahra)["wrote_in"]) == ("سلام", "fa_AF")


@pytest.mark.parametrize("chosen", ["xx", "", "SV"])
async def test_no_words_or_no_language_sends_nothing(talk: Talk, chosen: str) -> None:
    stina = await talk.staff()
    number = await talk.report(await talk.tenant())
    await talk.forge(stina, f"order.wrote_in:{number}.sv")
    assert talk.step(stina) == "desk.write"
    await talk.type(stina, "Hej")
    await talk.forge(stina, f"order.wrote_in:{number}.{chosen}")
    assert _way(talk, number) == ["report"]


async def test_longer_words_than_a_card_holds_are_not_taken(talk: Talk) -> None:
    stina = await talk.staff()
    number = await talk.report(await talk.tenant())
    await _open(talk, stina, number)
    await talk.press(stina, f"order.write:{number}")
    assert await talk.answers(stina, "x" * 501) == [f"{NOT_USED}:too_long"]
    await talk.type(stina, "x" * 500)
    assert talk.step(stina) == "desk.wrote"


async def test_going_back_ends_the_question_so_that_what_is_written_later_goes_nowhere(talk: Talk) -> None:
    stina = await talk.staff()
    number = await talk.report(await talk.tenant())
    await _open(talk, stina, number)
    for asks in ("write", "plan", "firm", "merge"):
        await talk.press(stina, f"order.{asks}:{number}", f"order.leave:{number}")
        assert talk.step(stina) == ""
        assert await talk.answers(stina, "27/11") == [f"{NOT_USED}:text"]
        await _open(talk, stina, number)
    await talk.press(stina, f"order.write:{number}")
    await talk.type(stina, "/triage")
    assert talk.step(stina) == ""


async def test_a_report_that_is_being_made_is_not_lost_by_a_question_of_the_desks(talk: Talk) -> None:
    stina = await talk.staff()
    number = await talk.report(await talk.tenant())
    await talk.type(stina, "/report")
    for asks in ("write", "firm"):
        assert await talk.forge(stina, f"order.{asks}:{number}") == [f"{NOT_USED}:draft_open"]
    await _open(talk, stina, number)
    await talk.press(stina, f"order.plan:{number}", f"order.plan_on:{number}.20270204")
    assert talk.fault(number).planned == "2027-02-04"
    assert talk.step(stina) == "fault.find"


async def test_one_who_is_no_longer_of_the_desk_writes_to_nobody(talk: Talk) -> None:
    stina = await talk.staff()
    number = await talk.report(await talk.tenant())
    await _open(talk, stina, number)
    await talk.press(stina, f"order.write:{number}")
    async with talk.database.transaction() as db:
        db.execute("DELETE FROM roles WHERE person = ?", (talk.person(stina).id,))
    assert await talk.answers(stina, "Hej") == [f"{NOT_USED}:not_yours"]
    assert talk.step(stina) == ""


# -- The card ----------------------------------------------------------------------------------------


async def test_the_desks_card_shows_the_whole_way_and_who_did_what_and_no_tenants_name(talk: Talk) -> None:
    household = await talk.household()
    zahra, karl, stina = await talk.tenant(household=household), await talk.caretaker(), await talk.staff()
    async with talk.database.transaction() as db:
        people.set_name(db, talk.person(zahra).id, "Zahra")  # she works here too
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    await talk.press(zahra, f"fault.reopen:{number}")
    await _open(talk, stina, number)
    await talk.press(stina, f"order.plan:{number}", f"order.plan_on:{number}.20270204")
    steps = [(s["act"], s["name"], s["more"]) for s in _order(talk, stina)["desk"]["steps"]]
    assert steps == [
        ("report", "", ""),
        ("take", "Karl", ""),
        ("done", "Karl", ""),
        ("reopen", "", ""),
        ("plan", "Stina", "2027-02-04"),
    ]
    assert "Karl" in stina.last.text or any("Karl" in m.text for m in stina.messages)
    # A caretaker's card tells no history.
    assert _order(talk, karl)["desk"] is None


def test_every_transition_has_its_words_on_the_desks_card() -> None:
    assert set(TRANSITIONS) <= set(WAY)


async def test_one_of_the_desk_who_is_at_work_on_it_has_both_kinds_of_acts(talk: Talk) -> None:
    karl = await talk.enrolled("sv", Invitation("caretaker", areas=("norr",), name="Karl"))
    await talk.type(karl, await talk.code(Invitation("staff", name="Karl")))
    number = await talk.report(await talk.tenant())
    await talk.forge(karl, f"order.give:{number}.{talk.person(karl).id}")
    assert _order(talk, karl)["view"] == "mine"
    assert karl.shown(f"order.done:{number}") and not karl.shown(f"order.plan:{number}")
    await talk.press(karl, f"order.desk:{number}", f"order.plan:{number}", f"order.plan_on:{number}.20270204")
    assert talk.fault(number).planned == "2027-02-04"
    assert karl.shown(f"order.done:{number}")


@pytest.mark.parametrize("act", ["plan", "reclass", "firm", "merge", "write"])
async def test_a_question_that_comes_too_late_is_answered_with_what_is_true(talk: Talk, act: str) -> None:
    stina = await talk.staff()
    number = await talk.report(await talk.tenant())
    await talk.forge(stina, f"order.close_as:{number}.other")
    assert set(await talk.forge(stina, f"order.{act}:{number}")) == {CARD, "order.not_now"}
    assert talk.step(stina) == ""


@pytest.mark.parametrize("act", ["plan_on:{}.20270204", "reclass_as:{}.e3", "firm_done:{}", "fixed:{}"])
async def test_an_act_that_comes_too_late_changes_nothing(talk: Talk, act: str) -> None:
    stina = await talk.staff()
    number = await talk.report(await talk.tenant())
    await talk.forge(stina, f"order.close_as:{number}.other")
    before = talk.fault(number)
    heard = await talk.forge(stina, "order." + act.format(number))
    assert heard and heard[-1] in ("order.not_now", f"{NOT_USED}:not_yours")
    assert talk.fault(number) == before


async def test_a_case_that_only_the_desk_reads_goes_to_nobody_else(talk: Talk) -> None:
    zahra, stina = await talk.tenant("sv"), await talk.staff()
    await talk.type(zahra, "/report")
    await talk.press(zahra, "fault.place:home", "fault.page:2", "fault.category:noise")
    await talk.press(zahra, "fault.item:noise.repeated", "fault.more:skip", "fault.send:yes")
    number = int(talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])
    can = _order(talk, stina)["desk"]["can"]
    assert not set(can) & {"assign", "firm", "merge", "page"}
    assert {"write", "close"} <= set(can)
    other = await talk.report(await talk.tenant())
    assert await talk.forge(stina, f"order.merge_into:{number}.{other}") == [f"{NOT_USED}:not_yours"]
    assert await talk.forge(stina, f"order.merge_into:{other}.{number}") == [f"{NOT_USED}:merge_closed"]


async def test_a_long_story_is_still_shown(talk: Talk) -> None:
    zahra, karl, stina = await talk.tenant(), await talk.caretaker(), await talk.staff()
    await talk.type(zahra, "/report")
    await talk.press(zahra, "fault.item:kitchen.stove")
    await talk.type(zahra, "😀" * 1000)
    await talk.press(zahra, "fault.more:skip", "fault.enter:no", "fault.send:yes")
    number = int(talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])
    for _ in range(3):
        await talk.forge(karl, f"order.take:{number}", f"order.done:{number}")
        await talk.type(karl, "😀" * 1000)
        await talk.forge(zahra, f"fault.reopen:{number}")
        async with talk.database.transaction() as db:
            db.execute("UPDATE faults SET state = 'received'")
    async with talk.database.transaction() as db:
        desk_acts.write(db, number, "sv", "😀" * 500, talk.person(stina), talk.clock.now())
    await _open(talk, stina, number)
    await talk.forge(karl, f"order.show:{number}")
    assert talk.count("undelivered") == 0
    assert str(number) in stina.last.text


# -- A page to print ---------------------------------------------------------------------------------


async def test_an_order_comes_as_a_page_with_its_photos(talk: Talk) -> None:
    zahra, stina = await talk.tenant("fa_AF"), await talk.staff()
    zahra.send_photo(picture())
    await talk.quiet()
    await talk.press(zahra, "fault.item:kitchen.stove")
    await talk.type(zahra, "<b>سرد</b>")
    await talk.press(zahra, "fault.more:skip", "fault.enter:yes", "fault.send:yes")
    number = int(talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])
    await _open(talk, stina, number)
    await talk.press(stina, f"order.page:{number}")
    assert stina.last.document is not None
    sent = talk.telegram.world.files[stina.last.document]
    page = sent.data.decode()
    assert sent.about["file_name"] == f"arbetsorder-{number}.html"
    assert "HUVUDNYCKEL: JA" in page
    assert "&lt;b&gt;سرد&lt;/b&gt;" in page
    assert page.count("data:image/jpeg;base64,") == 1
    assert talk.count("files") == 1  # it is kept nowhere

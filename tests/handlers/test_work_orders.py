"""The order's life among those who work on it, and what its household sees and says of it."""

import pytest

from bot.sandbox.phones import Phone
from storage import inbox, people
from storage.codes import Invitation
from tests.talk import DAY, Talk, picture

NOT_USED = "general.not_used"


def _card(talk: Talk, phone: Phone) -> dict[str, object]:
    return talk.saw(phone, "order.card")[-1]


async def test_two_take_at_once_one_has_it_and_the_other_is_told_who(talk: Talk) -> None:
    karl, kim = await talk.caretaker("Karl"), await talk.caretaker("Kim")
    number = await talk.report(await talk.tenant())

    karl.press(f"order.take:{number}")
    kim.press(f"order.take:{number}")
    await talk.quiet()

    assert talk.fault(number).holder == talk.person(karl).id
    assert talk.saw(kim, "order.not_now")[-1] == {
        "message": "order.not_now", "number": number, "state": "taken", "holder": "Karl",
    }  # fmt: skip
    assert _card(talk, kim)["view"] == "other"
    assert not kim.shown(f"order.take:{number}")
    assert karl.shown(f"order.done:{number}")
    # His own second press tells him nothing new.
    assert await talk.forge(karl, f"order.take:{number}") == []


async def test_an_order_that_goes_back_is_given_by_the_desk_to_another(talk: Talk) -> None:
    zahra = await talk.tenant()
    karl, stina = await talk.caretaker("Karl"), await talk.staff()
    sara = await talk.caretaker("Sara", areas=("soder",))
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}", f"order.return:{number}")
    assert _card(talk, karl)["asks"] == "return"
    await talk.press(karl, f"order.return_as:{number}.needs_firm")

    assert talk.fault(number).state == "returned"
    assert _card(talk, stina)["reason"] == "needs_firm"
    assert not stina.last.silent
    # To her it is as if nobody had taken it yet.
    assert talk.saw(zahra, "faults.card")[-1]["state"] == "returned"
    assert not [m for m in zahra.sounds if f"fault.show:{number}" in m.data]
    assert await talk.answers(stina, "/orders") == ["order.list"]
    assert [row[0] for row in talk.saw(stina, "order.list")[-1]["rows"]] == [number]
    await talk.answers(karl, "/orders")
    assert talk.saw(karl, "order.list")[-1]["rows"] == []

    person = talk.person(sara).id
    await talk.press(stina, f"order.show:{number}", f"order.assign:{number}", f"order.give:{number}.{person}")
    assert talk.fault(number).holder == person
    assert not sara.last.silent
    assert _card(talk, sara)["view"] == "mine"
    await talk.answers(sara, "/orders")  # it is not of her area, but in her hands
    assert [row[0] for row in talk.saw(sara, "order.list")[-1]["rows"]] == [number]
    await talk.press(sara, f"order.show:{number}", f"order.start:{number}", f"order.parts:{number}")
    await talk.press(sara, f"order.start:{number}", f"order.done:{number}")
    assert talk.fault(number).state == "done"


async def test_one_from_whom_an_order_is_taken_is_told_and_loses_number_and_buttons(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    karl, stina = await talk.caretaker("Karl"), await talk.staff()
    sara = await talk.caretaker("Sara", areas=("soder",))
    async with talk.database.transaction() as db:
        people.set_phone(db, talk.person(zahra).id, "+46701740605")
    await talk.type(zahra, "/report")
    await talk.press(zahra, "fault.item:kitchen.stove", "fault.more:skip", "fault.enter:no")
    await talk.press(zahra, "fault.set:call", "fault.send:yes")
    number = int(talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])
    await talk.forge(stina, f"order.give:{number}.{talk.person(sara).id}")
    assert _card(talk, sara)["phone"] == "+46701740605"

    await talk.forge(stina, f"order.give:{number}.{talk.person(karl).id}")

    assert (_card(talk, sara)["phone"], _card(talk, sara)["view"]) == ("", "other")
    assert talk.saw(sara, "order.news")[-1]["what"] == "taken_away"
    assert talk.saw(karl, "order.news")[-1]["what"] == "given"
    assert not sara.shown(f"order.done:{number}")
    assert _card(talk, karl)["phone"] == "+46701740605"


async def test_what_is_not_for_the_caretaker_is_declined_before_it_is_taken(talk: Talk) -> None:
    karl, stina = await talk.caretaker(), await talk.staff()
    number = await talk.report(await talk.tenant())
    await talk.press(karl, f"order.return:{number}", f"order.show:{number}", f"order.return:{number}")
    await talk.forge(karl, f"order.return_as:{number}.no_such_reason")
    assert talk.fault(number).state == "returned"
    assert _card(talk, stina)["reason"] == "other"


async def test_the_desk_closes_with_a_reason_that_the_tenant_reads(talk: Talk) -> None:
    zahra, karl, stina = await talk.tenant(), await talk.caretaker(), await talk.staff()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}")
    await talk.type(stina, "Arbetsorder")
    await talk.press(
        stina, f"order.show:{number}", f"order.close:{number}", f"order.close_as:{number}.duplicate"
    )

    assert talk.fault(number).state == "closed"
    assert talk.saw(zahra, "faults.card")[-1]["closed_as"] == "duplicate"
    assert f"fault.show:{number}" in zahra.sounds[-1].data
    assert talk.saw(karl, "order.news")[-1]["what"] == "closed"
    assert "order.not_now" in await talk.forge(stina, f"order.give:{number}.{talk.person(karl).id}")
    assert talk.fault(number).state == "closed"


async def test_a_word_and_a_photo_may_follow_the_work(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    assert _card(talk, karl)["asks"] == "note"
    karl.send_photo(picture())
    await talk.quiet()
    karl.send_voice(b"OggS")
    await talk.quiet()
    assert talk.step(karl) == "order.note"
    assert talk.count("fault_files") == 2
    assert [m for m in karl.messages if m.photo and m.sender == "bot"]
    assert await talk.answers(karl, "x" * 1001) == [f"{NOT_USED}:too_long"]
    await talk.type(karl, "Termostat bytt")
    assert talk.step(karl) == ""
    assert _card(talk, karl)["notes"] == ["Termostat bytt"]
    # What the caretaker writes is for those who work here.
    assert not [m for m in zahra.messages if "Termostat bytt" in m.text]


async def test_nothing_to_add_ends_the_question(talk: Talk) -> None:
    karl = await talk.caretaker()
    number = await talk.report(await talk.tenant())
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}", f"order.note:{number}")
    assert talk.step(karl) == ""
    assert _card(talk, karl)["asks"] == ""


async def test_a_note_to_an_order_that_is_open_again_is_not_taken(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    await talk.press(zahra, f"fault.reopen:{number}")
    karl.send_photo(picture())
    assert await talk.heard(karl) == [f"{NOT_USED}:not_yours"]
    assert (talk.step(karl), talk.count("files")) == ("", 0)
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    await talk.press(zahra, f"fault.reopen:{number}")
    assert await talk.answers(karl, "Klart") == [f"{NOT_USED}:not_yours"]
    assert talk.step(karl) == ""
    karl.send_photo(picture())
    assert await talk.heard(karl) == ["order.which"]


async def test_done_does_not_put_an_end_to_ones_own_draft(talk: Talk) -> None:
    karl = await talk.caretaker()
    await talk.type(karl, await talk.code(Invitation("household", household=await talk.household())))
    number = await talk.report(await talk.tenant())
    await talk.press(karl, f"order.take:{number}")
    await talk.type(karl, "/report")
    await talk.press(karl, f"order.done:{number}")
    assert talk.step(karl) == "fault.first"
    assert talk.fault(number).state == "done"


async def test_nobody_works_on_the_case_of_their_own_household(talk: Talk) -> None:
    household = await talk.household()
    zahra = await talk.tenant(household=household)
    for role in ("caretaker", "staff"):
        invitation = Invitation(role, areas=("norr",) if role == "caretaker" else (), name="Karl")
        karl = await talk.enrolled("sv", invitation)
        await talk.type(karl, await talk.code(Invitation("household", household=household)))
        other = await talk.caretaker("Kim")
        number = await talk.report(zahra)
        assert not talk.saw(karl, "order.card")
        for act in ("take", "done", "assign", "close", "return", "show"):
            assert await talk.forge(karl, f"order.{act}:{number}") == [f"{NOT_USED}:not_yours"], act
        for act in ("close_as", "return_as", "give"):
            await talk.forge(karl, f"order.{act}:{number}.{talk.person(other).id}")
        assert talk.fault(number).state == "received"
        # As a member of the household that same person may say that it is fixed.
        await talk.press(other, f"order.take:{number}", f"order.done:{number}")
        assert await talk.forge(karl, f"fault.show:{number}") == ["faults.card"]
        await talk.press(karl, f"fault.fixed:{number}")
        assert talk.fault(number).state == "closed"


async def test_an_order_is_never_given_to_the_household_it_is_about(talk: Talk) -> None:
    household = await talk.household()
    stina, karl = await talk.staff(), await talk.caretaker()
    await talk.type(karl, await talk.code(Invitation("household", household=household)))
    number = await talk.report(await talk.tenant(household=household))
    await talk.forge(stina, f"order.show:{number}")
    assert _card(talk, stina)["colleagues"] == []
    for whom in (talk.person(karl).id, talk.person(stina).id, 99, "x", "²", ""):
        await talk.forge(stina, f"order.give:{number}.{whom}")
        assert talk.fault(number).state == "received"


async def test_the_list_names_the_most_urgent_first_and_says_how_many_more(talk: Talk) -> None:
    zahra, karl = await talk.tenant("sv"), await talk.caretaker()
    for _ in range(21):
        await talk.report(zahra, "kitchen.tap_drips")
    await talk.report(zahra, "kitchen.stove")
    await talk.type(karl, "/orders")
    listed = talk.saw(karl, "order.list")[-1]
    assert len(listed["rows"]) == 20
    assert listed["rows"][0][1] == "E2"
    assert listed["left_out"] == 2


async def test_a_helper_sees_but_an_adult_says_whether_it_is_fixed(talk: Talk) -> None:
    household = await talk.household()
    zahra, karl = await talk.tenant(household=household), await talk.caretaker()
    lina = await talk.helper("sv", household)
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    assert await talk.forge(lina, f"fault.show:{number}") == ["faults.card"]
    assert await talk.forge(lina, f"fault.fixed:{number}") == [f"{NOT_USED}:helper"]
    assert talk.fault(number).state == "done"
    # What the helper has reported, the helper follows to the end.
    own = await talk.report(lina)
    await talk.press(karl, f"order.take:{own}", f"order.done:{own}")
    await talk.press(lina, f"fault.fixed:{own}")
    assert talk.fault(own).state == "closed"


async def test_fixed_closes_it_and_a_second_press_shows_what_is_true(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    assert await talk.forge(zahra, f"fault.fixed:{number}") == ["faults.card"]
    assert talk.fault(number).state == "received"
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    await talk.press(zahra, f"fault.fixed:{number}")
    assert _card(talk, karl)["state"] == "closed"
    events = talk.count("fault_events")
    assert await talk.forge(zahra, f"fault.fixed:{number}") == ["faults.card"]
    assert talk.count("fault_events") == events


async def test_after_seven_silent_days_a_report_is_closed_and_not_before(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    await talk.later(7 * DAY - 60)
    assert talk.fault(number).state == "done"
    sounds = len(zahra.sounds)
    await talk.later(120)
    assert talk.fault(number).state == "closed"
    assert len(zahra.sounds) == sounds
    assert zahra.shown(f"fault.reopen:{number}")


async def test_silence_that_was_broken_meanwhile_closes_nothing(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}")
    async with talk.database.transaction() as db:
        for about in (number, 9999):
            inbox.add_event(db, f"x{about}", f'{{"event":"fault.silence","id":{about}}}', talk.clock.now())
            inbox.add_event(db, f"y{about}", f'{{"event":"file.kept","id":{about}}}', talk.clock.now())
            inbox.add_event(db, f"z{about}", f'{{"event":"draft.old","id":{about}}}', talk.clock.now())
    await talk.quiet()
    assert talk.fault(number).state == "taken"
    assert talk.count("set_aside") == 0


async def test_not_fixed_opens_the_same_number_and_sounds_at_the_caretakers(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    await talk.press(zahra, f"fault.reopen:{number}")
    assert (talk.fault(number).state, talk.fault(number).holder) == ("received", None)
    assert _card(talk, karl)["reopened"] is True
    assert f"order.show:{number}" in karl.sounds[-1].data


@pytest.mark.parametrize("days", [29, 31])
async def test_it_is_back_keeps_its_number_for_thirty_days_and_is_then_a_linked_report(
    talk: Talk, days: int
) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    await talk.press(zahra, f"fault.fixed:{number}")
    await talk.later(days * DAY)
    await talk.press(zahra, f"fault.reopen:{number}")
    if days < 30:
        assert talk.fault(number).state == "received"
        assert talk.count("faults") == 1
        return
    assert talk.step(zahra) == "fault.more"
    await talk.press(zahra, "fault.more:skip", "fault.enter:no", "fault.send:yes")
    assert talk.fault(number).state == "closed"
    assert talk.fault(number + 1).earlier == number
    assert talk.saw(zahra, "faults.card")[-1]["earlier"] == number


async def test_another_fault_than_the_one_that_is_back_is_not_linked(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    await talk.press(zahra, f"fault.fixed:{number}")
    await talk.later(40 * DAY)
    await talk.press(zahra, f"fault.reopen:{number}")
    await talk.press(zahra, "fault.go:back", "fault.go:back", "fault.item:kitchen.stove")
    await talk.press(zahra, "fault.more:skip", "fault.enter:no", "fault.send:yes")
    assert talk.fault(number + 1).earlier is None


async def test_who_has_moved_is_told_kindly_that_the_report_stayed_with_the_home(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    await talk.press(zahra, f"fault.fixed:{number}")
    await talk.later(40 * DAY)
    async with talk.database.transaction() as db:
        household = talk.person(zahra).household
        assert household is not None
        people.move(db, household, None)
    assert await talk.forge(zahra, f"fault.reopen:{number}") == [f"{NOT_USED}:moved"]
    assert talk.step(zahra) == ""


async def test_another_adult_of_the_household_may_say_that_it_is_fixed(talk: Talk) -> None:
    household = await talk.household()
    zahra, karl = await talk.tenant(household=household), await talk.caretaker()
    omar = await talk.tenant("ar", household=household)
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    await talk.forge(omar, f"fault.fixed:{number}")
    assert talk.fault(number).state == "closed"
    assert talk.saw(zahra, "faults.card")[-1]["state"] == "closed"

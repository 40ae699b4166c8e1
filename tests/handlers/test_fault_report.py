"""Reporting a fault: how many presses it takes, and the way back, out and around."""

import msgspec
import pytest

from bot.sandbox.phones import Phone
from storage import people
from storage.fault_items import ITEMS, categories_of, items_of
from tests.talk import DAY, Talk, picture

NOT_USED = "general.not_used"
STEPS: dict[str, tuple[str, ...]] = {
    "first": (),
    "categories": ("fault.place:home",),
    "items": ("fault.place:home", "fault.category:kitchen"),
    "own": ("fault.item:kitchen.fridge",),
    "answer": (
        "fault.place:home", "fault.page:2", "fault.category:appliance_own", "fault.item:appliance_own.tv",
    ),
    "more": ("fault.item:kitchen.stove",),
    "enter": ("fault.item:kitchen.stove", "fault.more:skip"),
    "summary": ("fault.item:kitchen.stove", "fault.more:skip", "fault.enter:yes"),
    "phone": ("fault.item:kitchen.stove", "fault.more:skip", "fault.enter:yes", "fault.set:call"),
}  # fmt: skip


async def _at(talk: Talk, phone: Phone, step: str) -> None:
    await talk.type(phone, "/cancel")
    await talk.type(phone, "/report")
    for data in STEPS[step]:
        await talk.press(phone, data)
        if phone.shown("fault.known:other"):
            await talk.press(phone, "fault.known:other")
    assert talk.step(phone) == f"fault.{step}"


async def _finish(talk: Talk, phone: Phone) -> int:
    """Presses the shortest way from a chosen item to its number. Returns how many presses it took."""
    presses = 0
    for data in ("fault.own:still_broken", "fault.more:skip", "fault.enter:yes", "fault.send:yes"):
        if data in phone.last.data:
            _fits(phone)
            await talk.press(phone, data)
            presses += 1
    return presses


def _fits(phone: Phone) -> None:
    """Never more than eight faults or categories on a screen, and always a way to call for help."""
    chosen = [d for d in phone.last.data if d.startswith(("fault.item:", "fault.category:"))]
    assert len(chosen) <= 8
    assert "emergency.show:now" in phone.last.data


async def test_the_commonest_faults_take_at_most_six_presses_from_the_keyboard(talk: Talk) -> None:
    zahra = await talk.tenant("fa_AF")
    assert 0 < len(talk.company.faults.common) <= 8
    for item in talk.company.faults.common:
        await talk.type(zahra, "خبر دادن خرابی")
        _fits(zahra)
        await talk.press(zahra, f"fault.item:{item}")
        hint = "fault.own:still_broken" in zahra.last.data
        assert hint == ITEMS[item].own_job
        assert 2 + await _finish(talk, zahra) <= 6
        assert talk.step(zahra) == ""
        number = talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0]
        assert talk.fault(number).item == item
    assert talk.count("faults") == len(talk.company.faults.common)


@pytest.mark.parametrize("place", ["home", "shared"])
async def test_every_other_fault_takes_at_most_eight_presses(talk: Talk, place: str) -> None:
    zahra = await talk.tenant("ar")
    reached = set()
    for category in categories_of(place):
        for item in items_of(category.id, place):
            await talk.type(zahra, "/cancel")
            await talk.type(zahra, "/report")
            await talk.press(zahra, f"fault.place:{place}")
            presses = 2
            while f"fault.category:{category.id}" not in zahra.last.data:
                _fits(zahra)
                await talk.press(zahra, next(d for d in zahra.last.data if d.startswith("fault.page:")))
                presses += 1
            await talk.press(zahra, f"fault.category:{category.id}")
            _fits(zahra)
            await talk.press(zahra, f"fault.item:{item.id}")
            presses += 2 + await _finish(talk, zahra)
            assert presses <= 8, item.id
            assert (talk.step(zahra) == "fault.answer") == (item.kind == "answer"), item.id
            reached.add(item.id)
    assert reached == {item.id for item in ITEMS.values() if item.place in (place, "both")}
    kept = talk.database.reader.execute("SELECT DISTINCT place, master_key, pet FROM faults").fetchall()
    if place == "shared":
        assert kept == [("shared", 0, 0)]


@pytest.mark.parametrize("step", STEPS)
async def test_back_leads_to_the_step_before_and_at_last_to_the_first(talk: Talk, step: str) -> None:
    zahra = await talk.tenant("en")
    await _at(talk, zahra, step)
    ways = {
        "categories": "first", "items": "categories", "own": "first", "answer": "items", "more": "first",
        "enter": "more", "summary": "enter", "phone": "summary",
    }  # fmt: skip
    await talk.forge(zahra, "fault.go:back")
    assert talk.step(zahra) == f"fault.{ways.get(step, 'first')}"
    for _ in range(5):
        await talk.forge(zahra, "fault.go:back")
    assert talk.step(zahra) == "fault.first"
    assert zahra.keyboard == [["Report a fault", "Ask"], ["My home", "Emergency"]]


async def test_back_from_the_second_page_shows_the_first(talk: Talk) -> None:
    zahra = await talk.tenant("en")
    await talk.type(zahra, "/report")
    await talk.press(zahra, "fault.place:home", "fault.page:2")
    assert not zahra.shown("fault.category:kitchen")
    await talk.press(zahra, "fault.go:back")
    assert zahra.shown("fault.category:kitchen")


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("way", ["fault.go:cancel", "/cancel", "fault.go:again"])
async def test_cancel_and_start_again_work_from_every_step(talk: Talk, step: str, way: str) -> None:
    zahra = await talk.tenant("en")
    await _at(talk, zahra, step)
    zahra.send_photo(picture())
    await talk.quiet()
    assert talk.count("files") == 1

    if way.startswith("/"):
        await talk.type(zahra, way)
    else:
        await talk.forge(zahra, way)

    assert talk.step(zahra) == ("" if "cancel" in way else "fault.first")
    assert talk.count("files") == 0
    assert talk.count("faults") == 0
    # Whatever was asked, her own words stand under the writing field again.
    assert zahra.keyboard == [["Report a fault", "Ask"], ["My home", "Emergency"]]


@pytest.mark.parametrize("step", [step for step in STEPS if step not in ("first", "answer")])
async def test_the_keyboards_word_shows_the_report_that_is_open_and_loses_nothing(
    talk: Talk, step: str
) -> None:
    zahra = await talk.tenant("en")
    await _at(talk, zahra, step)
    zahra.send_photo(picture())
    await talk.quiet()
    draft = talk.draft(zahra)
    await talk.type(zahra, "Report a fault")
    assert talk.step(zahra) == f"fault.{step}"
    assert talk.draft(zahra) == draft
    assert talk.count("files") == 1


@pytest.mark.parametrize("step", STEPS)
async def test_a_draft_survives_a_restart_and_a_change_of_language(talk: Talk, step: str) -> None:
    zahra = await talk.tenant("fa_AF")
    await _at(talk, zahra, step)
    draft = talk.draft(zahra)

    talk.start_again()
    await talk.type(zahra, "/language")
    await talk.press(zahra, "language.set:ar")

    assert talk.step(zahra) == f"fault.{step}"
    assert talk.draft(zahra) == draft


@pytest.mark.parametrize("step", STEPS)
async def test_a_press_out_of_step_shows_the_present_screen_and_changes_nothing(
    talk: Talk, step: str
) -> None:
    zahra = await talk.tenant("en")
    await _at(talk, zahra, step)
    belong = {
        "fault.place:shared": {"first", "categories", "items"},
        "fault.page:2": {"categories"},
        "fault.category:bathroom": {"categories", "items"},
        "fault.item:kitchen.tap_drips": {"first", "items"},
        "fault.own:works": {"own"},
        "fault.more:skip": {"more"},
        "fault.enter:yes": {"enter"},
        "fault.set:pet": {"summary"},
        "fault.send:yes": {"summary"},
    }
    draft = talk.draft(zahra)
    for data, steps in belong.items():
        if step not in steps:
            await talk.forge(zahra, data)
            assert talk.step(zahra) == f"fault.{step}", data
            assert talk.draft(zahra) == draft, data
    assert talk.count("faults") == 0
    assert talk.count("undelivered") == 0


async def test_presses_on_an_ended_conversation_say_that_they_are_old(talk: Talk) -> None:
    zahra = await talk.tenant("en")
    await talk.report(zahra)
    for data in ("fault.send:yes", "fault.go:back", "fault.go:cancel", "fault.item:kitchen.stove"):
        assert await talk.forge(zahra, data) == [f"{NOT_USED}:old_button"]
    assert talk.count("faults") == 1


async def test_forged_values_in_step_lead_nowhere(talk: Talk) -> None:
    zahra = await talk.tenant("en")
    forged = {
        "first": ["place:moon", "item:no.such", "item:"],
        "categories": ["category:lift", "category:x", "page:x", "page:²", "page:0", "page:" + "9" * 50],
        "items": ["item:lift.stopped", "item:bathroom.seat", "category:lift"],
        "summary": ["set:x", "set:"],
    }
    for step, data in ((step, f"fault.{data}") for step, each in forged.items() for data in each):
        await _at(talk, zahra, step)
        await talk.forge(zahra, data)
        assert talk.step(zahra) in (f"fault.{step}", "fault.first", "fault.categories"), data
        assert not talk.draft(zahra)["item"] or step == "summary"
    assert talk.count("set_aside") == 0


async def test_what_works_again_after_ones_own_job_is_not_reported(talk: Talk) -> None:
    zahra = await talk.tenant("fa_AF")
    await _at(talk, zahra, "own")
    await talk.press(zahra, "fault.own:works")
    assert talk.saw(zahra, "fault.ended")[-1]["why"] == "works"
    assert talk.count("faults") == 0
    await talk.press(zahra, "fault.go:again")
    assert talk.step(zahra) == "fault.first"


async def test_an_urgent_fault_shows_the_number_first_and_still_takes_the_report(talk: Talk) -> None:
    zahra = await talk.tenant("ar")
    karl = await talk.caretaker()
    stina = await talk.staff()
    await talk.type(zahra, "/report")
    await talk.press(zahra, "fault.place:home", "fault.category:kitchen", "fault.item:kitchen.water_streams")
    assert "+46 980 319 200" in zahra.last.text.split("\n\n")[1]
    assert "Jag talar arabiska" in zahra.last.text
    assert "Norra vägen 1" in zahra.last.text

    await talk.press(zahra, "fault.more:skip", "fault.enter:no", "fault.send:yes")

    number = int(talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])
    assert talk.fault(number).urgency == "E1"
    for phone in (karl, stina):
        assert talk.saw(phone, "order.card")[-1]["number"] == number
        assert not phone.last.silent


async def test_urgency_follows_the_season(talk: Talk) -> None:
    zahra = await talk.tenant()

    async def reported() -> str:
        await talk.type(zahra, "/report")
        await talk.press(zahra, "fault.place:home", "fault.category:heating", "fault.item:heating.no_heat")
        if zahra.shown("fault.known:other"):
            await talk.press(zahra, "fault.known:other")
        await talk.press(zahra, "fault.more:skip", "fault.enter:no", "fault.send:yes")
        number = talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0]
        return talk.fault(int(number)).urgency

    assert await reported() == "E1"
    await talk.later(150 * DAY)
    assert await reported() == "E2"


async def test_the_summary_has_switches_for_pet_call_and_time_and_the_pet_is_remembered(talk: Talk) -> None:
    household = await talk.household()
    zahra = await talk.tenant("fa_AF", household=household)
    omar = await talk.tenant("ar", household=household)
    await _at(talk, zahra, "summary")
    assert "Huvudnyckel" in zahra.last.text  # her language and Swedish
    await talk.press(zahra, "fault.set:pet", "fault.set:time", "fault.set:time", "fault.send:yes")
    number = int(talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])
    fault = talk.fault(number)
    assert (fault.pet, fault.time, fault.master_key, fault.call_first) == (True, "afternoon", True, False)

    await _at(talk, omar, "summary")
    assert talk.draft(omar)["pet"] is True
    await talk.press(omar, "fault.set:time", "fault.set:time", "fault.set:time")
    assert talk.draft(omar)["time"] == "any"


async def test_a_shared_place_asks_for_no_key_and_no_pet(talk: Talk) -> None:
    zahra = await talk.tenant()
    await talk.type(zahra, "/report")
    await talk.press(
        zahra, "fault.place:shared", "fault.category:laundry", "fault.item:laundry.washer", "fault.more:skip"
    )
    assert talk.step(zahra) == "fault.summary"
    assert not [d for d in zahra.last.data if d.startswith("fault.set:")]
    await talk.press(zahra, "fault.go:back")
    assert talk.step(zahra) == "fault.more"


async def test_her_number_is_asked_for_once_and_goes_to_the_holder_only(talk: Talk) -> None:
    zahra = await talk.tenant("fa_AF")
    karl, kim, stina = await talk.caretaker("Karl"), await talk.caretaker("Kim"), await talk.staff()
    await _at(talk, zahra, "phone")
    assert [len(row) for row in zahra.keyboard] == [1, 1]

    assert await talk.answers(zahra, "۱۲۳") == [f"{NOT_USED}:wrong_number"]
    zahra.send_contact("+46701112233", "Somebody")
    assert await talk.heard(zahra) == [f"{NOT_USED}:contact"]
    assert await talk.answers(zahra, "۰۷۰-۱۷۴ ۰۶ ۰۵") == ["fault.phone_kept", "fault.summary"]
    assert talk.person(zahra).phone == "0701740605"
    await talk.press(zahra, "fault.send:yes")
    number = int(talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])

    def phones() -> list[str]:
        return [talk.saw(phone, "order.card")[-1]["phone"] for phone in (karl, kim)]

    assert phones() == ["", ""]
    await talk.press(karl, f"order.take:{number}")
    assert phones() == ["0701740605", ""]
    assert not talk.saw(stina, "order.card")
    await talk.press(karl, f"order.done:{number}")
    assert phones() == ["", ""]

    # The next time nobody asks.
    await _at(talk, zahra, "summary")
    await talk.press(zahra, "fault.set:call")
    assert talk.step(zahra) == "fault.summary"
    assert talk.draft(zahra)["call"] is True


async def test_her_own_number_can_be_shared_with_the_button(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    await _at(talk, zahra, "phone")
    zahra.share_contact("46701740605")
    assert await talk.heard(zahra) == ["fault.phone_kept", "fault.summary"]
    assert talk.person(zahra).phone == "+46701740605"
    zahra.share_contact("46701740605")
    assert await talk.heard(zahra) == [f"{NOT_USED}:own_number"]


async def test_she_may_rather_not_be_called(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    await _at(talk, zahra, "phone")
    await talk.type(zahra, zahra.keyboard[1][0])
    assert talk.step(zahra) == "fault.summary"
    assert talk.draft(zahra)["call"] is False
    assert talk.person(zahra).phone is None


async def test_an_erased_number_leaves_the_holders_card_and_the_wish_to_be_called(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    karl = await talk.caretaker()
    await _at(talk, zahra, "phone")
    await talk.type(zahra, "+46 70 174 06 05")
    await talk.press(zahra, "fault.send:yes")
    number = int(talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])
    await talk.press(karl, f"order.take:{number}")
    assert talk.saw(karl, "order.card")[-1]["phone"] == "+46701740605"

    await _at(talk, zahra, "summary")
    await talk.press(zahra, "fault.set:call")
    await talk.press(zahra, f"fault.erase_phone:{number}")

    assert talk.person(zahra).phone is None
    assert talk.saw(karl, "order.card")[-1]["phone"] == ""
    assert not zahra.shown(f"fault.erase_phone:{number}")
    await talk.press(zahra, "fault.send:yes")
    assert talk.fault(number + 1).call_first is False
    stranger = talk.stranger()
    await talk.type(stranger, "/start")
    await talk.press(stranger, "language.set:sv")
    assert await talk.forge(stranger, "fault.erase_phone:1") == [f"{NOT_USED}:not_yours"]


async def test_words_belong_to_the_report_that_is_open_at_whatever_step(talk: Talk) -> None:
    for step, then in {"first": "first", "more": "more", "enter": "more", "summary": "summary"}.items():
        zahra = await talk.tenant("fa_AF")
        await _at(talk, zahra, step)
        await talk.type(zahra, "آب سرد است")
        await talk.type(zahra, "Kom gärna i dag")
        assert talk.step(zahra) == f"fault.{then}"
        assert talk.draft(zahra)["words"] == "آب سرد است\nKom gärna i dag"
        assert await talk.answers(zahra, "x" * 4096) == [f"{NOT_USED}:too_long"]
        assert talk.draft(zahra)["words"] == "آب سرد است\nKom gärna i dag"


async def test_who_has_moved_out_meanwhile_cannot_send(talk: Talk) -> None:
    zahra = await talk.tenant()
    await _at(talk, zahra, "summary")
    zahra.send_photo(picture())
    await talk.quiet()
    async with talk.database.transaction() as db:
        household = talk.person(zahra).household
        assert household is not None
        people.move(db, household, None)

    zahra.press("fault.send:yes")
    assert await talk.heard(zahra) == [f"{NOT_USED}:no_home"]
    assert (talk.step(zahra), talk.count("files"), talk.count("faults")) == ("", 0, 0)


async def test_a_disturbance_goes_to_the_desk_only(talk: Talk) -> None:
    zahra = await talk.tenant("sv")
    karl, stina = await talk.caretaker(), await talk.staff()
    await talk.type(zahra, "/report")
    await talk.press(zahra, "fault.place:home", "fault.page:2", "fault.category:noise")
    await talk.press(zahra, "fault.item:noise.repeated", "fault.more:skip")
    assert talk.step(zahra) == "fault.summary"
    await talk.press(zahra, "fault.send:yes")
    number = int(talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])

    assert talk.saw(stina, "order.card")[-1]["colleagues"] == []
    assert not stina.last.silent
    assert not talk.saw(karl, "order.card")
    assert await talk.answers(karl, "/orders") == ["order.list"]
    assert talk.saw(karl, "order.list")[-1]["rows"] == []
    for act in ("show", "take", "done", "return", "return_as"):
        assert await talk.forge(karl, f"order.{act}:{number}") == [f"{NOT_USED}:not_yours"]
    # The desk cannot hand it to a caretaker either, whatever it presses.
    await talk.forge(stina, f"order.give:{number}.{talk.person(karl).id}")
    assert talk.fault(number).holder is None
    await talk.press(stina, f"order.show:{number}", f"order.close:{number}")
    await talk.press(stina, f"order.close_as:{number}.other")
    assert talk.fault(number).state == "closed"


async def test_what_has_no_caretaker_is_pushed_to_the_desk(talk: Talk) -> None:
    stina = await talk.staff()
    await talk.caretaker("Sara", areas=("soder",))
    zahra = await talk.tenant(area="norr")
    number = await talk.report(zahra)
    assert talk.saw(stina, "order.card")[-1]["number"] == number
    assert not stina.last.silent


async def test_items_of_the_first_screen_that_no_longer_exist_are_left_out(talk: Talk) -> None:
    faults = msgspec.structs.replace(talk.company.faults, common=["kitchen.stove", "no.such"])
    talk.start_again(msgspec.structs.replace(talk.company, faults=faults))
    zahra = await talk.tenant()
    await talk.type(zahra, "/report")
    assert talk.saw(zahra, "fault.first")[-1]["common"] == ["kitchen.stove"]

"""What is known already: seen before it is reported again, followed, made one, and told to all when done."""

from __future__ import annotations

from bot.sandbox.phones import Phone
from storage import known_faults, people
from tests.talk import Talk, picture

DARK = "stairs_entry.light"
COLD = "heating.no_heat"


async def shared(talk: Talk, phone: Phone, item: str = DARK) -> None:
    """Chooses a fault in a shared place."""
    await talk.type(phone, "/report")
    await talk.press(phone, "fault.place:shared", f"fault.category:{item.partition('.')[0]}")
    await talk.press(phone, f"fault.item:{item}")


async def at_home(talk: Talk, phone: Phone, item: str = COLD) -> None:
    """Chooses a fault in her own flat."""
    await talk.type(phone, "/report")
    await talk.press(phone, "fault.place:home", f"fault.category:{item.partition('.')[0]}")
    await talk.press(phone, f"fault.item:{item}")


async def send(talk: Talk, phone: Phone) -> int:
    """Goes on from a chosen item to the number."""
    for data in ("fault.own:still_broken", "fault.more:skip", "fault.enter:yes", "fault.send:yes"):
        if phone.shown(data):
            await talk.press(phone, data)
    return int(talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])


async def test_a_fault_in_a_shared_place_is_reported_once_and_followed_by_others(talk: Talk) -> None:
    zahra, omar = await talk.tenant(), await talk.tenant("ar")
    karl = await talk.caretaker()
    await shared(talk, zahra)
    number = await send(talk, zahra)

    await shared(talk, omar)
    assert talk.step(omar) == "fault.known"
    assert talk.saw(omar, "known.known")[-1]["number"] == number
    await talk.press(omar, f"fault.me_too:{number}")

    assert talk.count("faults") == 1
    assert talk.step(omar) == ""
    assert talk.saw(karl, "order.card")[-1]["more"] == 1
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    for phone in (zahra, omar):
        assert f"fault.show:{number}" in phone.sounds[-1].data


async def test_of_another_house_or_another_item_nothing_is_known(talk: Talk) -> None:
    zahra, ali = await talk.tenant(), await talk.tenant(area="soder")
    await shared(talk, zahra)
    await send(talk, zahra)
    await shared(talk, ali)
    assert talk.step(ali) == "fault.more"
    omar = await talk.tenant("ar")
    await shared(talk, omar, "stairs_entry.door")
    assert talk.step(omar) == "fault.more"


async def test_what_was_sent_before_me_too_goes_with_the_report_that_is_there(talk: Talk) -> None:
    zahra, omar, karl = await talk.tenant(), await talk.tenant("ar"), await talk.caretaker()
    await shared(talk, zahra)
    number = await send(talk, zahra)
    omar.send_photo(picture(), caption="الضوء مطفأ")
    await talk.quiet()
    await talk.press(omar, "fault.place:shared", "fault.category:stairs_entry", f"fault.item:{DARK}")
    await talk.press(omar, f"fault.me_too:{number}")
    card = talk.saw(karl, "order.card")[-1]
    assert (card["files"], card["words"]) == (1, "الضوء مطفأ")
    assert talk.count("files") == 1


async def test_who_has_another_fault_goes_on_and_reports_it(talk: Talk) -> None:
    zahra, omar = await talk.tenant(), await talk.tenant("ar")
    await shared(talk, zahra)
    first = await send(talk, zahra)
    await shared(talk, omar)
    await talk.press(omar, "fault.known:other")
    assert talk.step(omar) == "fault.more"
    assert await send(talk, omar) == first + 1


async def test_back_from_what_is_known_leads_to_the_choice(talk: Talk) -> None:
    zahra, omar = await talk.tenant(), await talk.tenant("ar")
    await shared(talk, zahra)
    await send(talk, zahra)
    await shared(talk, omar)
    await talk.press(omar, "fault.go:back")
    assert talk.step(omar) == "fault.items"


async def test_a_second_adult_of_a_home_sees_what_the_first_has_reported(talk: Talk) -> None:
    household = await talk.household()
    zahra, omar = await talk.tenant(household=household), await talk.tenant("ar", household=household)
    number = await talk.report(zahra)
    await talk.type(omar, "/report")
    await talk.press(omar, "fault.item:heating.radiator_cold")
    assert talk.saw(omar, "known.known")[-1]["own"] is True
    await talk.press(omar, f"fault.show:{number}")
    assert talk.saw(omar, "faults.card")[-1]["flat"]
    assert talk.count("faults") == 1


async def test_a_neighbour_never_sees_the_flat_that_a_known_fault_was_told_from(talk: Talk) -> None:
    zahra, omar, ali = await talk.tenant(), await talk.tenant("ar"), await talk.tenant("sv")
    stina = await talk.staff()
    await at_home(talk, zahra)
    first = await send(talk, zahra)
    await at_home(talk, omar)
    second = await send(talk, omar)
    await talk.forge(stina, f"order.known:{second}")
    await at_home(talk, ali)
    await talk.press(ali, f"fault.me_too:{first}")
    for phone in (omar, ali):
        card = [each for each in talk.saw(phone, "faults.card") if each["number"] == first][-1]
        assert (card["flat"], card["files"], card["master_key"]) == ("", 0, None)
    assert await talk.forge(ali, f"fault.add:{first}") == ["general.not_used:not_yours"]


async def test_two_cold_flats_become_one_known_fault_with_one_press_and_done_tells_all(talk: Talk) -> None:
    zahra, omar, ali = await talk.tenant(), await talk.tenant("ar"), await talk.tenant("en")
    karl = await talk.caretaker()
    await at_home(talk, zahra)
    first = await send(talk, zahra)
    assert talk.saw(karl, "order.card")[-1]["can_be_one"] == []
    await at_home(talk, omar)
    second = await send(talk, omar)
    assert talk.saw(karl, "order.card")[-1]["can_be_one"] == [first]

    await talk.press(karl, f"order.known:{second}")
    assert (talk.fault(first).known, talk.fault(second).merged) == (True, first)
    assert talk.fault(second).state == "closed"
    await at_home(talk, ali)
    await talk.press(ali, f"fault.me_too:{first}")
    assert talk.saw(karl, "order.card")[-1]["more"] == 2

    await talk.forge(karl, f"order.take:{first}", f"order.done:{first}")
    for phone in (zahra, omar, ali):
        assert f"fault.show:{first}" in phone.sounds[-1].data, phone


async def test_what_stays_in_a_flat_is_never_made_one(talk: Talk) -> None:
    zahra, omar, stina = await talk.tenant(), await talk.tenant("ar"), await talk.staff()
    first, second = await talk.report(zahra, "kitchen.stove"), await talk.report(omar, "kitchen.stove")
    await talk.forge(stina, f"order.known:{second}")
    assert not talk.fault(first).known
    assert talk.fault(second).merged is None
    assert await talk.forge(zahra, f"fault.me_too:{second}") == ["general.not_used:not_yours"]


async def test_a_report_of_more_than_a_day_later_is_not_taken_for_the_same(talk: Talk) -> None:
    zahra, omar, karl = await talk.tenant(), await talk.tenant("ar"), await talk.caretaker()
    await at_home(talk, zahra)
    await send(talk, zahra)
    await talk.later(25 * 3600)
    await at_home(talk, omar)
    await send(talk, omar)
    assert talk.saw(karl, "order.card")[-1]["can_be_one"] == []


async def test_one_who_follows_says_that_it_is_not_fixed_or_that_it_works_for_her(talk: Talk) -> None:
    zahra, omar, ali = await talk.tenant(), await talk.tenant("ar"), await talk.tenant("en")
    karl = await talk.caretaker()
    await shared(talk, zahra)
    number = await send(talk, zahra)
    for phone in (omar, ali):
        await shared(talk, phone)
        await talk.press(phone, f"fault.me_too:{number}")
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    assert await talk.forge(omar, f"fault.fixed:{number}") == ["general.not_used:helper"]
    await talk.forge(ali, f"fault.unfollow:{number}")
    assert known_faults.followers(talk.database.reader, number) == [talk.person(omar).id]
    await talk.forge(omar, f"fault.reopen:{number}")
    assert talk.fault(number).state == "received"
    pushes = len(ali.sounds)
    await talk.forge(karl, f"order.take:{number}", f"order.done:{number}")
    assert len(ali.sounds) == pushes


async def test_a_report_that_became_part_of_another_is_opened_again_as_its_own(talk: Talk) -> None:
    zahra, omar, stina = await talk.tenant(), await talk.tenant("ar"), await talk.staff()
    await at_home(talk, zahra)
    first = await send(talk, zahra)
    await at_home(talk, omar)
    second = await send(talk, omar)
    await talk.forge(stina, f"order.known:{second}")
    await talk.forge(omar, f"fault.reopen:{second}")
    fault = talk.fault(second)
    assert (fault.state, fault.merged) == ("received", None)
    assert talk.fault(first).known


async def test_a_caretaker_of_another_area_makes_nothing_one(talk: Talk) -> None:
    zahra, omar, sara = await talk.tenant(), await talk.tenant("ar"), await talk.caretaker("S", ("soder",))
    await at_home(talk, zahra)
    await send(talk, zahra)
    await at_home(talk, omar)
    second = await send(talk, omar)
    assert await talk.forge(sara, f"order.known:{second}") == ["general.not_used:not_yours"]
    assert talk.fault(second).merged is None


async def test_nobody_without_a_home_or_with_a_forged_number_follows(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    await shared(talk, zahra)
    number = await send(talk, zahra)
    stranger = talk.stranger()
    await talk.type(stranger, "/start")
    await talk.press(stranger, "language.set:sv")
    for phone in (karl, stranger):
        for value in (str(number), "99999", "x", "9" * 30):
            await talk.forge(phone, f"fault.me_too:{value}")
    assert talk.count("fault_followers") == 0
    async with talk.database.transaction() as db:
        people.move(db, talk.person(zahra).household or 0, None)
    assert (await talk.forge(zahra, f"fault.me_too:{number}"))[-1] == "general.not_used:not_yours"

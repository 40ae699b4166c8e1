"""The master key: hers to change while somebody may come, and read by the holder before he starts."""

from __future__ import annotations

import pytest

from bot.sandbox.phones import Phone
from bot.speech import LOCALES, words
from storage import people
from storage.faults import NewFault, add
from tests.talk import Talk

NOT_USED = "general.not_used"


def card(talk: Talk, phone: Phone) -> dict[str, object]:
    return talk.saw(phone, "order.card")[-1]


def pushes(talk: Talk, phone: Phone) -> list[str]:
    """What pushes about orders this phone got."""
    return [each["what"] for each in talk.saw(phone, "order.news")]


def acts(talk: Talk, number: int) -> list[tuple[str, str]]:
    return list(
        talk.database.reader.execute(
            "SELECT act, note FROM fault_events WHERE fault = ? ORDER BY id", (number,)
        )
    )


async def test_a_change_before_it_was_taken_makes_no_sound(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra, enter="no")
    sounds = len(karl.sounds)
    await talk.press(zahra, f"fault.key:{number}.yes")
    assert talk.fault(number).master_key and not talk.fault(number).key_changed
    assert talk.saw(zahra, "faults.card")[-1]["master_key"] is True
    assert card(talk, karl)["master_key"] is True
    assert (len(karl.sounds), pushes(talk, karl)) == (sounds, [])
    assert acts(talk, number)[-1] == ("key", "yes")
    # The card now offers the other answer.
    assert zahra.shown(f"fault.key:{number}.no") and not zahra.shown(f"fault.key:{number}.yes")


@pytest.mark.parametrize("begun", ["take", "start", "parts"])
async def test_a_change_after_it_was_taken_pushes_the_holder_who_reads_it_before_he_starts(
    talk: Talk, begun: str
) -> None:
    zahra, karl, stina = await talk.tenant(), await talk.caretaker(), await talk.staff()
    number = await talk.report(zahra)
    for act in {"take": ["take"], "start": ["take", "start"], "parts": ["take", "parts"]}[begun]:
        await talk.press(karl, f"order.{act}:{number}")
    state = talk.fault(number).state

    await talk.press(zahra, f"fault.key:{number}.no")

    assert (pushes(talk, karl), pushes(talk, stina)) == (["key"], [])
    assert f"order.show:{number}" in karl.sounds[-1].data
    access = card(talk, karl)["access"]
    assert isinstance(access, dict)
    assert (access["key_changed"], access["key_at"]) == (True, talk.clock.now())
    # Only one way on: no button starts, and a forged press neither.
    assert karl.shown(f"order.acknowledge:{number}.no")
    assert not karl.shown(f"order.start:{number}") and not karl.shown(f"order.done:{number}")
    if state != "started":
        assert await talk.forge(karl, f"order.start:{number}") == ["order.card"]
    assert talk.fault(number).state == state

    await talk.press(karl, f"order.acknowledge:{number}.no")
    assert not talk.fault(number).key_changed
    assert acts(talk, number)[-1] == ("acknowledge", "no")
    assert karl.shown(f"order.done:{number}")
    if state != "started":
        await talk.press(karl, f"order.start:{number}")
    assert talk.fault(number).state == "started"


async def test_a_change_that_came_after_the_card_was_read_is_to_be_read_too(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}")
    await talk.press(zahra, f"fault.key:{number}.no")
    await talk.press(zahra, f"fault.key:{number}.yes")
    # He presses what stood on the card before the second change reached him.
    assert await talk.forge(karl, f"order.acknowledge:{number}.no") == ["order.card"]
    assert talk.fault(number).key_changed
    await talk.press(karl, f"order.acknowledge:{number}.yes")
    assert not talk.fault(number).key_changed


@pytest.mark.parametrize("locale", LOCALES)
async def test_the_card_says_what_holds_now_and_since_when_in_the_holders_language(
    talk: Talk, locale: str
) -> None:
    zahra, karl = await talk.tenant("ar"), await talk.caretaker()
    await talk.type(karl, "/language")
    await talk.press(karl, f"language.set:{locale}")
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}")
    await talk.press(zahra, f"fault.key:{number}.no")
    await talk.press(karl, f"order.show:{number}")
    _ = words(locale)
    said = karl.last.text
    assert _("THE TENANT HAS CHANGED THE ANSWER") in said
    assert said.index(_("THE TENANT HAS CHANGED THE ANSWER")) < said.index("Norra vägen 1")
    assert _("MASTER KEY: NO") in said and _("MASTER KEY: YES") not in said
    assert "11:00" in said  # when it was changed, in Sweden


async def test_while_a_firm_has_it_the_desk_is_told_which_tells_the_firm(talk: Talk) -> None:
    zahra, karl, stina = await talk.tenant(), await talk.caretaker(), await talk.staff()
    number = await talk.report(zahra)
    async with talk.database.transaction() as db:
        db.execute("UPDATE faults SET state = 'outside' WHERE id = ?", (number,))
    await talk.forge(stina, f"order.show:{number}")
    await talk.press(zahra, f"fault.key:{number}.no")
    assert (pushes(talk, stina), pushes(talk, karl)) == (["key"], [])


async def test_a_helper_leaves_the_answer_to_an_adult_and_a_partner_may_change_it(talk: Talk) -> None:
    household = await talk.household()
    zahra, karl = await talk.tenant(household=household), await talk.caretaker()
    omar, lina = await talk.tenant("ar", household=household), await talk.helper("sv", household)
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}")
    assert await talk.forge(lina, f"fault.key:{number}.no") == [f"{NOT_USED}:helper"]
    assert talk.fault(number).master_key
    await talk.forge(omar, f"fault.key:{number}.no")
    assert not talk.fault(number).master_key
    assert talk.saw(zahra, "faults.card")[-1]["master_key"] is False
    assert pushes(talk, karl) == ["key"]


async def test_the_same_answer_again_tells_nobody(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}")
    before = talk.facts()
    for forged in ("yes", "maybe", ""):
        await talk.forge(zahra, f"fault.key:{number}.{forged}")
    assert talk.facts() == before
    assert pushes(talk, karl) == []
    assert [act for act, _ in acts(talk, number)] == ["report", "take"]


async def test_when_the_work_is_done_the_answer_stands(talk: Talk) -> None:
    zahra, karl = await talk.tenant(), await talk.caretaker()
    number = await talk.report(zahra)
    await talk.press(karl, f"order.take:{number}", f"order.done:{number}")
    assert not zahra.shown(f"fault.key:{number}.no")
    assert await talk.forge(zahra, f"fault.key:{number}.no") == ["faults.card"]
    assert talk.fault(number).master_key


async def test_a_shared_place_has_no_key(talk: Talk) -> None:
    zahra = await talk.tenant()
    await talk.type(zahra, "/report")
    await talk.press(zahra, "fault.place:shared", "fault.category:stairs_entry")
    await talk.press(zahra, "fault.item:stairs_entry.light", "fault.more:skip", "fault.send:yes")
    number = int(talk.database.reader.execute("SELECT max(id) FROM faults").fetchone()[0])
    assert not zahra.shown(f"fault.key:{number}.yes")
    assert await talk.forge(zahra, f"fault.key:{number}.yes") == ["faults.card"]
    assert not talk.fault(number).master_key


async def made_by_the_desk(talk: Talk) -> int:
    """A report of a household that is not here."""
    household = await talk.household()
    async with talk.database.transaction() as db:
        lives = people.household(db, household)
        assert lives is not None and lives.home is not None
        house = db.execute("SELECT house FROM homes WHERE id = ?", (lives.home,)).fetchone()[0]
        new = NewFault(
            "kitchen.stove", "E2", "home", house, lives.home, household, None, "sv", master_key=True
        )
        return add(db, new, [], talk.clock.now()).id


async def test_the_desk_changes_it_for_a_household_that_is_not_here_and_has_called(talk: Talk) -> None:
    karl, stina = await talk.caretaker(), await talk.staff()
    number = await made_by_the_desk(talk)
    await talk.forge(karl, f"order.take:{number}")
    await talk.forge(stina, f"order.show:{number}")
    await talk.press(stina, f"order.key:{number}.no")
    fault = talk.fault(number)
    assert (fault.master_key, fault.key_changed) == (False, True)
    assert pushes(talk, karl) == ["key"]
    assert await talk.forge(karl, f"order.key:{number}.yes") == [f"{NOT_USED}:not_yours"]


async def test_the_desk_does_not_change_it_for_who_is_here(talk: Talk) -> None:
    zahra, stina = await talk.tenant(), await talk.staff()
    number = await talk.report(zahra)
    await talk.forge(stina, f"order.show:{number}")
    assert not stina.shown(f"order.key:{number}.no")
    assert await talk.forge(stina, f"order.key:{number}.no") == [f"{NOT_USED}:not_yours"]
    assert talk.fault(number).master_key
